"""A paper on its way into somebody's hand: composed, examined, and voided again unless it is handed over whole."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from kiosk.backend.client import Bureau
from kiosk.backend.errors import BackendRefused, BackendUnreachable
from kiosk.backend.operations import Item
from kiosk.backend.records import DocumentKind, Insurance, RecordVoid, RecordWanted
from kiosk.journal import Draft, HalfDraft, JournalError, Operation, Standing, new_intention
from kiosk.operations import BUREAU, SPOILT
from kiosk.proven import Resident
from kiosk.records.bureau import PAPER, compose
from kiosk.records.paper import SECONDS, Paper, examined
from kiosk.session import Session
from texts import Text
from ui.record_pages import Months


class Issue:
    """One paper on its way. Unless it is `kept` it is voided, by whatever way this is left; the power's going included.

    Its voiding is written down before the bureau is asked for it.
    """

    def __init__(self, session: Session, resident: Resident, wanted: RecordWanted) -> None:
        self._session = session
        self._operations = session.surroundings.operations
        self._wanted = wanted
        draft = void_draft(resident, wanted.request)
        self._ready = asyncio.ensure_future(self._operations.ready_to_void(draft))
        self._open = True
        self.paper: Paper

    async def compose(self, resident: Resident) -> None:
        """Raises `JournalError` where nothing can be written down, and what composing raises."""
        await asyncio.shield(self._ready)
        try:
            self.paper = await _composed(self._session, resident, self._wanted)
        except (BackendRefused, BackendUnreachable):
            self.nothing_made()
            raise

    def nothing_made(self) -> None:
        """The bureau has surely composed nothing."""
        self._open = False
        self._operations.by_itself(self._kept())

    async def keep(self) -> bool:
        """It is out, whole: it counts. False where that cannot be written down, so that it will be voided."""
        self._open = False
        try:
            await self._kept()
        except JournalError:
            return False
        self._session.served()
        return True

    async def void(self) -> bool:
        """It is not out, or not whole: it must not count. Whether the bureau has said so; it is told in any case."""
        self._open = False
        try:
            operation = await self._session.undisturbed(self._voided())
        except JournalError:
            return False
        return operation.standing is Standing.DONE

    def left(self) -> None:
        """The resident goes on, or away."""
        if self._open:
            self._operations.by_itself(self._voided())

    async def _kept(self) -> Operation:
        return await self._operations.kept(await self._ready)

    async def _voided(self) -> Operation:
        return await self._operations.voided(await self._ready)


@asynccontextmanager
async def issued(session: Session, resident: Resident, wanted: RecordWanted) -> AsyncGenerator[Issue]:
    """The paper, examined. One that is not handed over, is not the bureau's own or whose answer was lost is voided.

    Raises `BackendRefused` where there is none to be had, and `BackendMalformed` for one that must not be printed.
    """
    issue = Issue(session, resident, wanted)
    try:
        await issue.compose(resident)
        yield issue
    finally:
        issue.left()


async def _composed(session: Session, resident: Resident, wanted: RecordWanted) -> Paper:
    root = session.configuration.backend.record_root_file

    def paper(bureau: Bureau) -> Paper:
        return examined(compose(bureau, resident, wanted), root)

    calling = session.equipment.bureau.call("record_document", paper, seconds=PAPER.seconds + SECONDS)
    return await session.working(Text("rights_record.composing"), Text("rights_record.composing_wait"), calling)


def wanted_paper(kind: DocumentKind, insurances: tuple[Insurance, ...], months: Months, *, large: bool) -> RecordWanted:
    """The order of one paper, under a name of its own."""
    return RecordWanted(
        request=new_intention(),
        document=kind,
        insurances=insurances,
        since=months.since,
        until=months.until,
        large=large,
    )


def void_draft(resident: Resident, request: str) -> Draft:
    """Sent again until it is answered. It touches nobody's other operations, so it waits for none."""
    body = RecordVoid(id_number=resident.id_number, request=request).body()
    return Draft(
        intention=new_intention(),
        item=Item.VOID_RECORD.value,
        kind="void",
        person=f"record {request}",
        halves=(HalfDraft(SPOILT, body), HalfDraft(BUREAU, body)),
        repeatable=True,
    )
