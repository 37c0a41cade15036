"""Makes residents and issues their cards: numbers, PINs, keys' factors and dates, none of them twice."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from sandbox.numbers import account_number, card_number, id_number
from sandbox.people import (
    ApplicationState,
    BankState,
    Chip,
    ElectronicCard,
    Person,
    Production,
    SocialSecurityCard,
)

AREA = "500103"
AUTHORITY = "重庆市公安局渝中区分局"
INITIAL_PIN = "123456"
MAX_TRIES = 6
PICKUP = "渝中区松溪巷社会保障卡服务网点"
PENSION = "企业职工基本养老金"
OTHER_GROUP = "99"
BANKS = (
    "重庆农村商业银行",
    "重庆银行",
    "重庆三峡银行",
    "中国银行",
    "农业银行",
    "建设银行",
    "邮储银行",
    "工商银行",
    "交通银行",
    "民生银行",
    "招商银行",
    "兴业银行",
    "光大银行",
    "广发银行",
    "浦发银行",
    "中信银行",
)
STREETS = ("松溪巷", "云岫路", "栖霞坡", "石榴湾街", "听涛路", "竹影巷", "半山亭路", "晴川里", "枫桥坡", "柚子湾路")
_HISTORICAL = "00814A44468660"
_FIRST_ATR_BYTES = "3B6D0000"
_SERIAL = slice(16, 24)
_LETTER = "C"
_TEST_BIN = "629999"
_CARD_YEARS, _EXPIRED_AFTER_YEARS = 10, 10
_SETTLED = timedelta(days=60)
_CHILD, _YOUNG, _ADULT = 16, 26, 46
_PENSIONED = 60
_SEX_DIGITS = {"1": (1, 3, 5, 7, 9), "2": (0, 2, 4, 6, 8)}


@dataclass(frozen=True)
class CardOrder:
    """What is ordered of a card; everything else about it is made up at issue."""

    generation: str = "3.00"
    algorithm: str = ""
    """Empty: SM4 for generation 3.00, DES for the older ones."""
    state: ApplicationState = ApplicationState.NORMAL
    bank_state: BankState = BankState.NORMAL
    production: Production = Production.NONE
    pin: str | None = None
    """None: one of its own; a sealed card has the initial one. Empty: no PIN is set."""
    tries_left: int = MAX_TRIES
    blocked: str = ""
    ascii_dates: bool = False
    issued: date | None = None
    area: str = AREA
    lost_for: timedelta | None = None
    """How long a temporary loss still lasts, from the population's moment on."""
    medical_balance: int = 0
    """In fen."""


@dataclass(frozen=True)
class PersonOrder:
    """What is ordered of a person; `cards` oldest first."""

    name: str
    sex: str
    birth: date
    cards: tuple[CardOrder, ...] = (CardOrder(),)
    story: str = ""
    ethnic: str = "01"
    id_kind: str = "resident"
    id_expired: bool = False
    electronic_card: ElectronicCard = ElectronicCard.ISSUED
    alive: bool = True
    has_phone: bool = True
    has_photo: bool = True
    insured: bool = True
    contact: str = ""
    benefit: str | None = None
    """None: a pension from 60 on, paid into the account of the card."""


class Issuer:
    """One population's registry: what it has given out it does not give out again.

    `now`: from which losses last; `today`: by which papers and cards are dated, else the same day.
    """

    def __init__(self, random: Random, now: datetime, today: date | None = None) -> None:
        self._random = random
        self._now = now
        self._today = today or now.date()
        self._taken: set[str] = {INITIAL_PIN}
        self._serial = 5000
        self._phone = 1000

    def person(self, key: str, order: PersonOrder) -> Person:
        """The person, with papers and cards."""
        since, until = self._validity(order)
        return Person(
            key=key,
            id_number=self._id_number(order),
            name=order.name,
            sex=order.sex,
            ethnic=order.ethnic if order.id_kind == "resident" else OTHER_GROUP,
            birth=order.birth,
            address=self._address(),
            authority=AUTHORITY,
            id_valid_from=since,
            id_valid_to=until,
            phone=self._next_phone(order),
            electronic_card=order.electronic_card,
            cards=tuple(self._card(card, order.birth) for card in order.cards),
            id_kind=order.id_kind,
            birthplace="" if order.id_kind in ("resident", "J") else "FFFFFF",
            alive=order.alive,
            contact=order.contact,
            photo=since if order.has_photo else None,
            insured=order.insured,
            benefit=self._benefit(order),
            story=order.story,
        )

    # --- papers -------------------------------------------------------------------------------------------------

    def _id_number(self, order: PersonOrder) -> str:
        """A number of the paper's own kind that nobody has yet."""
        while True:
            serial = f"{self._random.randrange(100):02}{self._random.choice(_SEX_DIGITS[order.sex])}"
            number = _numbered(order, serial)
            if number not in self._taken:
                self._taken.add(number)
                return number

    def _validity(self, order: PersonOrder) -> tuple[date, date | None]:
        """From and to, by the holder's age at issue: 5, 10 or 20 years, or 长期; an expired one ended a while ago."""
        years_ago = self._random.randrange(5)
        since = self._today.replace(day=1) - timedelta(days=365 * years_ago + self._random.randrange(300))
        since = max(since, order.birth + timedelta(days=30))
        years = _years_valid(since.year - order.birth.year, order.id_kind)
        if order.id_expired:
            return _years_on(since, -_EXPIRED_AFTER_YEARS), since
        return since, None if years is None else _years_on(since, years)

    def _next_phone(self, order: PersonOrder) -> str:
        self._phone += 1
        return f"1990000{self._phone:04}" if order.has_phone else ""

    def _benefit(self, order: PersonOrder) -> str:
        if order.benefit is not None:
            return order.benefit
        return PENSION if order.cards and self._today.year - order.birth.year >= _PENSIONED else ""

    def _address(self) -> str:
        street, number = self._random.choice(STREETS), self._random.randrange(1, 180)
        floor, door = self._random.randrange(1, 31), self._random.randrange(1, 7)
        return f"重庆市渝中区{street}{number}号{floor}-{door}"

    # --- cards --------------------------------------------------------------------------------------------------

    def _card(self, order: CardOrder, birth: date) -> SocialSecurityCard:
        self._serial += 1
        serial = f"{self._serial:08}"
        issued = order.issued or self._issue_date(order.generation, birth)
        identifier = f"{order.area}D156000005{serial}{self._random.randbytes(4).hex().upper()}"
        return SocialSecurityCard(
            number=card_number(f"{_LETTER}{self._serial:07}"),
            identifier=identifier,
            atr=answer_to_reset(identifier),
            issued=issued,
            expires=_years_on(issued, _CARD_YEARS),
            state=order.state,
            bank=self._random.choice(BANKS),
            bank_account=account_number(f"{_TEST_BIN}{self._random.randrange(10**12):012}"),
            bank_state=order.bank_state,
            production=order.production,
            chip=self._chip(order),
            loss_until=self._loss_until(order),
            pickup="" if order.production is Production.NONE else PICKUP,
            medical_balance=order.medical_balance,
        )

    def _issue_date(self, generation: str, birth: date) -> date:
        """Third-generation cards since 2022, second-generation ones from 2017, first from 2010; never before birth."""
        first = {"1": date(2010, 1, 4), "2": date(2017, 1, 3), "3": date(2022, 1, 4)}[generation[0]]
        last = {"1": date(2012, 12, 28), "2": date(2021, 12, 28), "3": self._today - _SETTLED}[generation[0]]
        day = first + timedelta(days=self._random.randrange((last - first).days))
        return max(day, birth + _SETTLED)

    def _chip(self, order: CardOrder) -> Chip:
        algorithm = order.algorithm or ("SM4" if order.generation.startswith("3") else "DES")
        return Chip(
            generation=order.generation,
            algorithm=algorithm,
            pin=self._pin(order),
            max_tries=MAX_TRIES,
            tries_left=order.tries_left,
            blocked=order.blocked,
            ascii_dates=order.ascii_dates,
        )

    def _pin(self, order: CardOrder) -> str:
        """The one ordered, the initial one of a sealed card, or six digits that nobody has yet."""
        if order.pin is None and order.state is ApplicationState.SEALED:
            return INITIAL_PIN
        pin = order.pin
        while pin is None or (order.pin is None and pin in self._taken):
            pin = f"{self._random.randrange(10**6):06}"
        self._taken.add(pin)
        return pin

    def _loss_until(self, order: CardOrder) -> datetime | None:
        if order.state is not ApplicationState.TEMPORARY_LOSS:
            return None
        left = order.lost_for or timedelta(hours=self._random.randrange(12, 7 * 24))
        return self._now + left


def answer_to_reset(identifier: str) -> str:
    """Hex: 3B6D0000 and 13 historical bytes, the last six of them area and serial number of the card's identifier."""
    return f"{_FIRST_ATR_BYTES}{_HISTORICAL}{identifier[:4]}{identifier[_SERIAL]}"


def _numbered(order: PersonOrder, serial: str) -> str:
    """The number that goes with the paper: 18 characters, or the 15 of the 2017 permanent residence card."""
    birth = f"{order.birth:%Y%m%d}"
    if order.id_kind == "I":
        return f"CAN5001{birth[2:]}{serial[1:]}"
    area = {"J": "810000", "Y": "950124"}.get(order.id_kind, AREA)
    return id_number(area + birth + serial)


def _years_valid(age: int, id_kind: str) -> int | None:
    """How long a paper issued at that age is good for; None is 长期."""
    if id_kind != "resident":
        return 5 if id_kind == "J" else 10
    if age < _YOUNG:
        return 5 if age < _CHILD else 10
    return 20 if age < _ADULT else None


def _years_on(day: date, years: int) -> date:
    """The same day some years on; of 29 February, the 28th."""
    return day.replace(year=day.year + years, day=min(day.day, 28) if day.month == 2 else day.day)  # noqa: PLR2004
