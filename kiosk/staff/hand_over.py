"""Hand-over: the screen goes from the resident to staff and back, as a state that each step of is in the event log."""

from collections.abc import Generator, Mapping
from contextlib import contextmanager
from enum import Enum, unique
from typing import Final

from kiosk.backend.staff import StaffMember
from kiosk.session import Session


@unique
class Why(Enum):
    """What staff are asked for."""

    ASSIST = "assist"
    """协办: they help in the resident's visit."""
    REVIEW = "review"
    """重要业务复核: a second person approves what is about to be done."""
    VOUCH = "vouch"
    """协助核验: they compare the resident with the ID card."""


@unique
class State(Enum):
    """Where the screen is on its way to staff and back."""

    REQUESTED = "requested"
    IDENTIFIED = "identified"
    """Staff have proved who they are."""
    APPROVED = "approved"
    REFUSED = "refused"
    RETURNED = "returned"
    """The screen is the resident's again, whatever became of it."""


FOLLOWS: Final[Mapping[State, frozenset[State]]] = {
    State.REQUESTED: frozenset({State.IDENTIFIED, State.RETURNED}),
    State.IDENTIFIED: frozenset({State.APPROVED, State.REFUSED, State.RETURNED}),
    State.APPROVED: frozenset({State.RETURNED}),
    State.REFUSED: frozenset({State.RETURNED}),
    State.RETURNED: frozenset(),
}
"""What may come after a state: nobody approves or refuses before they are known."""


class HandOver:
    """One way of the screen to staff and back. `handed_over` makes it, and sees to it that it comes back."""

    def __init__(self, session: Session, why: Why, subject: str) -> None:
        self._session = session
        self._why = why
        self._subject = subject
        self.state = State.REQUESTED
        self.staff = ""
        """Their number, once they are identified."""
        self._note()

    def identified(self, member: StaffMember) -> None:
        """They have proved who they are."""
        self.staff = member.number
        self._move(State.IDENTIFIED)

    def answered(self, *, approved: bool) -> None:
        """By the resident, where staff want to help; by staff, where they review or vouch."""
        self._move(State.APPROVED if approved else State.REFUSED)

    def returned(self) -> None:
        """The screen is the resident's again."""
        self._move(State.RETURNED)

    def _move(self, state: State) -> None:
        if state not in FOLLOWS[self.state]:
            raise ValueError(f"{state.value} after {self.state.value}")
        self.state = state
        self._note()

    def _note(self) -> None:
        self._session.log.write(
            "staff.hand_over",
            session=self._session.number,
            why=self._why.value,
            subject=self._subject,
            state=self.state.value,
            staff=self.staff,
        )


@contextmanager
def handed_over(session: Session, why: Why, subject: str = "") -> Generator[HandOver]:
    """Inside, the screen is on its way to staff; afterwards it is the resident's, by whatever way it ended."""
    hand = HandOver(session, why, subject)
    try:
        yield hand
    finally:
        hand.returned()
