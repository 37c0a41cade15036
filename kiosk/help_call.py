"""呼叫工作人员: rings the duty desk from any page, shows that it rings, and names the hotlines when nobody answers."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, ParamSpec, TypeVar

from kiosk.config import Configuration
from kiosk.duty_desk import DeskError, DutyDesk
from kiosk.log import EventLog
from kiosk.waiting import cancelled
from texts import Text, literal
from ui.pages import Button, HelpCall
from ui.stage import Stage

P = ParamSpec("P")
R = TypeVar("R")

ASKED_EVERY = 2.0
"""Seconds between two looks at whether somebody comes."""
SHOWN = 60.0
"""Seconds for which the outcome stands, unless it is closed before."""


class HelpCalls:
    """One call at a time; it belongs to the terminal, not to a session, and knows nothing of who called."""

    def __init__(
        self,
        stage: Stage,
        configuration: Configuration,
        log: EventLog,
        *,
        staff: Callable[[], tuple[Button, ...]] = tuple,
        attended: Callable[[], Text | None] = lambda: None,
    ) -> None:
        """`staff`: what whoever has come may press at this moment; `attended`: who of them is here already."""
        terminal = configuration.terminal
        self._stage, self._log = stage, log
        self._help = configuration.help
        self._hotline = terminal.hotline
        told = {"terminal": terminal.id, "place": terminal.place, "district": terminal.district}
        self._desk = DutyDesk(self._help.endpoint.rstrip("/"), told) if self._help.endpoint else None
        self._staff, self._attended = staff, attended
        self._asking = 0
        self._call = ""
        self._ringing: asyncio.Task[None] | None = None
        self._hanging_up: set[asyncio.Task[None]] = set()

    @property
    def busy(self) -> bool:
        """Whether the desk is being asked at this moment."""
        return self._asking > 0

    def begin(self) -> None:
        """Somebody pressed 呼叫工作人员; pressed again while it rings, it goes on ringing.

        Where somebody is here already nothing rings: they are named, and may be sent away.
        """
        here = self._attended()
        if here is not None:
            self._stage.help(HelpCall(here, (Text("help.here_how"),), staff=self._staff()))
        else:
            self.ring()

    def ring(self) -> None:
        """Somebody is wanted, whoever is here already: a second person, for a review."""
        if self._ringing is None or self._ringing.done():
            self._ringing = asyncio.ensure_future(self._ring())

    def end(self) -> None:
        """Somebody closed what is shown: a call that still rings is given up."""
        if self._ringing is not None:
            self._ringing.cancel()
        self._stage.help(None)
        if self._call:
            self._aside(self._hang_up(self._call))

    async def stop(self) -> None:
        """The terminal stops."""
        await cancelled([*self._hanging_up, *([self._ringing] if self._ringing else [])])

    async def _ring(self) -> None:
        self._log.write("help.called")
        self._stage.help(self._shown("ringing", *self._own_number(), rings=True))
        came = self._desk is not None and await self._answered(self._desk)
        self._call = ""
        if came:
            self._log.write("help.answered")
        else:
            self._log.write("help.unanswered")
        self._stage.help(self._shown("coming") if came else self._nobody())
        await asyncio.sleep(SHOWN)
        self._stage.help(None)

    async def _answered(self, desk: DutyDesk) -> bool:
        """Whether somebody said so within the configured time; a desk that cannot be rung is nobody at once."""
        try:
            async with asyncio.timeout(self._help.unanswered):
                self._call = await self._asked(desk.ring)
                while not await self._asked(desk.coming, self._call):
                    self._stage.active()
                    await asyncio.sleep(ASKED_EVERY)
                return True
        except (TimeoutError, DeskError):
            return False

    async def _hang_up(self, call: str) -> None:
        self._call = ""
        if self._desk is not None:
            try:
                await self._asked(self._desk.hang_up, call)
            except DeskError:
                return

    async def _asked(self, question: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Ask the desk in a thread."""
        self._asking += 1
        try:
            return await asyncio.to_thread(question, *args, **kwargs)
        finally:
            self._asking -= 1

    def _aside(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.ensure_future(work)
        self._hanging_up.add(task)
        task.add_done_callback(self._hanging_up.discard)

    def _nobody(self) -> HelpCall:
        numbers = (Text("help.hotline", hotline=literal(self._hotline)), Text("help.danger"))
        return self._shown("unanswered", *self._own_number(), *numbers)

    def _own_number(self) -> tuple[Text, ...]:
        return (Text("help.number", number=literal(self._help.number)),) if self._help.number else ()

    def _shown(self, how: str, *numbers: Text, rings: bool = False) -> HelpCall:
        return HelpCall(Text(f"help.{how}"), (Text(f"help.{how}_how"), *numbers), rings, self._staff())
