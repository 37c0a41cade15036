"""补打凭条: an operation's slip once more, marked as such; counted in the journal, and nothing else changes."""

from devices.faults import DeviceError
from devices.slip import Slip
from kiosk.conclusion import SLIP_STATES
from kiosk.journal import Operation, SlipState
from kiosk.slip_content import reprint_of, slip_of
from kiosk.staff.desk import AtDesk
from kiosk.staff.operation_words import operation_button
from kiosk.staff.told import MENU, told
from texts import Text
from ui.pages import Choice, Outcome, Print

MARK = "补打 · REPRINT"


async def reprint(at: AtDesk) -> None:
    """One of today's; which ones have a slip, the journal knows."""
    journal = at.session.surroundings.operations.journal
    operations = await journal.call(lambda book: book.today())
    number = await at.session.offer(_which(operations))
    if number == MENU.key:
        return
    slip = slip_of(await journal.call(lambda book: book.slips.printing(number)))
    state, why = await _printed(at, reprint_of(slip, MARK))
    await journal.call(lambda book: book.slips.printed(number, state))
    at.note(number, state.value)
    if why is None:
        await told(at, Text(f"staff.reprint.{state.value}"), Outcome.DONE, Text(f"staff.reprint.{state.value}_now"))
    else:
        await told(at, Text("staff.reprint.failed"), Outcome.FAILED, why, Text("staff.reprint.failed_now"))


def _which(operations: list[Operation]) -> Choice:
    with_slip = [operation for operation in reversed(operations) if operation.slip is not SlipState.NONE]
    return Choice(
        headline=Text("staff.reprint.which"),
        how=None if with_slip else Text("staff.today.none"),
        options=(*(operation_button(operation) for operation in with_slip), MENU),
    )


async def _printed(at: AtDesk, slip: Slip) -> tuple[SlipState, Text | None]:
    """What became of the paper; for one that failed, what to do about it, as staff are told."""
    at.session.show(Print(headline=Text("operation.printing"), how=Text("operation.printing_how")))
    try:
        return SLIP_STATES[await at.session.printed(slip)], None
    except DeviceError as error:
        return SlipState.FAILED, Text(f"faults.{error.fault.id}.staff")
