"""What this visit's resident has shown so far, and when: asked for once, dropped when it is too old or has gone."""

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, TypedDict

from kiosk.backend.schemas import AgentProof, FaceProof, InsertedCard, Proof, Relation, SmsProof, StaffProof
from kiosk.proof_policy import Shown
from kiosk.refusals import Refusal

if TYPE_CHECKING:
    from kiosk.presenting import ReadCard

_ON_THE_WIRE = {
    Shown.ID_CARD: Proof.ID_CARD,
    Shown.CARD_PIN: Proof.CARD_PIN,
    Shown.SMS: Proof.SMS,
    Shown.FACE: Proof.FACE,
    Shown.STAFF: Proof.STAFF,
    Shown.TYPED_NUMBER: Proof.TYPED_NUMBER,
    Shown.AGENT: Proof.AGENT,
}
"""What the bureau is told of what was shown; that the card lies in the reader it is told by the card itself."""
PRESENCE = frozenset({Shown.CARD_PIN, Shown.SMS, Shown.FACE, Shown.STAFF, Shown.AGENT})
"""What says that the person is here now; the others only say who it is."""
_CITIZEN_DIGITS, _BIRTH_AT = 18, slice(6, 14)


class Evidence(TypedDict):
    """What every operation tells the bureau of who asked for it: `LossReport(**resident.evidence, handle=…)`."""

    id_number: str
    proofs: tuple[Proof, ...]
    sms: SmsProof | None
    face: FaceProof | None
    staff: StaffProof | None
    agent: AgentProof | None


@dataclass(frozen=True)
class Resident:
    """Who is here, and how they showed it. Lives in the session's memory and nowhere else."""

    id_number: str = field(repr=False)
    name: str = field(repr=False)
    proofs: tuple[Proof, ...]
    card: InsertedCard | None = field(default=None, repr=False)
    """The card whose PIN was right; None when only the ID card was shown."""
    tries_left: int | None = None
    """The chip's counter after the right PIN; None when no card was read, or the chip would not say."""
    sms: SmsProof | None = field(default=None, repr=False)
    """What the bureau gave for the code that was sent to the registered telephone."""
    face: FaceProof | None = field(default=None, repr=False)
    """What the bureau gave for the face that fitted the photo on file."""
    staff: StaffProof | None = field(default=None, repr=False)
    """What the bureau gave for the word of a member of staff."""
    agent: AgentProof | None = field(default=None, repr=False)
    """Who acts for them here; None when they came themselves."""

    @property
    def evidence(self) -> Evidence:
        """For the body of an operation."""
        return Evidence(
            id_number=self.id_number,
            proofs=self.proofs,
            sms=self.sms,
            face=self.face,
            staff=self.staff,
            agent=self.agent,
        )


class Proven:
    """One visit's proofs with their moments (seconds of the terminal's clock). All of one person, judged by number."""

    def __init__(self, *, is_agent: bool = False) -> None:
        self.is_agent = is_agent
        """Whether these are the proofs of who acts for somebody else."""
        self.id_number = ""
        self.name = ""
        self.birth: date | None = None
        self.chip_photo = b""
        """The ID card's own photo as it was read (WLT, 1,024 bytes), which nobody opens here."""
        self.card: ReadCard | None = None
        """The card that was put in last, powered while it lies in the reader."""
        self.tries_left: int | None = None
        self.sms: SmsProof | None = None
        self.face: FaceProof | None = None
        self.staff: StaffProof | None = None
        self.agent: Proven | None = None
        """Who says that they act for this person, and what they have shown of it."""
        self.relation: Relation | None = None
        self.closed: dict[Shown, str] = {}
        """What turned out, in this visit, not to be possible for this person, with the refusal that says why."""
        self._at: dict[Shown, float] = {}

    def is_person(self, id_number: str, name: str, birth: date | None = None) -> None:
        """A card or ID card names its holder; `Refusal` ID_MISMATCH when it is another one than before."""
        if self.id_number and self.id_number != id_number:
            raise Refusal("ID_MISMATCH")
        self.id_number, self.name = id_number, self.name or name
        self.birth = birth or self.birth or _birth_in(id_number)

    def show(self, what: Shown, at: float) -> None:
        """It was shown, at that moment; shown again, the later moment counts."""
        self._at[what] = at

    def has(self, what: Shown) -> bool:
        """Whether it has been shown and still counts."""
        return what in self._at

    @property
    def only_typed(self) -> bool:
        """Whether nothing but a typed number says who is here."""
        return not {Shown.ID_CARD, Shown.CARD, Shown.CARD_PIN} & self._at.keys() and self.has(Shown.TYPED_NUMBER)

    @property
    def by_agent(self) -> bool:
        """Whether an agent stands here, who has told what they are to the holder."""
        return self.relation is not None

    def drop(self, what: Shown) -> None:
        """It counts no longer."""
        self._at.pop(what, None)

    def drop_older(self, than: float, of: frozenset[Shown] = frozenset(Shown)) -> None:
        """Of these, what was shown before that moment counts no longer."""
        for what in [what for what, at in self._at.items() if what in of and at < than]:
            self.drop(what)

    def age(self, today: date) -> int | None:
        """The person's age in whole years; None where no paper tells."""
        birth = self.birth
        if birth is None:
            return None
        return today.year - birth.year - ((today.month, today.day) < (birth.month, birth.day))

    def resident(self) -> Resident:
        """As the services know them."""
        knows_pin = self.has(Shown.CARD_PIN)
        return Resident(
            self.id_number,
            self.name,
            tuple(proof for what, proof in _ON_THE_WIRE.items() if self.has(what)),
            card=self.card.card.inserted if self.card is not None and knows_pin else None,
            tries_left=self.tries_left if knows_pin else None,
            sms=self.sms if self.has(Shown.SMS) else None,
            face=self.face if self.has(Shown.FACE) else None,
            staff=self.staff if self.has(Shown.STAFF) else None,
            agent=self._agent() if self.has(Shown.AGENT) else None,
        )

    def _agent(self) -> AgentProof | None:
        if self.agent is None or self.relation is None:
            return None
        agent = self.agent.resident()
        return AgentProof(
            id_number=agent.id_number,
            name=agent.name,
            relation=self.relation,
            sms=agent.sms,
            face=agent.face,
            staff=agent.staff,
        )

    def __repr__(self) -> str:
        return f"Proven({', '.join(what.value for what in self._at)})"


def _birth_in(id_number: str) -> date | None:
    """Digits 7 to 14 of a citizen number (GB 11643), where they are a date."""
    if len(id_number) != _CITIZEN_DIGITS:
        return None
    try:
        return date.fromisoformat(id_number[_BIRTH_AT])
    except ValueError:
        return None
