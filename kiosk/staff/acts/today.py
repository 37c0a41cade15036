"""当日业务: what was confirmed here today, how each stands, its slip; and what is not settled from before."""

from kiosk.journal import Operation
from kiosk.staff.desk import AtDesk
from kiosk.staff.operation_words import operation_card
from kiosk.staff.told import MENU
from texts import Text
from ui.pages import Record


async def today(at: AtDesk) -> None:
    """The newest first; nobody's number whole."""
    journal = at.session.surroundings.operations.journal
    operations = await journal.call(lambda book: book.today())
    numbers = {operation.reference.number for operation in operations}
    unsettled = await journal.call(lambda book: book.unsettled())
    before = [each for each in unsettled if each.reference.number not in numbers]
    at.note(subject=str(len(operations)))
    await at.session.offer(_page(operations, before))


def _page(operations: list[Operation], before: list[Operation]) -> Record:
    """What is unsettled from days before stands first: it is what somebody may ask about."""
    open_ones = (operation_card(operation, dated=True) for operation in before)
    how = Text("staff.today.before", count=len(before)) if before else None
    return Record(
        headline=Text("staff.today.count", count=len(operations)),
        how=how or (None if operations else Text("staff.today.none")),
        cards=(*open_ones, *(operation_card(operation) for operation in reversed(operations))),
        main=MENU,
    )
