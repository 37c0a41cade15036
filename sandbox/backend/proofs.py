"""What counts as a proof that somebody is here: a paper, and beside it a telephone, a face, or the word of staff."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from sandbox.backend.faces import face_fitted
from sandbox.backend.refusals import Refused
from sandbox.backend.sms import DAY, PROOF_LASTS, code_given_back
from sandbox.backend.staff import vouched_for
from sandbox.numbers import age_by

REPORT_LASTS = 3 * DAY
"""Seconds that proofs of a loss report are good for: it is sent again until answered, and they were given before."""
OF_AGE = 18
"""Years from which somebody may act for another person."""


def proven_in_person(
    session: Session, body: Mapping[str, Any], now: float, lasts: float = PROOF_LASTS, *, by_agent: bool = False
) -> bool:
    """Whether an ID card was read, and its holder's phone answered or their face fitted; else `Refused`.

    `by_agent`: what is asked for is open to who acts for the holder, too.
    """
    if "id_card" not in body["proofs"]:
        raise Refused("PROOF_NEEDED")
    if body.get("agent") is None:
        return _is_here(session, body, now, lasts)
    if not by_agent:
        raise Refused("NOT_SELF")
    return _is_here(session, _as_agent(body, now), now, lasts)


def proven_for_a_report(session: Session, body: Mapping[str, Any], now: float) -> bool:
    """The ID card or, where the wallet is gone, its typed number; and the registered phone."""
    typed = "typed_number" in body["proofs"] and "id_card" not in body["proofs"]
    if typed:
        return holds_phone(session, body, now, REPORT_LASTS)
    return proven_in_person(session, body, now, REPORT_LASTS, by_agent=True)


def holds_phone(session: Session, body: Mapping[str, Any], now: float, lasts: float) -> bool:
    """Whether the registered phone of that number answered; `Refused` when it is claimed and not so."""
    given = body.get("sms")
    if given is None:
        raise Refused("PROOF_NEEDED")
    code_given_back(session, body["person"]["id_number"], given, now, lasts)
    return True


def _as_agent(body: Mapping[str, Any], now: float) -> dict[str, Any]:
    """What the agent (代办人) shows, as if it were about them; nobody is their own agent, no child is one."""
    agent = body["agent"]
    if (years := age_by(agent["id_number"], now)) is not None and years < OF_AGE:
        raise Refused("AGENT_MINOR")
    if "agent" not in body["proofs"] or agent["id_number"] == body["person"]["id_number"]:
        raise Refused("PROOF_NEEDED")
    given = {name: agent[name] for name in ("sms", "face", "staff") if agent.get(name) is not None}
    return {"person": {"id_number": agent["id_number"]}, "proofs": ["id_card", *given], **given}


def _is_here(session: Session, body: Mapping[str, Any], now: float, lasts: float) -> bool:
    if body.get("face") is not None:
        return face_fitted(session, body, now, lasts)
    if body.get("staff") is not None:
        return vouched_for(session, body, now, lasts)
    return holds_phone(session, body, now, lasts)
