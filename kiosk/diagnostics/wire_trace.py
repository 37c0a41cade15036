"""What goes over a device's line while it is exercised: frames with everything personal and every key left out.

It is taken only where the terminal has given its devices back, which is out of service. What is kept is chosen by what
may be kept, never by what may not: an unknown command shows its header and the length of its data.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from types import MappingProxyType
from typing import Any, Final

from devices.apdu import Apdu, exchange
from devices.card_reader import open_card_reader
from devices.escpos_page import Charset
from devices.faults import DeviceError
from devices.id_reader import IdReader, IdTimeouts
from devices.pin_pad import SCREEN
from devices.receipt_printer import open_receipt_printer
from devices.social_security_card import SocialSecurityCard
from devices.tap import Way
from devices.zt598 import Zt598
from kiosk.diagnostics.bench import Bench
from kiosk.diagnostics.device_trials import Traced, card_there
from kiosk.diagnostics.trial import Exchange, Trial
from kiosk.whole_file import write_whole

MOST: Final = 400
"""Frames; those that come later are only counted."""
_CHALLENGE: Final = Apdu(0x00, 0x84, 0x00, 0x00, le=8)
_PLAIN_BYTES: Final = 8
"""Of a printer's line: commands and states are as short as that, what is printed is longer."""
_DIGITS: Final = range(0x30, 0x3A)
_ID_HEAD: Final = 10
"""Of an ID reader's frame: preamble, length, and the three status bytes; what follows is the card's."""


@dataclass
class Tape:
    """Frames as they went, each with its moment; `shown` says of one what may be kept."""

    shown: Callable[[Way, bytes], str]
    clock: Callable[[], float] = monotonic
    lines: list[Exchange] = field(default_factory=list[Exchange])
    dropped: int = 0
    _began: float = field(init=False)

    def __post_init__(self) -> None:
        self._began = self.clock()

    def __call__(self, way: Way, data: bytes) -> None:
        """A `devices.tap.Tap`."""
        if len(self.lines) >= MOST:
            self.dropped += 1
            return
        moment = round((self.clock() - self._began) * 1000, 1)
        self.lines.append(Exchange(f"{way.value} {self.shown(way, data)}", moment))


def wire_trace(bench: Bench, subject: str) -> Trial:
    """Exercise the device while its line is heard, and keep the trace in a file beside the journal, the last alone."""
    lines = tuple(_TRACERS[subject](bench, bench.url(subject)))
    file = Path(bench.configuration.journal.folder) / trace_file(subject)
    write_whole(file, "".join(f"{each.milliseconds:10.1f} ms  {each.sent}\n" for each in lines))
    reason = "" if lines else "nothing_heard"
    return Trial(bool(lines), "", {"frames": len(lines), "file": file.name}, trace=lines, reason=reason)


def trace_file(subject: str) -> str:
    """Its name."""
    return f"trace-{subject}.txt"


def traces(subject: str, bench: Bench) -> bool:
    """Whether the line of such a device can be heard."""
    return subject in _TRACERS and bench.url(subject) not in ("", SCREEN)


def shown_of_reader(way: Way, data: bytes) -> str:
    """Commands to an ID reader carry nothing personal; of its answers the head, and how much followed."""
    if way is Way.SENT or len(data) <= _ID_HEAD:
        return _hex(data)
    return f"{_hex(data[:_ID_HEAD])} *{len(data) - _ID_HEAD}"


def shown_of_pad(way: Way, data: bytes) -> str:
    """Of what a pad says, every byte that could be a digit key is a star, wherever it stands."""
    if way is Way.SENT:
        return _hex(data)
    return " ".join("*" if byte in _DIGITS else f"{byte:02X}" for byte in data)


def shown_of_printer(_way: Way, data: bytes) -> str:
    """Short commands and states whole; of what may be text on paper, only how long it is."""
    return _hex(data) if len(data) <= _PLAIN_BYTES else f"*{len(data)}"


def _card(bench: Bench, url: str) -> Iterator[Exchange]:
    with closing(open_card_reader(url, sandbox=not bench.live)) as reader:
        card_there(reader, bench.patience)
        with Traced(reader.connect()) as wire:
            yield Exchange(f"ATR {_hex(wire.atr)}", 0.0)
            with suppress(DeviceError):
                exchange(wire, _CHALLENGE)
                on_card = SocialSecurityCard(wire, bench.configuration.card.name_codec)
                on_card.select()
                on_card.read_issuer()
            yield from wire.trace


def _id_reader(_bench: Bench, url: str) -> Iterator[Exchange]:
    tape = Tape(shown_of_reader)
    with closing(IdReader(url, timeouts=IdTimeouts(poll_every=0.0))) as reader:
        reader.tapped(tape)
        _exercised(reader.poll, reader.sam_id, reader.poll)
    yield from _joined(tape)


def _printer(bench: Bench, url: str) -> Iterator[Exchange]:
    tape = Tape(shown_of_printer)
    with closing(open_receipt_printer(url, charset=Charset(bench.configuration.printer.charset))) as printer:
        printer.tapped(tape)
        _exercised(printer.poll, printer.identity, printer.poll)
    yield from tape.lines


def _pin_pad(_bench: Bench, url: str) -> Iterator[Exchange]:
    tape = Tape(shown_of_pad)
    with closing(Zt598(url.partition(":")[2])) as pad:
        pad.tapped(tape)
        _exercised(pad.poll, pad.identity)
    yield from _joined(tape)


def _exercised(*asked: Callable[[], object]) -> None:
    """A line that fails has been heard all the same."""
    for ask in asked:
        with suppress(DeviceError):
            ask()


def _joined(tape: Tape) -> Iterator[Exchange]:
    """What was heard byte by byte, as one line up to the next command."""
    whole: Exchange | None = None
    for line in tape.lines:
        if whole is not None and whole.sent[0] == line.sent[0] == Way.HEARD.value:
            whole = Exchange(f"{whole.sent} {line.sent[2:]}", whole.milliseconds)
            continue
        if whole is not None:
            yield whole
        whole = line
    if whole is not None:
        yield whole


def _hex(data: bytes) -> str:
    return data.hex(" ").upper()


_TRACERS: Final[Mapping[str, Callable[[Bench, str], Iterator[Any]]]] = MappingProxyType({
    "card_reader": _card,
    "contactless_reader": _card,
    "psam": _card,
    "id_reader": _id_reader,
    "receipt_printer": _printer,
    "pin_pad": _pin_pad,
})  # fmt: skip
