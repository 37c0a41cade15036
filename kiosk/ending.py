"""The one way in which every visit ends: what must not outlive it goes, then the cards go back, then all is blank."""

import asyncio
import secrets
from collections.abc import Awaitable, Callable
from contextlib import suppress
from enum import Enum, unique
from typing import TypeVar, cast

from devices.faults import DeviceError
from devices.pin import Pin
from kiosk.afterword import afterword
from kiosk.place import who_helps
from kiosk.rating import Matter, rating_draft, rating_page
from kiosk.services.catalogue import ServiceItem
from kiosk.surroundings import Surroundings
from kiosk.take_back import Left, take_back
from texts import Text
from ui.pages import AnyPage, Button, NotRated, Outcome, Page, Rating, Result, Working
from ui.stage import nothing

A = TypeVar("A")
Step = Callable[[], Awaitable[None]]

IN_ORDER = "1234567890"
FINISHING = 3.0
"""Seconds that an ending waits for an operation on its way; the operation itself goes on."""
CLEARING = 5.0
"""Seconds that emptying the printer may take."""


@unique
class Way(Enum):
    """How a session ended."""

    FINISHED = "finished"
    LEFT = "left"
    IDLE = "idle"
    TOO_LONG = "too_long"
    CARD_PUT_IN = "card_put_in"
    STOPPED = "stopped"
    TAKEN_OVER = "taken_over"
    ERROR = "error"


class Ending:
    """Holds what a visit must not leave behind, and sees to it when the visit ends."""

    def __init__(self, around: Surroundings, number: int, *, card_usable: bool) -> None:
        self._around = around
        self._number = number
        self._card_usable = card_usable
        self._began = around.clock.now()
        self.way = Way.FINISHED
        self.matter: Matter | None = None
        """What was done in this visit: the last of it, where it was several things."""
        self.taken_over_by = ""
        """The number of whoever of the staff ended it."""
        self.printing = False
        """Whether the printer may hold a slip that was not finished."""
        self.id_card_read = False
        self.left = Left(card=False, id_card=False)
        """What was not taken back; known when the session has ended."""
        self._pins: list[Pin] = []
        self._closers: list[Step] = []
        self._stopping = asyncio.Event()

    def new_pin(self, most: int | None = None) -> Pin:
        """A PIN that is wiped, whatever happens; of at most so many digits, or as cards here have."""
        card = self._around.configuration.card
        pin = Pin(card.pin_most if most is None else most, _shuffled() if card.pin_shuffled else IN_ORDER)
        self._pins.append(pin)
        return pin

    def at_end(self, close: Step) -> None:
        """Have something closed; the last comes first."""
        self._closers.append(close)

    async def come(self, item: ServiceItem, forget: Step, error: BaseException | None) -> None:
        """Shielded: further cancels wait until it is done. `forget`: drops what is known; `error`: what led here."""
        closing = asyncio.ensure_future(self._close(item, forget))
        again = False
        while not closing.done():
            try:
                await asyncio.shield(closing)
            except asyncio.CancelledError:
                again = True
                self._stopping.set()
        closing.result()
        if again and not isinstance(error, asyncio.CancelledError):
            raise asyncio.CancelledError

    async def _close(self, item: ServiceItem, forget: Step) -> None:
        """No step keeps the next one from being taken; each is bounded."""
        for step in (
            self._blank,
            self._finish_operations,
            self._wipe,
            forget,
            self._clear_printer,
            self._power_off,
            self._give_back,
            self._say_who_took_over,
            self._have_rated,
        ):
            try:
                await step()
            except Exception as error:  # noqa: BLE001 - the ending goes on; the mistake is in the log
                self._around.log.fault(error)
        self._around.stage.reset()
        seconds = round(self._around.clock.now() - self._began, 1)
        self._around.log.write(
            "session.ended", session=self._number, item=item.key, way=self.way.value, seconds=seconds
        )

    async def _blank(self) -> None:
        """Nothing of the resident's stays in sight, and nothing they press now counts."""
        stage = self._around.stage
        stage.on_leave = stage.on_extend = stage.on_activity = nothing
        stage.warn(None)
        stage.show(cast("AnyPage", Working(headline=Text("common.ending"), leave=False)))

    async def _finish_operations(self) -> None:
        """What is being carried out may still need the card and the PIN, for a moment."""
        await self._around.operations.quiet(FINISHING)

    async def _wipe(self) -> None:
        for pin in self._pins:
            pin.wipe()
        self._pins.clear()

    async def _clear_printer(self) -> None:
        """A slip that failed or was walked away from is not printed to the next resident."""
        if self.printing:
            with suppress(DeviceError):
                await self._around.equipment.receipt_printer.call(lambda driver: driver.clear(), CLEARING)

    async def _power_off(self) -> None:
        while self._closers:
            close = self._closers.pop()
            try:
                await close()
            except DeviceError:
                continue  # what is gone is closed
            except Exception as error:  # noqa: BLE001 - the others are closed all the same; the mistake is in the log
                self._around.log.fault(error)

    async def _give_back(self) -> None:
        around = self._around
        self.left = await take_back(
            around.stage,
            around.equipment,
            around.configuration.limits,
            card=self._card_usable,
            id_card=self.id_card_read,
        )

    async def _say_who_took_over(self) -> None:
        """What staff ended is in the log under their number, and said to whoever stands here: what counts, what now."""
        if self.way is not Way.TAKEN_OVER:
            return
        self._around.log.write("staff.took_over", session=self._number, staff=self.taken_over_by)
        page = Result(
            headline=Text("staff.take_over.headline"),
            outcome=Outcome.FAILED,
            what_now=(
                Text("staff.take_over.counts"),
                Text("staff.take_over.now"),
                Text("staff.take_over.who", staff=self.taken_over_by),
            ),
            who_helps=who_helps(self._around.configuration),
            main=Button("understood", Text("ui.words.understood")),
            leave=False,
        )
        await self._last_of_all(page)

    async def _have_rated(self) -> None:
        """Whoever has finished, and taken what is theirs, may say how it was; of all others it is kept as 未评价."""
        if self.matter is None or not self._around.configuration.rating.ask:
            return
        ask = self.way is Way.FINISHED and not (self.left.card or self.left.id_card)
        answer = (await self._last_of_all(rating_page()) if ask else None) or NotRated()
        operations = self._around.operations
        operations.by_itself(operations.at_the_bureau(rating_draft(self.matter, answer)))
        self._around.log.write("visit.rated", session=self._number, asked=ask, given=isinstance(answer, Rating))

    async def _last_of_all(self, page: Page[A]) -> A | None:
        """Whoever comes next with a card, and the end of the program, wait for nobody's answer."""
        around = self._around
        next_card = (around.equipment.until_card(inside=True),) if self._card_usable else ()
        unless = (self._stopping.wait(), *next_card)
        return await afterword(around.stage, page, around.clock, around.configuration.limits, unless=unless)


def _shuffled() -> str:
    """The ten digits in an order that nobody can foresee."""
    digits = list(IN_ORDER)
    secrets.SystemRandom().shuffle(digits)
    return "".join(digits)
