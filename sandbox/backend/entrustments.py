"""帮办代办 as staff take it on: 委托受理, 事项办理, 交接归档, each step once, and by somebody who has signed in."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from sandbox.backend.asked import Asked
from sandbox.backend.assistance import AT_HOME, AssistanceRow, open_for
from sandbox.backend.cards import holder
from sandbox.backend.database import moment
from sandbox.backend.refusals import Refused
from sandbox.backend.staff import of_the_branch, signed_in
from sandbox.backend.uploads import take

IN_PERSON = frozenset({3, 5})
"""Items for which nobody else may come: 待遇资格认证, 挂失与解挂."""
BY_WORD_OF_MOUTH = frozenset({9, 10, 11, 12})
"""Items for which an agent needs no 委托书: advice and guidance."""
_FOLLOWS: Mapping[str, tuple[frozenset[str], str]] = {
    "handle": (frozenset({"accepted"}), "handled"),
    "archive": (frozenset({"handled"}), "archived"),
    "close": (frozenset({"filed", "accepted"}), "archived"),
}
"""Move → the steps that it is made from, and where it leads."""


def accept(session: Session, asked: Asked, now: float) -> None:
    """委托受理: what was filed, or a new request, is in somebody's hands from now on."""
    operation = asked.operation
    signed_in(session, operation["by"], now)
    if "id_card" not in operation["proofs"]:
        raise Refused("PROOF_NEEDED")
    person = holder(session, asked.id_number)
    if operation["item"] not in AT_HOME:
        raise Refused("CHOICE_NOT_OFFERED")
    _agent_may(session, asked)
    row = _filed(session, asked) or AssistanceRow(
        reference=asked.reference,
        terminal_id=asked.terminal_id,
        id_number=person.id_number,
        name=person.name,
        item=operation["item"],
        at_home=False,
        address="",
        phone=operation.get("phone"),
        convenient="any",
        at=moment(now),
    )
    row.phone = operation.get("phone") or row.phone
    row.step, row.held_by = "accepted", operation["by"]
    row.agent = "" if operation.get("representative") is None else operation["representative"]["id_number"]
    session.add(row)


def advance(session: Session, asked: Asked, now: float) -> None:
    """事项办理, 交接归档, or into a colleague's hands."""
    operation = asked.operation
    signed_in(session, operation["by"], now)
    row = _known(session, asked, operation["request"])
    if operation["move"] == "hand_on":
        of_the_branch(operation["to"])
        if row.step == "archived":
            raise Refused("REQUEST_NOT_SO_FAR")
        row.held_by = operation["to"]
        return
    before, after = _FOLLOWS[operation["move"]]
    if row.step not in before:
        raise Refused("REQUEST_NOT_SO_FAR")
    row.step, row.held_by = after, operation["by"]
    row.outcome = operation.get("outcome") or row.outcome or "not_done"


def _agent_may(session: Session, asked: Asked) -> None:
    """Whether somebody else may come for it, and has what they need."""
    operation: Mapping[str, Any] = asked.operation
    agent, item = operation.get("representative"), operation["item"]
    if agent is None:
        return
    if item in IN_PERSON or agent["id_number"] == asked.id_number:
        raise Refused("AGENT_NOT_ALLOWED")
    if operation.get("authorisation") is not None:
        take(session, asked, "authorisation", "document")
    elif item not in BY_WORD_OF_MOUTH and not operation.get("paper_seen"):
        raise Refused("AUTHORISATION_NEEDED")


def _filed(session: Session, asked: Asked) -> AssistanceRow | None:
    """What the person had filed for this item; another open request for it stands against a new one."""
    number = asked.operation.get("request")
    if number is None:
        if open_for(session, asked.id_number, asked.operation["item"]) is not None:
            raise Refused("ALREADY_REQUESTED")
        return None
    row = _known(session, asked, number)
    if row.id_number != asked.id_number:
        raise Refused("NOT_SELF")
    if row.step != "filed":
        raise Refused("REQUEST_NOT_SO_FAR")
    return row


def _known(session: Session, asked: Asked, number: str) -> AssistanceRow:
    row = session.get(AssistanceRow, number)
    if row is None or row.terminal_id != asked.terminal_id:
        raise Refused("REQUEST_UNKNOWN")
    return row
