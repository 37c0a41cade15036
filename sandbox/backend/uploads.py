"""The staging area: attachments that wait for the operation they belong to, and are gone when none comes in time."""

import base64
import binascii
import hashlib
import secrets
from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from sandbox.backend.asked import Asked, BadRequest
from sandbox.backend.database import UploadRow, moment
from sandbox.backend.refusals import Refused

LARGEST = 512 * 1024
"""Bytes of one attachment."""
LASTS: Mapping[str, float] = {"signature": 3 * 86_400, "photo": 1800, "document": 1800}
"""Kind → seconds for which it waits; a signature as long as a loss report may be sent again until it is answered."""
KINDS = frozenset(LASTS)
_BEGINS: Mapping[str, bytes] = {
    "image/svg+xml": b"<svg ",
    "image/png": b"\x89PNG\r\n\x1a\n",
    "image/jpeg": b"\xff\xd8\xff",
}
MEDIA_TYPES = frozenset(_BEGINS)


def stage(session: Session, terminal_id: str, body: Mapping[str, Any], now: float) -> dict[str, Any]:
    """Keep an attachment for a while; the same one for the same person again is the same."""
    content = _content(body["content"])
    if len(content) > LARGEST:
        raise Refused("UPLOAD_TOO_LARGE")
    if hashlib.sha256(content).hexdigest() != body["digest"] or not content.startswith(_BEGINS[body["media_type"]]):
        raise Refused("UPLOAD_UNREADABLE")
    named = {name: body[name] for name in ("kind", "media_type", "digest")}
    named["id_number"] = body["person"]["id_number"]
    row = session.scalars(select(UploadRow).filter_by(terminal_id=terminal_id, taken_by=None, **named)).first()
    if row is None:
        row = UploadRow(upload=secrets.token_hex(16), terminal_id=terminal_id, content=content, **named)
        session.add(row)
    row.expires = now + LASTS[body["kind"]]
    return {"upload": row.upload, "digest": row.digest, "expires": moment(row.expires)}


def take(session: Session, asked: Asked, name: str, kind: str) -> str:
    """The attachment that an operation names becomes its own; `Refused` when it is not there (any more)."""
    given = asked.operation.get(name)
    if given is None:
        raise Refused("SIGN_AT_COUNTER")
    row = session.get(UploadRow, given["upload"])
    wanted = (asked.terminal_id, asked.id_number, kind, given["digest"], None)
    if row is None or (row.terminal_id, row.id_number, row.kind, row.digest, row.taken_by) != wanted:
        raise Refused("UPLOAD_GONE")
    row.taken_by = asked.key
    return row.upload


def drop_expired(session: Session, now: float) -> None:
    """What no operation came for in time."""
    session.execute(delete(UploadRow).where(UploadRow.taken_by.is_(None), UploadRow.expires <= now))


def _content(written: str) -> bytes:
    try:
        return base64.b64decode(written, validate=True)
    except binascii.Error:
        raise BadRequest("content: base64 is needed") from None
