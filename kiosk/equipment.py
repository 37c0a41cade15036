"""The terminal's devices and its line to the bureau, as one value."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Generator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from typing import Any

from devices.camera import Camera
from devices.card_reader import CardReader
from devices.document_printer import DocumentPrinter
from devices.id_reader import IdReader
from devices.pin_pad import PinPad
from devices.receipt_printer import ReceiptPrinter
from devices.status import Media, Status
from kiosk.backend.line import BureauLine
from kiosk.device import Device
from kiosk.paper_roll import PaperRoll
from kiosk.waiting import first_of

BUREAU = "bureau"
PIN_PAD = "pin_pad"


@dataclass(frozen=True)
class Equipment:
    """What a service can count on."""

    card_reader: Device[CardReader]
    paper_roll: PaperRoll
    """How much is left on the receipt printer's roll."""
    id_reader: Device[IdReader]
    receipt_printer: Device[ReceiptPrinter]
    bureau: BureauLine
    contactless_reader: Device[CardReader] | None = None
    """Where a card is laid on; a card does there whatever it does in the other slot."""
    psam: Device[CardReader] | None = None
    """The slot of the security module, where there is one; without it the bureau's HSM answers, unseen by residents."""
    pin_pad: Device[PinPad] | None = None
    """Where a PIN is typed; None where the screen draws the keys."""
    document_printer: Device[DocumentPrinter] | None = None
    camera: Device[Camera] | None = None
    """The one that sees the resident; open only while a page needs it."""
    document_camera: Device[Camera] | None = None
    """The one over the desk."""

    @property
    def devices(self) -> tuple[Device[Any], ...]:
        """All devices that residents notice."""
        optional = (self.pin_pad, self.document_printer, self.camera, self.document_camera)
        there = (device for device in optional if device is not None)
        return (*self.card_slots, self.id_reader, self.receipt_printer, *there)

    @property
    def card_slots(self) -> tuple[Device[CardReader], ...]:
        """Where a social security card may be presented."""
        laid_on = self.contactless_reader
        return (self.card_reader,) if laid_on is None else (self.card_reader, laid_on)

    @property
    def slot_with_card(self) -> Device[CardReader] | None:
        """The slot in which a card was seen at the last look; None where none is in any."""
        return next((slot for slot in self.card_slots if slot.status.media is Media.PRESENT), None)

    @property
    def cards_usable(self) -> bool:
        """Whether a card can be read in any slot."""
        return any(slot.usable for slot in self.card_slots)

    @property
    def pins_usable(self) -> bool:
        """Whether a PIN can be typed: on the pad, or on the screen where there is none."""
        return self.pin_pad is None or self.pin_pad.usable

    async def until_card(self, *, inside: bool) -> None:
        """Wait until a card is in one of the slots, or until none is in any."""
        if inside:
            await self._until_any_card()
        while not inside and (slot := self.slot_with_card) is not None:
            await slot.until(lambda status: status.media is not Media.PRESENT)

    async def _until_any_card(self) -> None:
        seen = [asyncio.ensure_future(slot.until(_with_card)) for slot in self.card_slots]
        async with first_of(*seen):
            return

    @property
    def _all(self) -> tuple[Device[Any], ...]:
        return self.devices if self.psam is None else (*self.devices, self.psam)

    @property
    def usable(self) -> frozenset[str]:
        """The names of what works now; any slot that reads cards is the card reader, the screen's keys a PIN pad."""
        names = {device.name for device in self.devices if device.usable}
        if self.cards_usable:
            names.add(self.card_reader.name)
        if self.pins_usable:
            names.add(PIN_PAD)
        return frozenset(names | {BUREAU} if self.bureau.reachable else names)

    @property
    def busy(self) -> bool:
        """Whether any call is under way; a PIN pad that waits for its keys waits for a person."""
        return self.bureau.busy or any(device.busy for device in self._all if device is not self.pin_pad)

    def start(self) -> None:
        """Begin to watch the devices and to take calls."""
        self.bureau.start()
        for device in self._all:
            device.start()

    async def stop(self) -> None:
        """Give everything back, at the same time."""
        await asyncio.gather(self.bureau.stop(), *(device.stop() for device in self._all))

    @asynccontextmanager
    async def given_back(self) -> AsyncGenerator[None]:
        """Inside, every device is free for whoever examines it; the terminal has them again, whatever happens.

        What they were last seen to be stands meanwhile; a call fails by its deadline. The line to the bureau stays.
        """
        try:
            await asyncio.gather(*(device.stop() for device in self._all))
            yield
        finally:
            for device in self._all:
                device.take_up()

    def renew_stuck(self) -> None:
        """Between two sessions: what is stuck gets a fresh worker."""
        self.bureau.renew_if_stuck()
        for device in self._all:
            device.renew_if_stuck()

    @contextmanager
    def watched(self, changed: Callable[[], None]) -> Generator[None]:
        """Have `changed` called whenever something is seen to be different."""
        watched = (*self.devices, self.bureau)
        for each in watched:
            each.on_change = changed
        try:
            yield
        finally:
            for each in watched:
                each.on_change = _nothing


def _with_card(status: Status) -> bool:
    return status.media is Media.PRESENT


def _nothing() -> None:
    """Nobody watches."""
