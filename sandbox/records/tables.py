"""What the bureau keeps of printed records: each by its serial number, and the address under which it can be saved."""

from sqlalchemy import LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from sandbox.backend.database import Base

ISSUED, VOID = "issued", "void"


class RecordRow(Base):
    """A record that was composed for a terminal. Moments are Unix seconds of the bureau's calendar."""

    __tablename__ = "sandbox_records"

    serial: Mapped[str] = mapped_column(String(40), primary_key=True)
    request: Mapped[str] = mapped_column(String(64), unique=True)
    """The terminal's name for the request: the same again gives the same record."""
    asked: Mapped[str] = mapped_column(String(64))
    """SHA-256 of what was asked for, which the request is bound to."""
    terminal_id: Mapped[str] = mapped_column(String(64))
    id_number: Mapped[str] = mapped_column(String(18), index=True)
    document: Mapped[str] = mapped_column(String(20))
    made: Mapped[float]
    state: Mapped[str] = mapped_column(String(10))
    code: Mapped[str] = mapped_column(String(20), index=True)
    """The check code without what its contents decide."""
    seal: Mapped[str] = mapped_column(String(4))
    digest: Mapped[str] = mapped_column(String(64))
    """SHA-256 of the signed file, hexadecimal."""
    pages: Mapped[int]
    pdf: Mapped[bytes] = mapped_column(LargeBinary)


class VoidRow(Base):
    """A request whose record shall never count, known or not yet made."""

    __tablename__ = "sandbox_record_voids"

    request: Mapped[str] = mapped_column(String(64), primary_key=True)


class SavingRow(Base):
    """A public address under which one record can be fetched once."""

    __tablename__ = "sandbox_savings"

    token: Mapped[str] = mapped_column(String(64), primary_key=True)
    serial: Mapped[str] = mapped_column(String(40), unique=True)
    until: Mapped[float]
    tries_left: Mapped[int]
    opened: Mapped[float | None]


class DisputeRow(Base):
    """A line that its holder wants to have checked, by the key of the operation."""

    __tablename__ = "sandbox_disputes"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    id_number: Mapped[str] = mapped_column(String(18), index=True)
    insurance: Mapped[str] = mapped_column(String(20))
    month: Mapped[int]
    at: Mapped[float]
