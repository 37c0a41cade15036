"""Short messages: codes to a person's telephone, given back and good as a proof for a while, and news."""

import secrets
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from sandbox.backend.database import CodeRow, MessageRow, PersonRow, moment
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
SHOWN_FIRST, SHOWN_LAST = 3, 4


def send(session: Session, body: Mapping[str, Any], now: float) -> dict[str, Any]:
    """A new code to the person's phone; only the last one that was sent to a session counts there."""
    person = session.get(PersonRow, body["person"]["id_number"])
    if person is None or not person.alive:
        raise Refused("DECEASED" if person else "NO_RECORD")
    if not person.phone:
        raise Refused("NO_PHONE")
    return send_code(session, person, body["session"], person.phone, now)


def send_code(
    session: Session, person: PersonRow, name: str, phone: str, now: float, *, registered: bool = True
) -> dict[str, Any]:
    """A code to `phone`, the registered one or a new one; what the terminal is told of it."""
    _check_pace(session, person.id_number, now, registered=registered)
    row = CodeRow(
        id_number=person.id_number,
        session=name,
        phone=phone,
        registered=registered,
        code=f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}",
        sent=now,
        tries_left=MOST_TRIES,
    )
    session.add(row)
    tell(session, phone, f"验证码 {row.code}", now)
    return {
        "phone": masked(phone),
        "expires": moment(now + CODE_LASTS),
        "tries_left": MOST_TRIES,
        "again_at": moment(now + PAUSE),
    }


def tell(session: Session, phone: str, words: str, now: float) -> None:
    """A message to a telephone; nothing to nobody's."""
    if phone:
        session.add(MessageRow(phone=phone, words=words, sent=now))


def give_back(
    session: Session, body: Mapping[str, Any], now: float, *, registered: bool = True
) -> dict[str, Any] | Refused:
    """The proof for the right code, the same one again for the same code. A wrong one is counted, so it is no error."""
    bound = {"id_number": body["person"]["id_number"], "session": body["session"], "registered": registered}
    last = select(CodeRow).filter_by(**bound)
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


def code_given_back(
    session: Session, id_number: str, given: Mapping[str, str], now: float, lasts: float, *, registered: bool = True
) -> CodeRow:
    """The code that this proof stands for; `Refused` PROOF_EXPIRED when there is none, or none any more."""
    bound = {"id_number": id_number, "session": given["session"], "token": given["token"], "registered": registered}
    row = session.scalars(select(CodeRow).filter_by(**bound)).first()
    if row is None or row.proven is None or not 0 <= now - row.proven <= lasts:
        raise Refused("PROOF_EXPIRED")
    return row


def inbox(session: Session, count: int) -> list[str]:
    """The last messages that phones got, oldest first."""
    rows = list(session.scalars(select(MessageRow).order_by(MessageRow.number.desc()).limit(count)))
    return [f"{moment(row.sent)} {row.phone} {row.words}" for row in reversed(rows)]


def masked(phone: str) -> str:
    """The first three and the last four digits."""
    return f"{phone[:SHOWN_FIRST]}****{phone[-SHOWN_LAST:]}"


def _wrong(row: CodeRow) -> Refused:
    row.tries_left -= 1
    return Refused("SMS_WRONG" if row.tries_left else "SMS_USED_UP", row.tries_left)


def _check_pace(session: Session, id_number: str, now: float, *, registered: bool) -> None:
    rows = session.execute(select(CodeRow.sent, CodeRow.registered).filter_by(id_number=id_number)).all()
    sent = [(at, to_registered) for at, to_registered in rows if 0 <= now - at < DAY]
    too_soon = any(now - at < PAUSE for at, to_registered in sent if to_registered is registered)
    if len(sent) >= MOST_A_DAY or too_soon:
        raise Refused("SMS_TOO_OFTEN")
