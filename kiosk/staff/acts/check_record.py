"""查验材料: whether a record on paper is the bureau's own and good, by its check code; nothing of the person."""

from kiosk.backend.records import Verdict
from kiosk.records.bureau import check
from kiosk.staff.desk import AtDesk
from kiosk.staff.told import told
from texts import Text
from ui.pages import CodeEntry, Outcome

LEAST, MOST, GROUPS = 8, 20, (1, 4, 4, 4)
"""Of a check code without its strokes; how it is grouped on the bureau's papers."""
_OUTCOMES = {
    Verdict.GENUINE: Outcome.DONE,
    Verdict.ALTERED: Outcome.FAILED,
    Verdict.VOID: Outcome.FAILED,
    Verdict.EXPIRED: Outcome.REFUSED,
    Verdict.UNKNOWN: Outcome.FAILED,
}


async def check_record(at: AtDesk) -> None:
    """Type what stands at the foot of the paper, and hear what the bureau says of it."""
    code = (await at.session.offer(_entry())).digits
    calling = at.session.equipment.bureau.call("check_record", lambda bureau: check(bureau, code))
    words, waiting_for = Text("staff.check_record.asking"), Text("common.waiting_for_bureau")
    verdict = await at.session.working(words, waiting_for, calling)
    at.note(outcome=verdict.value)
    name = f"staff.check_record.{verdict.value}"
    await told(at, Text(name), _OUTCOMES[verdict], Text(f"{name}_now"))


def _entry() -> CodeEntry:
    return CodeEntry(
        headline=Text("staff.check_record.type_it"),
        how=Text("staff.check_record.where_it_stands"),
        least=LEAST,
        most=MOST,
        groups=GROUPS,
    )
