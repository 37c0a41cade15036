"""扫码保存: an address that a phone can fetch the paper from once, as a code on the screen."""

import asyncio
from typing import Final

from kiosk.backend.errors import BackendError
from kiosk.backend.records import RecordSaving, SavingStanding
from kiosk.proven import Resident
from kiosk.qr import squares
from kiosk.records.bureau import Record, offer_saving, saving_standing
from kiosk.records.issue import Issue
from kiosk.records.pages import steps
from kiosk.session import Session
from texts import Text
from ui.pages import Button, Outcome, Result
from ui.record_pages import ScanCode

SAVE: Final = Button("save", Text("rights_record.way.save"), icon="phone")
FINISH: Final = Button("finish", Text("common.finish"))
AGAIN: Final = Button("again", Text("rights_record.again"))
LOOK_EVERY: Final = 3.0
"""Seconds between two looks whether it was fetched."""


async def save(session: Session, resident: Resident, record: Record, issue: Issue) -> Result:
    """Show the code until it was used, is over, or the resident is finished."""
    serial = issue.paper.document.serial
    calling = session.equipment.bureau.call("offer_saving", lambda bureau: offer_saving(bureau, resident, serial))
    saving = await session.working(Text("rights_record.composing"), Text("common.waiting_for_bureau"), calling)
    await issue.keep()
    page = _code(record.answer.public_address + saving.path, saving)
    await session.ask_or(page, _used(session, serial))
    return _result(await _standing(session, serial))


def _code(address: str, saving: RecordSaving) -> ScanCode:
    return ScanCode(
        headline=Text("rights_record.scan"),
        steps=steps(3),
        rows=squares(address),
        said=Text("rights_record.scan_said"),
        points=(
            Text("rights_record.scan_word"),
            Text("rights_record.scan_until", until=saving.expires.astimezone(), tries=saving.tries),
            Text("rights_record.scan_waiting"),
        ),
        main=FINISH,
        sensitive=False,
    )


async def _used(session: Session, serial: str) -> None:
    """Returns when the address is used, or over."""
    while await _standing(session, serial) is SavingStanding.WAITING:
        await asyncio.sleep(LOOK_EVERY)


async def _standing(session: Session, serial: str) -> SavingStanding:
    """As the bureau says; while it cannot be asked, as if nothing had happened yet."""
    try:
        return await session.equipment.bureau.call("saving", lambda bureau: saving_standing(bureau, serial), aside=True)
    except BackendError:
        return SavingStanding.WAITING


def _result(standing: SavingStanding) -> Result:
    outcomes = {
        SavingStanding.USED: Outcome.DONE,
        SavingStanding.WAITING: Outcome.UNKNOWN,
        SavingStanding.OVER: Outcome.FAILED,
    }
    return Result(
        headline=Text(f"rights_record.saving.{standing.value}"),
        outcome=outcomes[standing],
        steps=steps(3),
        what_now=(Text(f"rights_record.saving.{standing.value}_now"),),
        main=FINISH,
        buttons=(AGAIN,),
    )
