"""The drivers that there are: where their faults are declared, which URLs they take, what plays their far end."""

from dataclasses import dataclass
from importlib import import_module
from typing import Final

from devices.faults import Fault


@dataclass(frozen=True, slots=True)
class Driven:
    """One kind of device. `check` is its self-test in `kiosk doctor`, and its key in `[devices]`."""

    check: str
    module: str
    """Declares `FAULTS`, and has the function `opens`."""
    opens: str
    """Makes a driver of a URL, touching nothing yet."""
    urls: tuple[str, ...]
    """One example of each form."""
    simulator: str
    """Module and class of the far end in `sandbox`, a `sandbox.part.Part`."""
    event: str = ""
    """What the event log says when a call of it fails; "" for a device that no service uses yet."""

    @property
    def faults(self) -> tuple[Fault, ...]:
        """All that it can tell."""
        return import_module(self.module).FAULTS


DRIVERS: Final = (
    Driven(
        "card_reader",
        "devices.card_reader",
        "open_card_reader",
        ("pcsc:", "pcsc:ACS ACR39U", "vpcd://127.0.0.1:35964"),
        "sandbox.card:CardSlot",
        "card.failed",
    ),
    Driven(
        "psam",
        "devices.psam",
        "open_psam",
        ("pcsc:ACS ACR39U SAM", "vpcd://127.0.0.1:35965"),
        "sandbox.psam:PsamSlot",
        "psam.failed",
    ),
    Driven(
        "id_reader",
        "devices.id_reader",
        "IdReader",
        ("/dev/ttyUSB0?baudrate=115200", "socket://127.0.0.1:18082"),
        "sandbox.id_reader:IdReaderSimulator",
        "id_card.failed",
    ),
    Driven(
        "receipt_printer",
        "devices.receipt_printer",
        "open_receipt_printer",
        ("tcp://127.0.0.1:9100", "serial:/dev/ttyS1", "usb:04B8:0E15", "file:/dev/usb/lp0"),
        "sandbox.printer:PrinterSimulator",
        "slip.printed",
    ),
    Driven(
        "pin_pad",
        "devices.pin_pad",
        "open_pin_pad",
        ("zt598:/dev/ttyS2", "zt598:socket://127.0.0.1:18083"),
        "sandbox.pin_pad:PinPadSimulator",
        "pin_pad.failed",
    ),
    Driven(
        "document_printer",
        "devices.document_printer",
        "open_document_printer",
        ("cups:A4", "cups:A4@/tmp/cups", "file:/tmp/documents"),
        "sandbox.document_printer:DocumentPrinterSimulator",
        "record.printed",
    ),
    Driven(
        "camera",
        "devices.camera",
        "Camera",
        ("/dev/video0", "0", "http://127.0.0.1:18084/video.mjpg"),
        "sandbox.camera:CameraSimulator",
        "camera.failed",
    ),
)


def all_faults() -> tuple[Fault, ...]:
    """Those of all drivers, and the two that every device can have."""
    from kiosk import device  # noqa: PLC0415 - the core's own; nothing here needs it otherwise

    return (*(fault for driven in DRIVERS for fault in driven.faults), *device.FAULTS)
