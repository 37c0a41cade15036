"""The made-up branch's people: a challenge, an answer that proves the password, and who that was."""

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from sqlalchemy import String, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from sandbox.backend.database import Base
from sandbox.backend.refusals import Refused
from sandbox.staff_card import StaffChip, answered

MEMORY_KIB, PASSES = 8192, 1
"""Less than a bureau would ask for: tests derive keys by the dozen."""
SHIFT = 12 * 3600
"""Seconds for which a sign-in counts."""
LASTS = 120
"""Seconds in which a challenge may be answered."""
MOST_WRONG, WINDOW = 10, 3600
"""Wrong answers for one number within so many seconds."""
SALT_OF_NOBODY = b"nobody has this number"


@dataclass(frozen=True)
class Member:
    """One of the staff, with the password and the card's key that a sandbox may know."""

    number: str
    name: str
    role: str
    password: str

    @property
    def card(self) -> str:
        """The number of their staff card, 16 hex digits."""
        return f"{self.number:0>16}"

    @property
    def card_key(self) -> bytes:
        """16 bytes."""
        return hashlib.sha256(b"made-up staff card " + self.number.encode()).digest()[:16]


STAFF = (
    Member("1001", "周晓燕", "assistant", "246810"),
    Member("1002", "罗建国", "assistant", "135791"),
    Member("2001", "陈明霞", "supervisor", "802468"),
    Member("9001", "杨志强", "technician", "975310"),
)
ALGORITHMS = ("sm4", "aes", "des")


def of_the_branch(number: str) -> None:
    """`Refused` STAFF_WRONG for whom the branch does not have; residents are no technician's business."""
    if not any(each.number == number and each.role != "technician" for each in STAFF):
        raise Refused("STAFF_WRONG")


def signed_in(session: Session, number: str, now: float) -> None:
    """`Refused` STAFF_EXPIRED for whoever has not proved themselves here within the day's shift."""
    of_the_branch(number)
    typed = select(ChallengeRow).filter_by(number=number, outcome="right").where(ChallengeRow.at > now - SHIFT)
    card = {each.number: each.card for each in STAFF}[number]
    laid = select(CardChallengeRow).filter_by(card=card, right=True).where(CardChallengeRow.at > now - SHIFT)
    if session.scalars(typed).first() is None and session.scalars(laid).first() is None:
        raise Refused("STAFF_EXPIRED")


def chip_of(number: str, algorithm: str = "sm4") -> StaffChip:
    """Their staff card; `KeyError` where nobody has that number."""
    member = {each.number: each for each in STAFF}[number]
    return StaffChip(member.card, member.card_key, algorithm)


class ChallengeRow(Base):
    """One challenge, answered once at most."""

    __tablename__ = "sandbox_staff_challenges"

    nonce: Mapped[str] = mapped_column(String(32), primary_key=True)
    number: Mapped[str] = mapped_column(String(10), index=True)
    at: Mapped[float]
    outcome: Mapped[str] = mapped_column(String(5), default="open")


def challenge(session: Session, body: Mapping[str, Any], now: float) -> dict[str, Any]:
    """Salt and parameters, for a number that nobody has too."""
    nonce, number = secrets.token_hex(16), body["number"]
    session.add(ChallengeRow(nonce=nonce, number=number, at=now))
    return {"salt": _salt(number), "nonce": nonce, "memory_kib": MEMORY_KIB, "passes": PASSES}


def sign_in(session: Session, body: Mapping[str, Any], now: float) -> dict[str, Any] | Refused:
    """Who it is."""
    found = _who(session, body, body["nonce"], now)
    return found if isinstance(found, Refused) else {"number": found.number, "name": found.name, "role": found.role}


def _who(session: Session, body: Mapping[str, Any], bound_to: str, now: float) -> Member | Refused:
    """Whose answer it is. A wrong one is counted, so it is no error."""
    number, row = body["number"], session.get(ChallengeRow, body["nonce"])
    if _wrong(session, number, now) >= MOST_WRONG:
        return Refused("STAFF_LOCKED")
    if row is None or row.number != number or row.outcome != "open" or not 0 <= now - row.at <= LASTS:
        return Refused("STAFF_EXPIRED")
    member = next((each for each in STAFF if each.number == number), None)
    right = member is not None and hmac.compare_digest(_answer(member, bound_to), body["answer"])
    row.outcome = "right" if right else "wrong"
    return member if member is not None and right else Refused("STAFF_WRONG")


class CardChallengeRow(Base):
    """One challenge for a card, answered once at most."""

    __tablename__ = "sandbox_staff_card_challenges"

    nonce: Mapped[str] = mapped_column(String(32), primary_key=True)
    card: Mapped[str] = mapped_column(String(16), index=True)
    algorithm: Mapped[str] = mapped_column(String(3))
    at: Mapped[float]
    answered: Mapped[bool] = mapped_column(default=False)
    right: Mapped[bool] = mapped_column(default=False)


def card_challenge(session: Session, body: Mapping[str, Any], now: float) -> dict[str, Any]:
    """One block of the card's cipher, for a card that nobody has too."""
    nonce = secrets.token_hex(8 if body["algorithm"] == "des" else 16)
    session.add(CardChallengeRow(nonce=nonce, card=body["card"], algorithm=body["algorithm"], at=now))
    return {"nonce": nonce}


def card_sign_in(session: Session, body: Mapping[str, Any], now: float) -> dict[str, Any] | Refused:
    """Whose card answered."""
    row = session.get(CardChallengeRow, body["nonce"])
    if row is None or row.card != body["card"] or row.answered or not 0 <= now - row.at <= LASTS:
        return Refused("STAFF_EXPIRED")
    row.answered = True
    member = next((each for each in STAFF if each.card == body["card"]), None)
    if member is None or not hmac.compare_digest(_by_card(member, row), body["answer"]):
        return Refused("STAFF_WRONG")
    row.right = True
    return {"number": member.number, "name": member.name, "role": member.role}


def _by_card(member: Member, row: CardChallengeRow) -> str:
    return answered(row.algorithm, member.card_key, bytes.fromhex(row.nonce)).hex()


class VouchRow(Base):
    """The word of a member of staff for somebody in one visit."""

    __tablename__ = "sandbox_staff_words"

    token: Mapped[str] = mapped_column(String(32), primary_key=True)
    id_number: Mapped[str] = mapped_column(String(18))
    session: Mapped[str] = mapped_column(String(64))
    number: Mapped[str] = mapped_column(String(10))
    at: Mapped[float]


def vouch(session: Session, body: Mapping[str, Any], now: float) -> dict[str, Any] | Refused:
    """A proof like a code given back, for who is of the branch; a technician's word opens nothing of residents."""
    person, name = body["person"]["id_number"], body["session"]
    found = _who(session, body, f"{body['nonce']} {person} {name}", now)
    if isinstance(found, Refused):
        return found
    if found.role == "technician":
        return Refused("STAFF_ROLE")
    row = VouchRow(token=secrets.token_hex(16), id_number=person, session=name, number=found.number, at=now)
    session.add(row)
    return {"session": name, "token": row.token, "number": found.number}


def vouched_for(session: Session, body: Mapping[str, Any], now: float, lasts: float) -> bool:
    """Whether a member of staff stands for that person; `Refused` when it is claimed and not so."""
    given = body["staff"]
    row = session.get(VouchRow, given["token"])
    bound = None if row is None else (row.id_number, row.session)
    if row is None or bound != (body["person"]["id_number"], given["session"]) or not 0 <= now - row.at <= lasts:
        raise Refused("PROOF_EXPIRED")
    return True


def told() -> str:
    """Who may sign in, a line each."""
    return "\n".join(f"{each.number} {each.password} {each.role} {each.name}" for each in STAFF)


def _wrong(session: Session, number: str, now: float) -> int:
    wrong = select(func.count()).select_from(ChallengeRow).filter_by(number=number, outcome="wrong")
    return session.scalar(wrong.where(ChallengeRow.at > now - WINDOW)) or 0


def _salt(number: str) -> str:
    return hashlib.sha256(SALT_OF_NOBODY + number.encode()).hexdigest()[:32]


def _answer(member: Member, bound_to: str) -> str:
    return hmac.digest(_key(member), f"{member.number} {bound_to}".encode(), hashlib.sha256).hex()


@cache
def _key(member: Member) -> bytes:
    digits = member.password + "f" * (len(member.password) % 2)
    deriving = Argon2id(
        salt=bytes.fromhex(_salt(member.number)), length=32, iterations=PASSES, lanes=1, memory_cost=MEMORY_KIB
    )
    return deriving.derive(bytes.fromhex(digits))
