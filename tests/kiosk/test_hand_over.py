"""The screen goes to staff and comes back, in one order and no other, and the log has each step."""

from typing import Any, cast

import pytest

from kiosk.backend.staff import Role, StaffMember
from kiosk.session import Session
from kiosk.staff.hand_over import Why, handed_over

ZHOU = StaffMember(number="1001", name="周晓燕", role=Role.ASSISTANT)


class Log:
    def __init__(self) -> None:
        self.written: list[dict[str, Any]] = []

    def write(self, event: str, **fields: Any) -> None:
        self.written.append({"event": event, **fields})


class Visit:
    """All that a hand-over knows of a session."""

    number = 7

    def __init__(self) -> None:
        self.log = Log()

    @property
    def states(self) -> list[str]:
        return [event["state"] for event in self.log.written]


@pytest.fixture
def visit() -> Visit:
    return Visit()


def of(visit: Visit) -> Session:
    return cast("Session", visit)


def test_each_step_is_written_down_with_who_and_why(visit: Visit) -> None:
    with handed_over(of(visit), Why.REVIEW, "cancel_card") as hand:
        hand.identified(ZHOU)
        hand.answered(approved=True)
    assert visit.states == ["requested", "identified", "approved", "returned"]
    last = visit.log.written[-1]
    assert (last["why"], last["subject"], last["staff"], last["session"]) == ("review", "cancel_card", "1001", 7)


def test_nobody_approves_before_they_are_known(visit: Visit) -> None:
    with pytest.raises(ValueError, match="approved after requested"), handed_over(of(visit), Why.VOUCH) as hand:
        hand.answered(approved=True)
    assert visit.states == ["requested", "returned"]


def test_an_answer_is_given_once(visit: Visit) -> None:
    with handed_over(of(visit), Why.VOUCH) as hand:
        hand.identified(ZHOU)
        hand.answered(approved=False)
        with pytest.raises(ValueError, match="approved after refused"):
            hand.answered(approved=True)


def test_the_screen_comes_back_whatever_happens(visit: Visit) -> None:
    with pytest.raises(RuntimeError), handed_over(of(visit), Why.ASSIST):
        raise RuntimeError("anything")
    assert visit.states == ["requested", "returned"]
