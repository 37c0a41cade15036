"""What the made-up bureau holds: people, their cards, what was done to them, and what terminals have told it."""

import secrets
import time
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, timedelta, timezone
from typing import Any, TypeVar

from sqlalchemy import Engine, ForeignKey, String, create_engine, event, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship
from sqlalchemy.pool import NullPool

from sandbox.issuing import INITIAL_PIN
from sandbox.people import ApplicationState, Person, Production, SocialSecurityCard

CHONGQING = "50"
"""The first two digits of the area in a card's identifier: the bureau holds no other city's cards."""
BEIJING_TIME = timezone(timedelta(hours=8))
TEMPORARY_LASTS = timedelta(days=7)
"""A temporary loss."""
WORKING_HOURS_BEGIN = 9
HANDLE_BYTES = 12
MOST_ATTEMPTS = 20
"""Of a transaction that meets another one on the same rows."""
LOCK_SECONDS = 30

R = TypeVar("R")


class Base(DeclarativeBase):
    """All tables."""


class PersonRow(Base):
    """A person, by 社会保障号码."""

    __tablename__ = "sandbox_people"

    id_number: Mapped[str] = mapped_column(String(18), primary_key=True)
    key: Mapped[str] = mapped_column(String(20), default="")
    """The nickname, by which their working life is told."""
    name: Mapped[str] = mapped_column(String(100))
    alive: Mapped[bool]
    electronic_card: Mapped[str] = mapped_column(String(20))
    phone: Mapped[str] = mapped_column(String(20))
    """Empty when none is registered. No answer holds more than its first three and last four digits."""
    birth: Mapped[date]
    address: Mapped[str] = mapped_column(String(100))
    contact: Mapped[str] = mapped_column(String(50))
    photo: Mapped[date | None]
    """When the photo on file was taken."""
    insured: Mapped[bool]
    benefit: Mapped[str] = mapped_column(String(50))
    """What is paid into the account of the current card, if anything."""
    cards: Mapped[list["CardRow"]] = relationship(order_by="CardRow.issued", back_populates="holder")


class CardRow(Base):
    """A card, by 卡的识别码. Moments are ISO 8601 with their zone, which SQLite would lose."""

    __tablename__ = "sandbox_cards"

    identifier: Mapped[str] = mapped_column(String(32), primary_key=True)
    handle: Mapped[str] = mapped_column(String(32), index=True)
    """What terminals call the card by when they do not hold it: random, and on no paper."""
    number: Mapped[str] = mapped_column(String(9), index=True)
    id_number: Mapped[str] = mapped_column(ForeignKey(PersonRow.id_number), index=True)
    issued: Mapped[date]
    expires: Mapped[date]
    state: Mapped[str] = mapped_column(String(1))
    loss_until: Mapped[str | None] = mapped_column(String(40))
    state_before_loss: Mapped[str | None] = mapped_column(String(1))
    lost_at: Mapped[str | None] = mapped_column(String(40))
    """When the loss began that it is in."""
    initial_pin: Mapped[bool]
    """Whether the PIN is still the one that every card is made with."""
    bank: Mapped[str] = mapped_column(String(100))
    bank_account: Mapped[str] = mapped_column(String(30))
    bank_state: Mapped[str] = mapped_column(String(20))
    generation: Mapped[str] = mapped_column(String(4))
    production: Mapped[str | None] = mapped_column(String(20))
    production_updated: Mapped[str | None] = mapped_column(String(40))
    pickup: Mapped[str] = mapped_column(String(100))
    medical_balance: Mapped[int]
    """In fen."""
    holder: Mapped[PersonRow] = relationship(back_populates="cards")


class MessageRow(Base):
    """A short message that a telephone got; `sent` in Unix seconds of the bureau's calendar."""

    __tablename__ = "sandbox_messages"

    number: Mapped[int] = mapped_column(primary_key=True)
    phone: Mapped[str] = mapped_column(String(20))
    words: Mapped[str] = mapped_column(String(200))
    sent: Mapped[float]


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


class CodeRow(Base):
    """An SMS code that was sent, and what became of it. Moments are Unix seconds of the bureau's calendar."""

    __tablename__ = "sandbox_codes"

    number: Mapped[int] = mapped_column(primary_key=True)
    id_number: Mapped[str] = mapped_column(String(18), index=True)
    session: Mapped[str] = mapped_column(String(64))
    phone: Mapped[str] = mapped_column(String(20))
    registered: Mapped[bool] = mapped_column(default=True)
    """Whether it went to the registered telephone; one to a new telephone proves that one and nobody."""
    code: Mapped[str] = mapped_column(String(6))
    sent: Mapped[float]
    tries_left: Mapped[int]
    token: Mapped[str | None] = mapped_column(String(64), index=True)
    """The proof, once the code was given back."""
    proven: Mapped[float | None]


class OperationRow(Base):
    """An idempotency key, what it is bound to, and its outcome; of a sealed key nothing else may be known."""

    __tablename__ = "sandbox_operations"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    number: Mapped[int] = mapped_column(index=True)
    """In the order of their coming."""
    terminal_id: Mapped[str] = mapped_column(String(64), index=True)
    item: Mapped[str] = mapped_column(String(40))
    id_number: Mapped[str] = mapped_column(String(100))
    digest: Mapped[str] = mapped_column(String(64))
    reference: Mapped[str] = mapped_column(String(80))
    folded: Mapped[str] = mapped_column(String(80), index=True)
    """The same for two reference numbers that people take for one another."""
    check_part: Mapped[str] = mapped_column(String(8))
    outcome: Mapped[str] = mapped_column(String(10))
    code: Mapped[str] = mapped_column(String(40))
    at: Mapped[str] = mapped_column(String(40))
    loss_until: Mapped[str | None] = mapped_column(String(40))


class MarkRow(Base):
    """A PIN change that was begun, by the key of its beginning: open until a terminal tells how the chip ended."""

    __tablename__ = "sandbox_marks"

    mark: Mapped[str] = mapped_column(String(64), primary_key=True)
    identifier: Mapped[str] = mapped_column(ForeignKey(CardRow.identifier), index=True)
    state: Mapped[str] = mapped_column(String(10))
    opened: Mapped[str] = mapped_column(String(40))
    closed: Mapped[str | None] = mapped_column(String(40))


class ApplicationRow(Base):
    """An application for a card, or for a card's end, by the key that it came under; `created` in Unix seconds."""

    __tablename__ = "sandbox_applications"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    id_number: Mapped[str] = mapped_column(ForeignKey(PersonRow.id_number), index=True)
    identifier: Mapped[str] = mapped_column(ForeignKey(CardRow.identifier), index=True)
    """The card that it is about: the new one, or the one that is replaced or cancelled."""
    reason: Mapped[str] = mapped_column(String(20))
    bank: Mapped[str] = mapped_column(String(20))
    pickup: Mapped[str] = mapped_column(String(20))
    signature: Mapped[str] = mapped_column(String(40))
    """The attachment's name."""
    created: Mapped[float]
    open: Mapped[bool]
    """Until the new card is handed out at its pick-up place, or the old one has been cancelled at the counter."""


class UploadRow(Base):
    """An attachment in the staging area, until an operation takes it or its time is over; `expires` in Unix seconds."""

    __tablename__ = "sandbox_uploads"

    upload: Mapped[str] = mapped_column(String(40), primary_key=True)
    terminal_id: Mapped[str] = mapped_column(String(64))
    id_number: Mapped[str] = mapped_column(String(100), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    media_type: Mapped[str] = mapped_column(String(40))
    digest: Mapped[str] = mapped_column(String(64))
    content: Mapped[bytes]
    expires: Mapped[float]
    taken_by: Mapped[str | None] = mapped_column(String(64))
    """The key of the operation that it belongs to."""


class HeartbeatRow(Base):
    """What a terminal told of itself in one minute; `body` is its JSON."""

    __tablename__ = "sandbox_heartbeats"

    number: Mapped[int] = mapped_column(primary_key=True)
    terminal_id: Mapped[str] = mapped_column(String(64), index=True)
    received: Mapped[str] = mapped_column(String(40))
    body: Mapped[str]


class RuleRow(Base):
    """A rule that the city decides by itself, once somebody has switched it."""

    __tablename__ = "sandbox_rules"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    on: Mapped[bool]


class GuessRow(Base):
    """A reference number asked for; `hit` says whether its check part fitted."""

    __tablename__ = "sandbox_guesses"

    number: Mapped[int] = mapped_column(primary_key=True)
    terminal_id: Mapped[str] = mapped_column(String(64))
    reference: Mapped[str] = mapped_column(String(80))
    at: Mapped[float]
    hit: Mapped[bool]


class Database:
    """The bureau's tables at an SQLAlchemy URL, made anew and filled with `people`.

    Transactions are serialisable. `clock`: the bureau's calendar, Unix seconds, by which losses end; `due`: what else
    happens by it, before each transaction.
    """

    def __init__(
        self,
        url: str,
        people: Sequence[Person],
        clock: Callable[[], float] = time.time,
        due: Sequence[Callable[[Session, float], None]] = (),
    ) -> None:
        self.clock = clock
        self._due = due
        self._engine = _engine(url)
        Base.metadata.drop_all(self._engine)
        Base.metadata.create_all(self._engine)
        with self.session() as session:
            session.add_all(_person(person) for person in people)

    @contextmanager
    def session(self) -> Generator[Session]:
        """One transaction, committed at the end."""
        with Session(self._engine) as session, session.begin():
            yield session

    def transact(self, function: Callable[[Session], R]) -> R:
        """One transaction after what is due by the calendar; done again when another one came in between.

        Raises `DBAPIError` when it still could not be done: nothing of it stays then.
        """
        for _ in range(MOST_ATTEMPTS - 1):
            try:
                return self._once(function)
            except DBAPIError as error:
                if not _collided(error):
                    raise
        return self._once(function)

    def notices(self) -> list[str]:
        """What terminals have told, a line each, oldest first."""
        with self.session() as session:
            rows = session.scalars(select(NoticeRow).order_by(NoticeRow.number))
            return [f"{row.at} {row.terminal_id} {row.kind} {row.device} {row.card_tail}".rstrip() for row in rows]

    def _once(self, function: Callable[[Session], R]) -> R:
        with self.session() as session:
            now = self.clock()
            for happen in (end_losses, *self._due):
                happen(session, now)
            return function(session)


def end_losses(session: Session, now: float) -> None:
    """Temporary losses (临时挂失) that are over: each card is again what it was before."""
    lost = select(CardRow).filter_by(state=ApplicationState.TEMPORARY_LOSS.value)
    for card in session.scalars(lost):
        if card.loss_until is not None and datetime.fromisoformat(card.loss_until).timestamp() <= now:
            end_loss(card)


def end_loss(card: CardRow) -> None:
    """The card is again what it was before it was lost."""
    card.state = card.state_before_loss or ApplicationState.NORMAL.value
    card.loss_until = card.state_before_loss = card.lost_at = None


def moment(at: float) -> str:
    """Unix seconds as ISO 8601 in Beijing time, to the millisecond."""
    return datetime.fromtimestamp(at, BEIJING_TIME).isoformat(timespec="milliseconds")


def _engine(url: str) -> Engine:
    """Without a pool: a connection belongs to one request, and nothing is left open when the sandbox stops."""
    if not url.startswith("sqlite"):
        return create_engine(url, poolclass=NullPool, isolation_level="SERIALIZABLE")
    engine = create_engine(url, poolclass=NullPool, connect_args={"timeout": LOCK_SECONDS})
    event.listen(engine, "connect", _leave_transactions_to_us)
    event.listen(engine, "begin", _begin_immediate)
    return engine


def _leave_transactions_to_us(connection: Any, _: object) -> None:
    """The driver would begin a transaction at the first write only, and two that have read could then deadlock."""
    connection.isolation_level = None
    connection.execute("PRAGMA synchronous = OFF").close()  # a sandbox outlives no power cut


def _begin_immediate(connection: Any) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _collided(error: DBAPIError) -> bool:
    """Serialisation failure, deadlock, or two who inserted the same key (PostgreSQL, class 40 and 23505)."""
    return str(getattr(error.orig, "sqlstate", "")) in {"40001", "40P01", "23505"}


def keep(session: Session, notice: NoticeRow) -> None:
    """Write a notice down, once for the same terminal, kind and moment."""
    same = select(NoticeRow).filter_by(terminal_id=notice.terminal_id, kind=notice.kind, at=notice.at)
    if session.scalars(same).first() is None:
        session.add(notice)


def _person(person: Person) -> PersonRow:
    return PersonRow(
        id_number=person.id_number,
        key=person.key,
        name=person.name,
        alive=person.alive,
        electronic_card=person.electronic_card.value,
        phone=person.phone,
        birth=person.birth,
        address=person.address,
        contact=person.contact,
        photo=person.photo,
        insured=person.insured,
        benefit=person.benefit,
        cards=[_card(card) for card in person.cards if card.identifier.startswith(CHONGQING)],
    )


def _card(card: SocialSecurityCard) -> CardRow:
    step = None if card.production is Production.NONE else card.production.value
    lost_until = card.loss_until if card.state is ApplicationState.TEMPORARY_LOSS else None
    return CardRow(
        identifier=card.identifier,
        handle=secrets.token_hex(HANDLE_BYTES),
        number=card.number,
        issued=card.issued,
        expires=card.expires,
        state=card.state.value,
        loss_until=_moment(lost_until),
        lost_at=_moment(lost_until - TEMPORARY_LASTS) if lost_until is not None else None,
        initial_pin=card.chip.pin == INITIAL_PIN,
        bank=card.bank,
        bank_account=card.bank_account,
        bank_state=card.bank_state.value,
        generation=card.chip.generation,
        production=step,
        production_updated=_moment(_morning_of(card.issued)) if step else None,
        pickup=card.pickup,
        medical_balance=card.medical_balance,
    )


def _morning_of(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, WORKING_HOURS_BEGIN, tzinfo=BEIJING_TIME)


def _moment(moment: datetime | None) -> str | None:
    if moment is None:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=BEIJING_TIME)).isoformat()
