"""The heart of the composition root: one visit after the other, and what goes on behind them."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

from devices.status import Media
from kiosk.backend.errors import BackendError
from kiosk.backend.schemas import NoticeKind
from kiosk.config import Mode
from kiosk.doors import Doors
from kiosk.ending import Way
from kiosk.face_networks import note_networks
from kiosk.heartbeat import Heartbeats
from kiosk.help_call import HelpCalls
from kiosk.journal import JournalError
from kiosk.keyring import Keyring
from kiosk.network import unreached
from kiosk.notices import Notices
from kiosk.reception import Reception
from kiosk.services.catalogue import ServiceItem, catalogue, service_of
from kiosk.session import Session
from kiosk.staff.beside import StaffBeside
from kiosk.staff.branch_notice import BranchNotice
from kiosk.staff.closing import Closing
from kiosk.staff.desk import COME, GO, STAFF, TAKE_OVER, at_the_desk, desk, technicians_desk
from kiosk.staff.house import House
from kiosk.staff.left_cards import LeftCards
from kiosk.staff.roll import Roll, Waits
from kiosk.surroundings import Surroundings
from kiosk.upkeep import Upkeep
from kiosk.waiting import cancelled
from texts import Text
from ui.pages import AnyPage, Button, Starting

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


class Terminal:
    """Serves one resident after the other until it is cancelled."""

    def __init__(self, surroundings: Surroundings, *, technician_first: bool = False) -> None:
        """`technician_first`: nobody is served before a technician has signed in, looked, and signed out."""
        self._surroundings = surroundings
        self._stage = surroundings.stage
        self._equipment = surroundings.equipment
        self._operations = surroundings.operations
        self._log = surroundings.log
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
        journal, wall = self._operations.journal, surroundings.wall
        self._heartbeats = Heartbeats(
            self._equipment, surroundings.configuration.terminal.district, journal, self._log, wall
        )
        self._upkeep = Upkeep(surroundings.configuration, self._equipment, journal, self._log, wall)
        self._changed = asyncio.Event()
        self._house = _house(surroundings, self._upkeep, self._changed.set)
        items = catalogue()
        self._doors = Doors(surroundings, self._house.closing, items)
        self._reception = Reception(
            surroundings, self._doors, items, of_the_day=self._house.notice, changed=self._changed
        )
        self._technician_awaited = technician_first
        self._sessions = 0
        self._left_behind = asyncio.Event()
        self._reopening = asyncio.Lock()

    async def run(self) -> None:
        """Prepare, then serve. Cancelling ends the session that is on, by its one ending, and gives devices back."""
        self._stage.show(cast("AnyPage", Starting(headline=Text("terminal.starting"))))
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
        if not self._doors.no_journal:
            self._log.write("journal.unwritable", error=type(error).__name__, detail="")
        self._doors.no_journal = True
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
            while self._doors.no_journal:
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
        self._doors.no_journal = False
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
        item = STAFF if self._technician_awaited else await self._reception.next_item()
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
            self._reception.staff_come()

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
            card_usable=not self._doors.card_left,
            offered=self._reception.offered,
            beside=StaffBeside(self._house.roll, self._surroundings.configuration.staff.review, self.help.ring),
        )

    def _session_at_the_desk(self) -> Session:
        """Staff's own, as long as a shift and without a card."""
        around = replace(self._surroundings, configuration=at_the_desk(self._surroundings.configuration))
        return Session(around, STAFF, number=self._sessions, card_usable=False)

    def _after(self, session: Session) -> None:
        left = session.ending.left
        if left.card:
            self._doors.card_left = True
            self._left_behind.set()
            self._log.write("card.left_behind", session=session.number)
            self._notices.tell(NoticeKind.CARD_LEFT_BEHIND, self._surroundings.wall(), "card_reader")
        if left.id_card:
            self._log.write("id_card.left_behind", session=session.number)
            self._notices.tell(NoticeKind.CARD_LEFT_BEHIND, self._surroundings.wall(), "id_reader")

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
                self._doors.refused_by_mode = live and system.test_system
                self._doors.bureau_known = True
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
            self._doors.card_left = False
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
