"""待处理事项: operations that did not settle in time, and closing such a ticket once somebody has looked into it."""

from kiosk.journal import Ticket
from kiosk.staff.desk import AtDesk
from kiosk.staff.told import MENU, told
from texts import Text, literal
from ui.pages import Button, Choice, Confirm, Outcome, Point


async def tickets(at: AtDesk) -> None:
    """Choose one, have it approved, close it: the operation itself goes on being settled."""
    journal = at.session.surroundings.operations.journal
    open_ones = await journal.call(lambda book: book.tickets.all_open())
    key = await at.session.offer(_which(open_ones))
    if key == MENU.key:
        return
    ticket = next(each for each in open_ones if str(each.number) == key)
    await at.session.ask(_confirmation(ticket))
    await at.approved()
    at.note(ticket.reference)
    await journal.call(lambda book: book.tickets.close(ticket.number))
    await told(at, Text("staff.tickets.closed"), Outcome.DONE, Text("staff.tickets.goes_on"))


def _which(open_ones: list[Ticket]) -> Choice:
    options = tuple(
        Button(
            str(each.number),
            Text("staff.operation_title", when=literal(f"{each.opened:%m-%d %H:%M}"), what=_item(each)),
            icon="attention",
            detail=literal(each.reference),
        )
        for each in open_ones
    )
    return Choice(
        headline=Text("staff.tickets.which", count=len(open_ones)),
        how=Text("staff.tickets.what_it_is" if open_ones else "staff.tickets.none"),
        options=(*options, MENU),
    )


def _confirmation(ticket: Ticket) -> Confirm:
    return Confirm(
        headline=Text("staff.tickets.confirm"),
        how=Text("staff.tickets.confirm_how"),
        points=(
            Point(Text("staff.reference_label"), literal(ticket.reference)),
            Point(Text("staff.tickets.item"), _item(ticket)),
            Point(Text("staff.tickets.opened"), literal(f"{ticket.opened:%Y-%m-%d %H:%M}")),
        ),
        proceed=Text("staff.tickets.proceed"),
        danger=False,
    )


def _item(ticket: Ticket) -> Text:
    return Text(f"{ticket.item}.title")
