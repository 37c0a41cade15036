"""Each device's self-test: the real driver, opened as the terminal opens it, and figures measured on the wire."""

from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from statistics import median
from time import monotonic, sleep

from devices.apdu import Apdu, exchange
from devices.camera import Camera, Frame
from devices.camera_place import Asked
from devices.card_reader import CardFault, CardReader, open_card_reader
from devices.document_printer import open_document_printer
from devices.escpos_page import Charset
from devices.faults import DeviceError
from devices.id_reader import IdReader, IdTimeouts
from devices.pcsc_identity import pcsc_identity
from devices.pin_pad import SCREEN, open_pin_pad
from devices.psam import PsamFault, open_psam, terminal_number
from devices.receipt_printer import open_receipt_printer
from devices.serial_url import parse_serial_url
from devices.status import Driver, Media, State, Status, Supplies
from devices.usb_identity import usb_identity
from devices.zt598 import Zt598
from kiosk.diagnostics.bench import Bench
from kiosk.diagnostics.report import Figure, Finding, Level
from kiosk.paper_roll import read
from kiosk.reading_authority import psam_settings

Figures = dict[str, Figure]

_CHALLENGE = Apdu(0x00, 0x84, 0x00, 0x00, le=8)
"""GET CHALLENGE changes nothing in any card, and one that does not know it answers as fast."""
_LOOK_AGAIN = 0.02
_FIRST_PICTURE = 5.0
"""Seconds: a camera's own deadlines are shorter, and name what is wrong."""
_PICTURES = 15
ANY = Asked()
READABLE = Asked(1600, 1200)
"""Pixels: in a smaller picture the print of an A4 page is not readable any more."""
_WORKS = (State.ONLINE, State.BUSY)


def card_reader(bench: Bench) -> Finding:
    """The reader for social security cards; with a card in it, its ATR and the time of one exchange."""
    return _card_slot(bench, "card_reader")


def contactless_reader(bench: Bench) -> Finding:
    """The slot for cards laid on."""
    return _card_slot(bench, "contactless_reader")


def psam(bench: Bench) -> Finding:
    """The slot of the security module, which must never be empty."""
    found = _card_slot(bench, "psam")
    if found.fault is CardFault.SILENT:  # no resident's card that lies badly: the module itself
        return replace(found, fault=PsamFault.ABSENT, note=f"the slot says {CardFault.SILENT.id}: {found.note}")
    if found.level is not Level.OK:
        return found
    if found.figures.get("media") != Media.PRESENT.value:
        return Finding(Level.FAILED, "", found.figures, PsamFault.ABSENT, "no_module")
    try:
        with closing(open_psam(bench.url("psam"), sandbox=not bench.live)) as slot:
            _settled(slot, bench.patience, waits_for_media=True)
            number = terminal_number(slot, psam_settings(bench.configuration.psam))
    except DeviceError as error:
        return Finding(Level.FAILED, error.detail, found.figures, error.fault)
    return replace(found, figures={**found.figures, "terminal_number": number})


def id_reader(bench: Bench) -> Finding:
    """The ID card reader: its security module's number and the time of a command and its answer."""
    url = bench.url("id_reader")
    with closing(IdReader(url, timeouts=IdTimeouts(poll_every=0.0))) as reader:
        decoder = bench.configuration.id_reader.photo_decoder or "none"
        figures: Figures = {"baudrate": parse_serial_url(url).baudrate, "photo_decoder": decoder}

        def measured() -> Figures:
            trip = _milliseconds(reader.poll, bench.exchanges)
            return {"sam_id": reader.sam_id(), **usb_identity(url), "round_trip_ms": trip}

        return _self_test(reader, bench, figures, measured)


def receipt_printer(bench: Bench) -> Finding:
    """The receipt printer: paper, what it says of itself, and the time that its state takes to be told."""
    charset = Charset(bench.configuration.printer.charset)
    with closing(open_receipt_printer(bench.url("receipt_printer"), charset=charset)) as printer:

        def measured() -> Figures:
            who = usb_identity(bench.url("receipt_printer")) | printer.identity()
            return {**who, "status_ms": _milliseconds(printer.poll, bench.exchanges)}

        forecast = read(Path(bench.configuration.log.folder), bench.configuration.printer.roll_metres)
        found = _self_test(printer, bench, {"paper_left_m": round(forecast.left_metres, 1)}, measured)
        if found.level is Level.OK and forecast.low:
            left = {} if forecast.slips_left is None else {"slips_left": forecast.slips_left}
            return replace(found, level=Level.WARNING, figures={**found.figures, **left}, reason="paper_low_by_count")
        return found


def pin_pad(bench: Bench) -> Finding:
    """The PIN pad: model, firmware, and the time of a question and its answer; keys on the screen have neither."""
    url = bench.url("pin_pad")
    if url == SCREEN:
        return Finding(Level.OK, figures={"plain_input": True}, reason="keys_on_screen")
    with closing(open_pin_pad(url)) as pad:

        def measured() -> Figures:
            figures: Figures = {"plain_input": pad.plain}
            if isinstance(pad, Zt598):
                said = pad.identity()
                figures |= {"model": said.model, "firmware": said.firmware, "hardware": said.hardware}
                figures["serial"] = said.serial_number
                figures["round_trip_ms"] = _milliseconds(pad.identity, bench.exchanges)
            return figures

        return _self_test(pad, bench, {}, measured)


def document_printer(bench: Bench) -> Finding:
    """The document printer's queue, as CUPS tells it."""
    printer = open_document_printer(bench.url("document_printer"), sandbox=not bench.live)
    with closing(printer):

        def measured() -> Figures:
            return {**printer.identity(), "status_ms": _milliseconds(printer.identity, bench.exchanges)}

        return _self_test(printer, bench, {}, measured)


def camera(bench: Bench) -> Finding:
    """The resident's camera: live pictures, how many a second, how large and how light they are."""
    return _pictures(bench, "camera")


def document_camera(bench: Bench) -> Finding:
    """The camera over the desk: as the other, and large enough for a page's print."""
    return _pictures(bench, "document_camera", READABLE)


SELF_TESTS: Mapping[str, Callable[[Bench], Finding]] = {
    "card_reader": card_reader,
    "contactless_reader": contactless_reader,
    "psam": psam,
    "id_reader": id_reader,
    "receipt_printer": receipt_printer,
    "pin_pad": pin_pad,
    "document_printer": document_printer,
    "camera": camera,
    "document_camera": document_camera,
}
"""Key of `[devices]` → its self-test."""


def _card_slot(bench: Bench, device: str) -> Finding:
    with closing(open_card_reader(bench.url(device), sandbox=not bench.live)) as reader:

        def measured() -> Figures:
            figures: Figures = {"reader": reader.name}
            if bench.url(device).startswith("pcsc:"):
                figures |= pcsc_identity(reader.name)
            return figures | _card(reader, bench) if reader.poll().media is Media.PRESENT else figures

        return _self_test(reader, bench, {}, measured, waits_for_media=True)


def _card(reader: CardReader, bench: Bench) -> Figures:
    with reader.connect() as card:
        trip = _milliseconds(lambda: exchange(card, _CHALLENGE), bench.exchanges)
        return {"atr": card.atr.hex().upper(), "apdu_ms": trip, "apdus": bench.exchanges}


def _pictures(bench: Bench, device: str, least: Asked = ANY) -> Finding:
    with closing(Camera(bench.url(device))) as opened:
        try:
            frame = opened.wait(0, _FIRST_PICTURE)
            for _ in range(_PICTURES):
                frame = opened.wait(frame.sequence, bench.patience)
        except DeviceError as error:
            return Finding(Level.FAILED, error.detail, fault=error.fault)
        figures: Figures = {
            **usb_identity(bench.url(device)),
            **pictures_are(opened, frame),
            "pictures_s": round(opened.rate, 1),
            "luminance": round(frame.exposure.mean),
        }
        found = _judged(opened.poll(), figures)
        reason = _not_as_wanted(opened, frame, least)
        return replace(found, level=Level.WARNING, reason=reason) if found.level is Level.OK and reason else found


def pictures_are(camera: Camera, frame: Frame) -> Figures:
    """How large they are and how they come, beside what is asked for."""
    height, width = frame.image.shape[:2]
    figures: Figures = {"size": f"{width}x{height}"}
    if camera.asked.width:
        figures["size_asked"] = str(camera.asked)
    if camera.format:
        figures["format"] = camera.format
    return figures


def _not_as_wanted(camera: Camera, frame: Frame, least: Asked) -> str:
    """Smaller than asked for they are not live at all, which the driver tells."""
    height, width = frame.image.shape[:2]
    if not least.met_by(width, height):
        return "picture_small"
    wanted = camera.asked.format.upper()
    return "other_format" if wanted and camera.format != wanted else ""


def _self_test(
    driver: Driver, bench: Bench, figures: Figures, measured: Callable[[], Figures], *, waits_for_media: bool = False
) -> Finding:
    """Look until the device works or the patience is over, then measure; what it then refuses is the finding."""
    status = _settled(driver, bench.patience, waits_for_media=waits_for_media)
    figures |= _seen(status)
    if status.state not in _WORKS or status.fault is not None:
        return _judged(status, figures)
    try:
        return _judged(status, figures | measured())
    except DeviceError as error:
        return Finding(Level.FAILED, error.detail, figures, error.fault)


def _settled(driver: Driver, patience: float, *, waits_for_media: bool) -> Status:
    """A device that was just opened may need a moment; a card that is in, too. Of its troubles the first one tells."""
    ends = monotonic() + patience
    first = status = driver.poll()
    while monotonic() < ends and status.state is not State.NOT_OBSERVABLE:
        if status.state in _WORKS and not (waits_for_media and status.media is Media.NOT_PRESENT):
            return status
        sleep(_LOOK_AGAIN)
        status = driver.poll()
    return status if status.state in _WORKS else first


def _seen(status: Status) -> Figures:
    seen: Figures = {"state": status.state.value}
    if status.media:
        seen["media"] = status.media.value
    if status.supplies:
        seen["supplies"] = status.supplies.value
    return seen


def _judged(status: Status, figures: Figures) -> Finding:
    if status.state is State.NOT_OBSERVABLE:
        return Finding(Level.WARNING, status.detail, figures, reason="not_observable")
    if status.state not in _WORKS or status.fault is not None:
        return Finding(Level.FAILED, status.detail, figures, status.fault, "" if status.fault else "not_working")
    low = status.supplies is Supplies.LOW
    if low:
        return Finding(Level.WARNING, status.detail, figures, reason="supplies_low")
    return Finding(Level.OK, status.detail, figures)


def _milliseconds(ask: Callable[[], object], times: int) -> float:
    """The median time of one call."""
    taken: list[float] = []
    for _ in range(times):
        began = monotonic()
        ask()
        taken.append(monotonic() - began)
    return round(median(taken) * 1000, 3)
