"""扫码保存: one record under one public address, once, for ten minutes, for who knows six digits or a code."""

import secrets
from collections.abc import Mapping
from enum import Enum, unique
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from sandbox.backend.database import CodeRow, moment
from sandbox.backend.refusals import Refused
from sandbox.backend.rules import PUBLIC_ADDRESS, holds
from sandbox.backend.sms import CODE_LASTS, send
from sandbox.records.desk import proven
from sandbox.records.tables import VOID, RecordRow, SavingRow

LASTS: Final = 600
"""Seconds for which the address is good."""
MOST_TRIES: Final = 5
PATH: Final = "/save/"
SESSION_LENGTH: Final = 32
_LAST: Final = 6


@unique
class Opened(Enum):
    """What came of a try to open it."""

    YES = "yes"
    WRONG = "wrong"
    OVER = "over"
    """Used, too late, tried too often, or there never was such an address: which of these is nobody's business."""


def offer(session: Session, question: Mapping[str, Any], now: float) -> dict[str, Any]:
    """The body of the answer to POST /v1/records/saving: the path under the public address."""
    person = proven(session, question, now)
    if not holds(session, PUBLIC_ADDRESS):
        raise Refused("NO_PUBLIC_ADDRESS")
    record = session.get(RecordRow, question["serial"])
    if record is None or record.id_number != person.id_number or record.state == VOID:
        raise Refused("NO_SUCH_RECORD")
    row = session.scalars(select(SavingRow).filter_by(serial=record.serial)).first()
    if row is None:
        row = SavingRow(
            token=secrets.token_urlsafe(24), serial=record.serial, until=now + LASTS, tries_left=MOST_TRIES, opened=None
        )
        session.add(row)
    return {"serial": record.serial, "path": PATH + row.token, "expires": moment(row.until), "tries": row.tries_left}


def state(session: Session, serial: str, now: float) -> dict[str, Any]:
    """The body of the answer to POST /v1/records/saving/state: whether it was fetched."""
    row = session.scalars(select(SavingRow).filter_by(serial=serial)).first()
    if row is None:
        raise Refused("NO_SUCH_RECORD")
    over = now > row.until or row.tries_left == 0
    return {"serial": serial, "state": "used" if row.opened is not None else "over" if over else "waiting"}


def fetch(session: Session, token: str, word: str, now: float) -> tuple[Opened, bytes]:
    """The file for who knows the ID number's last six characters or the last SMS code; a wrong word is counted."""
    found = _open(session, token, now)
    if found is None:
        return Opened.OVER, b""
    row, record = found
    if not _knows(session, record.id_number, word.strip().upper(), now):
        row.tries_left -= 1
        return (Opened.WRONG if row.tries_left else Opened.OVER), b""
    row.opened = now
    return Opened.YES, record.pdf


def send_code(session: Session, token: str, now: float) -> bool:
    """A code to the telephone of whose paper it is, as often as codes may be sent; False where that is not possible."""
    found = _open(session, token, now)
    if found is None:
        return False
    _, record = found
    try:
        send(session, {"person": {"id_number": record.id_number}, "session": token[:SESSION_LENGTH]}, now)
    except Refused:
        return False
    return True


def _open(session: Session, token: str, now: float) -> tuple[SavingRow, RecordRow] | None:
    """An address that can still be used, with its paper; one whose paper was voided since is over."""
    row = session.get(SavingRow, token)
    if row is None or row.opened is not None or now > row.until or row.tries_left == 0:
        return None
    record = session.get(RecordRow, row.serial)
    assert record is not None, "records are not deleted"
    return None if record.state == VOID else (row, record)


def _knows(session: Session, id_number: str, word: str, now: float) -> bool:
    if len(word) != _LAST:
        return False
    last = select(CodeRow).filter_by(id_number=id_number, registered=True).order_by(CodeRow.number.desc())
    code = session.scalars(last).first()
    fresh = code is not None and 0 <= now - code.sent <= CODE_LASTS and code.code == word
    return secrets.compare_digest(id_number[-_LAST:].encode(), word.encode()) or fresh
