"""What goes to the bureau and what comes back, as typed, frozen values; the contract is `resources/openapi.yaml`.

Types are strict: a number is no string. Unknown fields are ignored, because a bureau adds to its API before all
terminals have been updated; a value that is missing or cannot be makes the whole answer unusable.
"""

from datetime import date
from enum import Enum, unique
from typing import Annotated, Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, FailFast, Field, StringConstraints, model_validator

MOST_CARDS = 50

Given = Annotated[str, StringConstraints(max_length=100)]
"""What a card or a terminal says; the bureau judges it."""
Words = Annotated[str, StringConstraints(max_length=100, pattern=r"^[^\x00-\x1f\x7f]*$")]
"""What the bureau says; no control character gets past here."""
IdNumber = Annotated[str, StringConstraints(pattern=r"^[0-9A-Z]{15,18}$")]
"""18 digits (GB 11643), or the 15 characters of a foreigner's permanent residence card of 2017."""
Name = Annotated[str, StringConstraints(min_length=1, max_length=100, pattern=r"^[^\x00-\x1f\x7f]*$")]
Tail = Annotated[str, StringConstraints(pattern=r"^[0-9A-Z]{4}$")]
CardNumber = Annotated[str, StringConstraints(pattern=r"^[0-9A-Z]{9}$")]
Authentication = Annotated[str, StringConstraints(pattern=r"^[0-9A-F]{16}$")]
AuthenticationOrNone = Annotated[str, StringConstraints(pattern=r"^([0-9A-F]{16})?$")]
Handle = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{24}$")]
Key = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z_-]{16,64}$")]
"""An idempotency key."""
SessionName = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z_-]{8,64}$")]
"""A resident's visit, by a random name."""
Hotline = Annotated[str, StringConstraints(pattern=r"^[0-9 -]{0,20}$")]
RefusalCode = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9_]{1,39}$")]


@unique
class Proof(Enum):
    """How the resident showed who they are."""

    ID_CARD = "id_card"
    CARD_PIN = "card_pin"
    SMS = "sms"
    """A code came back from the registered telephone. Counts beside ID_CARD, or TYPED_NUMBER."""
    FACE = "face"
    """The bureau compared the person's live face with the photo on file. Counts where SMS does."""
    STAFF = "staff"
    """A member of staff compared the person with their ID card and said so. Counts where SMS does."""
    TYPED_NUMBER = "typed_number"
    """The ID number was typed: it proves nothing, and counts beside SMS only, for a temporary loss."""
    AGENT = "agent"
    """Somebody acts for the holder, whose ID card was read; counts where an item is open to agents (代办)."""


@unique
class Relation(Enum):
    """What an agent (代办人) is to the holder, by the agent's own word."""

    FAMILY = "family"
    FRIEND = "friend"
    COMMUNITY = "community"
    OTHER = "other"


@unique
class Detail(Enum):
    """How much the bureau tells for the proofs that were given."""

    STATES = "states"
    FULL = "full"


@unique
class ApplicationState(Enum):
    """社保应用状态 (AAZ502)."""

    SEALED = "0"
    NORMAL = "1"
    FORMAL_LOSS = "2"
    LOCKED = "3"
    TEMPORARY_LOSS = "4"
    CANCELLED = "9"


@unique
class BankState(Enum):
    """金融账户状态, as the co-operating bank tells it."""

    NOT_ACTIVATED = "not_activated"
    NORMAL = "normal"
    VERBAL_LOSS = "verbal_loss"
    WRITTEN_LOSS = "written_loss"
    CLOSED = "closed"


@unique
class ProductionStep(Enum):
    """制卡进度: the five steps, in this order."""

    ACCEPTED = "accepted"
    ACCOUNT_OPENED = "account_opened"
    CARD_MADE = "card_made"
    SENT_TO_CITY = "sent_to_city"
    AT_PICKUP = "at_pickup"


@unique
class ElectronicCardState(Enum):
    """电子社保卡, as the national platform tells it."""

    ISSUED = "issued"
    NOT_ISSUED = "not_issued"
    LOCKED = "locked"


@unique
class NoticeKind(Enum):
    """What a terminal tells the bureau of its own accord."""

    CARD_LEFT_BEHIND = "card_left_behind"
    CARD_TAKEN_LATE = "card_taken_late"
    OUT_OF_SERVICE = "out_of_service"
    IN_SERVICE = "in_service"


class Value(BaseModel):
    """A frozen value; what is wrong with one is told without its content."""

    model_config = ConfigDict(
        frozen=True,
        strict=True,
        extra="ignore",
        hide_input_in_errors=True,
        # Names of fields only: else its cache of strings would keep residents' names and numbers after their sessions.
        cache_strings="keys",
        # Each with its first answer: a hundred validators before the first page cost 60 ms and 4 MB.
        defer_build=True,
    )


class SystemInfo(Value):
    """Who answers. `test_system`: made-up people; a live terminal goes out of service."""

    test_system: bool
    name: Words
    version: Words
    time: AwareDatetime


class Echo(Value):
    """Bytes in base64, as they were sent."""

    echo: Annotated[str, StringConstraints(max_length=4096)]


class InsertedCard(Value):
    """The card in the reader: 卡的识别码 (AAZ501) and 卡号 (AAZ500), as its EF05 gives them."""

    identifier: Given = Field(repr=False)
    number: Given = Field(repr=False)


class SmsProof(Value):
    """What the bureau gave for an SMS code; good for this person and this session, for a while."""

    session: SessionName
    token: Annotated[str, StringConstraints(min_length=16, max_length=100)] = Field(repr=False)


class FaceProof(Value):
    """What the bureau gave for a face that fitted; good for this person and this session, for a while."""

    session: SessionName
    token: Annotated[str, StringConstraints(min_length=16, max_length=100)] = Field(repr=False)


class StaffProof(Value):
    """What the bureau gave for the word of a member of staff; good for this person and this session, for a while."""

    session: SessionName
    token: Annotated[str, StringConstraints(min_length=16, max_length=100)] = Field(repr=False)
    number: Annotated[str, StringConstraints(pattern=r"^[0-9]{4,10}$")]
    """Whose word it is."""


class AgentProof(Value):
    """Who acts for the holder (代办人): by which papers, and by what the bureau gave for them in this session."""

    id_number: Given = Field(repr=False)
    name: Given = Field(repr=False)
    relation: Relation
    sms: SmsProof | None = None
    face: FaceProof | None = None
    staff: StaffProof | None = None


class Attachment(Value):
    """Something that waits in the staging area, by its name there and its SHA-256."""

    upload: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]
    digest: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class PersonAnswered(Value):
    """Whom an answer is about: 社会保障号码 and 姓名."""

    id_number: IdNumber = Field(repr=False)
    name: Name = Field(repr=False)


class ApplicationOfCard(Value):
    """The social-security function. `loss_until`: when a temporary loss ends by itself; `lost_at`: when it began."""

    state: ApplicationState
    loss_until: AwareDatetime | None = None
    lost_at: AwareDatetime | None = None


class BankOfCard(Value):
    """The bank account. `account_tail`: last four digits, only with CARD_PIN. `hotline` is empty when not known."""

    name: Words
    state: BankState
    account_tail: Tail | None = Field(default=None, repr=False)
    hotline: Hotline = ""


class ChipOfCard(Value):
    """What the bureau knows of the chip; its PIN counter is the chip's own. `generation`: 规范版本, as "3.00"."""

    generation: Annotated[str, StringConstraints(pattern=r"^[0-9]\.[0-9]{2}$")]


class ProductionOfCard(Value):
    """制卡进度, None when nothing is being made. `pickup`: 领卡网点."""

    step: ProductionStep | None = None
    pickup: Words = ""
    updated: AwareDatetime | None = None


class OpenMark(Value):
    """What was begun on a card's chip and whose end nobody has told yet.

    `mark`: the key of the operation that began it; `item`: which one, as "change_pin".
    """

    mark: Key
    opened: AwareDatetime
    item: Words = "change_pin"


class CardStates(Value):
    """One card with its five dimensions kept apart. `number` comes only in full detail.

    `handle`: what the bureau calls the card by while it is not in the reader.
    """

    handle: Handle
    number_tail: Tail
    number: CardNumber | None = Field(default=None, repr=False)
    issued: date
    expires: date
    is_current: bool
    application: ApplicationOfCard
    bank: BankOfCard
    chip: ChipOfCard
    production: ProductionOfCard
    electronic_card: ElectronicCardState
    open_mark: OpenMark | None = None

    @property
    def shows_digits(self) -> bool:
        """Whether it holds what an ID card alone must not open."""
        return self.number is not None or self.bank.account_tail is not None

    @model_validator(mode="after")
    def _one_number(self) -> Self:
        if self.number is not None and not self.number.endswith(self.number_tail):
            raise ValueError("number and number_tail differ")
        return self


class CardsAnswer(Value):
    """All cards of one person, the current one marked."""

    person: PersonAnswered
    detail: Detail
    # Without FailFast 131,000 wrong cards would be 131,000 errors and hold the interpreter for 190 ms.
    cards: Annotated[tuple[CardStates, ...], Field(min_length=1, max_length=MOST_CARDS), FailFast()]

    @model_validator(mode="after")
    def _no_more_than_it_says(self) -> Self:
        if self.detail is Detail.STATES and any(card.shows_digits for card in self.cards):
            raise ValueError("digits in an answer of states only")
        if sum(card.is_current for card in self.cards) > 1:
            raise ValueError("two current cards")
        return self


class ReadingRequest(Value):
    """What the HSM needs to open a 3.0 card for reading (LD/T 33, ReadCardBas step 1); hex but for `area`.

    They are a card's own words: whether they can be is for the HSM to judge.
    """

    area: Given
    reset_info: Given = Field(repr=False)
    algorithm: Given
    identifier: Given = Field(repr=False)
    internal_factor: Given = Field(repr=False)
    internal_raw: Given = Field(repr=False)
    external_factor: Given = Field(default="", repr=False)
    external_raw: Given = Field(default="", repr=False)


class ReadingAuthorisation(Value):
    """What the card must have answered, and what opens EF06 (8 bytes each, hex); empty where none is needed."""

    internal_auth: Authentication = Field(repr=False)
    external_auth: AuthenticationOrNone = Field(default="", repr=False)


class TerminalNotice(Value):
    """Something staff should know. `device`: a device's name; `card_tail`: last four characters, if known."""

    kind: NoticeKind
    at: AwareDatetime
    device: Words = ""
    card_tail: Tail | None = None


class NoticeTaken(Value):
    """The bureau has written a notice down."""

    accepted: bool


class RefusalAnswer(Value):
    """Why not. `time`: the gateway's clock, when it refused the terminal's; `tries_left`: of an SMS code."""

    code: RefusalCode
    message: Annotated[str, StringConstraints(max_length=500)]
    time: AwareDatetime | None = None
    tries_left: Annotated[int, Field(ge=0)] | None = None
