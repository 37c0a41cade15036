"""Who draws a pension, and until when they have to show that they live (待遇资格认证)."""

import calendar
import hashlib
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import String
from sqlalchemy.orm import Mapped, Session, mapped_column

from sandbox.backend.asked import Asked
from sandbox.backend.database import BEIJING_TIME, Base, PersonRow
from sandbox.backend.faces import face_fitted
from sandbox.backend.refusals import Refused
from sandbox.backend.sms import PROOF_LASTS
from sandbox.backend.staff import vouched_for

KINDS = ("employees", "public", "residents")
"""职工、机关事业、城乡居民."""
HELPERS = frozenset({"self", "family", "neighbour", "volunteer", "staff"})
SOON = 60
"""Days before the due date from which on it is said to be near."""
_LAST = (120, 290, 395, 470)
"""Days since the last certification, of one pensioner in four each; the last have had their payments suspended."""
_KNOWN = {"zhuxiao": 3}


class PensionRow(Base):
    """A pension that is drawn, and when its holder was last certified."""

    __tablename__ = "sandbox_pensions"

    id_number: Mapped[str] = mapped_column(String(18), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    certified: Mapped[date]
    channel: Mapped[str] = mapped_column(String(20))
    suspended: Mapped[bool]
    helper: Mapped[str] = mapped_column(String(20), default="")
    """Who was with the pensioner at the last certification here (帮你认); "" before the first."""


def standing(session: Session, body: Mapping[str, Any], now: float) -> dict[str, Any]:
    """For who read the ID card, or whose face fitted: nobody else is told whether somebody draws a pension."""
    if "id_card" not in body["proofs"]:
        face_fitted(session, body, now, PROOF_LASTS)
    person, row = _pension(session, body["person"]["id_number"], now)
    today, due = _day(now), due_after(row.certified)
    return {
        "person": {"id_number": person.id_number, "name": person.name},
        "kind": row.kind,
        "certified": row.certified.isoformat(),
        "channel": row.channel,
        "due": due.isoformat(),
        "standing": "suspended" if row.suspended else _standing(today, due),
    }


def certify(session: Session, asked: Asked, now: float) -> None:
    """Certified from today on; a suspended payment is resumed."""
    _lives(session, asked.operation, now)
    _, row = _pension(session, asked.id_number, now)
    row.certified, row.channel, row.suspended = _day(now), "terminal", False
    row.helper = asked.operation["helper"]


def _lives(session: Session, operation: Mapping[str, Any], now: float) -> bool:
    """Their own face fitted; or somebody of the staff compared them with the ID card that was read."""
    if operation.get("staff") is None:
        return face_fitted(session, operation, now, PROOF_LASTS)
    if "id_card" not in operation["proofs"]:
        raise Refused("PROOF_NEEDED")
    return vouched_for(session, operation, now, PROOF_LASTS)


def due_after(certified: date) -> date:
    """The last day of the eleventh month after the one in which it was: May 2020 gives 30 April 2021."""
    months = certified.year * 12 + certified.month - 1 + 11
    year, month = divmod(months, 12)
    return date(year, month + 1, calendar.monthrange(year, month + 1)[1])


def _standing(today: date, due: date) -> str:
    if today > due:
        return "overdue"
    return "soon" if due - today <= timedelta(days=SOON) else "normal"


def pensioner(session: Session, id_number: str) -> PersonRow:
    """Whoever draws a pension; else `Refused`."""
    person = session.get(PersonRow, id_number)
    if person is None or not person.alive:
        raise Refused("DECEASED" if person else "NO_RECORD")
    if not person.benefit:
        raise Refused("NO_PENSION")
    return person


def _pension(session: Session, id_number: str, now: float) -> tuple[PersonRow, PensionRow]:
    person = pensioner(session, id_number)
    row = session.get(PensionRow, id_number)
    if row is None:
        row = _first(person, now)
        session.add(row)
    return person, row


def _first(person: PersonRow, now: float) -> PensionRow:
    draw = hashlib.sha256(person.key.encode()).digest()
    turn = _KNOWN.get(person.key, draw[0] % len(_LAST))
    return PensionRow(
        id_number=person.id_number,
        kind=KINDS[draw[1] % len(KINDS)],
        certified=_day(now) - timedelta(days=_LAST[turn]),
        channel="app",
        suspended=turn == len(_LAST) - 1,
    )


def _day(now: float) -> date:
    return datetime.fromtimestamp(now, BEIJING_TIME).date()
