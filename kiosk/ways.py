"""How each thing that a resident can show is asked for: card, PIN, ID card, SMS code; a table to add to."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from devices.id_card import IdCard, Validity
from kiosk.backend.errors import BackendRefused
from kiosk.card_and_pin import RightPin, ask_card_and_pin
from kiosk.face import can_take_faces, prove_by_face
from kiosk.presenting import present_card, present_id_card
from kiosk.proof_policy import Shown, Way
from kiosk.refusals import Refusal
from kiosk.session import Session
from kiosk.sms import prove_by_sms
from kiosk.staff.vouching import prove_by_staff, staff_on_duty
from kiosk.typed_number import ask_for_number
from texts import Text
from ui.pages import Button, Steps

TELLS_OF_A_PERSON: Final = frozenset({"NO_RECORD", "NO_PHONE", "DECEASED"})
"""What the bureau says of a number that anybody may have typed: whose it is, is nobody's business."""


@dataclass(frozen=True)
class Asking:
    """For whom something is asked: where in the service, what may be chosen instead, and why it is asked once more."""

    steps: Steps
    others: tuple[Button, ...] = ()
    why: Text | None = None
    ways: tuple[Way, ...] = ()
    """Those that are open now; what is in each of them has nothing in its stead."""


def _always(_: Session) -> bool:
    return True


@dataclass(frozen=True)
class Asked:
    """How one thing is asked for; its words are `identity.use_…` and `identity.way_…`.

    `ask` has it shown and notes it in `session.proven`, or gives the key of another way that was pressed instead; it
    raises `Refusal` when nothing more can come of it. `usable`: where it is not, another way is taken if there is one.
    `carries_others`: its first page has the buttons of the other ways; else they are asked about before.
    """

    icon: str
    ask: Callable[[Session, Asking], Awaitable[str | None]]
    usable: Callable[[Session], bool] = _always
    carries_others: bool = False
    closed_as: str = ""
    """The refusal that says so where it is not usable; "": it is asked for all the same where there is no other way."""


async def _id_card(session: Session, asking: Asking) -> str | None:
    proven, agent = session.proven, session.proven.agent
    words = "agent.lay_own" if proven.is_agent else "agent.lay_holders" if proven.by_agent else "identity.lay_id_card"
    card = await present_id_card(
        session, asking.steps, other_ways=asking.others, words=words, unlike=agent.id_number if agent else ""
    )
    if isinstance(card, str):
        return card
    refuse_unfit(card, session.surroundings.wall().date())
    proven.is_person(card.id_number, card.name, card.birth)
    proven.chip_photo = card.photo
    return _shown(session, Shown.ID_CARD)


def refuse_unfit(card: IdCard, today: date) -> None:
    """An expired card, or one whose number cannot be, is refused in words; the two are told apart."""
    match card.validity(today):
        case Validity.EXPIRED | Validity.NOT_YET_VALID:
            raise Refusal("ID_EXPIRED")
        case Validity.WRONG_CHECK_DIGIT:
            raise Refusal("ID_UNREADABLE")
        case Validity.VALID:
            return


async def _card(session: Session, asking: Asking) -> str | None:
    """The card in the reader without its PIN; one that lies there already is read at once."""
    before = session.proven.card
    read = await present_card(
        session,
        asking.steps,
        same=None if before is None else before.issuer,
        trouble=asking.why,
        other_ways=asking.others,
    )
    if isinstance(read, str):
        return read
    session.proven.is_person(read.holder.ssn, read.holder.name)
    session.proven.card = read
    return _shown(session, Shown.CARD)


async def _card_and_pin(session: Session, asking: Asking) -> str | None:
    right = await ask_card_and_pin(session, asking.steps, asking.others, asking.why)
    if isinstance(right, RightPin):
        right.pin.wipe()
        return note_right_pin(session, right)
    if not right:
        raise Refusal("PIN_LOCKED")
    return right


def note_right_pin(session: Session, right: RightPin) -> None:
    """The card's holder is here: the PIN was right."""
    proven = session.proven
    proven.is_person(right.read.holder.ssn, right.read.holder.name)
    proven.card, proven.tries_left = right.read, right.tries_left
    _shown(session, Shown.CARD)
    _shown(session, Shown.CARD_PIN)


async def _typed_number(session: Session, asking: Asking) -> str | None:
    """Nothing is known of who types it, and nothing is told them before the registered telephone has answered."""
    session.proven.is_person(await ask_for_number(session, asking.steps), "")
    return _shown(session, Shown.TYPED_NUMBER)


async def _sms(session: Session, asking: Asking) -> str | None:
    """Where no telephone is registered this way is closed for the visit."""
    proven = session.proven
    try:
        proven.sms = await prove_by_sms(
            session, asking.steps, proven.id_number, asking.why, phone_told=not proven.only_typed
        )
    except BackendRefused as refused:
        if proven.only_typed and refused.code in TELLS_OF_A_PERSON:
            raise Refusal("NOT_WITHOUT_ID") from None
        if refused.code != "NO_PHONE":
            raise
        proven.closed[Shown.SMS] = refused.code
        return None
    return _shown(session, Shown.SMS)


async def _face(session: Session, asking: Asking) -> str | None:
    """The bureau compares. Who would rather not, or cannot, is not asked again in this visit; the other ways stay."""
    proven = session.proven
    only = all(Shown.FACE in way for way in asking.ways)
    proof = await prove_by_face(session, asking.steps, proven.id_number, asking.why, only=only)
    if isinstance(proof, str):
        proven.closed[Shown.FACE] = proof
        return None
    proven.face = proof
    return _shown(session, Shown.FACE)


async def _staff(session: Session, asking: Asking) -> str | None:
    """Somebody of the branch compares person and card, by day; while they cannot sign in, the other ways stay."""
    proven = session.proven
    try:
        proven.staff = await prove_by_staff(session, asking.steps, proven.id_number, proven.name)
    except Refusal as refusal:
        if refusal.code != "STAFF_WAIT":
            raise
        proven.closed[Shown.STAFF] = refusal.code
        return None
    return _shown(session, Shown.STAFF)


async def _agent(session: Session, asking: Asking) -> str | None:
    """Somebody else, by their own papers, before the holder's are read."""
    from kiosk.agent import prove_agent  # noqa: PLC0415 - which asks by these very ways

    await prove_agent(session, asking.steps)
    return _shown(session, Shown.AGENT)


def _shown(session: Session, what: Shown) -> None:
    session.proven.show(what, session.surroundings.clock.now())


def _cards_possible(session: Session) -> bool:
    return session.card_possible


def _pins_possible(session: Session) -> bool:
    return session.pin_possible


ASKED: Final[Mapping[Shown, Asked]] = {
    Shown.ID_CARD: Asked("id_card", _id_card, carries_others=True),
    Shown.CARD: Asked("card", _card, usable=_cards_possible, carries_others=True),
    Shown.CARD_PIN: Asked("key", _card_and_pin, usable=_pins_possible, carries_others=True),
    Shown.SMS: Asked("phone", _sms),
    Shown.FACE: Asked("face", _face, usable=can_take_faces, closed_as="NEEDS_FACE"),
    Shown.STAFF: Asked("person", _staff, usable=staff_on_duty, closed_as="NEEDS_STAFF"),
    Shown.TYPED_NUMBER: Asked("id_card", _typed_number),
    Shown.AGENT: Asked("person", _agent),
}
"""What can be asked for at this terminal: everything that a rule may name."""


def closed(session: Session, what: Shown) -> str | None:
    """The refusal that says why it cannot be shown here and now; None when it can."""
    asked = ASKED[what]
    missing = asked.closed_as if asked.closed_as and not asked.usable(session) else None
    return session.proven.closed.get(what) or missing


def use_instead(what: Shown) -> Button:
    """The button for another way, on a page that asks for one: 「改用身份证」."""
    return Button(what.value, Text(f"identity.use_{what.value}"), icon=ASKED[what].icon)


def choose(what: Shown) -> Button:
    """The button where several ways are asked about: 「短信验证码」."""
    name = f"identity.way_{what.value}"
    return Button(what.value, Text(name), icon=ASKED[what].icon, detail=Text(f"{name}_how"))
