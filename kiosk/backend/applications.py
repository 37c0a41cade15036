"""What is applied for and what is registered, as the bureau tells it, and what is sent to change it.

The contract is `resources/openapi.yaml`. Bodies are those of operations: the journal keeps them as they are sent.
"""

import base64
import hashlib
from datetime import date
from enum import Enum, unique
from typing import Annotated, Any

from pydantic import AwareDatetime, FailFast, Field, StringConstraints

from kiosk.backend.operations import Count, Message, OperationBody
from kiosk.backend.schemas import Attachment, Handle, InsertedCard, RefusalCode, SmsProof, Value, Words

MOST_CHOICES, MOST_OBSTACLES, MOST_PAPERS = 40, 20, 10

ChoiceKey = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]{1,20}$")]
MaskedPhone = Annotated[str, StringConstraints(pattern=r"^[0-9]{3}\*{4}[0-9]{4}$")]


@unique
class ApplicationKind(Enum):
    """申领, 补领 of a lost card, 换领 of one that is given back."""

    NEW = "new"
    REPLACEMENT = "replacement"
    EXCHANGE = "exchange"


@unique
class ExchangeReason(Enum):
    """Why a card is exchanged: past its date, damaged, of an older generation, for another bank."""

    EXPIRED = "expired"
    DAMAGED = "damaged"
    THIRD_GENERATION = "third_generation"
    BANK = "bank"


@unique
class CancellationReason(Enum):
    """Why a card is cancelled: 出国（境）定居, 关系转出, anything else."""

    ABROAD = "abroad"
    MOVED_AWAY = "moved_away"
    OTHER = "other"


@unique
class ContactField(Enum):
    """手机号 (AAC067), 联系地址 (AAE006), 联系人 (AAE004)."""

    PHONE = "phone"
    ADDRESS = "address"
    CONTACT = "contact"


@unique
class UploadKind(Enum):
    """What an attachment shows."""

    SIGNATURE = "signature"
    PHOTO = "photo"
    DOCUMENT = "document"


class Obstacle(Value):
    """One thing that stands against it, with the bureau's wording."""

    code: RefusalCode
    message: Message


class Offer(Value):
    """Something of the bureau's to choose; `name_en` is empty where it has only its Chinese name."""

    key: ChoiceKey
    name: Words
    name_en: Words = ""


class Place(Offer):
    """Where somebody goes; address and hours are in Chinese, as on the door."""

    address: Words
    hours: Words = ""


Obstacles = Annotated[tuple[Obstacle, ...], Field(max_length=MOST_OBSTACLES), FailFast()]
Offers = Annotated[tuple[Offer, ...], Field(max_length=MOST_CHOICES), FailFast()]
Places = Annotated[tuple[Place, ...], Field(max_length=MOST_CHOICES), FailFast()]


class ApplicationPolicy(Value):
    """What can be applied for by the bureau's rules of today. `days`: working days until it is at the pick-up place.

    `unread_allowed`: whether a card that no reader reads is exchanged without having been shown.
    """

    kind: ApplicationKind
    handle: Handle | None
    obstacles: Obstacles
    banks: Offers
    places: Places
    reasons: tuple[ExchangeReason, ...]
    photo_taken: date | None
    phone: MaskedPhone | None
    fee_fen: Count
    days: Count
    unread_allowed: bool = True


class CancellationPolicy(Value):
    """What has to be done before a card's end, and where it is finished. `days`: working days after which to come."""

    handle: Handle
    obstacles: Obstacles
    reasons: tuple[CancellationReason, ...]
    medical_balance_fen: Count
    bring: Annotated[tuple[Offer, ...], Field(max_length=MOST_PAPERS)]
    place: Place
    days: Count


class Contact(Value):
    """What is registered, masked by the bureau; None where nothing is."""

    phone: Words | None
    address: Words | None
    contact: Words | None
    obstacles: Obstacles


class Staged(Attachment):
    """It waits until `expires`, and is then gone by itself."""

    expires: AwareDatetime

    @property
    def attachment(self) -> Attachment:
        """What an operation names."""
        return Attachment(upload=self.upload, digest=self.digest)


class Upload:
    """Something to be staged: in memory only, and never printed."""

    def __init__(self, kind: UploadKind, media_type: str, content: bytes) -> None:
        self._kind = kind
        self._media_type = media_type
        self._content = content
        self.digest = hashlib.sha256(content).hexdigest()

    def body(self, person: str) -> dict[str, Any]:
        """The request's JSON, for the person with that ID number."""
        return {
            "person": {"id_number": person},
            "kind": self._kind.value,
            "media_type": self._media_type,
            "digest": self.digest,
            "content": base64.b64encode(self._content).decode(),
        }


class Asker(OperationBody):
    """Who asks, by which proofs; `body()` is the beginning of every question here."""

    card: InsertedCard | None = None


class CardApplication(OperationBody):
    """申领: make a card by that bank and send it there."""

    bank: ChoiceKey
    place: ChoiceKey
    signature: Attachment
    photo: Attachment | None = None
    """Taken at the terminal; None: the one on file is used."""


class CardReplacement(CardApplication):
    """补领 of the card `handle`, which stays formally lost."""

    handle: Handle


class CardExchange(CardApplication):
    """换领 of the card in the reader, or of one that cannot be read, by its handle."""

    reason: ExchangeReason
    card: InsertedCard | None = None
    handle: Handle | None = None


class CardCancellation(OperationBody):
    """注销 of the card `handle`, to be finished at the counter."""

    handle: Handle
    reason: CancellationReason
    signature: Attachment


class ContactChange(OperationBody):
    """信息变更: one field's new value. `phone_proof`: what came of the code to the new telephone."""

    card: InsertedCard | None = None
    field: ContactField
    value: Annotated[str, StringConstraints(min_length=1, max_length=100)] = Field(repr=False)
    phone_proof: SmsProof | None = None
