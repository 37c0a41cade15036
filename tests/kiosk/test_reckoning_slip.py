"""日终对账单: counts, and each difference with what either side says of it, in words that staff know."""

from datetime import date
from typing import Any

from world import World

from devices.slip import Line, Row
from kiosk.reckoning import Reckoned
from kiosk.reckoning_slip import reckoning_slip
from kiosk.reconciliation import Difference, Found

DAY = date(2026, 11, 22)
WIRES: Any = {"devices": {"id_reader": "socket://127.0.0.1:1", "receipt_printer": "tcp://127.0.0.1:1"}}


def rows(world: World, *found: Found) -> list[tuple[str, str]]:
    slip = reckoning_slip(Reckoned(DAY, 3, found), world.configuration(**WIRES))
    return [(each.label, each.value) for each in slip.elements if isinstance(each, Row)]


def test_a_day_without_differences_says_so(world: World) -> None:
    slip = reckoning_slip(Reckoned(DAY, 3, ()), world.configuration(**WIRES))
    lines = [each.text for each in slip.elements if isinstance(each, Line)]
    assert "本机与人社系统一致，没有差异。" in lines
    assert ("差异", "0") in rows(world)


def test_a_difference_is_told_by_outcomes_and_titles_never_by_names_of_the_program(world: World) -> None:
    outcome = Found(Difference.OTHER_OUTCOME, "A01-4GP223-ALRM", "k1", "pending", "done")
    item = Found(Difference.OTHER_KIND, "A01-4GP223-EPR3", "k2", "report_loss", "accept_entrustment")
    told = rows(world, outcome, item)
    assert ("A01-4GP223-ALRM", "结果不同") in told
    said = [value for label, value in told if label in ("本机", "人社系统")]
    assert said == ["待确认", "已办成", "挂失", "帮办代办受理"]


def test_what_one_side_does_not_have_is_a_dash(world: World) -> None:
    told = rows(world, Found(Difference.ONLY_THERE, "A01-4GP223-QMLC", "k3", "", "done"))
    assert ("本机", "-") in told
