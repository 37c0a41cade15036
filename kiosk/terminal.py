"""The composition root's heart: in service, partly, or paused; who comes next, and which service they get."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

from devices.status import Media
from kiosk.backend.errors import BackendError
from kiosk.backend.schemas import NoticeKind
from kiosk.closed_items import closed_for_good
from kiosk.config import Mode
from kiosk.ending import Way
from kiosk.face_networks import note_networks
from kiosk.heartbeat import Heartbeats
from kiosk.help_call import HelpCalls
from kiosk.journal import JournalError
from kiosk.keyring import Keyring
from kiosk.network import unreached
from kiosk.notices import Notices
from kiosk.place import counter
from kiosk.public_notices import MOST_AT_ONCE, NoticeBoard
from kiosk.services.catalogue import ServiceItem, catalogue, groups, often, often_first, service_of
from kiosk.session import Session
from kiosk.staff.beside import StaffBeside
from kiosk.staff.branch_notice import BranchNotice
from kiosk.staff.closing import Closing
from kiosk.staff.desk import COME, CORNER, GO, STAFF, TAKE_OVER, at_the_desk, desk, technicians_desk
from kiosk.staff.house import House
from kiosk.staff.left_cards import LeftCards
from kiosk.staff.roll import Roll, Waits
from kiosk.surroundings import Surroundings
from kiosk.upkeep import Upkeep
from kiosk.waiting import cancelled
from texts import Text
from ui.pages import AnyPage, Button, Group, Home, Page, Paused, Standby, Starting
from ui.stage import nothing

FIRST_LOOK = 3.0
"""Seconds that 正在准备 waits at most for every device to have been seen once."""
UPKEEP_EVERY = 60.0
"""Seconds between two looks at what the terminal keeps: its records, and what is due."""
BUREAU_EVERY, BUREAU_AGAIN = 60.0, 10.0
"""Seconds between two looks at the bureau: while it answers, and while it does not."""
JOURNAL_AGAIN = 30.0
"""Seconds between two tries to write where it was not possible: journal and event log."""
WORK_AGAIN = 10.0
"""Seconds until background work that ended by a mistake begins anew."""
STOPPING = 5.0
"""Seconds that the end of the program waits for an operation on its way."""
CONNECTING = Text("terminal.missing_bureau")
SHORTLY = (CONNECTING, Text("staff.paused_for.paper"), Text("staff.paused_for.cleaning"))
"""What lasts minutes at most."""
CARD_ITEM = "card_status"
"""What a card that is put in without a word is taken to ask for."""


class Terminal:
    """Serves one resident after the other until it is cancelled."""

    def __init__(self, surroundings: Surroundings, *, technician_first: bool = False) -> None:
        """`technician_first`: nobody is served before a technician has signed in, looked, and signed out."""
        self._surroundings = surroundings
        self._stage = surroundings.stage
        self._equipment = surroundings.equipment
        self._operations = surroundings.operations
        self._limits = surroundings.configuration.limits
        self._log = surroundings.log
        self._items = catalogue()
        self._notices = Notices(self._equipment.bureau)
        self.help = HelpCalls(
            self._stage,
            surroundings.configuration,
            self._log,
            staff=self._for_staff,
            attended=lambda: None if self._session_on is None else self._session_on.staff.attended,
        )
        self._stage.on_call, self._stage.on_hang_up = self.help.begin, self.help.end
        self._stage.on_come, self._stage.on_go = self._staff_come, self._staff_go
        self._stage.on_take_over = self._staff_take_over
        self._session_on: Session | None = None
        self._staff_stand_here = False
        """Whether staff pressed 员工登录 while nobody is being served."""
        journal, wall = self._operations.journal, surroundings.wall
        self._heartbeats = Heartbeats(
            self._equipment, surroundings.configuration.terminal.district, journal, self._log, wall
        )
        self._upkeep = Upkeep(surroundings.configuration, self._equipment, journal, self._log, wall)
        self._changed = asyncio.Event()
        self._board = NoticeBoard(
            surroundings.configuration.notices.file, lambda why: self._log.write("notices.unreadable", why=why[:120])
        )
        self._house = _house(surroundings, self._upkeep, self._changed.set)
        self._technician_awaited = technician_first
        self._sessions = 0
        self._card_left = False
        self._left_behind = asyncio.Event()
        self._no_journal = False
        self._reopening = asyncio.Lock()
        self._refused_by_mode = False
        self._bureau_known = surroundings.configuration.terminal.mode is Mode.SANDBOX
        """In live mode nobody is served before the bureau has said that it is no test system."""

    async def run(self) -> None:
        """Prepare, then serve. Cancelling ends the session that is on, by its one ending, and gives devices back."""
        self._stage.show(_any(Starting(headline=Text("terminal.starting"))))
        self._equipment.start()
        self._operations.journal.start()
        loop = asyncio.get_running_loop()
        self._log.on_unwritable = lambda: loop.call_soon_threadsafe(self._changed.set)
        background = [asyncio.ensure_future(self._kept_up(each)) for each in self._background()]
        background.append(asyncio.ensure_future(self._look_at_network()))
        noting = asyncio.to_thread(note_networks, self._surroundings.configuration, self._log)
        background.append(asyncio.ensure_future(noting))
        try:
            with self._equipment.watched(self._changed.set):
                await self._first_look()
                if not await self._recovered():
                    background.append(asyncio.ensure_future(self._until_writable()))
                while True:
                    await self._serve_one()
        finally:
            await cancelled(background)
            await self.help.stop()
            await self._operations.quiet(STOPPING)
            await self._equipment.stop()
            await self._operations.journal.stop()

    async def _recovered(self) -> bool:
        """What the power cut is named before anybody is served; a journal that cannot be written closes the doors."""
        try:
            await self._operations.recover()
        except JournalError as error:
            self._unwritable(error)
            return False
        return True

    def _unwritable(self, error: JournalError) -> None:
        if not self._no_journal:
            self._log.write("journal.unwritable", error=type(error).__name__, detail="")
        self._no_journal = True
        self._changed.set()

    async def _settle(self) -> None:
        """Settle what is open, for ever; while the journal cannot be written the terminal is out of service."""
        while True:
            try:
                await self._operations.run()
            except JournalError as error:
                self._unwritable(error)
                await self._until_writable()

    async def _until_writable(self) -> None:
        async with self._reopening:
            while self._no_journal:
                await asyncio.sleep(JOURNAL_AGAIN)
                await self._open_again()

    async def _open_again(self) -> None:
        """The doors open when a real commit has succeeded, and what was under way has a name."""
        await self._operations.quiet(STOPPING)
        try:
            await self._operations.journal.call(lambda journal: journal.check_writable())
            await self._operations.recover()
        except JournalError:
            return
        self._no_journal = False
        self._changed.set()

    async def _keep_up(self) -> None:
        """Once a minute; while the journal cannot be written, nothing else is due."""
        while True:
            await asyncio.sleep(UPKEEP_EVERY)
            try:
                await self._upkeep.minute()
            except JournalError as error:
                self._unwritable(error)
                await self._until_writable()

    async def _watch_log(self) -> None:
        """An event log that could not be written is tried until it can; the doors open then."""
        while True:
            await asyncio.sleep(JOURNAL_AGAIN)
            if not self._log.writable and await asyncio.to_thread(self._log.check):
                self._changed.set()

    def _background(self) -> tuple[Callable[[], Coroutine[Any, Any, None]], ...]:
        return (
            *(self._notices.run, self._watch_bureau, self._watch_left_card, self._settle),
            *(self._heartbeats.run, self._keep_up, self._watch_log),
        )

    async def _kept_up(self, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Work that goes on for ever: a mistake in it is written down, and it begins anew."""
        while True:
            try:
                await work()
            except Exception as error:  # noqa: BLE001 - the last resort of what nobody waits for
                self._log.fault(error)
                await asyncio.sleep(WORK_AGAIN)

    async def _first_look(self) -> None:
        """Standby comes when every device has been looked at, or after three seconds without the ones that hang."""
        looks = [asyncio.ensure_future(device.first_seen()) for device in self._equipment.devices]
        await asyncio.wait(looks, timeout=FIRST_LOOK)
        for look in looks:
            look.cancel()
        self._log.write("terminal.in_service")

    async def _serve_one(self) -> None:
        """One visit: from Standby to the blank screen."""
        item = STAFF if self._technician_awaited else await self._reception()
        self._equipment.renew_stuck()
        self._sessions += 1
        session = self._session_at_the_desk() if item is STAFF else self._session(item)
        async with session:
            self._session_on = session
            if self._log.writable:  # its beginning is written
                way = await session.run(self._desk if item is STAFF else service_of(item))
                self._technician_awaited = self._technician_awaited and way is not Way.FINISHED
        self._session_on = None
        self._after(session)

    def _for_staff(self) -> tuple[Button, ...]:
        """What staff may press in the panel of a call: to sign in; then to go, or to end the visit."""
        session = self._session_on
        if session is not None and session.item is STAFF:
            return ()  # they are at their own desk
        return (COME,) if session is None or session.staff.helper is None else (GO, TAKE_OVER)

    def _staff_come(self) -> None:
        self.help.end()
        if self._session_on is not None:
            self._session_on.staff.come()
        else:
            self._staff_stand_here = True
            self._changed.set()

    def _staff_go(self) -> None:
        self.help.end()
        if self._session_on is not None:
            self._session_on.staff.go()

    def _staff_take_over(self) -> None:
        self.help.end()
        if self._session_on is not None:
            self._session_on.take_over()

    @property
    def _desk(self) -> Callable[[Session], Awaitable[None]]:
        return technicians_desk(self._house) if self._technician_awaited else desk(self._house)

    def _session(self, item: ServiceItem) -> Session:
        """A resident's."""
        return Session(
            self._surroundings,
            item,
            number=self._sessions,
            card_usable=not self._card_left,
            offered=self._offered,
            beside=StaffBeside(self._house.roll, self._surroundings.configuration.staff.review),
        )

    def _session_at_the_desk(self) -> Session:
        """Staff's own, as long as a shift and without a card."""
        around = replace(self._surroundings, configuration=at_the_desk(self._surroundings.configuration))
        return Session(around, STAFF, number=self._sessions, card_usable=False)

    def _after(self, session: Session) -> None:
        left = session.ending.left
        if left.card:
            self._card_left = True
            self._left_behind.set()
            self._log.write("card.left_behind", session=session.number)
            self._notices.tell(NoticeKind.CARD_LEFT_BEHIND, self._surroundings.wall(), "card_reader")
        if left.id_card:
            self._log.write("id_card.left_behind", session=session.number)
            self._notices.tell(NoticeKind.CARD_LEFT_BEHIND, self._surroundings.wall(), "id_reader")

    # Standby and Home.

    async def _reception(self) -> ServiceItem:
        """Wait for the next resident: Standby, Home, and which item."""
        while True:
            if await self._at(self._standby) == STAFF.key:
                return STAFF
            item = await self._home()
            if item is not None:
                return item

    async def _home(self) -> ServiceItem | None:
        """The item that is chosen, or that a card put in asks for; None when nobody chooses."""
        if self._card_waits:
            return self._item(CARD_ITEM)
        try:
            async with asyncio.timeout(self._limits.home_idle) as quiet:
                self._stage.on_activity = lambda: _later(quiet, self._limits.home_idle)
                key = await self._at(self._home_page)
        except TimeoutError:
            self._stage.reset()
            return None
        finally:
            self._stage.on_activity = nothing
        return self._item(CARD_ITEM if key is None else key)

    async def _at(self, page: Callable[[], Page[Any]]) -> Any:
        """Show a page until it is answered, or a card is put in (None); drawn anew when what it says has changed."""
        self._staff_stand_here = False
        while True:
            shown = page()
            asking = asyncio.ensure_future(self._stage.ask(shown))
            try:
                await self._until_it_is_another(page, shown, asking)
                if asking.done():
                    return asking.result()
                if self._staff_stand_here:
                    return STAFF.key
                if self._card_waits:
                    return None
            finally:
                asking.cancel()

    async def _until_it_is_another(
        self, page: Callable[[], Page[Any]], shown: Page[Any], asking: "asyncio.Future[Any]"
    ) -> None:
        """Until it is answered, somebody comes, or another kind of page belongs here; what it says is kept true."""
        while not asking.done() and not self._card_waits and not self._staff_stand_here:
            if (now := page()) != shown:
                if type(now) is not type(shown):
                    return
                self._stage.renew(_any(now))
                shown = now
            await _first(asking, self._changed)

    def _standby(self) -> Page[Any]:
        offers = tuple(tile for tile in map(self._tile, often_first(self._items)) if tile.enabled)
        if not offers:
            return cast("Page[Any]", self._paused())
        return Standby(
            headline=Text("terminal.welcome"),
            how=Text("terminal.touch_to_begin" if "card_reader" in self._usable else "terminal.touch_alone"),
            offers=offers,
            notices=self._told(),
            public=(*self._house.notice.shown, *self._board.shown(self._surroundings.wall().date()))[:MOST_AT_ONCE],
        )

    def _home_page(self) -> Page[Any]:
        return Home(
            headline=Text("terminal.what_to_do"),
            tiles=tuple(self._tile(item) for item in often(self._items)),
            groups=tuple(self._groups()),
            notices=self._told(),
            corner=CORNER,
        )

    def _groups(self) -> Iterator[Group]:
        """Everything, each item where it belongs; a group in which nothing is offered is none."""
        for key, icon in groups().items():
            tiles = tuple(self._tile(item) for item in self._items if item.group == key)
            if tiles:
                yield Group(Text(f"terminal.group_{key}"), tiles, icon)

    def _paused(self) -> Paused:
        """What lasts a moment is worth waiting for; nothing else is."""
        why = self._closed(self._items[0])
        return Paused(
            headline=Text("terminal.paused_shortly" if why in SHORTLY else "terminal.paused"),
            how=why,
            told=self._opens_again(why),
            where_else=(Text("terminal.go_to", counter=counter(self._surroundings.configuration)),),
            corner=CORNER,
        )

    def _opens_again(self, why: Text | None) -> Text:
        if self._house.closing.reason is not None:
            return Text("terminal.opens_by_staff")
        return Text("terminal.opens_when_connected" if why == CONNECTING else "terminal.opens_by_itself")

    def _tile(self, item: ServiceItem) -> Button:
        reason = self._closed(item)
        title, detail = Text(f"{item.key}.title"), Text(f"{item.key}.detail")
        return Button(
            item.key,
            title,
            icon=item.icon,
            detail=detail,
            enabled=reason is None,
            reason=reason,
            keywords=item.keywords,
        )

    def _closed(self, item: ServiceItem) -> Text | None:
        """Why an item cannot be done now, told before anybody starts it; None when it can."""
        if (shut := self._shut()) is not None:
            return shut
        if (elsewhere := closed_for_good(item.key, self._surroundings.configuration)) is not None:
            return elsewhere
        if self._surroundings.wall().time() not in item.hours:
            return Text("terminal.closed_hours", hours=str(item.hours))
        return _lacking(item.missing(self._usable))

    def _shut(self) -> Text | None:
        """Why nothing at all can be done."""
        reasons = (
            (self._refused_by_mode, Text("terminal.paused_test_system")),
            (not self._bureau_known, CONNECTING),
            (self._no_journal, Text("terminal.paused_no_journal")),
            (not self._log.writable, Text("terminal.paused_no_log")),
        )
        return self._house.closing.reason or next((reason for is_so, reason in reasons if is_so), None)

    @property
    def _usable(self) -> frozenset[str]:
        """A reader with a card in it that somebody left behind is not to be used."""
        usable = self._equipment.usable
        return usable - {"card_reader"} if self._card_left else usable

    def _told(self) -> tuple[Text, ...]:
        """What does not work, for everybody to see, and what still does."""
        if self._card_left:
            return (Text("terminal.card_left", hotline=self._surroundings.configuration.terminal.hotline),)
        names = [name for name in self._out_of_order if name in self._concerning]
        if "id_reader" in names and not self._equipment.cards_usable:
            others = [name for name in names if name not in ("card_reader", "contactless_reader", "id_reader")]
            return (Text("terminal.missing_readers"), *(Text(f"terminal.without_{name}") for name in others))
        return tuple(Text(f"terminal.without_{name}") for name in names)

    @property
    def _out_of_order(self) -> list[str]:
        return [device.name for device in self._equipment.devices if not device.usable]

    @property
    def _concerning(self) -> frozenset[str]:
        """The devices that residents miss when they are out of order: what items need, and what serves all."""
        needed = {name for item in self._items for ways in item.needs for way in ways for name in way}
        return frozenset(needed | {"contactless_reader", "receipt_printer"})

    @property
    def _card_waits(self) -> bool:
        """A card was put in while nobody was here: it asks for its state."""
        present = self._equipment.slot_with_card is not None
        return present and not self._card_left and self._closed(self._item(CARD_ITEM)) is None

    def _offered(self, key: str) -> ServiceItem | None:
        """The item of that key if it can be begun now."""
        item = next((item for item in self._items if item.key == key), None)
        return None if item is None or self._closed(item) is not None else item

    def _item(self, key: str) -> ServiceItem:
        return next(item for item in (*self._items, STAFF) if item.key == key)

    # In the background.

    async def _look_at_network(self) -> None:
        """Once, when the terminal starts: how far the way to each service goes, for whoever asks why none answers."""
        for way in await asyncio.to_thread(unreached, self._surroundings.configuration):
            target = f"{way.place.host}:{way.place.port}"
            self._log.write("network.failed", target=target, reason=way.reason, detail=way.detail)

    async def _watch_bureau(self) -> None:
        """Whether the bureau answers, and whether it is the right one for this mode."""
        live = self._surroundings.configuration.terminal.mode is Mode.LIVE
        while True:
            try:
                system = await self._equipment.bureau.system()
                self._refused_by_mode = live and system.test_system
                self._bureau_known = True
                self._changed.set()
            except BackendError:
                await asyncio.sleep(BUREAU_AGAIN)
            else:
                await asyncio.sleep(BUREAU_EVERY)

    async def _watch_left_card(self) -> None:
        """A card that was left behind has been taken: the reader is used again."""
        while True:
            await self._left_behind.wait()
            self._left_behind.clear()
            slot = self._equipment.slot_with_card or self._equipment.card_reader
            await slot.until(lambda status: status.media is Media.NOT_PRESENT)
            self._card_left = False
            self._log.write("card.taken_late")
            self._notices.tell(NoticeKind.CARD_TAKEN_LATE, self._surroundings.wall(), "card_reader")
            self._changed.set()


def _house(around: Surroundings, upkeep: Upkeep, changed: Callable[[], None]) -> House:
    """What staff act on."""
    staff, folder = around.configuration.staff, Path(around.configuration.journal.folder)
    waits = Waits(staff.wrong_tries, staff.first_wait, staff.longest_wait)
    return House(
        roll=Roll(folder, around.wall, days=staff.offline_days, waits=waits),
        closing=Closing(folder),
        notice=BranchNotice(folder, around.wall),
        left_cards=LeftCards(folder, Keyring.open(Path(around.configuration.journal.key_file)), around.wall),
        upkeep=upkeep,
        paper_roll=around.equipment.paper_roll,
        changed=changed,
    )


def _lacking(missing: frozenset[str]) -> Text | None:
    """Why an item cannot be done for want of these devices; None when there is nothing to want."""
    if missing >= {"card_reader", "id_reader"}:
        return Text("terminal.missing_readers")
    return Text(f"terminal.missing_{min(missing)}") if missing else None


def _later(quiet: asyncio.Timeout, seconds: float) -> None:
    """It runs out so many seconds from now; what has run out already stays so."""
    if not quiet.expired():
        quiet.reschedule(asyncio.get_running_loop().time() + seconds)


async def _first(asking: "asyncio.Future[Any]", changed: asyncio.Event) -> None:
    """Wait until the page is answered or something has changed."""
    changing = asyncio.ensure_future(changed.wait())
    try:
        await asyncio.wait([asking, changing], return_when=asyncio.FIRST_COMPLETED)
        changed.clear()
    finally:
        changing.cancel()


def _any(page: Page[Any]) -> AnyPage:
    return cast("AnyPage", page)
