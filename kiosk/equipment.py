"""The terminal's devices and its line to the bureau, as one value."""

import asyncio
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from devices.card_reader import CardReader
from devices.id_reader import IdReader
from devices.receipt_printer import ReceiptPrinter
from kiosk.backend.line import BureauLine
from kiosk.device import Device

BUREAU = "bureau"


@dataclass(frozen=True)
class Equipment:
    """What a service can count on."""

    card_reader: Device[CardReader]
    id_reader: Device[IdReader]
    receipt_printer: Device[ReceiptPrinter]
    bureau: BureauLine
    psam: Device[CardReader] | None = None
    """The slot of the security module, where there is one; without it the bureau's HSM answers, unseen by residents."""

    @property
    def devices(self) -> tuple[Device[CardReader], Device[IdReader], Device[ReceiptPrinter]]:
        """All devices that residents notice."""
        return (self.card_reader, self.id_reader, self.receipt_printer)

    @property
    def _all(self) -> tuple[Device[Any], ...]:
        return self.devices if self.psam is None else (*self.devices, self.psam)

    @property
    def usable(self) -> frozenset[str]:
        """The names of what works now."""
        names = {device.name for device in self.devices if device.usable}
        return frozenset(names | {BUREAU} if self.bureau.reachable else names)

    @property
    def busy(self) -> bool:
        """Whether any call is under way."""
        return self.bureau.busy or any(device.busy for device in self._all)

    def start(self) -> None:
        """Begin to watch the devices and to take calls."""
        self.bureau.start()
        for device in self._all:
            device.start()

    async def stop(self) -> None:
        """Give everything back, at the same time."""
        await asyncio.gather(self.bureau.stop(), *(device.stop() for device in self._all))

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


def _nothing() -> None:
    """Nobody watches."""
