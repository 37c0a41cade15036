"""A slip as JSON, so that the journal can keep it and staff can print it again; and back."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, Final

from devices.slip import Align, Element, Feed, Line, Qr, Row, Rule, Slip
from kiosk.journal import Json

_KINDS: Final[Mapping[str, type[Element]]] = {kind.__name__.lower(): kind for kind in (Line, Row, Rule, Qr, Feed)}


def content_of(slip: Slip) -> Json:
    """`{"elements": [{"line": {…}}, …]}`."""
    return {"elements": [{type(element).__name__.lower(): _plain(element)} for element in slip.elements]}


def slip_of(content: Json) -> Slip:
    """What `content_of` was given. `KeyError` or `TypeError` for anything else."""
    return Slip(tuple(_element(kind, values) for element in content["elements"] for kind, values in element.items()))


def reprint_of(slip: Slip, again: str) -> Slip:
    """The same slip with a line that says that it is a reprint."""
    return Slip((Line(again, bold=True, align=Align.CENTRE), *slip.elements))


def _plain(element: Element) -> dict[str, Any]:
    values = asdict(element)
    return {**values, "align": values["align"].name} if "align" in values else values


def _element(kind: str, values: Mapping[str, Any]) -> Element:
    if "align" in values:
        values = {**values, "align": Align[values["align"]]}
    return _KINDS[kind](**values)
