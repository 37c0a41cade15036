"""当日业务: what residents confirmed at this terminal today, how each stands, and whether its slip was printed."""

from kiosk.journal import Operation
from kiosk.staff.desk import MENU, AtDesk
from kiosk.staff.operation_words import operation_card
from texts import Text
from ui.pages import Record


async def today(at: AtDesk) -> None:
    """The newest first; nobody's number whole."""
    journal = at.session.surroundings.operations.journal
    operations = await journal.call(lambda book: book.today())
    at.note(subject=str(len(operations)))
    await at.session.offer(_page(operations))


def _page(operations: list[Operation]) -> Record:
    return Record(
        headline=Text("staff.today.count", count=len(operations)),
        how=None if operations else Text("staff.today.none"),
        cards=tuple(operation_card(operation) for operation in reversed(operations)),
        main=MENU,
    )
