"""Signing in by staff card: laid on the contactless reader; put into the slot only where no resident's card may be."""

import asyncio
from dataclasses import dataclass

from devices.card_reader import CardConnection, CardReader
from devices.staff_card import Algorithm, StaffCard
from devices.status import Media, Status
from kiosk.backend.staff import StaffMember
from kiosk.backend.staff_cards import card_challenge, card_sign_in
from kiosk.device import Device
from kiosk.session import Session
from kiosk.tables import StaffTable
from kiosk.waiting import first_of
from texts import Text
from ui.pages import Picture, PresentCard

SECONDS = 5.0
"""For one step on the card."""


@dataclass(frozen=True)
class _Powered:
    """On the reader's thread only."""

    connection: CardConnection
    card: StaffCard


def slots_for_staff(session: Session) -> tuple[Device[CardReader], ...]:
    """Where a staff card may be presented now; nowhere, where the branch has no such cards."""
    if not session.configuration.staff.card_aid:
        return ()
    laid_on = session.equipment.contactless_reader
    return session.equipment.card_slots if session.staff.are_alone else () if laid_on is None else (laid_on,)


async def presented(slots: tuple[Device[CardReader], ...], *, afresh: bool) -> Device[CardReader]:
    """The slot that a card comes into; `afresh`: whatever lies there already does not count."""
    coming = {asyncio.ensure_future(_into(slot, afresh)): slot for slot in slots}
    async with first_of(*coming):
        return next(slot for task, slot in coming.items() if task.done())


async def by_card(session: Session, slot: Device[CardReader]) -> StaffMember:
    """Whose card it is: the bureau's challenge, answered by the card, judged by the bureau.

    `DeviceError` where it is no staff card; `BackendError` where the bureau does not know it, or does not answer.
    """
    staff = session.configuration.staff
    powered = await slot.call(lambda reader: _open(reader, staff), SECONDS)
    try:
        number = await slot.call(lambda _: powered.card.number(), SECONDS)
        bureau, algorithm = session.equipment.bureau, staff.card_algorithm
        nonce = await bureau.call("staff", lambda bureau: card_challenge(bureau, number, algorithm))
        answer = await slot.call(lambda _: powered.card.answer(bytes.fromhex(nonce)), SECONDS)
        return await bureau.call("staff", lambda bureau: card_sign_in(bureau, number, nonce, answer.hex()))
    finally:
        await slot.call(lambda _: powered.connection.close(), SECONDS)


async def taken_away(session: Session, slot: Device[CardReader]) -> None:
    """Wait until it is: whoever comes next would be served by what lies there."""
    page = PresentCard(
        headline=Text("staff.card.take"), how=Text("staff.card.take_how"), picture=Picture.TAKE_CARD, leave=False
    )
    await session.ask_or(page, slot.until(_empty))


async def _into(slot: Device[CardReader], afresh: bool) -> None:
    if afresh:
        await slot.until(_empty)
    await slot.until(_with_card)


def _open(reader: CardReader, staff: StaffTable) -> _Powered:
    connection = reader.connect()
    name = bytes.fromhex(staff.card_aid)
    return _Powered(
        connection, StaffCard(connection, name, algorithm=Algorithm(staff.card_algorithm), key=staff.card_key)
    )


def _with_card(status: Status) -> bool:
    return status.media is Media.PRESENT


def _empty(status: Status) -> bool:
    return not _with_card(status)
