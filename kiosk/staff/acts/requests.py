"""帮办代办: what residents asked to be helped with at this terminal, and nobody has dealt with yet."""

from kiosk.assistance import assistance
from kiosk.backend.assistance import OpenRequest, open_requests
from kiosk.staff.desk import MENU, AtDesk
from texts import Text, literal
from ui.pages import Card, Record, Row, Tone


async def requests(at: AtDesk) -> None:
    """The oldest first, with what is needed to call back: the whole number stands in the bureau's own system."""
    asking = at.session.equipment.bureau.call("requests", lambda bureau: open_requests(bureau, at.member.number))
    found = await at.session.working(Text("common.looking_up"), Text("common.waiting_for_bureau"), asking)
    at.note(subject=str(len(found)))
    await at.session.offer(_page(found))


def _page(found: tuple[OpenRequest, ...]) -> Record:
    return Record(
        headline=Text("staff.requests.count", count=len(found)),
        how=Text("staff.requests.how" if found else "staff.requests.none"),
        cards=tuple(_card(each) for each in found),
        main=MENU,
    )


def _card(request: OpenRequest) -> Card:
    where = "at_home" if request.at_home else "at_counter"
    return Card(
        title=_item(request.item),
        rows=(
            Row(Text("staff.requests.who"), literal(f"{request.surname}** {request.phone}")),
            Row(Text("request_assistance.label.where"), Text(f"request_assistance.{where}")),
            Row(
                Text("request_assistance.label.when"),
                Text(f"request_assistance.time.{request.convenient.value}"),
                Tone.ATTENTION,
            ),
            Row(Text("staff.reference_label"), literal(f"{request.reference}  {request.at:%m-%d %H:%M}")),
        ),
    )


def _item(number: int) -> Text:
    """Its name; only its number where this terminal's list does not have it."""
    known = next((each.title for each in assistance().items if each.number == number), None)
    return known or literal(str(number))
