"""An operation as staff see it: what, when, how it stands, its number, whose it is (masked)."""

from kiosk.journal import Operation, Standing
from texts import Kind, Language, Personal, Text, known_ids, literal
from ui.pages import Button, Card, Row, Tone

_TONES = {Standing.DONE: Tone.GOOD, Standing.NOT_DONE: Tone.NEUTRAL, Standing.PENDING: Tone.ATTENTION}


def operation_card(operation: Operation, *, dated: bool = False) -> Card:
    """One group of a record. `dated`: with its day, where it is not of today."""
    slip = Text(f"staff.slip.{operation.slip.value}")
    rows = (_standing(operation), _reference(operation), Row(_SLIP, slip))
    return Card(title=_title(operation, dated=dated), rows=rows)


def operation_button(operation: Operation) -> Button:
    """One of several; its key is the reference number."""
    number = operation.reference.number
    return Button(number, _title(operation), icon="receipt", detail=literal(number))


_SLIP = Text("staff.slip_label")


def _title(operation: Operation, *, dated: bool = False) -> Text:
    created = operation.created
    when, what = literal(f"{created:%m-%d %H:%M}" if dated else f"{created:%H:%M}"), Text(f"{operation.item}.title")
    person = _person(operation)
    if person is None:
        return Text("staff.operation_title", when=when, what=what)
    return Text("staff.operation_title_of", when=when, what=what, person=person)


def _standing(operation: Operation) -> Row:
    standing = operation.standing
    own = f"{operation.item}.standing.{standing.value}"
    words = Text(own if own in known_ids(Language.ZH_CN) else f"staff.standing.{standing.value}")
    return Row(Text("staff.standing_label"), words, _TONES[standing])


def _reference(operation: Operation) -> Row:
    """Without its check part: whoever reads this page could look it up as if they held the slip."""
    return Row(Text("staff.reference_label"), literal(operation.reference.number))


def _person(operation: Operation) -> Personal | None:
    """Masked; None where it is about nobody, and once the operation's personal data is destroyed."""
    person = (operation.halves[0].body or {}).get("person")
    return None if person is None else Personal(Kind.ID_NUMBER, person["id_number"])
