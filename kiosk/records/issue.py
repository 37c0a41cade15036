"""A paper on its way into somebody's hand: composed, examined, and voided again unless it is handed over whole."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from kiosk.backend.client import Bureau
from kiosk.backend.errors import BackendRefused, BackendUnreachable
from kiosk.backend.operations import Item
from kiosk.backend.records import DocumentKind, Insurance, RecordVoid, RecordWanted
from kiosk.journal import Draft, HalfDraft, Standing, new_intention
from kiosk.operations import BUREAU
from kiosk.proven import Resident
from kiosk.records.bureau import PAPER, compose
from kiosk.records.paper import SECONDS, Paper, examined
from kiosk.session import Session
from texts import Text
from ui.record_pages import Months


class Issue:
    """One paper. `keep` it once it is handed over; until then it is voided by whatever way this is left."""

    def __init__(self, session: Session, resident: Resident, paper: Paper) -> None:
        self._session = session
        self._resident = resident
        self.paper = paper
        self.open = True

    def keep(self) -> None:
        """It is out, whole: it counts."""
        self.open = False

    async def void(self) -> bool:
        """It is not out, or not whole: it must not count. Whether the bureau has said that it does not."""
        self.open = False
        draft = void_draft(self._resident, self.paper.document.request)
        operation = await self._session.undisturbed(self._session.surroundings.operations.at_the_bureau(draft))
        return operation.standing is Standing.DONE


@asynccontextmanager
async def issued(session: Session, resident: Resident, wanted: RecordWanted) -> AsyncGenerator[Issue]:
    """The paper, examined. One that is not handed over, is not the bureau's own or whose answer was lost is voided.

    Raises `BackendRefused` where there is none to be had, and `BackendMalformed` for one that must not be printed.
    """
    issue: Issue | None = None
    sent = True
    try:
        issue = Issue(session, resident, await _composed(session, resident, wanted))
        yield issue
    except (BackendRefused, BackendUnreachable):
        sent = issue is not None
        raise
    finally:
        if sent and (issue is None or issue.open):
            session.surroundings.operations.by_itself(void_draft(resident, wanted.request))


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
    return Draft(
        intention=new_intention(),
        item=Item.VOID_RECORD.value,
        kind="void",
        person=f"record {request}",
        halves=(HalfDraft(BUREAU, RecordVoid(id_number=resident.id_number, request=request).body()),),
        repeatable=True,
    )
