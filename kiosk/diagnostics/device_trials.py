"""Tests of devices that prove something: commands answered, files read, paper printed, keys heard, pictures live."""

from collections.abc import Callable
from contextlib import closing
from statistics import median
from time import monotonic
from types import TracebackType
from typing import Final, Self

from devices.apdu import Apdu, exchange
from devices.camera import Camera
from devices.card_reader import CardConnection, CardReader, open_card_reader
from devices.escpos_page import Charset
from devices.id_reader import IdReader, IdTimeouts
from devices.pin import Pin
from devices.pin_pad import open_pin_pad
from devices.receipt_printer import open_receipt_printer
from devices.social_security_card import SocialSecurityCard
from devices.status import Media
from kiosk.diagnostics.bench import Bench
from kiosk.diagnostics.devices import pictures_are
from kiosk.diagnostics.printed_page import printed_page
from kiosk.diagnostics.trial import Exchange, Trial

CHALLENGES, STATUSES, PICTURES = 10, 10, 30
MOST_AGE: Final = 0.5
"""Seconds that the newest picture may be old."""
KEYS: Final = "1234567890"
PRESSING: Final = 60.0
"""Seconds for all keys."""
_CHALLENGE = Apdu(0x00, 0x84, 0x00, 0x00, le=8)
_HEADER: Final = 5


class Traced:
    """A card's connection that notes headers, lengths and status words, and never the data of either side."""

    def __init__(self, connection: CardConnection) -> None:
        self._connection = connection
        self.trace: list[Exchange] = []

    @property
    def atr(self) -> bytes:
        return self._connection.atr

    def transmit(self, apdu: bytes | bytearray) -> tuple[bytes, int]:
        """As the connection does."""
        began = monotonic()
        data, sw = self._connection.transmit(apdu)
        self.trace.append(Exchange(_masked(apdu, data, sw), round((monotonic() - began) * 1000, 1)))
        return data, sw

    def close(self) -> None:
        """As the connection does."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def card(bench: Bench, subject: str) -> Trial:
    """GET CHALLENGE ten times, then the card's environment selected and EF05 read: what any card lets be read."""
    with closing(open_card_reader(bench.url(subject), sandbox=not bench.live)) as reader:
        if not card_there(reader, bench.patience):
            return Trial(False, reason="no_card")
        with Traced(reader.connect()) as wire:
            times = tuple(timed(lambda: exchange(wire, _CHALLENGE)) for _ in range(CHALLENGES))
            wire.trace.clear()
            on_card = SocialSecurityCard(wire, bench.configuration.card.name_codec)
            on_card.select()
            issuer = on_card.read_issuer()
            figures = {
                "atr": wire.atr.hex().upper(),
                "generation": issuer.generation.name,
                "median_ms": _ms(median(times)),
            }
            return Trial(True, figures=figures, trace=tuple(wire.trace), times=times)


def id_frames(bench: Bench, subject: str) -> Trial:
    """The module's status asked ten times: whole frames with right checksums, and how long each took."""
    with closing(IdReader(bench.url(subject), timeouts=IdTimeouts(poll_every=0.0))) as reader:
        number = reader.sam_id()
        times: list[float] = []
        for _ in range(STATUSES):
            times.append(timed(reader.poll))
            if (fault := reader.poll().fault) is not None:
                return Trial(False, fault=fault, times=tuple(times))
        figures = {"sam_id": number, "frames": 2 * STATUSES + 1, "median_ms": _ms(median(times))}
        return Trial(True, figures=figures, times=tuple(times))


def test_slip(bench: Bench, subject: str) -> Trial:
    """Every class of character, a code and the cutter, on paper; whether they are right, a person says."""
    configuration = bench.configuration
    charset = Charset(configuration.printer.charset)
    with closing(open_receipt_printer(bench.url(subject), charset=charset)) as printer:
        printer.poll()
        began = monotonic()
        printed = printer.print(printed_page(configuration.terminal.id, bench.wall().astimezone()))
        return Trial(True, figures={"printed": printed.value, "seconds": round(monotonic() - began, 1)})


def pad_keys(bench: Bench, subject: str) -> Trial:
    """All ten digits and 确认: counted, never told; the digits are wiped unread."""
    pin, heard = Pin(len(KEYS)), [0]

    def on_key(count: int) -> None:
        heard[0] = max(heard[0], count)

    with closing(open_pin_pad(bench.url(subject))) as pad:
        try:
            pad.enter(pin, len(KEYS), PRESSING, on_key)
            return Trial(heard[0] == len(KEYS), figures={"keys": heard[0]})
        finally:
            pin.wipe()


def live_pictures(bench: Bench, subject: str) -> Trial:
    """Thirty pictures that differ: how many in a second, how bright, how old the newest is."""
    with closing(Camera(bench.url(subject))) as camera:
        frame = camera.wait(0, 5.0)
        for _ in range(PICTURES):
            frame = camera.wait(frame.sequence, bench.patience)
        age = monotonic() - frame.taken_at
        figures = {
            **pictures_are(camera, frame),
            "pictures_s": round(camera.rate, 1),
            "luminance": round(frame.exposure.mean),
            "age_ms": _ms(age * 1000),
        }
        fault = camera.poll().fault
        return Trial(age <= MOST_AGE and fault is None, figures=figures, fault=fault)


def card_there(reader: CardReader, patience: float) -> bool:
    """A card that is in shows within the patience."""
    ends = monotonic() + patience
    while reader.poll().media is not Media.PRESENT:
        if monotonic() > ends:
            return False
    return True


def _masked(apdu: bytes | bytearray, data: bytes, sw: int) -> str:
    """`00 A4 04 00 *15 → *32 9000`: a star for data, with its length in bytes."""
    sent = apdu[:4].hex(" ").upper()
    body = f" *{apdu[4]}" if len(apdu) > _HEADER else ""
    return f"{sent}{body} → {f'*{len(data)} ' if data else ''}{sw:04X}"


def timed(act: Callable[[], object]) -> float:
    """Milliseconds that it takes."""
    began = monotonic()
    act()
    return _ms((monotonic() - began) * 1000)


def _ms(value: float) -> float:
    return round(value, 1)
