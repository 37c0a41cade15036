"""A record in the hand: on A4, on the phone, or in short on a slip."""

import asyncio
from typing import Final

from devices.document_printer import Delivered
from devices.faults import DeviceError
from devices.receipt_printer import Printed
from kiosk.backend.records import DocumentKind, Insurance
from kiosk.config import Mode
from kiosk.place import who_helps
from kiosk.proven import Resident
from kiosk.receipts import sentences_slip
from kiosk.records import pages
from kiosk.records.bureau import Record
from kiosk.records.issue import Issue, issued, wanted_paper
from kiosk.records.pages import ALL, OWN, PRINT, has_period, steps
from kiosk.records.saving import AGAIN, FINISH, SAVE, save
from kiosk.records.words import day, sentence
from kiosk.session import GoOn, Session
from texts import Text
from ui.pages import Button, Choice, Outcome, Picture, Print, Result
from ui.record_pages import Months

PRINT_SECONDS: Final = 200.0
"""For a whole document; the driver has given up before."""
A4, SLIP = "a4", "slip"
_SECURE: Final = "https://"


async def hand_out(session: Session, resident: Resident, record: Record) -> None:
    """Choose how, what and of which time, and have it; once more from the beginning where that is wished.

    What was handed out is behind a wall, and the record is asked for anew: fewer papers are left for today.
    """
    result = await _handed_out(session, resident, record)
    session.memory.wall()
    session.memory.forget_fetched()
    if await session.offer(result) == AGAIN.key:
        raise GoOn(session.item.key)


async def _handed_out(session: Session, resident: Resident, record: Record) -> Result:
    way = await session.ask(_ways(session, record))
    if way == SLIP:
        return await _slip(session, record)
    kind = DocumentKind(await session.ask(pages.kinds_choice(record.answer.documents)))
    insurances = await _insurances(session, record)
    months = await _months(session, record, kind)
    wanted = wanted_paper(kind, insurances, months, large=session.stage.care)
    async with issued(session, resident, wanted) as issue:
        await session.offer(pages.preview(issue.paper, PRINT if way == A4 else SAVE))
        return await (_print(session, issue) if way == A4 else save(session, resident, record, issue))


def _ways(session: Session, record: Record) -> Choice:
    """What this terminal and this bureau can do; what they cannot says why."""
    printer, roll = session.equipment.document_printer, session.equipment.receipt_printer
    root = bool(session.configuration.backend.record_root_file)
    options = (
        _way(A4, "print", root and printer is not None and printer.usable),
        _way(SAVE.key, "phone", root and bool(public_address(session, record))),
        _way(SLIP, "receipt", roll.usable),
    )
    return Choice(headline=Text("rights_record.which_way"), steps=steps(2), options=options)


def _way(key: str, icon: str, possible: bool) -> Button:
    detail, reason = Text(f"rights_record.way_detail.{key}"), Text(f"rights_record.way_closed.{key}")
    return Button(key, Text(f"rights_record.way.{key}"), icon, detail, possible, None if possible else reason)


def public_address(session: Session, record: Record) -> str:
    """Where papers can be fetched from; a live terminal shows nobody an address without TLS."""
    address = record.answer.public_address
    sandbox = session.configuration.terminal.mode is Mode.SANDBOX
    return address if sandbox or address.startswith(_SECURE) else ""


async def _insurances(session: Session, record: Record) -> tuple[Insurance, ...]:
    every = tuple(one.insurance for one in record.answer.insurances)
    if len(every) == 1:
        return every
    chosen = await session.ask(pages.insurances_choice(record.answer))
    return every if chosen == ALL else (Insurance(chosen),)


async def _months(session: Session, record: Record, kind: DocumentKind) -> Months:
    """The period, where the paper has one; else the last month that is over."""
    answer = record.answer
    usual = pages.periods(answer.as_of, answer.most_months)
    if not has_period(kind):
        return Months(usual["months12"].until, usual["months12"].until)
    chosen = await session.ask(pages.period_choice(answer.as_of, answer.most_months))
    return await session.ask(pages.month_range(record)) if chosen == OWN else usual[chosen]


# On A4.


async def _print(session: Session, issue: Issue) -> Result:
    """Print it, telling the sheets; what comes out in part only is voided, and the resident is told."""
    serial = issue.paper.document.serial
    try:
        delivered = await _printed(session, issue)
    except DeviceError as error:
        session.log.write("record.printed", session=session.number, serial=serial, sheets=0, fault=error.fault.id)
        why = Text(f"faults.{error.fault.id}.resident")
        return _not_printed(session, issue, why, error.fault.id, voided=await issue.void())
    session.log.write("record.printed", session=session.number, serial=serial, sheets=delivered.sheets, fault=None)
    if not await issue.keep():
        return _not_printed(session, issue, Text("rights_record.not_kept"), "journal", voided=False)
    name = "printed" if delivered.sheets is not None else "printed_unconfirmed"
    return Result(
        headline=Text(f"rights_record.{name}", pages=len(issue.paper.images)),
        outcome=Outcome.DONE if delivered.sheets is not None else Outcome.UNKNOWN,
        steps=steps(3),
        what_now=(Text("rights_record.printed_now"), Text("rights_record.checkable", code=issue.paper.document.code)),
        picture=Picture.TAKE_SLIP,
        main=FINISH,
        buttons=(AGAIN,),
    )


async def _printed(session: Session, issue: Issue) -> Delivered:
    """Raises `DeviceError`; a document whose session ends meanwhile is cancelled."""
    printer, loop = session.equipment.document_printer, asyncio.get_running_loop()
    assert printer is not None, "the way was offered"
    left = asyncio.Event()
    pdf, count = issue.paper.pdf, len(issue.paper.images)

    def told(sheets: int) -> None:
        loop.call_soon_threadsafe(lambda: left.is_set() or session.show(_printing(sheets, count)))

    session.show(_printing(0, count))
    try:
        return await session.undisturbed(
            printer.call(lambda driver: driver.print(pdf, told), PRINT_SECONDS, ends_with_caller=True)
        )
    finally:
        left.set()


def _printing(sheets: int, count: int) -> Print:
    how = Text("rights_record.sheet", sheet=min(sheets + 1, count), pages=count)
    return Print(headline=Text("rights_record.printing"), how=how, steps=steps(3))


def _not_printed(session: Session, issue: Issue, why: Text, code: str, *, voided: bool) -> Result:
    """What came out does not count; nothing will print by itself later."""
    fate = Text("rights_record.voided" if voided else "rights_record.being_voided", serial=issue.paper.document.serial)
    return Result(
        headline=Text("rights_record.not_printed"),
        outcome=Outcome.FAILED,
        steps=steps(3),
        what_now=(why, fate, Text("rights_record.not_printed_now")),
        who_helps=who_helps(session.configuration),
        code=code,
        main=FINISH,
        buttons=(AGAIN,),
    )


# On a slip.


async def _slip(session: Session, record: Record) -> Result:
    """The summary's sentences, printed by the terminal itself: no official paper, and says so."""
    answer = record.answer
    said = (sentence(one, record.lines[one.insurance]) for one in answer.insurances)
    sentences = (*said, Text("rights_record.slip_note"), Text("rights_record.elsewhere"))
    outcome = Text("rights_record.as_of", day=day(answer.as_of))
    slip = sentences_slip(session.surroundings, Text("rights_record.slip_title"), outcome, answer.person, sentences)
    session.show(Print(headline=Text("operation.printing"), how=Text("operation.printing_how"), steps=steps(3)))
    try:
        printed = await session.printed(slip)
    except DeviceError as error:
        return Result(
            headline=Text("rights_record.slip_failed"),
            outcome=Outcome.FAILED,
            steps=steps(3),
            what_now=(Text(f"faults.{error.fault.id}.resident"),),
            who_helps=who_helps(session.configuration),
            code=error.fault.id,
            main=FINISH,
            buttons=(AGAIN,),
        )
    done = printed is Printed.CONFIRMED
    return Result(
        headline=Text("rights_record.slip_done" if done else "rights_record.slip_unconfirmed"),
        outcome=Outcome.DONE if done else Outcome.UNKNOWN,
        steps=steps(3),
        what_now=(Text("rights_record.slip_now"),),
        picture=Picture.TAKE_SLIP,
        main=FINISH,
        buttons=(AGAIN,),
    )
