"""Drives an encrypting PIN pad of the ZT598 kind (证通) on a serial line, in its plain-text input mode.

Plain-text input: the pad sends each key as a byte the moment it is pressed, so **digits cross the line unenciphered**.
The line is as safe as the cabinet it lies in; a bureau that asks for more needs another pad. Of its PIN blocks all
but one are bound to an account number (ISO 9564-1) and of no use to the chip's VERIFY. The one that is not (format 40,
ASCII) is enciphered under a working key that must be loaded under the pad's master key: to open it, the terminal would
keep that master key on its own disk, beside the pad, and whoever reads the line could read the disk as well.
"""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, replace
from enum import Enum, unique
from time import monotonic
from typing import Final

from devices.faults import DeviceError, Fault
from devices.pin import Pin, overwrite
from devices.pin_pad import PinPadFault
from devices.serial_line import LineFaults, SerialLine
from devices.serial_url import SerialUrl, parse_serial_url
from devices.status import State, Status
from devices.tap import Tap

BAUDRATE: Final = 9600
MAX_LENGTH: Final = 4096
"""No reply is longer: data come in blocks of 1,024 characters."""

_STX: Final = 0x02
_ETX: Final = 0x03
_LENGTH_DIGITS: Final = 3
_LONG_DIGITS: Final = 4
_LRC_DIGITS: Final = 2
_TAIL: Final = 1 + _LRC_DIGITS
_IDENTITY: Final = ((126, 132), (132, 135), (135, 138), (138, 146))
"""Where model, hardware, firmware and serial number stand in the answer to `FIRMWARE`."""


@unique
class Command(Enum):
    """What the host asks; data, if any, follow."""

    RESET = b"5030"
    CLOSE_KEYS = b"5032"
    """Ends input and clears what was typed."""
    PLAIN_INPUT = b"5033"
    BEEP_ON = b"5035"
    PAUSE = b"52"
    """The longest pause between two keys follows, seconds, two hex digits: then the pad ends input by itself."""
    STATUS = b"\x49"
    FIRMWARE = b"\x33"
    INSTALLED = b"4E30"


@unique
class Key(Enum):
    """Keys as they arrive, bare, outside of frames; digits are 30 to 39 and stand in no list."""

    ENTER = 0x0D
    CANCEL = 0x1B
    CLEAR = 0x08


_DIGIT_KEYS: Final = range(0x30, 0x3A)

_BY_CODE: Final = {
    **dict.fromkeys((*range(0xD0, 0xD6), 0xDA, 0xDB, 0xDC, *range(0xF1, 0xF8), 0xFD), PinPadFault.CIPHER_FAILED),
    **dict.fromkeys((0xD6, 0xD7, 0xDE, 0xFE), PinPadFault.BROKEN),
    **dict.fromkeys((0xE1, 0xE2, 0xE4, 0xE5), PinPadFault.KEY_MISSING),
    **dict.fromkeys((0xD8, 0xE3, 0xE6, 0xE7), PinPadFault.KEY_WRONG),
    **dict.fromkeys((0xE8, 0xE9, 0xEA, 0xEB, 0xF8, 0xFC), PinPadFault.REQUEST_REFUSED),
    **dict.fromkeys((0xEC, 0xF9, 0xFA), PinPadFault.NOT_AUTHENTICATED),
    **dict.fromkeys((0xED, 0xFB), PinPadFault.LOCKED),
    0xDD: PinPadFault.TAMPERED,
    0xE0: PinPadFault.BATTERY_LOW,
    0xEE: PinPadFault.TIMED_OUT,
    0xEF: PinPadFault.NOTHING_TYPED,
    0xFF: PinPadFault.REMOVED,
}

_LINE: Final = LineFaults(
    unreachable=PinPadFault.UNREACHABLE,
    lost=PinPadFault.LOST,
    silent=PinPadFault.SILENT,
    stopped=PinPadFault.STOPPED,
)

_STATES: Final = {
    PinPadFault.TAMPERED: State.POTENTIAL_FRAUD,
    PinPadFault.REMOVED: State.POTENTIAL_FRAUD,
    PinPadFault.UNREACHABLE: State.NO_DEVICE,
    **dict.fromkeys(
        (PinPadFault.LOST, PinPadFault.SILENT, PinPadFault.STALLED, PinPadFault.STOPPED, PinPadFault.DAMAGED),
        State.OFFLINE,
    ),
}
"""All others: hardware error."""


@unique
class Damage(Enum):
    """What was wrong with a frame."""

    LENGTH = "length"
    END = "end"
    LRC = "LRC"


@dataclass(frozen=True, slots=True, repr=False)
class Pressed:
    """One key. It has no repr, because it may be a digit."""

    code: int


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer: RTN, and the data behind it."""

    code: int
    data: bytes

    @property
    def good(self) -> bool:
        """RTN 60 to 9F, and A3."""
        return 0x60 <= self.code <= 0x9F or self.code == 0xA3  # noqa: PLR2004

    def __repr__(self) -> str:
        return f"Reply(code={self.code:02X}, {len(self.data)} bytes)"


Heard = Pressed | Reply | Damage
_INPUT_ENDED: Final = Reply(0xEE, b"")


def build(body: bytes) -> bytes:
    """A frame: 02, length in three digits, body of up to 998 bytes, 03, and the LRC of all but the 02 as hex."""
    checked = f"{len(body):03d}".encode() + body + bytes([_ETX])
    return bytes([_STX]) + checked + lrc(checked)


def lrc(checked: bytes | bytearray) -> bytes:
    """All bytes XORed, as two upper-case hex digits."""
    value = 0
    for byte in checked:
        value ^= byte
    return f"{value:02X}".encode()


class Stream:
    """Takes apart what the pad sends, as it comes: frames by their length (03 may stand within), keys between them."""

    def __init__(self) -> None:
        self._held = bytearray()

    @property
    def started(self) -> bool:
        """Whether a frame has begun and is not whole yet."""
        return bool(self._held)

    def forget(self) -> None:
        """Drop a frame that has begun, and overwrite it."""
        overwrite(self._held)
        self._held.clear()

    def feed(self, data: bytes) -> tuple[Heard, ...]:
        """Take the bytes in and give what they complete, in order; zero bytes between frames mean nothing."""
        heard = [one for byte in data if (one := self._take(byte)) is not None]
        return tuple(heard)

    def _take(self, byte: int) -> Heard | None:
        if not self._held and byte != _STX:
            return Pressed(byte) if byte else None
        self._held.append(byte)
        found = self._whole()
        if found is not None:
            self.forget()
        return found

    def _whole(self) -> Reply | Damage | None:
        """The frame held, if it is whole, or what is seen to be wrong with it."""
        start, length = self._extent()
        if not all(0x30 <= digit <= 0x39 for digit in self._held[1:start]):  # noqa: PLR2004
            return Damage.LENGTH
        if len(self._held) < start:
            return None
        if not 1 <= length <= MAX_LENGTH:
            return Damage.LENGTH
        if len(self._held) < start + length + _TAIL:
            return None
        return self._checked(start, start + length)

    def _extent(self) -> tuple[int, int]:
        """Where the body begins, and its length: three digits, or four more behind 000."""
        start = 1 + _LENGTH_DIGITS
        if self._held.startswith(b"000", 1):
            return start + _LONG_DIGITS, self._number(start, start + _LONG_DIGITS)
        return start, self._number(1, start)

    def _number(self, start: int, end: int) -> int:
        digits = self._held[start:end]
        return int(digits) if len(digits) == end - start and digits.isdigit() else 0

    def _checked(self, start: int, end: int) -> Reply | Damage:
        if self._held[end] != _ETX:
            return Damage.END
        if lrc(self._held[1 : end + 1]) != bytes(self._held[end + 1 :]).upper():
            return Damage.LRC
        return Reply(self._held[start], bytes(self._held[start + 1 : end]))


@dataclass(frozen=True, slots=True)
class PadTimeouts:
    """Deadlines in seconds."""

    answer: float = 0.15
    """For a command and its answer: some twenty bytes at 9,600 baud take 20 ms."""
    identity: float = 1.0
    """For some 150 bytes."""
    write: float = 0.5
    poll_every: float = 0.5
    reopen_every: float = 1.0


@dataclass(frozen=True, slots=True)
class PadIdentity:
    """What the pad says of itself; "" where it does not."""

    model: str
    hardware: str
    firmware: str
    serial_number: str


class Zt598:
    """One pad. All calls but `abort` come from one thread."""

    def __init__(
        self, port: str, *, timeouts: PadTimeouts | None = None, clock: Callable[[], float] = monotonic
    ) -> None:
        """`port`: `/dev/ttyS2`, `socket://HOST:PORT`, …; 9,600 baud unless it says so. `ValueError`; opens nothing."""
        self._times = timeouts or PadTimeouts()
        self._clock = clock
        self._line = SerialLine(
            _pad_url(port), _LINE, write_s=self._times.write, reopen_every=self._times.reopen_every, clock=clock
        )
        self._stream = Stream()
        self._last: Status | None = None

    @property
    def plain(self) -> bool:
        """True: plain-text input."""
        return True

    def poll(self) -> Status:
        """What the pad says of itself, asked at most every `poll_every` seconds; in between the last answer."""
        self._line.begin()
        now = self._clock()
        if self._last is None or now - self._last.observed_at >= self._times.poll_every:
            self._last = self._observe()
        return self._last

    def enter(self, pin: Pin, least: int, seconds: float, on_key: Callable[[int], None]) -> None:
        """See `PinPad.enter`. 更正 takes all digits back; `00`, the point and side keys do nothing."""
        self._line.begin()
        with ExitStack() as undo:
            undo.callback(self._close_keys_quietly)
            undo.callback(pin.clear)
            self._open_keys(seconds)
            self._follow(pin, least, seconds, on_key)
            self._close_keys()
            undo.pop_all()

    def identity(self) -> PadIdentity:
        """Model, versions and serial number, for the technician."""
        self._line.begin()
        text = self._ask(Command.FIRMWARE, within=self._times.identity).data.decode("ascii", "replace")
        return PadIdentity(
            *(text[start:end].strip() for start, end in ((126, 132), (132, 135), (135, 138), (138, 146)))
        )

    def restart(self) -> None:
        """Reset the pad; raises `DeviceError` where it does not say that it has."""
        self._line.begin()
        self._last = None
        self._ask(Command.RESET)

    def tapped(self, tap: Tap) -> None:
        """From now on `tap` hears the line, until the driver is closed for good."""
        self._line.tap = tap

    def abort(self) -> None:
        """From any thread: the call that runs ends within 0.05 s with `STOPPED`, the pad's keys closed."""
        self._line.stop()

    def close(self) -> None:
        """Give the port back; the next call opens it anew."""
        self._line.close()

    def _observe(self) -> Status:
        try:
            self._ask(Command.STATUS)
            self._require_installed()
        except DeviceError as error:
            state = _STATES.get(error.fault, State.HARDWARE_ERROR)
            return Status(state, self._clock(), fault=error.fault, detail=error.detail)
        return Status(State.ONLINE, self._clock(), detail="plain-text input")

    def _require_installed(self) -> None:
        """The third character of the installation state is 1 on a pad that was taken out."""
        if self._ask(Command.INSTALLED).data[2:3] == b"1":
            raise DeviceError(PinPadFault.REMOVED, "not installed")

    def _open_keys(self, seconds: float) -> None:
        """What an earlier entry may have left is cleared; the pad ends input by itself should the terminal die."""
        self._ask(Command.CLOSE_KEYS)
        self._ask(Command.PAUSE, f"{min(0xFF, max(1, round(seconds))):02X}".encode())
        self._ask(Command.BEEP_ON)
        self._ask(Command.PLAIN_INPUT)

    def _follow(self, pin: Pin, least: int, seconds: float, on_key: Callable[[int], None]) -> None:
        while True:
            key = self._key(pin, seconds)
            if key == Key.ENTER.value and pin.length >= least:
                return
            _type(pin, key)
            on_key(pin.length)

    def _key(self, pin: Pin, seconds: float) -> int:
        """The next key. One byte is read at a time: no buffer holds a row of digits."""
        deadline = self._clock() + seconds
        while (left := deadline - self._clock()) > 0:
            if not pin.open:
                raise DeviceError(PinPadFault.STOPPED, "nobody waits for it")
            for heard in self._stream.feed(self._line.read(1, left)):
                if isinstance(heard, Pressed):
                    return heard.code
                raise _trouble(heard, "typing")
        raise DeviceError(PinPadFault.TIMED_OUT, f"no key within {seconds:g} s")

    def _close_keys(self) -> None:
        self._line.begin()
        self._ask(Command.CLOSE_KEYS)

    def _close_keys_quietly(self) -> None:
        """After an entry that failed: the fault that is told is the first one."""
        try:
            self._close_keys()
        except DeviceError:
            self.close()

    def _ask(self, command: Command, data: bytes = b"", within: float | None = None) -> Reply:
        """Send a command and wait for its answer; raises unless it is good.

        Keys pressed meanwhile are passed over, and so is the pad's word that an input has ended by itself.
        """
        self._stream.forget()
        self._line.send(build(command.value + data), command.name)
        within = within or self._times.answer
        deadline = self._clock() + within
        while (left := deadline - self._clock()) > 0:
            for heard in self._stream.feed(self._line.read(1, left)):
                if isinstance(heard, Reply) and heard.good:
                    return heard
                if not (isinstance(heard, Pressed) or heard == _INPUT_ENDED):
                    raise _trouble(heard, command.name)
        fault = PinPadFault.STALLED if self._stream.started else PinPadFault.SILENT
        raise DeviceError(fault, f"{command.name}: nothing more within {within:g} s")


def _type(pin: Pin, key: int) -> None:
    """What a key does to the PIN; raises `CANCELLED`."""
    if key in _DIGIT_KEYS:
        pin.put(pin.layout.index(chr(key)))
    elif key == Key.CLEAR.value:
        pin.clear()
    elif key == Key.CANCEL.value:
        raise DeviceError(PinPadFault.CANCELLED, "cancel key")


def _trouble(heard: Reply | Damage, doing: str) -> DeviceError:
    """The fault that a damaged frame, or one that came out of turn, stands for."""
    if isinstance(heard, Damage):
        return DeviceError(PinPadFault.DAMAGED, f"{doing}: wrong {heard.value}")
    fault: Fault = _BY_CODE.get(heard.code, PinPadFault.REFUSED)
    return DeviceError(fault, f"{doing}: RTN {heard.code:02X}")


def _pad_url(port: str) -> SerialUrl:
    url = parse_serial_url(port)
    return url if "baudrate=" in port else replace(url, baudrate=BAUDRATE)
