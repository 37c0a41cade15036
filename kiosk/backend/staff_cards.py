"""Staff cards at the bureau: a challenge for a card, and whose it is that answered it."""

from typing import Annotated

from pydantic import StringConstraints

from kiosk.backend.client import Bureau
from kiosk.backend.schemas import Value
from kiosk.backend.staff import StaffMember


class CardChallenge(Value):
    """What the card is to answer: one block of its cipher, in hexadecimal. A card that nobody has gets one too."""

    nonce: Annotated[str, StringConstraints(pattern=r"^([0-9a-f]{16}|[0-9a-f]{32})$")]


def card_challenge(bureau: Bureau, card: str, algorithm: str) -> str:
    """What the card of that number (16 hex digits) is to answer by `algorithm`, fresh, and good for one answer."""
    return bureau.ask("/v1/staff/card-challenge", {"card": card, "algorithm": algorithm}, CardChallenge).nonce


def card_sign_in(bureau: Bureau, card: str, nonce: str, answer: str) -> StaffMember:
    """Whose card it is. `BackendRefused` STAFF_WRONG for a card that is not known, or is a copy; STAFF_EXPIRED."""
    question = {"card": card, "nonce": nonce, "answer": answer}
    return bureau.ask("/v1/staff/card-sign-in", question, StaffMember, repeatable=False)
