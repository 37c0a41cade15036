"""Has a card or an ID card presented and read: asked for, waited for, asked for again, and told when it cannot be."""

import asyncio
from dataclasses import dataclass
from typing import TypeVar, cast

from devices.card_data import Holder, IssuerData
from devices.card_reader import FAULTS, CardFault
from devices.faults import DeviceError, Owner
from devices.id_card import IdCard
from devices.social_security_card import PinState
from kiosk.card_in_hand import CardInHand
from kiosk.reading_authority import HsmRoute, PsamRoute, ReadingAuthority, psam_settings
from kiosk.session import Session
from texts import Text
from ui.pages import Button, Page, Picture, PresentCard, PresentId, Steps

A = TypeVar("A")

FIND_EVERY = 0.3
"""Seconds between two looks for an ID card (SAM-V modules take 20 to 300 ms for one)."""

DAMAGED_AT_MOST = 3
"""Answers that pass by themselves, in a row, before the reader is said to have failed."""


@dataclass(frozen=True)
class ReadCard:
    """A card that has told all that it tells before a PIN."""

    card: CardInHand
    issuer: IssuerData
    holder: Holder
    pin: PinState


async def present_card(
    session: Session,
    steps: Steps,
    *,
    same: IssuerData | None = None,
    trouble: Text | None = None,
    other_ways: tuple[Button, ...] = (),
) -> ReadCard | str:
    """Have a card put in and read it; `same`: only this one will do. The key of another way when that was chosen."""
    session.card_expected = True
    try:
        while True:
            if other := await _until_in(session, _card_page(steps, same, trouble, other_ways)):
                return other
            try:
                return await session.working(
                    Text("identity.reading_card"), Text("identity.waiting_for_card"), _read(session, same)
                )
            except DeviceError as error:
                trouble = told(session, error)
                if other := await _until_out(session, _take_out_page(steps, trouble, other_ways)):
                    return other
    finally:
        session.card_expected = False


async def ask_while_inserted(session: Session, page: Page[A]) -> A:
    """As `session.ask`, while the card stays in the reader; `DeviceError(REMOVED)` when it goes away."""
    return cast("A", await session.ask_or(page, pulled(session)))


async def pulled(session: Session) -> None:
    """Waits until the card goes away while something is asked about it: `DeviceError(REMOVED)`."""
    await session.equipment.until_card(inside=False)
    raise DeviceError(CardFault.REMOVED, "while something was asked")


def told(session: Session, error: DeviceError) -> Text:
    """The resident's sentence for a fault that they can end themselves; any other fault goes on up.

    A fault of the card is logged here; another device's was where it happened.
    """
    if error.fault in FAULTS:
        session.log.write("card.failed", session=session.number, fault=error.fault.id, detail=error.detail)
    if error.fault.owner is not Owner.RESIDENT:
        raise error
    return _sentence(error)


async def present_id_card(
    session: Session,
    steps: Steps,
    *,
    other_ways: tuple[Button, ...] = (),
    words: str = "identity.lay_id_card",
    unlike: str = "",
) -> IdCard | str:
    """Have an ID card laid down and read it. The key of another way when that was chosen.

    `unlike`: the number on a card that may still lie there and is not meant; it is waited for another one.
    """
    trouble: Text | None = None
    while True:
        page = PresentId(
            headline=Text(words),
            how=Text(f"{words}_how"),
            steps=steps,
            trouble=trouble,
            other_ways=other_ways,
        )
        try:
            card = await session.ask_or(page, _laid_down(session, trouble, unlike))
        except DeviceError as error:
            session.log.write("id_card.failed", session=session.number, fault=error.fault.id, detail=error.detail)
            if error.fault.owner is not Owner.RESIDENT:
                raise
            trouble = _sentence(error)
            continue
        session.ending.id_card_read = session.ending.id_card_read or not isinstance(card, str)
        return card


def _card_page(steps: Steps, same: IssuerData | None, trouble: Text | None, ways: tuple[Button, ...]) -> PresentCard:
    again = same is not None
    return PresentCard(
        headline=Text("identity.reinsert_card") if again else Text("identity.insert_card"),
        how=Text("identity.insert_card_how"),
        picture=Picture.REINSERT_CARD if again else Picture.INSERT_CARD,
        steps=steps,
        trouble=trouble,
        other_ways=ways,
    )


def _take_out_page(steps: Steps, trouble: Text, ways: tuple[Button, ...]) -> PresentCard:
    return PresentCard(
        headline=Text("identity.take_out_card"),
        how=Text("identity.take_out_card_how"),
        picture=Picture.TAKE_CARD,
        steps=steps,
        trouble=trouble,
        other_ways=ways,
    )


async def _until_in(session: Session, page: PresentCard) -> str | None:
    """Until a card is in a slot; the key of another way when that was chosen."""
    await session.equipment.card_reader.look()
    if session.equipment.slot_with_card is not None:
        return None
    return await session.ask_or(page, session.equipment.until_card(inside=True))


async def _until_out(session: Session, page: PresentCard) -> str | None:
    """Until all slots are empty; the key of another way when that was chosen."""
    await session.equipment.card_reader.look()
    if session.equipment.slot_with_card is None:
        return None
    return await session.ask_or(page, session.equipment.until_card(inside=False))


async def _read(session: Session, same: IssuerData | None) -> ReadCard:
    """Everything before a PIN. Of a card other than `same` nothing beyond EF05 is read."""
    card = CardInHand(
        session.equipment.slot_with_card or session.equipment.card_reader,
        _authority(session),
        codec=session.configuration.card.name_codec,
        blacklist=session.configuration.card.blacklist,
        seconds=session.configuration.limits.card_reading,
    )
    session.at_end(card.close)
    issuer = await card.open()
    if same is not None and issuer.identifier != same.identifier:
        await card.close()
        raise DeviceError(CardFault.OTHER)
    return ReadCard(card, issuer, await card.read_holder(), await card.tries_left())


def _authority(session: Session) -> ReadingAuthority:
    """The PSAM first, where there is one."""
    hsm, slot = HsmRoute(session.equipment.bureau), session.equipment.psam
    if slot is None:
        return hsm
    configuration = session.configuration
    seconds = configuration.limits.card_reading / 2
    return PsamRoute(slot, psam_settings(configuration.psam), hsm, session.log, seconds=seconds)


async def _laid_down(session: Session, known: Text | None, unlike: str) -> IdCard:
    """Look for an ID card until one has been read.

    What passes by itself (a damaged frame) is tried again a few times; what the page tells already is not raised.
    """
    reader, seconds = session.equipment.id_reader, session.configuration.limits.id_reading
    damaged = 0
    while True:
        try:
            card = await reader.call(lambda driver: driver.read(), seconds)
            if card is not None and card.id_number != unlike:
                return card
            damaged = 0
        except DeviceError as error:
            damaged += error.fault.owner is Owner.ITSELF
            if damaged > DAMAGED_AT_MOST or not (error.fault.owner is Owner.ITSELF or _sentence(error) == known):
                raise
        await asyncio.sleep(FIND_EVERY)


def _sentence(error: DeviceError) -> Text:
    return Text(f"faults.{error.fault.id}.resident")
