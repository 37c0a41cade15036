"""What the bureau tells of somebody's social insurances, and of papers about them; see `resources/openapi.yaml`.

Money is in 分 (1/100 yuan), months are numbers YYYYMM.
"""

from datetime import date
from enum import Enum, IntEnum, unique
from typing import Annotated, Any, NamedTuple, Self

from pydantic import AwareDatetime, FailFast, Field, StringConstraints, model_validator

from kiosk.backend.operations import Count, OperationBody
from kiosk.backend.schemas import (
    Given,
    InsertedCard,
    Key,
    PersonAnswered,
    RefusalCode,
    Value,
    Words,
)

MOST_LINES = 600
"""In one answer: fifty years of one insurance."""
MOST_UNITS = 200

Month = Annotated[int, Field(ge=190001, le=209912)]
Money = Annotated[int, Field(ge=0, le=10**13)]
Serial = Annotated[str, StringConstraints(pattern=r"^S[0-9]{14}$")]
CheckCode = Annotated[str, StringConstraints(pattern=r"^[0-9A-Z-]{8,40}$")]


@unique
class Insurance(Enum):
    """险种 in the bureau's care; medical and maternity insurance belong to 医保局."""

    EMPLOYEE_PENSION = "employee_pension"
    CIVIL_PENSION = "civil_pension"
    RESIDENT_PENSION = "resident_pension"
    UNEMPLOYMENT = "unemployment"
    WORK_INJURY = "work_injury"


@unique
class InsuredState(Enum):
    """参保状态."""

    PAYING = "paying"
    PAUSED = "paused"
    ENDED = "ended"
    RECEIVING = "receiving"


@unique
class PaymentKind(IntEnum):
    """缴费类型: as it should be, paid later (补缴), taken over from another city (转入), owed (欠缴)."""

    NORMAL = 0
    ARREARS = 1
    TRANSFERRED = 2
    OWED = 3


@unique
class DocumentKind(Enum):
    """参保缴费证明, 个人权益记录单, 缴费明细, 待遇领取证明."""

    CERTIFICATE = "certificate"
    STATEMENT = "statement"
    PAYMENTS = "payments"
    BENEFITS = "benefits"


@unique
class Verdict(Enum):
    """What the bureau says of a check code."""

    GENUINE = "genuine"
    ALTERED = "altered"
    VOID = "void"
    EXPIRED = "expired"
    UNKNOWN = "unknown"


@unique
class SavingStanding(Enum):
    """Whether a paper was fetched from its address; OVER: too late, or tried too often."""

    WAITING = "waiting"
    USED = "used"
    OVER = "over"


class Unit(Value):
    """参保单位. `number` is empty for who pays alone."""

    number: Annotated[str, StringConstraints(pattern=r"^[0-9A-Z]{0,18}$")]
    name: Words


class Account(Value):
    """个人账户: what is there at the end of the year."""

    year: Annotated[int, Field(ge=1950, le=2099)]
    total: Money


class Pension(Value):
    """What is being paid to the person, a month."""

    since: Month
    monthly: Money


class Insured(Value):
    """One insurance in short. `months` were paid; `deemed` (视同缴费) come on top; `lines` can be asked for."""

    insurance: Insurance
    state: InsuredState
    since: Month | None = None
    until: Month | None = None
    months: Count
    deemed: Count
    lines: Count
    account: Account | None = None
    pension: Pension | None = None


class DocumentOffered(Value):
    """How many papers of a kind may still be composed today; `code`: why none may."""

    document: DocumentKind
    left: Count
    code: RefusalCode | None = None


class RecordAnswer(Value):
    """All insurances of one person in the bureau's care."""

    person: PersonAnswered
    as_of: date
    personal_number: Annotated[str, StringConstraints(pattern=r"^[0-9]{1,20}$")] = Field(repr=False)
    place: Words
    agency: Words
    units: Annotated[tuple[Unit, ...], Field(max_length=MOST_UNITS), FailFast()]
    insurances: Annotated[tuple[Insured, ...], Field(max_length=10), FailFast()]
    documents: Annotated[tuple[DocumentOffered, ...], Field(max_length=10), FailFast()]
    most_months: Annotated[int, Field(ge=1, le=1200)]
    public_address: Annotated[str, StringConstraints(pattern=r"^(https?://[^\s/?#@]+)?$", max_length=200)] = ""
    """Where papers can be fetched from outside; empty where they cannot."""

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        if len({one.insurance for one in self.insurances}) != len(self.insurances):
            raise ValueError("an insurance twice")
        return self


class MonthLine(NamedTuple):
    """One insurance in one month. `credited`: when it came in, 0 for not yet; `unit`: place in the answer's units.

    A resident's pension is paid for a year: its line stands in December and counts for twelve months.
    """

    month: Month
    base: Money
    by_unit: Money
    by_person: Money
    kind: PaymentKind
    credited: int
    unit: int


class RecordMonths(Value):
    """Some of an insurance's lines, oldest first; `next` is asked for as `after`, None at the end."""

    insurance: Insurance
    lines: Annotated[tuple[MonthLine, ...], Field(max_length=MOST_LINES), FailFast()]
    next: Month | None


class RecordDocument(Value):
    """A finished, signed paper. `pdf`: base64; `valid_until` None where papers do not expire."""

    request: Key
    serial: Serial
    code: CheckCode
    document: DocumentKind
    pages: Annotated[int, Field(ge=1, le=20)]
    valid_until: date | None = None
    pdf: str = Field(repr=False)


class RecordSaving(Value):
    """Where a paper can be fetched once; `path` goes behind the bureau's public address."""

    serial: Serial
    path: Annotated[str, StringConstraints(pattern=r"^/[0-9A-Za-z/_-]{1,100}$")] = Field(repr=False)
    expires: AwareDatetime
    tries: Count


class RecordSavingState(Value):
    """Whether it was fetched."""

    serial: Serial
    state: SavingStanding


class RecordCheck(Value):
    """Genuine or not; nothing about the person."""

    verdict: Verdict


class RecordWanted(Value):
    """Which paper: `request` names the request, so that asking again gives the same one. Months are both included."""

    request: Key
    document: DocumentKind
    insurances: tuple[Insurance, ...]
    since: Month
    until: Month
    large: bool = False


class RecordVoid(Value):
    """The paper of that request was not printed whole, and shall not count."""

    id_number: Given = Field(repr=False)
    request: Key

    def body(self) -> dict[str, Any]:
        """The JSON of `operation`."""
        return {"person": {"id_number": self.id_number}, "request": self.request}


class RecordDispute(OperationBody):
    """Somebody shall look at this line."""

    card: InsertedCard | None = None
    insurance: Insurance
    month: Month
