"""What is asked of the bureau that has consequences, and how it ended; the contract is `resources/openapi.yaml`.

An operation is a body, which the journal keeps, under a `Ticket`, which the journal mints. Bodies are JSON (`body()`),
so that what is sent again after a power cut is what was sent before it, to the last character of its digest.
"""

from datetime import date
from enum import Enum, unique
from typing import Annotated, Any, Self

from pydantic import AwareDatetime, FailFast, Field, StringConstraints, model_validator

from kiosk.backend.schemas import (
    AgentProof,
    Attachment,
    FaceProof,
    Given,
    Handle,
    Hotline,
    InsertedCard,
    Key,
    ProductionStep,
    Proof,
    RefusalCode,
    SmsProof,
    StaffProof,
    Value,
    Words,
)

MOST_LINES = 100
MOST_DEVICES = 30

Message = Annotated[str, StringConstraints(max_length=500)]
ReferenceNumber = Annotated[str, StringConstraints(pattern=r"^[0-9A-Z][0-9A-Z._-]{2,79}$")]
CheckPart = Annotated[str, StringConstraints(pattern=r"^[2-9A-HJ-NP-Z]{4}$")]
Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
DeviceName = Annotated[str, StringConstraints(pattern=r"^[a-z_]{1,40}$")]
Count = Annotated[int, Field(ge=0, le=2**31 - 1)]


@unique
class Item(Enum):
    """What can be done under a key. What is done on a chip as well is begun under one and closed by its mark."""

    REPORT_LOSS = "report_loss"
    REPORT_BANK_LOSS = "report_bank_loss"
    """The account's half of a loss: the gateway hands it on to the co-operating bank."""
    CHANGE_PIN = "change_pin"
    RESET_PIN = "reset_pin"
    UNBLOCK_PIN = "unblock_pin"
    ACTIVATE = "activate"
    LOCK_APPLICATION = "lock_application"
    UNLOCK_APPLICATION = "unlock_application"
    WITHDRAW_LOSS_REPORT = "withdraw_loss_report"
    CERTIFY_PENSION = "certify_pension"
    MAINTAIN_PAYOUT_ACCOUNT = "maintain_payout_account"
    APPLY_CARD = "apply_card"
    REPLACE_CARD = "replace_card"
    EXCHANGE_CARD = "exchange_card"
    CANCEL_CARD = "cancel_card"
    CHANGE_INFORMATION = "change_information"
    REQUEST_ASSISTANCE = "request_assistance"
    ACCEPT_ENTRUSTMENT = "accept_entrustment"
    ADVANCE_ENTRUSTMENT = "advance_entrustment"
    VOID_RECORD = "void_record"
    DISPUTE_RECORD = "dispute_record"
    RATE_SERVICE = "rate_service"


@unique
class LossKind(Enum):
    """临时挂失, which ends by itself, and 正式挂失."""

    TEMPORARY = "temporary"
    FORMAL = "formal"


@unique
class Ended(Enum):
    """How a key ended, once and for all. SEALED: nothing was done under it and nothing ever will be."""

    CONFIRMED = "confirmed"
    REFUSED = "refused"
    SEALED = "sealed"


@unique
class Mark(Enum):
    """How a PIN change stands at the bureau."""

    OPEN = "open"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


@unique
class StandingTold(Enum):
    """All that a reference number tells."""

    DONE = "done"
    NOT_DONE = "not_done"
    PENDING = "pending"


class SmsSent(Value):
    """A code is on its way to `phone` (masked). `again_at`: before this no other one is sent."""

    phone: Annotated[str, StringConstraints(pattern=r"^[0-9]{3}\*{4}[0-9]{4}$")]
    expires: AwareDatetime
    tries_left: Annotated[int, Field(ge=1)]
    again_at: AwareDatetime


class SmsProven(Value):
    """The proof for a code that was given back."""

    token: Annotated[str, StringConstraints(min_length=16, max_length=100)] = Field(repr=False)
    expires: AwareDatetime


class BankHalf(Value):
    """The bank's half of a loss: whom to call about it, and whether it can be reported in the same act (`reports`)."""

    name: Words
    hotline: Hotline
    reports: bool = False


class Possible(Value):
    """Whether something can be done; `code`: why not, with the bureau's wording in `message`."""

    allowed: bool
    code: RefusalCode | None = None
    message: Message = ""

    @model_validator(mode="after")
    def _a_reason_or_none(self) -> Self:
        if self.allowed == (self.code is not None):
            raise ValueError("it is allowed, or there is a reason")
        return self


class LossChoice(Possible):
    """One kind of loss report for one card. `days` and `until` are None when it does not end by itself."""

    kind: LossKind
    days: Annotated[int, Field(ge=1)] | None = None
    until: AwareDatetime | None = None
    signed: bool = False
    """Whether it is reported with a signature."""

    @model_validator(mode="after")
    def _an_end_where_it_ends(self) -> Self:
        if self.allowed and self.kind is LossKind.TEMPORARY and self.until is None:
            raise ValueError("a temporary loss without an end")
        return self


class LossPolicy(Value):
    """What can be reported of one card, by the bureau's rules of today."""

    handle: Handle
    kinds: Annotated[tuple[LossChoice, ...], Field(max_length=2), FailFast()]
    bank: BankHalf
    withdrawal: Possible | None = None
    """解挂; None where the bureau says it only when it is asked to do it."""
    allow_undo_formal_loss: bool = True
    """Whether 正式挂失 can be withdrawn while no other card has been applied for; some cities forbid it."""


class Ticket(Value):
    """Under what an operation goes: key, and reference number with its check part."""

    key: Key
    number: ReferenceNumber
    check: CheckPart = Field(repr=False)


class OperationBody(Value):
    """Who asks, and how they showed it: what `Resident.evidence` gives; then what is asked."""

    id_number: Given = Field(repr=False)
    proofs: tuple[Proof, ...]
    sms: SmsProof | None = None
    face: FaceProof | None = None
    staff: StaffProof | None = None
    agent: AgentProof | None = None

    def body(self) -> dict[str, Any]:
        """The JSON of `operation`; the same for the same value."""
        told = self.model_dump(mode="json", exclude={"id_number"}, exclude_none=True)
        return {"person": {"id_number": self.id_number}, **told}


class LossReport(OperationBody):
    """Report the card `handle` lost."""

    handle: Handle
    kind: LossKind
    signature: Attachment | None = None
    """Where the bureau wants one for this kind."""


class BankLossReport(OperationBody):
    """Report the account of the card `handle` lost at its bank."""

    handle: Handle


class PinChange(OperationBody):
    """Begin a PIN change on the card in the reader."""

    card: InsertedCard


class PinRestoring(OperationBody):
    """Begin a reset, an unblocking or an activation on the card in the reader; its mark opens the HSM's commands."""

    card: InsertedCard


class ApplicationLock(OperationBody):
    """Suspend the social-security function of the card `handle`: a flag at the bureau, nothing on the chip."""

    handle: Handle


class ApplicationUnlock(OperationBody):
    """Take the social-security function of the card in the reader up again."""

    card: InsertedCard


class LossWithdrawal(OperationBody):
    """Withdraw the loss report of the card in the reader, which was found."""

    card: InsertedCard


class OperationLine(Value):
    """An operation as the bureau knows it. `item` is None for a key that was sealed before anything came under it.

    `mark`: how the PIN change stands that the key began.
    """

    key: Key
    reference: ReferenceNumber
    item: Item | None = None
    outcome: Ended
    code: RefusalCode | None = None
    at: AwareDatetime
    loss_until: AwareDatetime | None = None
    mark: Mark | None = None

    @model_validator(mode="after")
    def _a_reason_with_a_refusal(self) -> Self:
        if (self.outcome is Ended.REFUSED) != (self.code is not None):
            raise ValueError("a reason goes with a refusal")
        return self


class Outcome(OperationLine):
    """The only outcome of a key. `message`: the bureau's wording of a refusal."""

    message: Message


class PinChangeClosed(Value):
    """The bureau knows how the chip ended."""

    mark: Key
    chip: Mark
    opened: AwareDatetime
    closed: AwareDatetime


class ReferenceStanding(Value):
    """What the holder of a slip is told. `progress`: how far the card is, where one was applied for."""

    standing: StandingTold
    progress: ProductionStep | None = None


class DeviceTold(Value):
    """One device in a heartbeat, in the words of XFS4IoT; `fault` is a fault's id."""

    name: DeviceName
    state: Words
    media: Words | None = None
    supplies: Words | None = None
    fault: Words = ""


class LogEnd(Value):
    """The newest record of the event log: how many there have been, and its SHA-256, hex."""

    records: Count
    digest: Digest


class Heartbeat(Value):
    """How the terminal is, this minute."""

    at: AwareDatetime
    district: Annotated[str, Field(pattern=r"^\d{6}$")]
    """Where the terminal stands, by GB/T 2260: what is wrong there goes to that district's people."""
    devices: Annotated[tuple[DeviceTold, ...], Field(max_length=MOST_DEVICES)]
    event_log: LogEnd
    open_operations: Count
    clock_offset: float = 0.0
    """Seconds by which the gateway found the terminal's clock behind its own, and by which requests are corrected."""


class HeartbeatTaken(Value):
    """Taken; the gateway's time."""

    accepted: bool
    time: AwareDatetime


class DayPage(Value):
    """Some of a day's operations. `next`: after which number the following ones come; None on the last page."""

    day: date
    total: Count
    operations: Annotated[tuple[OperationLine, ...], Field(max_length=MOST_LINES), FailFast()]
    next: Count | None
