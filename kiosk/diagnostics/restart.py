"""One device begun anew: given back, told to reset where it knows how to, and watched until it works again."""

from collections.abc import Callable, Mapping
from contextlib import closing, suppress
from time import monotonic, sleep
from types import MappingProxyType
from typing import Any, Final

from devices.camera import Camera
from devices.card_reader import open_card_reader
from devices.document_printer import open_document_printer
from devices.escpos_page import Charset
from devices.faults import DeviceError
from devices.id_reader import IdReader, IdTimeouts
from devices.pin_pad import SCREEN, open_pin_pad
from devices.receipt_printer import open_receipt_printer
from devices.status import State
from kiosk.diagnostics.bench import Bench
from kiosk.diagnostics.trial import Trial

WITHIN: Final = 15.0
"""Seconds in which a device that was begun anew must work."""
_LOOK_EVERY: Final = 0.1
_WORKS: Final = (State.ONLINE, State.NOT_OBSERVABLE)


def restart(bench: Bench, subject: str) -> Trial:
    """Passed when the device works again; how long that took."""
    began = monotonic()
    with closing(_opened(bench, subject)) as driver, suppress(DeviceError):
        _RESETS.get(subject, _nothing)(driver)
    with closing(_opened(bench, subject)) as driver:
        status = driver.poll()
        while status.state not in _WORKS and monotonic() - began < WITHIN:
            sleep(_LOOK_EVERY)
            status = driver.poll()
    figures = {"state": status.state.value, "seconds": round(monotonic() - began, 1)}
    return Trial(status.state in _WORKS, status.detail, figures, fault=status.fault)


def restarts(subject: str, bench: Bench) -> bool:
    """Whether there is a device of that name to begin anew."""
    return subject in _OPENERS and bench.url(subject) not in ("", SCREEN)


def _opened(bench: Bench, subject: str) -> Any:
    return _OPENERS[subject](bench, bench.url(subject))


def _card_slot(bench: Bench, url: str) -> Any:
    return open_card_reader(url, sandbox=not bench.live)


def _printer(bench: Bench, url: str) -> Any:
    return open_receipt_printer(url, charset=Charset(bench.configuration.printer.charset))


def _power_cycle(slot: Any) -> None:
    """A card that is in is powered and powered off again."""
    slot.poll()
    slot.connect().close()


def _nothing(_driver: Any) -> None:
    """Opened anew is all."""


_OPENERS: Final[Mapping[str, Callable[[Bench, str], Any]]] = MappingProxyType({
    "card_reader": _card_slot,
    "contactless_reader": _card_slot,
    "psam": _card_slot,
    "id_reader": lambda _, url: IdReader(url, timeouts=IdTimeouts(poll_every=0.0)),
    "receipt_printer": _printer,
    "pin_pad": lambda _, url: open_pin_pad(url),
    "document_printer": lambda bench, url: open_document_printer(url, sandbox=not bench.live),
    "camera": lambda _, url: Camera(url),
    "document_camera": lambda _, url: Camera(url),
})  # fmt: skip
_RESETS: Final[Mapping[str, Callable[[Any], None]]] = MappingProxyType({
    "card_reader": _power_cycle,
    "contactless_reader": _power_cycle,
    "psam": _power_cycle,
    "id_reader": lambda reader: reader.restart(),
    "receipt_printer": lambda printer: printer.recover(),
    "pin_pad": lambda pad: pad.restart(),
})  # fmt: skip
"""What resets the device itself; a camera and a queue are only opened anew."""
