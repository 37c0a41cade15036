"""好差评: how visits were found, kept beside the operations and without anybody's name."""

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from sandbox.backend.asked import Asked
from sandbox.backend.database import Base, moment

LEVELS = {5: "非常满意", 4: "满意", 3: "基本满意", 2: "不满意", 1: "非常不满意", None: "未评价"}


class RatingRow(Base):
    """One visit. `level` is NULL where nobody rated."""

    __tablename__ = "sandbox_ratings"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    terminal_id: Mapped[str] = mapped_column(String(64))
    item: Mapped[str] = mapped_column(String(40))
    about: Mapped[str] = mapped_column(String(80))
    level: Mapped[int | None]
    reasons: Mapped[str] = mapped_column(String(900))
    list: Mapped[str] = mapped_column(String(20))
    at: Mapped[str] = mapped_column(String(40))


def rate(session: Session, asked: Asked, now: float) -> None:
    """Taken as it is: no opinion is refused."""
    said = asked.operation
    row = RatingRow(
        key=asked.key,
        terminal_id=asked.terminal_id,
        item=said["item"],
        about=said.get("about") or "",
        level=None if said.get("level") is None else int(said["level"]),
        reasons=" ".join(said.get("reasons", ())),
        list=said["list"],
        at=moment(now),
    )
    session.add(row)


def lines(session: Session) -> list[str]:
    """All of them, the oldest first."""
    rows = session.scalars(select(RatingRow).order_by(RatingRow.at, RatingRow.key))
    return [
        " ".join(filter(None, (row.at, row.terminal_id, row.item, row.about, LEVELS[row.level], row.reasons)))
        for row in rows
    ]
