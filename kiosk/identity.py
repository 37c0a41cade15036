"""How someone shows who they are: the social security card with its PIN, or the ID card; and what that opens."""

import asyncio
from dataclasses import dataclass, field
from datetime import date

from devices.card_data import Holder, IssuerData
from devices.card_reader import CardFault, CardReader
from devices.faults import DeviceError, Owner
from devices.id_card import IdCard, Validity
from devices.pin import Pin
from devices.social_security_card import PinBlocked, PinReady, PinState, PinUnset, PinVerified, PinWrong
from devices.status import Media
from kiosk.backend.schemas import InsertedCard, Proof
from kiosk.card_in_hand import CardInHand
from kiosk.device import Device
from kiosk.place import who_helps
from kiosk.reading_authority import HsmRoute
from kiosk.refusals import Refusal
from kiosk.session import Session
from texts import Text
from ui.pages import Button, Outcome, Picture, PinPad, PresentCard, PresentId, Result, Steps

FIND_EVERY = 0.3
"""Seconds between two looks for an ID card (SAM-V modules take 20 to 300 ms for one)."""

DAMAGED_AT_MOST = 3
"""Answers that pass by themselves, in a row, before the reader is said to have failed."""

USE_ID_CARD = Button("id_card", Text("identity.use_id_card"), icon="id_card")
USE_CARD = Button("card", Text("identity.use_card"), icon="card")


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


async def identify(session: Session, steps: Steps) -> Resident:
    """Card and PIN, or the ID card; asked once in a visit. 返回 does not go back behind it."""
    resident = await session.fetched("resident", lambda: _identify(session, steps))
    session.memory.wall()
    return resident


async def _identify(session: Session, steps: Steps) -> Resident:
    if not session.card_possible:
        resident = await _by_id_card(session, steps)
    else:
        resident = await _by_card(session, steps) or await _by_id_card(session, steps)
    session.log.write(
        "session.identified",
        session=session.number,
        proofs=[proof.value for proof in resident.proofs],
        person=session.log.person(resident.id_number),
    )
    return resident


# Card and PIN.


@dataclass(frozen=True)
class _Read:
    """A card that has told all that it tells before a PIN."""

    card: CardInHand
    issuer: IssuerData
    holder: Holder
    pin: PinState


async def _by_card(session: Session, steps: Steps) -> Resident | None:
    """The holder of the inserted card, once the PIN was right; None when they would rather use the ID card."""
    same: IssuerData | None = None
    trouble: Text | None = None
    while (read := await _present(session, steps, same, trouble)) is not None:
        try:
            return await _by_pin(session, steps, read)
        except DeviceError as error:
            trouble, same = _told(session, error), read.issuer
    return None


async def _present(session: Session, steps: Steps, same: IssuerData | None, trouble: Text | None) -> _Read | None:
    """Have a card put in and read it; `same`: only this one will do. None when another way was chosen."""
    session.card_expected = True
    try:
        while await _card_is_in(session, _card_page(steps, same, trouble)):
            try:
                return await session.working(
                    Text("identity.reading_card"), Text("identity.waiting_for_card"), _read(session, same)
                )
            except DeviceError as error:
                trouble = _told(session, error)
                if not await _card_is_out(session, _take_out_page(steps, trouble)):
                    return None
        return None
    finally:
        session.card_expected = False


def _card_page(steps: Steps, same: IssuerData | None, trouble: Text | None) -> PresentCard:
    again = same is not None
    return PresentCard(
        headline=Text("identity.reinsert_card") if again else Text("identity.insert_card"),
        how=Text("identity.insert_card_how"),
        picture=Picture.REINSERT_CARD if again else Picture.INSERT_CARD,
        steps=steps,
        trouble=trouble,
        other_ways=(USE_ID_CARD,),
    )


def _take_out_page(steps: Steps, trouble: Text) -> PresentCard:
    return PresentCard(
        headline=Text("identity.take_out_card"),
        how=Text("identity.take_out_card_how"),
        picture=Picture.TAKE_CARD,
        steps=steps,
        trouble=trouble,
        other_ways=(USE_ID_CARD,),
    )


async def _card_is_in(session: Session, page: PresentCard) -> bool:
    """True when a card is in the reader; False when another way was chosen."""
    reader = session.equipment.card_reader
    if (await reader.look()).media is Media.PRESENT:
        return True
    return await session.ask_or(page, _seen(reader, inside=True)) != USE_ID_CARD.key


async def _card_is_out(session: Session, page: PresentCard) -> bool:
    """True when the reader is empty; False when another way was chosen."""
    reader = session.equipment.card_reader
    if (await reader.look()).media is not Media.PRESENT:
        return True
    return await session.ask_or(page, _seen(reader, inside=False)) != USE_ID_CARD.key


async def _seen(reader: Device[CardReader], *, inside: bool) -> None:
    await reader.until(lambda status: (status.media is Media.PRESENT) is inside)


async def _read(session: Session, same: IssuerData | None) -> _Read:
    """Everything before a PIN. Of a card other than `same` nothing beyond EF05 is read."""
    card = CardInHand(
        session.equipment.card_reader,
        HsmRoute(session.equipment.bureau),
        codec=session.configuration.card.name_codec,
        blacklist=session.configuration.card.blacklist,
        seconds=session.configuration.limits.card_reading,
    )
    session.at_end(card.close)
    issuer = await card.open()
    if same is not None and issuer.identifier != same.identifier:
        await card.close()
        raise DeviceError(CardFault.OTHER)
    return _Read(card, issuer, await card.read_holder(), await card.tries_left())


async def _by_pin(session: Session, steps: Steps, read: _Read) -> Resident | None:
    """Ask for the PIN while tries are left; a card pulled meanwhile is `DeviceError(REMOVED)`."""
    state, trouble = read.pin, None
    while isinstance(state, PinReady):
        pin = session.new_pin()
        page = _pin_page(session, steps, pin, state.tries_left, trouble)
        if await session.ask_or(page, _pulled(session)) == USE_ID_CARD.key:
            return None
        match await session.working(
            Text("identity.checking_pin"), Text("identity.waiting_for_card"), read.card.verify(pin)
        ):
            case PinVerified():
                return await _holder(read)
            case PinWrong(tries_left=left):
                state, trouble = PinReady(left), Text("identity.pin_wrong", tries=left)
            case PinBlocked():
                state = PinBlocked()
    return await _without_pin(session, steps, state)


async def _holder(read: _Read) -> Resident:
    """The right PIN has set its counter back: what the chip says of it now goes on the page."""
    counter = await read.card.tries_left()
    tries = counter.tries_left if isinstance(counter, PinReady) else None
    return Resident(read.holder.ssn, read.holder.name, (Proof.CARD_PIN,), read.card.inserted, tries)


def _pin_page(session: Session, steps: Steps, pin: Pin, tries: int, trouble: Text | None) -> PinPad:
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
        other_ways=(USE_ID_CARD,),
    )


async def _pulled(session: Session) -> None:
    """A card that goes away while its PIN is asked for."""
    await _seen(session.equipment.card_reader, inside=False)
    raise DeviceError(CardFault.REMOVED, "while the PIN was asked for")


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


def _told(session: Session, error: DeviceError) -> Text:
    """The resident's sentence for a fault that they can end themselves; any other fault goes on up."""
    if error.fault.owner is not Owner.RESIDENT:
        raise error
    session.log.write("card.failed", session=session.number, fault=error.fault.id, detail=error.detail)
    return Text(f"faults.{error.fault.id}.resident")


# ID card.


async def _by_id_card(session: Session, steps: Steps) -> Resident:
    """The person on the ID card that is laid down. Alone it shows states and opens nothing."""
    trouble: Text | None = None
    while True:
        page = PresentId(
            headline=Text("identity.lay_id_card"), how=Text("identity.lay_id_card_how"), steps=steps, trouble=trouble
        )
        try:
            card = await session.ask_or(page, _laid_down(session, trouble))
        except DeviceError as error:
            trouble = _told_of_id_card(session, error)
            continue
        assert not isinstance(card, str), "the page has no other ways"
        session.id_card_read = True
        _refuse_unfit(card, session.surroundings.wall().date())
        return Resident(card.id_number, card.name, (Proof.ID_CARD,))


async def _laid_down(session: Session, told: Text | None) -> IdCard:
    """Look for an ID card until one has been read.

    What passes by itself (a damaged frame) is tried again a few times; what the page tells already is not raised.
    """
    reader, seconds = session.equipment.id_reader, session.configuration.limits.id_reading
    damaged = 0
    while True:
        try:
            if (card := await reader.call(lambda driver: driver.read(), seconds)) is not None:
                return card
            damaged = 0
        except DeviceError as error:
            damaged += error.fault.owner is Owner.ITSELF
            if damaged > DAMAGED_AT_MOST or not (error.fault.owner is Owner.ITSELF or _resident_text(error) == told):
                raise
        await asyncio.sleep(FIND_EVERY)


def _told_of_id_card(session: Session, error: DeviceError) -> Text:
    if error.fault.owner is not Owner.RESIDENT:
        raise error
    session.log.write("id_card.failed", session=session.number, fault=error.fault.id, detail=error.detail)
    return _resident_text(error)


def _resident_text(error: DeviceError) -> Text:
    return Text(f"faults.{error.fault.id}.resident")


def _refuse_unfit(card: IdCard, today: date) -> None:
    """An expired card, or one whose number cannot be, is refused in words; the two are told apart."""
    match card.validity(today):
        case Validity.EXPIRED | Validity.NOT_YET_VALID:
            raise Refusal("ID_EXPIRED")
        case Validity.WRONG_CHECK_DIGIT:
            raise Refusal("ID_UNREADABLE")
        case Validity.VALID:
            return
