"""Slips as the journal keeps them."""

import json

import pytest

from devices.slip import Align, Feed, Line, Qr, Row, Rule, Slip
from kiosk.slip_content import content_of, reprint_of, slip_of

SLIP = Slip((Line("挂失", bold=True, align=Align.CENTRE), Row("姓名", "张*"), Rule(), Qr("A01-222223"), Feed(2)))


def test_a_slip_comes_back_as_it_was() -> None:
    assert slip_of(json.loads(json.dumps(content_of(SLIP)))).elements == SLIP.elements


def test_a_reprint_says_that_it_is_one() -> None:
    first, *rest = reprint_of(SLIP, "补打").elements
    assert first == Line("补打", bold=True, align=Align.CENTRE)
    assert tuple(rest) == SLIP.elements


@pytest.mark.parametrize("content", [{}, {"elements": [{"picture": {}}]}, {"elements": [{"line": {"colour": "red"}}]}])
def test_other_content_is_no_slip(content: dict[str, object]) -> None:
    with pytest.raises((KeyError, TypeError)):
        slip_of(content)
