"""帮办代办: who asked to be helped with what, and which of it staff have not dealt with yet."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from sandbox.backend.asked import Asked
from sandbox.backend.cards import holder, the_shown
from sandbox.backend.database import Base, moment
from sandbox.backend.proofs import proven_in_person
from sandbox.backend.refusals import Refused
from sandbox.backend.sms import masked
from sandbox.backend.staff import of_the_branch

AT_HOME: Mapping[int, bool] = {number: number in (3, 11, 12) for number in range(1, 16)}
"""Item of annex 2 → whether somebody comes to one's home for it."""
ONLY_AT_HOME = frozenset({11})
MOST_OPEN = 200


class AssistanceRow(Base):
    """One request."""

    __tablename__ = "sandbox_assistance"

    reference: Mapped[str] = mapped_column(String(80), primary_key=True)
    terminal_id: Mapped[str] = mapped_column(String(64), index=True)
    id_number: Mapped[str] = mapped_column(String(18))
    name: Mapped[str] = mapped_column(String(100))
    item: Mapped[int]
    at_home: Mapped[bool]
    address: Mapped[str] = mapped_column(String(100))
    phone: Mapped[str] = mapped_column(String(11))
    convenient: Mapped[str] = mapped_column(String(20))
    at: Mapped[str] = mapped_column(String(40))
    remark: Mapped[str] = mapped_column(String(100), default="")
    step: Mapped[str] = mapped_column(String(10), default="filed")
    held_by: Mapped[str] = mapped_column(String(10), default="")
    agent: Mapped[str] = mapped_column(String(18), default="")
    outcome: Mapped[str] = mapped_column(String(10), default="")


def request(session: Session, asked: Asked, now: float) -> None:
    """Kept for the people who call back; one request for one item of one person at a time."""
    operation = asked.operation
    person = holder(session, operation["person"]["id_number"])
    shown = operation.get("card")
    if "card_pin" in operation["proofs"] and shown is not None:
        the_shown(person, shown)
    else:
        proven_in_person(session, operation, now)
    item, at_home = operation["item"], operation["at_home"]
    if item not in AT_HOME or (at_home and not AT_HOME[item]) or (item in ONLY_AT_HOME and not at_home):
        raise Refused("CHOICE_NOT_OFFERED")
    if open_for(session, person.id_number, item) is not None:
        raise Refused("ALREADY_REQUESTED")
    session.add(
        AssistanceRow(
            reference=asked.reference,
            terminal_id=asked.terminal_id,
            id_number=person.id_number,
            name=person.name,
            item=item,
            at_home=at_home,
            address=operation.get("address") or "",
            phone=operation["phone"],
            convenient=operation["convenient"],
            remark=operation.get("remark") or "",
            at=moment(now),
        )
    )


def open_for(session: Session, id_number: str, item: int) -> AssistanceRow | None:
    """That person's request for that item, while it is not in the archive."""
    chosen = select(AssistanceRow).filter_by(id_number=id_number, item=item)
    return session.scalars(chosen.where(AssistanceRow.step != "archived")).first()


def open_ones(session: Session, terminal_id: str, body: Mapping[str, Any]) -> dict[str, Any]:
    """What was asked for at this terminal and is not in the archive, for one of the branch's own staff."""
    of_the_branch(body["staff"])
    rows = select(AssistanceRow).filter_by(terminal_id=terminal_id).where(AssistanceRow.step != "archived")
    rows = rows.order_by(AssistanceRow.at).limit(MOST_OPEN)
    return {"requests": [_told(row) for row in session.scalars(rows)]}


def _told(row: AssistanceRow) -> dict[str, Any]:
    """Name and number as somebody needs them to ask for the paper; the rest is told on the telephone."""
    return {
        "reference": row.reference,
        "item": row.item,
        "at_home": row.at_home,
        "convenient": row.convenient,
        "surname": row.name[:1],
        "phone": masked(row.phone),
        "at": row.at,
        "step": row.step,
        "held_by": row.held_by,
        "agent": bool(row.agent),
        "outcome": row.outcome or None,
        "remark": row.remark,
    }
