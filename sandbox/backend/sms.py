"""SMS codes to a person's registered phone: sent, given back, and good as a proof for a while."""

import secrets
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from sandbox.backend.database import CodeRow, PersonRow, moment
from sandbox.backend.refusals import Refused

CODE_DIGITS = 6
CODE_LASTS = 300
"""Seconds in which a code may be given back."""
MOST_TRIES = 3
PAUSE = 60
"""Seconds between two codes to one person."""
MOST_A_DAY = 10
DAY = 86400
PROOF_LASTS = 900
"""Seconds for which a code that was given back opens what it opens."""
REPORT_LASTS = 3 * DAY
"""As above, for a loss report: it is sent again until it is answered, and the proof was given when it was confirmed."""
SHOWN_FIRST, SHOWN_LAST = 3, 4


def send(session: Session, body: Mapping[str, Any], now: float) -> dict[str, Any]:
    """A new code to the person's phone; only the last one that was sent to a session counts there."""
    person = session.get(PersonRow, body["person"]["id_number"])
    if person is None or not person.alive:
        raise Refused("DECEASED" if person else "NO_RECORD")
    if not person.phone:
        raise Refused("NO_PHONE")
    _check_pace(session, person.id_number, now)
    row = CodeRow(
        id_number=person.id_number,
        session=body["session"],
        phone=person.phone,
        code=f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}",
        sent=now,
        tries_left=MOST_TRIES,
    )
    session.add(row)
    return {
        "phone": masked(person.phone),
        "expires": moment(now + CODE_LASTS),
        "tries_left": MOST_TRIES,
        "again_at": moment(now + PAUSE),
    }


def give_back(session: Session, body: Mapping[str, Any], now: float) -> dict[str, Any] | Refused:
    """The proof for the right code, the same one again for the same code. A wrong one is counted, so it is no error."""
    last = select(CodeRow).filter_by(id_number=body["person"]["id_number"], session=body["session"])
    row = session.scalars(last.order_by(CodeRow.number.desc())).first()
    if row is None or not 0 <= now - row.sent <= CODE_LASTS:
        return Refused("SMS_EXPIRED")
    if row.tries_left == 0:
        return Refused("SMS_USED_UP", 0)
    if not secrets.compare_digest(row.code.encode(), body["code"].encode()):
        return _wrong(row)
    if row.token is None or row.proven is None:
        row.token, row.proven = secrets.token_hex(16), now
    return {"token": row.token, "expires": moment(row.proven + PROOF_LASTS)}


def has_id_and_phone(session: Session, body: Mapping[str, Any], now: float, lasts: float) -> bool:
    """Whether an ID card was read and its holder's phone answered; `Refused` when it is claimed and not so."""
    given = body.get("sms")
    if "id_card" not in body["proofs"] or given is None:
        raise Refused("PROOF_NEEDED")
    bound = {"id_number": body["person"]["id_number"], "session": given["session"], "token": given["token"]}
    row = session.scalars(select(CodeRow).filter_by(**bound)).first()
    if row is None or row.proven is None or not 0 <= now - row.proven <= lasts:
        raise Refused("PROOF_EXPIRED")
    return True


def inbox(session: Session, count: int) -> list[str]:
    """The last messages that phones got, oldest first."""
    rows = list(session.scalars(select(CodeRow).order_by(CodeRow.number.desc()).limit(count)))
    return [f"{moment(row.sent)} {row.phone} 验证码 {row.code}" for row in reversed(rows)]


def masked(phone: str) -> str:
    """The first three and the last four digits."""
    return f"{phone[:SHOWN_FIRST]}****{phone[-SHOWN_LAST:]}"


def _wrong(row: CodeRow) -> Refused:
    row.tries_left -= 1
    return Refused("SMS_WRONG" if row.tries_left else "SMS_USED_UP", row.tries_left)


def _check_pace(session: Session, id_number: str, now: float) -> None:
    sent = [at for at in session.scalars(select(CodeRow.sent).filter_by(id_number=id_number)) if 0 <= now - at < DAY]
    if len(sent) >= MOST_A_DAY or any(now - at < PAUSE for at in sent):
        raise Refused("SMS_TOO_OFTEN")
