"""What the made-up bureau holds: people, their cards, and what terminals have told it."""

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, timedelta, timezone

from sqlalchemy import ForeignKey, String, create_engine, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship
from sqlalchemy.pool import NullPool

from sandbox.people import ApplicationState, Person, Production, SocialSecurityCard

CHONGQING = "50"
"""The first two digits of the area in a card's identifier: the bureau holds no other city's cards."""
BEIJING_TIME = timezone(timedelta(hours=8))
WORKING_HOURS_BEGIN = 9


class Base(DeclarativeBase):
    """All tables."""


class PersonRow(Base):
    """A person, by 社会保障号码."""

    __tablename__ = "sandbox_people"

    id_number: Mapped[str] = mapped_column(String(18), primary_key=True)
    name: Mapped[str] = mapped_column(String(100))
    alive: Mapped[bool]
    electronic_card: Mapped[str] = mapped_column(String(20))
    cards: Mapped[list["CardRow"]] = relationship(order_by="CardRow.issued", back_populates="holder")


class CardRow(Base):
    """A card, by 卡的识别码. Moments are ISO 8601 with their zone, which SQLite would lose."""

    __tablename__ = "sandbox_cards"

    identifier: Mapped[str] = mapped_column(String(32), primary_key=True)
    number: Mapped[str] = mapped_column(String(9), index=True)
    id_number: Mapped[str] = mapped_column(ForeignKey(PersonRow.id_number), index=True)
    issued: Mapped[date]
    expires: Mapped[date]
    state: Mapped[str] = mapped_column(String(1))
    loss_until: Mapped[str | None] = mapped_column(String(40))
    bank: Mapped[str] = mapped_column(String(100))
    bank_account: Mapped[str] = mapped_column(String(30))
    bank_state: Mapped[str] = mapped_column(String(20))
    generation: Mapped[str] = mapped_column(String(4))
    production: Mapped[str | None] = mapped_column(String(20))
    production_updated: Mapped[str | None] = mapped_column(String(40))
    pickup: Mapped[str] = mapped_column(String(100))
    holder: Mapped[PersonRow] = relationship(back_populates="cards")


class NoticeRow(Base):
    """What a terminal told of its own accord."""

    __tablename__ = "sandbox_notices"

    number: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[str] = mapped_column(String(64))
    terminal_id: Mapped[str] = mapped_column(String(64))
    kind: Mapped[str] = mapped_column(String(40))
    at: Mapped[str] = mapped_column(String(40))
    device: Mapped[str] = mapped_column(String(100))
    card_tail: Mapped[str] = mapped_column(String(4))


class Database:
    """The bureau's tables at an SQLAlchemy URL, made anew and filled with `people`."""

    def __init__(self, url: str, people: Sequence[Person]) -> None:
        # No pool: a connection belongs to one request, and nothing is left open when the sandbox stops.
        self._engine = create_engine(url, poolclass=NullPool)
        Base.metadata.drop_all(self._engine)
        Base.metadata.create_all(self._engine)
        with self.session() as session:
            session.add_all(_person(person) for person in people)

    @contextmanager
    def session(self) -> Generator[Session]:
        """One transaction, committed at the end."""
        with Session(self._engine) as session, session.begin():
            yield session

    def notices(self) -> list[str]:
        """What terminals have told, a line each, oldest first."""
        with self.session() as session:
            rows = session.scalars(select(NoticeRow).order_by(NoticeRow.number))
            return [f"{row.at} {row.terminal_id} {row.kind} {row.device} {row.card_tail}".rstrip() for row in rows]


def keep(session: Session, notice: NoticeRow) -> None:
    """Write a notice down, once for the same terminal, kind and moment."""
    same = select(NoticeRow).filter_by(terminal_id=notice.terminal_id, kind=notice.kind, at=notice.at)
    if session.scalars(same).first() is None:
        session.add(notice)


def _person(person: Person) -> PersonRow:
    return PersonRow(
        id_number=person.id_number,
        name=person.name,
        alive=person.alive,
        electronic_card=person.electronic_card.value,
        cards=[_card(card) for card in person.cards if card.identifier.startswith(CHONGQING)],
    )


def _card(card: SocialSecurityCard) -> CardRow:
    step = None if card.production is Production.NONE else card.production.value
    lost_until = card.loss_until if card.state is ApplicationState.TEMPORARY_LOSS else None
    return CardRow(
        identifier=card.identifier,
        number=card.number,
        issued=card.issued,
        expires=card.expires,
        state=card.state.value,
        loss_until=_moment(lost_until),
        bank=card.bank,
        bank_account=card.bank_account,
        bank_state=card.bank_state.value,
        generation=card.chip.generation,
        production=step,
        production_updated=_moment(_morning_of(card.issued)) if step else None,
        pickup=card.pickup,
    )


def _morning_of(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, WORKING_HOURS_BEGIN, tzinfo=BEIJING_TIME)


def _moment(moment: datetime | None) -> str | None:
    if moment is None:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=BEIJING_TIME)).isoformat()
