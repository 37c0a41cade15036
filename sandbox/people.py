"""The made-up residents: who they are, which cards they hold and in which state, the same for every seed."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum, unique


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
    """金融账户状态."""

    NOT_ACTIVATED = "not_activated"
    NORMAL = "normal"
    VERBAL_LOSS = "verbal_loss"
    WRITTEN_LOSS = "written_loss"
    CLOSED = "closed"


@unique
class Production(Enum):
    """制卡进度: the five steps of the real machines, or none under way."""

    NONE = "none"
    ACCEPTED = "accepted"
    ACCOUNT_OPENED = "account_opened"
    CARD_MADE = "card_made"
    SENT_TO_CITY = "sent_to_city"
    AT_PICKUP = "at_pickup"


@unique
class ElectronicCard(Enum):
    """电子社保卡."""

    ISSUED = "issued"
    NOT_ISSUED = "not_issued"
    LOCKED = "locked"


@dataclass(frozen=True)
class Chip:
    """What is inside a card's chip when it is first put in; the card simulator keeps the counter from there on."""

    generation: str  # "1.00", "2.00", "3.00"
    algorithm: str  # "DES", "SM4"
    pin: str  # "" when no PIN is set
    max_tries: int
    tries_left: int
    blocked: str = ""  # "", "application" (SELECT answers 9303), "card" (6A81 to everything)
    ascii_dates: bool = False
    """The quirk seen on a real card: issue and expiry as ASCII years."""


@dataclass(frozen=True)
class SocialSecurityCard:
    """One card of a person."""

    number: str
    """卡号, 9 characters."""
    identifier: str
    """卡的识别码, 32 hex characters."""
    atr: str
    """Hex: 3B6D0000 and 13 historical bytes."""
    issued: date
    expires: date
    state: ApplicationState
    bank: str
    bank_account: str
    bank_state: BankState
    production: Production
    chip: Chip
    loss_until: datetime | None = None
    pickup: str = ""
    medical_balance: int = 0
    """个人账户 of the medical insurance, in fen."""


@dataclass(frozen=True)
class Person:
    """A resident who does not exist. `id_number` has a valid check digit; area 500103."""

    key: str
    """A short name for commands: "p001", and a nickname for the people that stories are about: "zhang"."""
    id_number: str
    name: str
    sex: str  # "1" male, "2" female
    ethnic: str  # two digits, GB 3304
    birth: date
    address: str
    authority: str
    id_valid_from: date
    id_valid_to: date | None  # None is 长期
    phone: str
    """Registered at the bureau; empty when none is."""
    electronic_card: ElectronicCard
    cards: tuple[SocialSecurityCard, ...] = field(default=())
    id_kind: str = "resident"
    """"resident", "I" (foreigner 2017), "J" (Hong Kong, Macao, Taiwan), "Y" (foreigner 2023)."""
    birthplace: str = ""
    """出生地, a GB/T 2260 code; empty where the ID number begins with it."""
    alive: bool = True
    contact: str = ""
    """联系人, as registered at the bureau; the address of the ID card is registered as well."""
    photo: date | None = None
    """When the photo on file was taken."""
    insured: bool = True
    """参保 in this city."""
    benefit: str = ""
    """What is paid into the account of the current card: 「企业职工基本养老金」."""
    story: str = ""
    """One line for the person at the demo's prompt: 「第三代卡，正常，密码 120119」."""
