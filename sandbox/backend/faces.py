"""Compares a live picture with the photo on file; a match is good as a proof for a while, like a code given back."""

import secrets
from collections.abc import Mapping
from typing import Any

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from sandbox.backend.database import Base, PersonRow, moment
from sandbox.backend.refusals import Refused

MOST_A_DAY = 20
DAY = 86400
OLD_AFTER = 8
"""Years from which on a photo on file is said to be old."""


class FaceRow(Base):
    """A picture that was compared: never the picture, only that it fitted or not."""

    __tablename__ = "sandbox_faces"

    number: Mapped[int] = mapped_column(primary_key=True)
    id_number: Mapped[str] = mapped_column(String(18), index=True)
    session: Mapped[str] = mapped_column(String(64))
    at: Mapped[float]
    token: Mapped[str | None] = mapped_column(String(64), index=True)
    """The proof, when it fitted."""
    chip_photo: Mapped[int] = mapped_column(default=0)
    """Bytes of the ID card's own photo (WLT) that came along; to open it takes the ministry's library."""


def compare(
    session: Session, body: Mapping[str, Any], jpeg: bytes, now: float, lasts: float, *, chip_photo: int = 0
) -> dict[str, Any] | Refused:
    """The proof that the person before the camera is the one on file. A misfit is counted, so it is no error."""
    from sandbox.faces import comparing  # noqa: PLC0415 - OpenCV, for who shows a face
    from sandbox.faces.people import face_of  # noqa: PLC0415

    person = session.get(PersonRow, body["person"]["id_number"])
    if person is None or not person.alive:
        raise Refused("DECEASED" if person else "NO_RECORD")
    if person.photo is None:
        raise Refused("NO_PHOTO")
    if not comparing.can_compare():
        raise Refused("FACE_UNAVAILABLE")
    _check_count(session, person.id_number, now)
    picture = comparing.decoded(jpeg)
    seen = None if picture is None else comparing.described(picture)
    filed = comparing.described(comparing.on_file(face_of(person.key)))
    row = FaceRow(id_number=person.id_number, session=body["session"], at=now, chip_photo=chip_photo)
    session.add(row)
    if seen is None or filed is None:
        return Refused("FACE_UNCLEAR")
    if comparing.similarity(seen, filed) < comparing.LEAST:
        return Refused("FACE_MISMATCH")
    row.token = secrets.token_hex(16)
    return {"token": row.token, "expires": moment(now + lasts)}


def face_fitted(session: Session, body: Mapping[str, Any], now: float, lasts: float) -> bool:
    """Whether the person's face was compared and fitted; `Refused` when it is claimed and not so."""
    given = body.get("face")
    if given is None or "face" not in body["proofs"]:
        raise Refused("PROOF_NEEDED")
    bound = {"id_number": body["person"]["id_number"], "session": given["session"], "token": given["token"]}
    row = session.scalars(select(FaceRow).filter_by(**bound)).first()
    if row is None or not 0 <= now - row.at <= lasts:
        raise Refused("PROOF_EXPIRED")
    return True


def _check_count(session: Session, id_number: str, now: float) -> None:
    times = session.scalars(select(FaceRow.at).filter_by(id_number=id_number))
    if sum(0 <= now - at < DAY for at in times) >= MOST_A_DAY:
        raise Refused("FACE_TOO_OFTEN")
