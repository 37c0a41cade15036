"""One resident's visit: everything known about them lives inside one `async with`, and is gone when it ends."""

import asyncio
import secrets
import traceback
from collections.abc import Awaitable, Callable, Generator, Hashable, Iterable
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from enum import Enum, unique
from types import TracebackType
from typing import Protocol, Self, TypeVar, cast

from devices.faults import DeviceError
from devices.pin import Pin
from devices.receipt_printer import Printed
from devices.slip import Slip
from kiosk.backend.client import Bureau
from kiosk.backend.errors import BackendError
from kiosk.backend.schemas import InsertedCard
from kiosk.backend.staff import StaffMember
from kiosk.clock import LoopClock, Wall
from kiosk.config import Configuration, LimitsTable
from kiosk.drafting import stood_for
from kiosk.equipment import Equipment
from kiosk.failures import TRY_AGAIN, code_of, failure_after, failure_page
from kiosk.idle import IdleWatch, until_whole
from kiosk.journal import Draft, JournalError, Operation
from kiosk.log import LogUnwritable
from kiosk.machine import Machine
from kiosk.memory import Memory
from kiosk.operations import ChipAct, Operations
from kiosk.pin_entry import PadEntry
from kiosk.proven import Proven
from kiosk.rating import Matter, asked, rating_draft
from kiosk.refusals import Refusal, helping_items
from kiosk.services.catalogue import ServiceItem, service_of
from kiosk.take_back import Left, take_back
from kiosk.waiting import cancelled, first_of
from kiosk.written_log import WrittenLog
from texts import Text
from ui.pages import AnyPage, Back, Button, Keypad, NotRated, Outcome, Page, PinPad, Rating, Working
from ui.stage import Stage

A = TypeVar("A")
R = TypeVar("R")

IN_ORDER = "1234567890"
SHOW_WORKING_AFTER = 0.25
"""Seconds before 「正在…」 replaces the page: what is quicker does not flicker."""
FINISHING = 3.0
"""Seconds that an ending waits for an operation on its way; the operation itself goes on."""
PRINTING_GRACE = 2.0
"""Seconds beyond the printer's own deadline for a slip: what it still holds is cleared then."""
CLEARING = 5.0
"""Seconds that emptying the printer may take."""
SAY_WHAT_FOR_AFTER = 10.0
"""Seconds after which a working page says what it waits for."""


@unique
class Way(Enum):
    """How a session ended."""

    FINISHED = "finished"
    LEFT = "left"
    IDLE = "idle"
    TOO_LONG = "too_long"
    CARD_PUT_IN = "card_put_in"
    STOPPED = "stopped"
    ERROR = "error"


class GoOn(Exception):  # noqa: N818 - as GoBack
    """Into another item in the same visit: what was shown of who is here stays, the pages' answers do not."""

    def __init__(self, item: str) -> None:
        super().__init__(item)
        self.item = item


class GoBack(Exception):  # noqa: N818 - a way through the service, not a mistake
    """返回: the service is run again with what is remembered, less the last answer."""


@dataclass(frozen=True)
class Surroundings:
    """What outlives every session: screen, equipment, configuration, clocks, log."""

    stage: Stage
    equipment: Equipment
    operations: Operations
    configuration: Configuration
    clock: LoopClock
    wall: Wall
    log: WrittenLog
    machine: Machine = field(default_factory=Machine)


class Beside(Protocol):
    """What a resident's session asks of the branch's staff; `kiosk.staff.beside`."""

    async def join(self, session: "Session") -> StaffMember | None:
        """Who helps from now on, with the resident's consent; None where nobody does."""
        ...

    def reviews(self, draft: Draft) -> bool:
        """Whether a second person has to approve it."""
        ...

    async def review(self, session: "Session", draft: Draft) -> StaffMember:
        """Who approved it; `Refusal` where nobody did."""
        ...


class Session:
    """What a service works with. Enter it, `run` one service, leave it; afterwards it knows nothing."""

    def __init__(
        self,
        surroundings: Surroundings,
        item: ServiceItem,
        *,
        number: int,
        card_usable: bool,
        offered: Callable[[str], ServiceItem | None] = lambda _: None,
        beside: Beside | None = None,
    ) -> None:
        """`beside`: the staff who may be asked into a resident's visit; None at their own desk."""
        self.surroundings = surroundings
        self.item = item
        self.number = number
        self.name = secrets.token_hex(8)
        """What the bureau binds this visit's SMS code to."""
        self.stage = surroundings.stage
        self.equipment = surroundings.equipment
        self.configuration = surroundings.configuration
        self.log = surroundings.log
        self.helper: StaffMember | None = None
        """Who of the staff helps here, with the resident's consent."""
        self.member: StaffMember | None = None
        """Who has signed in at the staff's desk; None in a resident's visit."""
        self._beside = beside
        self._at_the_screen = False
        """Whether staff have the screen at this moment."""
        self._wait_to_come_in = False
        self._moved = asyncio.Event()
        """Staff have come, or gone."""
        self.memory = Memory()
        self.proven = Proven()
        """Who the resident is, and what they have shown of it."""
        self._card_usable = card_usable
        self._offered = offered
        """The item of that key, if it can be begun at this moment."""
        self.card_expected = False
        """True while a page asks for a card, and while the one that came is read."""
        self.id_card_read = False
        self._printing = False
        self._pins: list[Pin] = []
        self._closers: list[Callable[[], Awaitable[None]]] = []
        self._idle = IdleWatch(self.stage, self.configuration.limits, surroundings.clock)
        self._began = surroundings.clock.now()
        self._ended: asyncio.Future[Way] = asyncio.get_running_loop().create_future()
        self.way = Way.FINISHED
        self.matter: Matter | None = None
        """What was done in this visit: the last of it, where it was several things."""
        self._operation: Operation | None = None
        """What the item that is on has handed over, for a failure after it."""
        self._stopping = asyncio.Event()
        self.left = Left(card=False, id_card=False)
        """What was not taken back; known when the session has ended."""

    # What services use.

    async def ask(self, page: Page[A]) -> A:
        """Show a page and have its answer; the same page, after 返回 further on, is answered from memory."""
        remembered = self.memory.recall(cast("AnyPage", page))
        if remembered is not None:
            return cast("A", remembered)
        previous = self.memory.previous(cast("AnyPage", page))
        answer = await self._answered(page, previous)
        if isinstance(answer, Back):
            self.memory.rewind()
            raise GoBack
        if isinstance(page, PinPad | Keypad):
            self.memory.wall()
        else:
            self.memory.keep(cast("AnyPage", page), answer)
        return answer

    async def _answered(self, page: Page[A], previous: object) -> A | Back:
        """From the screen, and a PIN from the pad where there is one."""
        pad = self.equipment.pin_pad
        if pad is None or not isinstance(page, PinPad):
            return await self._from_stage(page, previous)
        try:
            entry = PadEntry(self.stage, pad, cast("PinPad", self._here(page)), self.configuration.limits)
            return cast("A | Back", await entry.ask())
        except DeviceError as error:
            self.log.write("pin_pad.failed", session=self.number, fault=error.fault.id, detail=error.detail)
            raise

    async def ask_or(self, page: Page[A], happens: Awaitable[R]) -> A | R:
        """As `ask`, unless something happens first (a card goes in): then what came of that, its errors included."""
        return await self._whichever(self.ask(page), happens)

    async def _whichever(self, answer: Awaitable[A], happens: Awaitable[R]) -> A | R:
        asking, happening = asyncio.ensure_future(answer), asyncio.ensure_future(happens)
        async with first_of(asking, happening):
            return happening.result() if happening.done() else asking.result()

    async def offer_or(self, page: Page[A], happens: Awaitable[R]) -> A | R:
        """As `ask_or`, for a page that `offer` is for."""
        return await self._whichever(self.offer(page), happens)

    async def offer(self, page: Page[A]) -> A:
        """As `ask`, for a page whose answer is an act (print, finish) rather than a choice: never remembered."""
        answer = await self._from_stage(page)
        if isinstance(answer, Back):
            self.memory.rewind()
            raise GoBack
        return answer

    async def _from_stage(self, page: Page[A], previous: object = None, *, wall: bool = False) -> A | Back:
        """The page's answer; `wall`: no 返回 leads away from it.

        Staff who come meanwhile are let in first, but for a PIN's page; then it stands again.
        """
        if self._beside is None or self._at_the_screen or _takes_pin(page):
            return await self.stage.ask(self._here(page, wall=wall), previous)
        while True:
            asking = asyncio.ensure_future(self.stage.ask(self._here(page, wall=wall), previous))
            moving = asyncio.ensure_future(self._moved.wait())
            async with first_of(asking, moving):
                if asking.done():
                    return asking.result()
            await self._let_in(self._beside)

    async def _let_in(self, beside: Beside) -> None:
        self._moved.clear()
        if self._wait_to_come_in and self.helper is None:
            self.memory.wall()
            with self._handed_over():
                self.helper = await beside.join(self)
        self._wait_to_come_in = False

    @contextmanager
    def _handed_over(self) -> Generator[None]:
        self._at_the_screen = True
        try:
            yield
        finally:
            self._at_the_screen = False

    def _here(self, page: Page[A], *, wall: bool = False) -> Page[A]:
        """The page as it is shown here and now: whether 返回 leads anywhere, and who helps."""
        return replace(page, back=self.memory.can_rewind and not wall, attended=self.attended)

    @property
    def attended(self) -> Text | None:
        """What every page says while staff help."""
        return None if self.helper is None else Text("staff.join.attended", staff=self.helper.number)

    @property
    def is_staffs(self) -> bool:
        """Whether this is the desk's own session, with no resident in it."""
        return self._beside is None

    def staff_come(self) -> None:
        """Somebody of the staff stands here: they are let in before the next page is answered."""
        if self._beside is not None and not self._at_the_screen:
            self._wait_to_come_in = True
            self._moved.set()

    def staff_go(self) -> None:
        """Whoever helped has gone: the resident is alone with the terminal again."""
        if self.helper is not None:
            self.log.write("staff.signed_out", session=self.number, staff=self.helper.number)
            self.helper = None
            self._moved.set()

    def leading_to(self, keys: Iterable[str]) -> tuple[Button, ...]:
        """A button for each of those items that can be begun now; pressed, it is for `GoOn`."""
        items = (self._offered(key) for key in keys if key != self.item.key)
        return tuple(Button(item.key, Text(f"{item.key}.title"), icon=item.icon) for item in items if item is not None)

    def show(self, page: AnyPage) -> None:
        """Show a page that takes no answer but 退出."""
        self.stage.show(replace(page, attended=self.attended))

    async def working(self, words: Text, waiting_for: Text, work: Awaitable[R]) -> R:
        """Wait for `work` under a page that says what is being done; the idle count stands still."""
        telling = asyncio.ensure_future(self._tell(words, waiting_for))
        with self._idle.paused():
            try:
                return await work
            finally:
                telling.cancel()

    async def undisturbed(self, work: Awaitable[R]) -> R:
        """Wait for `work` under the page that stands; the idle count stands still."""
        with self._idle.paused():
            return await work

    @contextmanager
    def watched(self) -> Generator[None]:
        """While the camera watches for the resident, who touches nothing: the idle count stands still."""
        with self._idle.paused():
            yield

    async def fetched(self, name: Hashable, fetch: Callable[[], Awaitable[R]]) -> R:
        """What was obtained once in this visit is not obtained again."""
        return await self.memory.fetched(name, fetch)

    async def looked_up(self, name: Hashable, ask: Callable[[Bureau], R]) -> R:
        """A question to the bureau, asked once in a visit, under a page that says so."""

        def look_up() -> Awaitable[R]:
            asking = self.equipment.bureau.call(str(name), ask)
            return self.working(Text("common.looking_up"), Text("common.waiting_for_bureau"), asking)

        return await self.fetched(name, look_up)

    async def submit(self, draft: Draft) -> Operation:
        """What was confirmed is written down and sent; leaving cancels the waiting, never the operation."""
        draft = await self._begun(draft)
        return self._done(await self._carried_out(self.surroundings.operations.at_the_bureau(draft)))

    async def submit_both(self, draft: Draft, apart: Draft) -> tuple[Operation, Operation]:
        """As `submit`, for two operations that are confirmed together and may end apart."""
        draft = await self._begun(draft)
        apart = replace(apart, staff=draft.staff)
        self.log.write("operation.started", session=self.number, item=apart.item, intention=apart.intention)
        operation, other = await self._carried_out(self.surroundings.operations.both(draft, apart))
        return self._done(operation), other

    async def submit_on_chip(self, draft: Draft, card: InsertedCard, act: ChipAct) -> Operation:
        """As `submit`, with a half on the chip; `ChipLostError` when the card went away before it answered."""
        draft = await self._begun(draft)
        return self._done(await self._carried_out(self.surroundings.operations.on_the_chip(draft, card, act)))

    async def _begun(self, draft: Draft) -> Draft:
        """Written in the event log before anything is carried out; `LogUnwritable` keeps it from being begun.

        What policy says is approved by a second person first: `Refusal` where it is not.
        """
        draft = await self._with_staff(draft)
        self.memory.wall()
        self.memory.forget_fetched()
        self.log.write("operation.started", session=self.number, item=draft.item, intention=draft.intention)
        return draft

    async def _with_staff(self, draft: Draft) -> Draft:
        """The same with those of the staff who stand for it too."""
        reviewer: StaffMember | None = None
        if self._beside is not None and self._beside.reviews(draft):
            with self._handed_over():
                reviewer = await self._beside.review(self, draft)
        return stood_for(draft, assisted_by=self.helper, reviewed_by=reviewer)

    def _done(self, operation: Operation) -> Operation:
        self.served(operation.reference.number)
        self._operation = operation
        return operation

    def served(self, reference: str | None = None) -> None:
        """Something was done, or handed out on paper: the visit may be rated."""
        if reference is not None or self.matter is None:
            self.matter = Matter(self.item.key, reference)

    async def _carried_out(self, carrying: Awaitable[R]) -> R:
        try:
            return await self.working(Text("operation.carrying_out"), Text("operation.waiting_for"), carrying)
        except asyncio.CancelledError:
            self.served()
            raise

    async def printed(self, slip: Slip) -> Printed:
        """Print a slip; what is not finished when the session ends is cleared from the printer."""
        printer, seconds = self.equipment.receipt_printer, self.configuration.limits.printing + PRINTING_GRACE
        self._printing = True
        try:
            with self._idle.paused():
                printed = await printer.call(lambda driver: driver.print(slip), seconds)
        except DeviceError as error:
            self._note_slip(slip, "failed", error.fault.id)
            raise
        self._printing = False
        self._note_slip(slip, printed.value, None)
        self.served()
        return printed

    def _note_slip(self, slip: Slip, state: str, fault: str | None) -> None:
        """By its number, so that the slip in someone's hand is found in the log."""
        self.log.write(
            "slip.printed", session=self.number, item=self.item.key, number=slip.number, state=state, fault=fault
        )

    def new_pin(self, most: int | None = None) -> Pin:
        """A PIN that this session wipes, whatever happens; of at most so many digits, or as cards here have."""
        card = self.configuration.card
        pin = Pin(card.pin_most if most is None else most, _shuffled() if card.pin_shuffled else IN_ORDER)
        self._pins.append(pin)
        return pin

    def at_end(self, close: Callable[[], Awaitable[None]]) -> None:
        """Have something closed when the session ends; the last comes first."""
        self._closers.append(close)

    @property
    def card_possible(self) -> bool:
        """Whether the reader works, and no card that somebody left behind is still in it."""
        return self._card_usable and self.equipment.cards_usable

    @property
    def pin_possible(self) -> bool:
        """The same, and its PIN can be typed."""
        return self.card_possible and self.equipment.pins_usable

    # Its life.

    async def __aenter__(self) -> Self:
        self.stage.on_leave = lambda: self.end(Way.LEFT)
        self.stage.on_extend = self._idle.extend
        self.stage.on_activity = self._idle.touched
        self.log.write("session.started", session=self.number, item=self.item.key)
        return self

    async def run(self, service: "Callable[[Session], Awaitable[None]]") -> Way:
        """Run the service until it has finished or something ends the session."""
        serving = asyncio.ensure_future(self._serve(service))
        watches = [
            asyncio.ensure_future(self._end_after(self._idle.until_idle(), Way.IDLE)),
            asyncio.ensure_future(self._end_after(self._until_whole(), Way.TOO_LONG)),
            asyncio.ensure_future(self._end_after(self._until_card_put_in(), Way.CARD_PUT_IN)),
        ]
        try:
            await asyncio.wait([serving, self._ended], return_when=asyncio.FIRST_COMPLETED)
            self.way = self._ended.result() if self._ended.done() else await serving
        except asyncio.CancelledError:
            self.way = Way.STOPPED
            raise
        finally:
            await cancelled([serving, *watches])
        return self.way

    def keep_to(self, limits: LimitsTable) -> None:
        """By these idle limits from now on."""
        self._idle.keep_to(limits)

    def end(self, way: Way) -> None:
        """End the session from outside the service."""
        if not self._ended.done():
            self._ended.set_result(way)

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """One routine, shielded: further cancels wait until it is done; each of its steps is bounded."""
        ending = asyncio.ensure_future(self._close())
        again = False
        while not ending.done():
            try:
                await asyncio.shield(ending)
            except asyncio.CancelledError:
                again = True
                self._stopping.set()
        ending.result()
        if again and not isinstance(error, asyncio.CancelledError):
            raise asyncio.CancelledError

    async def _serve(self, service: "Callable[[Session], Awaitable[None]]") -> Way:
        """Run the service; again after 返回 and 重试; a failure with a name becomes a page."""
        while True:
            self.memory.begin()
            try:
                await service(self)
            except GoBack:
                continue
            except GoOn as on:
                service = self._gone_on(on.item)
            except (DeviceError, BackendError, Refusal, JournalError, LogUnwritable) as failure:
                answer = await self._shown(failure)
                if answer != TRY_AGAIN.key:
                    service = self._gone_on(answer)
            except Exception as error:  # noqa: BLE001 - the last resort: a page, never a trace, and the session ends
                self._note(error)
                await self._shown(error)
                return Way.ERROR
            else:
                return Way.FINISHED

    def _gone_on(self, key: str) -> "Callable[[Session], Awaitable[None]]":
        """The other item's service, from its beginning."""
        item = self._offered(key)
        assert item is not None, f"{key} was offered"
        self.item = item
        self._operation = None
        self.memory.forget_answers()
        self.log.write("session.went_on", session=self.number, item=key)
        return service_of(item)

    async def _shown(self, failure: Exception) -> str:
        """Tell the failure; what was pressed: to try again, or an item that helps. There is no going back from here."""
        helping = self.leading_to(helping_items(code_of(failure)))
        page = failure_page(failure, self.item, self.configuration, helping)
        if self._operation is not None and page.outcome is Outcome.FAILED:
            page = failure_after(self._operation, page)
        return str(await self._from_stage(page, wall=True))

    def _note(self, error: Exception) -> None:
        """Where it happened and of which kind: never the message, which may quote data."""
        where = traceback.extract_tb(error.__traceback__)[-1]
        self.log.write("terminal.fault", error=type(error).__name__, where=f"{where.name}:{where.lineno}")

    async def _tell(self, words: Text, waiting_for: Text) -> None:
        await asyncio.sleep(SHOW_WORKING_AFTER)
        self.show(cast("AnyPage", Working(headline=words)))
        await asyncio.sleep(SAY_WHAT_FOR_AFTER)
        self.show(cast("AnyPage", Working(headline=words, waiting_for=waiting_for)))

    async def _until_whole(self) -> None:
        await until_whole(self.stage, self.configuration.limits, self.surroundings.clock)

    async def _until_card_put_in(self) -> None:
        """Returns when a card that no page asked for is put in or laid on."""
        while True:
            await self.equipment.until_card(inside=False)
            await self.equipment.until_card(inside=True)
            if not self.card_expected:
                return

    async def _end_after(self, watch: Awaitable[None], way: Way) -> None:
        await watch
        self.end(way)

    async def _close(self) -> None:
        """The ending: what must not outlive the session goes first, then the cards go back, then the screen is blank.

        No step keeps the next one from being taken.
        """
        for step in (
            self._blank,
            self._finish_operations,
            self._forget,
            self._clear_printer,
            self._power_off,
            self._give_back,
            self._have_rated,
        ):
            try:
                await step()
            except Exception as error:  # noqa: BLE001 - the ending goes on; the mistake is in the log
                self._note(error)
        self.stage.reset()
        seconds = round(self.surroundings.clock.now() - self._began, 1)
        self.log.write("session.ended", session=self.number, item=self.item.key, way=self.way.value, seconds=seconds)

    async def _blank(self) -> None:
        """Nothing of the resident's stays in sight, and nothing they press now counts."""
        self.stage.on_leave = self.stage.on_extend = self.stage.on_activity = _nothing
        self.stage.warn(None)
        self.stage.show(cast("AnyPage", Working(headline=Text("common.ending"), leave=False)))

    async def _finish_operations(self) -> None:
        """What is being carried out may still need the card and the PIN, for a moment."""
        await self.surroundings.operations.quiet(FINISHING)

    async def _forget(self) -> None:
        self.member = None
        self.staff_go()
        for pin in self._pins:
            pin.wipe()
        self._pins.clear()
        self.memory.clear()
        self.proven = Proven()

    async def _clear_printer(self) -> None:
        """A slip that failed or was walked away from is not printed to the next resident."""
        if self._printing:
            with suppress(DeviceError):
                await self.equipment.receipt_printer.call(lambda driver: driver.clear(), CLEARING)

    async def _power_off(self) -> None:
        for close in reversed(self._closers):
            with suppress(DeviceError):
                await close()
        self._closers.clear()

    async def _give_back(self) -> None:
        limits = self.configuration.limits
        self.left = await take_back(
            self.stage, self.equipment, limits, card=self._card_usable, id_card=self.id_card_read
        )

    async def _have_rated(self) -> None:
        """Whoever has finished, and taken what is theirs, may say how it was; of all others it is kept as 未评价."""
        if self.matter is None or not self.configuration.rating.ask:
            return
        ask = self.way is Way.FINISHED and not (self.left.card or self.left.id_card)
        answer = await self._rated() if ask else NotRated()
        operations = self.surroundings.operations
        operations.by_itself(operations.at_the_bureau(rating_draft(self.matter, answer)))
        self.log.write("visit.rated", session=self.number, asked=ask, given=isinstance(answer, Rating))

    async def _rated(self) -> Rating | NotRated:
        """Whoever comes next with a card, and the end of the program, wait for nobody's opinion."""
        next_card = (self.equipment.until_card(inside=True),) if self._card_usable else ()
        limits, clock = self.configuration.limits, self.surroundings.clock
        return await asked(self.stage, clock, limits, unless=(self._stopping.wait(), *next_card))


def _takes_pin(page: object) -> bool:
    return isinstance(page, PinPad)


def _shuffled() -> str:
    """The ten digits in an order that nobody can foresee."""
    digits = list(IN_ORDER)
    secrets.SystemRandom().shuffle(digits)
    return "".join(digits)


def _nothing() -> None:
    """No session is on."""
