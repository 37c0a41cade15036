"""One resident's visit: everything known about them lives inside one `async with`, and is gone when it ends."""

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Generator, Hashable, Iterable, Mapping
from contextlib import contextmanager
from dataclasses import replace
from types import TracebackType
from typing import Self, TypeVar, cast

from devices.faults import DeviceError
from devices.pin import Pin
from devices.receipt_printer import Printed
from devices.slip import Slip
from kiosk.backend.client import Bureau
from kiosk.backend.errors import BackendError
from kiosk.backend.schemas import InsertedCard
from kiosk.backend.staff import StaffMember
from kiosk.config import LimitsTable
from kiosk.ending import Ending, Step, Way
from kiosk.failures import FINISH, TRY_AGAIN, code_of, failure_after, failure_page
from kiosk.idle import IdleWatch, until_whole
from kiosk.journal import Draft, JournalError, Operation
from kiosk.log import LogUnwritable
from kiosk.memory import Memory
from kiosk.operations import ChipAct, ChipLostError, EndUnwrittenError
from kiosk.pin_entry import PadEntry
from kiosk.proven import Proven
from kiosk.rating import Matter
from kiosk.refusals import Refusal, helping_items
from kiosk.services.catalogue import ServiceItem, service_of
from kiosk.staff_here import Beside, StaffHere
from kiosk.surroundings import Surroundings
from kiosk.waiting import cancelled, first_of
from texts import Text
from ui.pages import AnyPage, Back, Button, Keypad, Outcome, Page, PinPad, Working

A = TypeVar("A")
R = TypeVar("R")

SHOW_WORKING_AFTER = 0.25
"""Seconds before 「正在…」 replaces the page: what is quicker does not flicker."""
PRINTING_GRACE = 2.0
"""Seconds beyond the printer's own deadline for a slip: what it still holds is cleared then."""
SAY_WHAT_FOR_AFTER = 10.0
"""Seconds after which a working page says what it waits for."""


class GoOn(Exception):  # noqa: N818 - as GoBack
    """Into another item in the same visit: what was shown of who is here stays, the pages' answers do not."""

    def __init__(self, item: str) -> None:
        super().__init__(item)
        self.item = item


class GoBack(Exception):  # noqa: N818 - a way through the service, not a mistake
    """返回: the service is run again with what is remembered, less the last answer."""


class TakenOver(Exception):  # noqa: N818 - as GoBack
    """Staff who are known end the visit in the resident's stead."""

    def __init__(self, by: StaffMember) -> None:
        super().__init__(by.number)
        self.by = by


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
        self.staff = StaffHere(beside, self.log, number)
        self.member: StaffMember | None = None
        """Who has signed in at the staff's desk; None in a resident's visit."""
        self.memory = Memory()
        self.proven = Proven()
        """Who the resident is, and what they have shown of it."""
        self._card_usable = card_usable
        self._offered = offered
        """The item of that key, if it can be begun at this moment."""
        self.card_expected = False
        """True while a page asks for a card, and while the one that came is read."""
        self.ending = Ending(surroundings, number, card_usable=card_usable)
        self._idle = IdleWatch(self.stage, self.configuration.limits, surroundings.clock)
        self._ended: asyncio.Future[Way] = asyncio.get_running_loop().create_future()
        self.operation: Operation | None = None
        """What the item that is on has handed over last, for a failure after it."""

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
        if pad is None or not isinstance(page, PinPad) or page.on_screen:
            return await self._from_stage(cast("Page[A]", page), previous)
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
        if not self.staff.may_come or _takes_pin(page):
            return await self.stage.ask(self._here(page, wall=wall), previous)
        while True:
            asking = asyncio.ensure_future(self.stage.ask(self._here(page, wall=wall), previous))
            moving = asyncio.ensure_future(self.staff.until_moved())
            async with first_of(asking, moving):
                if asking.done():
                    return asking.result()
            await self.staff.let_in(self)

    def _here(self, page: Page[A], *, wall: bool = False) -> Page[A]:
        """The page as it is shown here and now: whether 返回 leads anywhere, whose card is in, and who helps."""
        return replace(self._as_of_now(page), back=self.memory.can_rewind and not wall)

    def _as_of_now(self, page: Page[A]) -> Page[A]:
        """With who helps, and whether a card of theirs is in the reader."""
        card_in = self._card_usable and self.equipment.slot_with_card is not None
        return replace(page, card_in=card_in, attended=self.staff.attended)

    def leading_to(self, keys: Iterable[str], called: Mapping[str, Text] | None = None) -> tuple[Button, ...]:
        """A button for each of those items that can be begun now; pressed, it is for `GoOn`.

        `called`: what is on the button in place of an item's own title.
        """
        items = (self._offered(key) for key in keys if key != self.item.key)
        titled = ((item, (called or {}).get(item.key, Text(f"{item.key}.title"))) for item in items if item is not None)
        return tuple(Button(item.key, title, icon=item.icon) for item, title in titled)

    def show(self, page: AnyPage) -> None:
        """Show a page that takes no answer but 退出."""
        self.stage.show(self._as_of_now(page))

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
        return self._done(await self._carried_out(self.surroundings.operations.at_the_bureau(draft, self.number)))

    async def submit_both(self, draft: Draft, apart: Draft) -> tuple[Operation, Operation]:
        """As `submit`, for two operations that are confirmed together and may end apart."""
        draft = await self._begun(draft)
        apart = replace(apart, staff=draft.staff)
        carrying = self.surroundings.operations.both(draft, apart, self.number)
        operation, other = await self._carried_out(carrying)
        return self._done(operation), other

    async def submit_on_chip(self, draft: Draft, card: InsertedCard, act: ChipAct) -> Operation:
        """As `submit`, with a half on the chip; `ChipLostError` when the card went away before it answered."""
        draft = await self._begun(draft)
        carrying = self.surroundings.operations.on_the_chip(draft, card, act, self.number)
        return self._done(await self._carried_out(carrying))

    async def found_out(self, operation: Operation, card: InsertedCard, *, changed: bool) -> Operation:
        """The card that had gone away showed what it has become: `submit_on_chip` comes to its end."""
        carrying = self.surroundings.operations.found_out(operation, card, self.number, changed=changed)
        return self._done(await self._carried_out(carrying))

    async def _begun(self, draft: Draft) -> Draft:
        """As it is carried out: what policy says is approved by a second person, `Refusal` where it is not."""
        draft = await self.staff.standing_for(self, draft)
        self.memory.wall()
        self.memory.forget_fetched()
        return draft

    def _done(self, operation: Operation) -> Operation:
        """It stands, as whatever: no later failure says that nothing has happened."""
        self.served(operation.reference.number)
        self.operation = operation
        return operation

    def served(self, reference: str | None = None) -> None:
        """Something was done, or handed out on paper: the visit may be rated."""
        if reference is not None or self.ending.matter is None:
            self.ending.matter = Matter(self.item.key, reference)

    async def _carried_out(self, carrying: Awaitable[R]) -> R:
        try:
            return await self.working(Text("operation.carrying_out"), Text("operation.waiting_for"), carrying)
        except asyncio.CancelledError:
            self.served()
            raise
        except (ChipLostError, EndUnwrittenError) as open_still:
            self._done(open_still.operation)
            raise

    async def printed(self, slip: Slip) -> Printed:
        """Print a slip; what is not finished when the session ends is cleared from the printer."""
        printer, seconds = self.equipment.receipt_printer, self.configuration.limits.printing + PRINTING_GRACE
        self.ending.printing = True
        try:
            with self._idle.paused():
                printed = await printer.call(lambda driver: driver.print(slip), seconds)
        except DeviceError as error:
            self._note_slip(slip, "failed", error.fault.id)
            raise
        self.ending.printing = False
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
        return self.ending.new_pin(most)

    def at_end(self, close: Step) -> None:
        """Have something closed when the session ends; the last comes first."""
        self.ending.at_end(close)

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
        serving = asyncio.ensure_future(self._until_served(service))
        watches = [
            asyncio.ensure_future(self._end_after(self._idle.until_idle(), Way.IDLE)),
            asyncio.ensure_future(self._end_after(self._until_whole(), Way.TOO_LONG)),
            asyncio.ensure_future(self._end_after(self._until_card_put_in(), Way.CARD_PUT_IN)),
        ]
        try:
            await asyncio.wait([serving, self._ended], return_when=asyncio.FIRST_COMPLETED)
            self.ending.way = self._ended.result() if self._ended.done() else await serving
        except asyncio.CancelledError:
            self.ending.way = Way.STOPPED
            raise
        finally:
            await cancelled([serving, *watches])
        return self.ending.way

    def keep_to(self, limits: LimitsTable) -> None:
        """By these idle limits from now on."""
        self._idle.keep_to(limits)

    def end(self, way: Way) -> None:
        """End the session from outside the service."""
        if not self._ended.done():
            self._ended.set_result(way)

    def take_over(self) -> None:
        """Whoever of the staff helps ends the visit."""
        if self.staff.helper is not None:
            self.end(self._taken_over(self.staff.helper))

    def _taken_over(self, by: StaffMember) -> Way:
        self.ending.taken_over_by = by.number
        return Way.TAKEN_OVER

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """By one routine, whichever way led here."""
        await self.ending.come(self.item, self._forget, error)

    async def _forget(self) -> None:
        self.member = None
        self.staff.go()
        self.memory.clear()
        self.proven = Proven()

    async def _until_served(self, service: "Callable[[Session], Awaitable[None]]") -> Way:
        """Or until staff take over, on whatever page."""
        try:
            return await self._serve(service)
        except TakenOver as taken:
            return self._taken_over(taken.by)

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
            except TakenOver:
                raise
            except (DeviceError, BackendError, Refusal, JournalError, LogUnwritable) as failure:
                answer = await self._shown(failure)
                if answer == FINISH:
                    return Way.FINISHED
                if answer != TRY_AGAIN.key:
                    service = self._gone_on(answer)
            except Exception as error:  # noqa: BLE001 - the last resort: a page, never a trace, and the session ends
                self.log.fault(error)
                await self._shown(error)
                return Way.ERROR
            else:
                return Way.FINISHED

    def _gone_on(self, key: str) -> "Callable[[Session], Awaitable[None]]":
        """The other item's service, from its beginning."""
        item = self._offered(key)
        assert item is not None, f"{key} was offered"
        self.item = item
        self.operation = None
        self.memory.forget_answers()
        self.log.write("session.went_on", session=self.number, item=key)
        return service_of(item)

    async def _shown(self, failure: Exception) -> str:
        """Tell the failure; what was pressed: to try again, to go, or an item that helps. No going back from here."""
        helping = self.leading_to(helping_items(code_of(failure)))
        page = failure_page(failure, self.item, self.configuration, helping)
        if self.operation is not None and page.outcome is Outcome.FAILED:
            page = failure_after(self.operation, page, self.configuration.terminal.hotline)
        return str(await self._from_stage(page, wall=True))

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


def _takes_pin(page: object) -> bool:
    return isinstance(page, PinPad)
