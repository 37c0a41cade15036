"""个人权益记录查询打印 (item 32): what was paid, in words and month by month; on paper, on the phone; and disputed."""

from functools import partial

from kiosk.backend.operations import Item
from kiosk.backend.records import Insurance, RecordDispute
from kiosk.conclusion import conclude
from kiosk.drafting import bureau_draft
from kiosk.identity import Resident, identify_for, prove_again
from kiosk.journal import Operation, Standing
from kiosk.receipts import operation_slip
from kiosk.records.bureau import WHOLE_SECONDS, Record, whole_record
from kiosk.records.handing_out import hand_out
from kiosk.records.pages import FINISH, LOOK, PAPER, dispute_confirmation, line_words, months_table, steps, summary
from kiosk.session import Session
from texts import Text
from ui.pages import Row, Tone
from ui.record_pages import Doubted

RULE = "rights_record"
"""As shipped: card_pin, id_card+face, id_card+sms or id_card+staff (`resources/proofs.toml`)."""


async def rights_record(session: Session) -> None:
    """Identify, look up, show in short and, where that is asked for, by month; print, save or dispute."""
    resident = await identify_for(session, RULE, steps(0))
    record = await _look_up(session, resident)
    await _led_on(session, resident, record, await session.ask(summary(record)))


async def _led_on(session: Session, resident: Resident, record: Record, wanted: Doubted | str) -> None:
    """What each answer leads to: of the summary LOOK, PAPER or FINISH, of the months table PAPER or a doubted line."""
    match wanted:
        case LOOK.key:
            await _led_on(session, resident, record, await session.ask(months_table(record)))
        case PAPER.key:  # asked there: printed on A4, saved on a phone by a code on the screen, or in short on a slip
            await hand_out(session, resident, record)
        case Doubted():
            await _dispute(session, record, wanted)
        case str():
            assert wanted == FINISH.key, "neither page has another answer"


async def _look_up(session: Session, resident: Resident) -> Record:
    """The whole record, asked for once in a visit."""

    async def look_up() -> Record:
        asking = session.equipment.bureau.call(
            "rights_record", lambda bureau: whole_record(bureau, resident), seconds=WHOLE_SECONDS
        )
        return await session.working(Text("common.looking_up"), Text("common.waiting_for_bureau"), asking)

    return await session.fetched("rights_record", look_up)


async def _dispute(session: Session, record: Record, doubted: Doubted) -> None:
    """核对申请: somebody is to look at that line; the slip has its number."""
    insurance, person = Insurance(doubted.part), record.answer.person
    await session.ask(dispute_confirmation(record.answer, insurance, doubted.month))
    resident = await prove_again(session, RULE, steps(2))
    asked = RecordDispute(**resident.evidence, card=resident.card, insurance=insurance, month=doubted.month)
    operation = await session.submit(bureau_draft(Item.DISPUTE_RECORD, "dispute", asked, card=""))
    rows = _rows(operation, insurance, doubted.month)
    slip = partial(operation_slip, session.surroundings, operation, person, rows)
    await conclude(session, operation, steps(3), rows, slip)


def _rows(operation: Operation, insurance: Insurance, month: int) -> tuple[Row, ...]:
    """Which line it is about, and what happens now."""
    if operation.standing is not Standing.DONE:
        return ()
    words = Text("dispute_record.done_means")
    return (Row(Text("dispute_record.line"), line_words(insurance, month), Tone.ATTENTION, words),)
