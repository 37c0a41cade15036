"""Shows one page at a time and takes its answer: serial numbers, the guard against double taps, going away."""

import asyncio
from collections.abc import Callable
from typing import Protocol, TypeVar, cast

from texts import Language
from ui.guard import Clock, TouchGuard
from ui.pages import Action, AnyPage, Back, By, Countdown, Front, HelpCall, Leave, Page, UnknownActionError

A = TypeVar("A")


LONGEST_UTTERANCE = 60.0
"""Seconds for which time limits wait for voice."""


class WaitingClock(Clock, Protocol):
    """A clock by which the core waits."""

    async def sleep(self, seconds: float) -> None:
        """Wait by this clock."""
        ...


class Stage:
    """The core's side of the screen. Lives on the core's loop; `front` draws.

    `on_leave`, `on_extend` and `on_activity` belong to the session that is on; `on_call`, `on_hang_up`, and what staff
    press in its panel, `on_come`, `on_go` and `on_take_over`, to the terminal. Without one they do nothing.
    """

    def __init__(self, front: Front, clock: WaitingClock) -> None:
        self._front = front
        self._clock = clock
        self._guard = TouchGuard()
        self._serial = 0
        self._page: AnyPage | None = None
        self._answer: asyncio.Future[object] | None = None
        self._painted = asyncio.Event()
        self._late: set[asyncio.Task[None]] = set()
        self.care = False
        self.language = Language.ZH_CN
        self._speaks_since: float | None = None
        self.on_leave: Callable[[], None] = nothing
        self.on_extend: Callable[[], None] = nothing
        self.on_call: Callable[[], None] = nothing
        self.on_hang_up: Callable[[], None] = nothing
        self.on_come: Callable[[], None] = nothing
        self.on_go: Callable[[], None] = nothing
        self.on_take_over: Callable[[], None] = nothing
        self.on_activity: Callable[[], None] = nothing

    @property
    def page(self) -> AnyPage | None:
        """What stands on the screen."""
        return self._page

    def show(self, page: AnyPage, previous: object = None) -> None:
        """Put a page up without waiting for an answer; the page before it can no longer be answered."""
        self._serial += 1
        self._page = page
        self._painted.clear()
        self._guard.shown(self._serial)
        if self._answer is not None and not self._answer.done():
            self._answer.cancel()
        self._answer = None
        self._front.show(self._serial, page, previous)

    def renew(self, page: AnyPage) -> None:
        """Draw the page that stands anew, for something that it says has changed: question, guard and place in it stay.

        A finger that comes down meanwhile has pressed what it was put on, if that can still be pressed.
        """
        self._page = page
        self._front.show(self._serial, page, None)

    async def ask(self, page: Page[A], previous: object = None) -> A | Back:
        """Put a page up and wait for its answer. 退出 is not an answer: it goes to `on_leave`."""
        self.show(cast("AnyPage", page), previous)
        answer = self._answer = asyncio.get_running_loop().create_future()
        try:
            return cast("A | Back", await answer)
        finally:
            if self._answer is answer:
                self._answer = None

    def painted(self, serial: int, at: float) -> None:
        """The front says: the first frame of page `serial` is on the screen."""
        if serial == self._serial:
            self._guard.painted(serial, at)
            self._painted.set()

    def dressed(self, language: Language, care: bool) -> None:
        """The front says how it draws now: slips are printed in that language, and 关怀版 has slower limits."""
        self.language, self.care = language, care

    def speaking(self, on: bool) -> None:
        """The front says: voice has begun to speak, or ended."""
        self._speaks_since = self._clock.now() if on else None

    @property
    def speaks(self) -> bool:
        """Whether time limits wait for voice: at most a minute for one utterance."""
        return self._speaks_since is not None and self._clock.now() - self._speaks_since < LONGEST_UTTERANCE

    def active(self) -> None:
        """The front says: somebody is there (a touch, a digit, scrolling)."""
        self.on_activity()

    def act(self, action: Action) -> None:
        """The front says: a button was pressed. Dropped for an older page, before the guard ends, or if unknown."""
        self.on_activity()
        if action.serial != self._serial:
            return
        if action.by is By.ACCESSIBILITY and not self._guard.takes(action.serial, self._clock.now()):
            self._carry_out_late(action)
        elif action.by is By.ACCESSIBILITY or self._guard.takes(action.serial, action.began):
            self._carry_out(action)

    def warn(self, countdown: Countdown | None) -> None:
        """The idle warning over the page, or its end."""
        self._front.warn(countdown)

    def help(self, call: HelpCall | None) -> None:
        """What has become of a call for help, over the page, or its end."""
        self._front.help(call)

    def typed(self, count: int) -> None:
        """A key of the PIN pad was pressed: somebody is there, and the page shows how many digits there are."""
        self.on_activity()
        self._front.typed(count)

    def reset(self) -> None:
        """A session has ended: nothing of it stays in the front."""
        self._page = None
        self._front.reset()

    def _carry_out_late(self, action: Action) -> None:
        task = asyncio.ensure_future(self._when_open(action))
        self._late.add(task)
        task.add_done_callback(self._late.discard)

    async def _when_open(self, action: Action) -> None:
        await self._painted.wait()
        if action.serial == self._serial and self._guard.opens_at is not None:
            await self._clock.sleep(max(self._guard.opens_at - self._clock.now(), 0))
            if action.serial == self._serial:
                self._carry_out(action)

    def _carry_out(self, action: Action) -> None:
        own = {
            "extend": self.on_extend,
            "call": self.on_call,
            "hang_up": self.on_hang_up,
            "come": self.on_come,
            "go": self.on_go,
            "take_over": self.on_take_over,
        }
        if action.name in own:
            own[action.name]()
            return
        if self._page is None:
            return
        try:
            answer = self._page.answer(action.name, action.value)
        except UnknownActionError:
            return
        if isinstance(answer, Leave):
            self.on_leave()
        elif self._answer is not None and not self._answer.done():
            self._answer.set_result(answer)


def nothing() -> None:
    """What a hook of the stage does while nobody listens."""
