"""Gives the cards back at the end of a visit: said, then louder and louder, and what stays is told."""

import asyncio
from dataclasses import dataclass

from devices.faults import DeviceError
from kiosk.config import LimitsTable
from kiosk.equipment import Equipment
from texts import Text
from ui.pages import Picture, TakeBack
from ui.stage import Stage

LOOK_EVERY = 0.5
LOUDEST = 3


@dataclass(frozen=True, slots=True)
class Left:
    """What the resident did not take."""

    card: bool
    id_card: bool


async def take_back(stage: Stage, equipment: Equipment, limits: LimitsTable, *, card: bool, id_card: bool) -> Left:
    """Until both are gone, at most `take_back_whole` seconds. `card`, `id_card`: whether one was used at all."""
    loop = asyncio.get_running_loop()
    began, shown = loop.time(), None
    while True:
        waited = loop.time() - began
        left = Left(card and _card_is_in(equipment), id_card and await _id_card_lies_there(equipment))
        if not (left.card or left.id_card) or waited >= limits.take_back_whole:
            return left
        page = _page(left, _alarm(waited, limits))
        if page != shown:
            stage.show(page)
            shown = page
        await asyncio.sleep(LOOK_EVERY)


def _alarm(waited: float, limits: LimitsTable) -> int:
    """0 while it is only said; then 1 to 3, in equal steps to the end."""
    loud = waited - limits.take_back_alarm
    if loud < 0:
        return 0
    step = (limits.take_back_whole - limits.take_back_alarm) / LOUDEST
    return min(1 + int(loud / step), LOUDEST)


def _card_is_in(equipment: Equipment) -> bool:
    return equipment.slot_with_card is not None


async def _id_card_lies_there(equipment: Equipment) -> bool:
    """A reader that cannot tell is not a card that lies there."""
    try:
        return await equipment.id_reader.call(lambda reader: reader.still_there(), 2.0)
    except DeviceError:
        return False


def _page(left: Left, alarm: int) -> TakeBack:
    match (left.card, left.id_card):
        case (True, True):
            return TakeBack(headline=Text("take_back.both"), picture=Picture.TAKE_BOTH, alarm=alarm)
        case (False, True):
            return TakeBack(headline=Text("take_back.id_card"), picture=Picture.LIFT_ID_CARD, alarm=alarm)
        case _:
            return TakeBack(headline=Text("take_back.card"), picture=Picture.TAKE_CARD, alarm=alarm)
