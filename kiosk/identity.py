"""How someone shows who they are: card and PIN, the ID card, or the ID card and an SMS code; and what that opens."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import date

from devices.card_data import IssuerData
from devices.faults import DeviceError
from devices.id_card import IdCard, Validity
from devices.pin import Pin
from devices.social_security_card import PinBlocked, PinReady, PinState, PinUnset, PinVerified, PinWrong
from kiosk.backend.operations import LossPolicy
from kiosk.backend.schemas import CardsAnswer, CardStates, InsertedCard, Proof, SmsProof
from kiosk.card_in_hand import CardInHand
from kiosk.place import who_helps
from kiosk.presenting import ReadCard, present_card, present_id_card, pulled, told
from kiosk.refusals import Refusal
from kiosk.session import Session
from kiosk.sms import prove_by_sms
from texts import Text
from ui.pages import Button, Outcome, PinPad, Result, Steps

USE_ID_CARD = Button("id_card", Text("identity.use_id_card"), icon="id_card")


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


@dataclass(frozen=True)
class Holding:
    """A resident with their card in the reader and its PIN still in hand, for what is done on the chip."""

    resident: Resident
    card: CardInHand = field(repr=False)
    issuer: IssuerData = field(repr=False)
    pin: Pin = field(repr=False)


async def identify(session: Session, steps: Steps) -> Resident:
    """Card and PIN, or the ID card alone, which shows states and opens nothing else. Asked once in a visit."""
    return await _once(session, lambda: _by_card_or_id_card(session, steps))


async def identify_by_sms(session: Session, steps: Steps) -> Resident:
    """The ID card, and a code sent to the person's registered telephone: without the social security card."""
    return await _once(session, lambda: _by_id_card_and_sms(session, steps))


async def identify_with_card(session: Session, steps: Steps) -> Holding:
    """The card and its PIN, both kept in hand."""
    holding = await session.fetched("holding", lambda: _holding(session, steps))
    session.memory.wall()
    return holding


async def present_again(session: Session, steps: Steps, issuer: IssuerData, trouble: Text) -> CardInHand | None:
    """The same card once more; None when the resident would rather leave it."""
    read = await present_card(session, steps, same=issuer, trouble=trouble)
    return None if read is None else read.card


async def look_up_cards(session: Session, resident: Resident) -> CardsAnswer:
    """All cards of the resident, told as fully as their proofs allow; asked once in a visit."""
    return await session.looked_up(
        "cards", lambda bureau: bureau.cards(resident.id_number, resident.proofs, resident.card, resident.sms)
    )


async def look_up_loss_policy(session: Session, resident: Resident, card: CardStates) -> LossPolicy:
    """What the bureau allows for this card today: kinds, days, end, reasons; asked once in a visit."""
    return await session.looked_up(
        ("loss_policy", card.handle),
        lambda bureau: bureau.loss_policy(resident.id_number, resident.proofs, card.handle, resident.sms),
    )


async def _once(session: Session, find_out: Callable[[], Awaitable[Resident]]) -> Resident:
    resident = await session.fetched("resident", find_out)
    session.memory.wall()
    return resident


async def _by_card_or_id_card(session: Session, steps: Steps) -> Resident:
    holding = await _by_card(session, steps, (USE_ID_CARD,)) if session.card_possible else None
    if holding is None:
        return _noted(session, await _by_id_card(session, steps))
    holding.pin.wipe()
    return _noted(session, holding.resident)


async def _by_id_card_and_sms(session: Session, steps: Steps) -> Resident:
    resident = await _by_id_card(session, steps)
    proof = await prove_by_sms(session, steps, resident.id_number)
    return _noted(session, replace(resident, proofs=(*resident.proofs, Proof.SMS), sms=proof))


async def _holding(session: Session, steps: Steps) -> Holding:
    holding = await _by_card(session, steps, ())
    if holding is None:
        raise Refusal("PIN_LOCKED")
    _noted(session, holding.resident)
    return holding


def _noted(session: Session, resident: Resident) -> Resident:
    """Written to the log by a keyed digest."""
    session.log.write(
        "session.identified",
        session=session.number,
        proofs=[proof.value for proof in resident.proofs],
        person=session.log.person(resident.id_number),
    )
    return resident


# Card and PIN.


async def _by_card(session: Session, steps: Steps, ways: tuple[Button, ...]) -> Holding | None:
    """The holder of the inserted card, once the PIN was right; None when another way was chosen, or is the only one."""
    same: IssuerData | None = None
    trouble: Text | None = None
    while (read := await present_card(session, steps, same=same, trouble=trouble, other_ways=ways)) is not None:
        try:
            return await _by_pin(session, steps, read, ways)
        except DeviceError as error:
            trouble, same = told(session, error), read.issuer
    return None


async def _by_pin(session: Session, steps: Steps, read: ReadCard, ways: tuple[Button, ...]) -> Holding | None:
    """Ask for the PIN while tries are left; a card pulled meanwhile is `DeviceError(REMOVED)`."""
    state, trouble = read.pin, None
    while isinstance(state, PinReady):
        pin = session.new_pin()
        page = _pin_page(session, steps, pin, state.tries_left, trouble=trouble, ways=ways)
        if isinstance(await session.ask_or(page, pulled(session)), str):
            return None
        match await session.working(
            Text("identity.checking_pin"), Text("identity.waiting_for_card"), read.card.verify(pin, keep=True)
        ):
            case PinVerified():
                return Holding(await _holder(read), read.card, read.issuer, pin)
            case PinWrong(tries_left=left):
                state, trouble = PinReady(left), Text("identity.pin_wrong", tries=left)
            case PinBlocked():
                state = PinBlocked()
        pin.wipe()
    if ways:
        await _without_pin(session, steps, state)
    return None


async def _holder(read: ReadCard) -> Resident:
    """The right PIN has set its counter back: what the chip says of it now goes on the page."""
    counter = await read.card.tries_left()
    tries = counter.tries_left if isinstance(counter, PinReady) else None
    return Resident(read.holder.ssn, read.holder.name, (Proof.CARD_PIN,), read.card.inserted, tries)


def _pin_page(
    session: Session, steps: Steps, pin: Pin, tries: int, *, trouble: Text | None, ways: tuple[Button, ...]
) -> PinPad:
    """The tries that are left are said before any is spent; before the last one there is a warning of its own."""
    card = session.configuration.card
    return PinPad(
        headline=Text("identity.enter_pin"),
        how=Text("identity.enter_pin_how", digits=card.pin_most, tries=tries),
        steps=steps,
        pin=pin,
        least=card.pin_least,
        most=card.pin_most,
        trouble=Text("identity.pin_last_try") if tries == 1 else trouble,
        other_ways=ways,
    )


async def _without_pin(session: Session, steps: Steps, state: PinState) -> None:
    """A card whose PIN is blocked, or was never set, proves nobody: the ID card may still show the states."""
    reason = "identity.pin_unset" if isinstance(state, PinUnset) else "identity.pin_blocked"
    page = Result(
        headline=Text(reason),
        outcome=Outcome.REFUSED,
        steps=steps,
        what_now=(Text(f"{reason}_now"), Text("identity.id_card_shows_states")),
        who_helps=who_helps(session.configuration),
        main=USE_ID_CARD,
    )
    await session.offer(page)


# ID card.


async def _by_id_card(session: Session, steps: Steps) -> Resident:
    """The person on the ID card that is laid down."""
    card = await present_id_card(session, steps)
    _refuse_unfit(card, session.surroundings.wall().date())
    return Resident(card.id_number, card.name, (Proof.ID_CARD,))


def _refuse_unfit(card: IdCard, today: date) -> None:
    """An expired card, or one whose number cannot be, is refused in words; the two are told apart."""
    match card.validity(today):
        case Validity.EXPIRED | Validity.NOT_YET_VALID:
            raise Refusal("ID_EXPIRED")
        case Validity.WRONG_CHECK_DIGIT:
            raise Refusal("ID_UNREADABLE")
        case Validity.VALID:
            return
