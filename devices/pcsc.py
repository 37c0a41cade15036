"""Card readers by PC/SC: pyscard's low-level calls, on a context that is made anew when the service restarts."""

import importlib
import re
import time
from collections.abc import Callable
from contextlib import suppress
from enum import IntEnum, IntFlag, unique
from types import ModuleType, TracebackType
from typing import Any, Self, TypeVar

from devices.apdu import response_of
from devices.card_reader import CardFault
from devices.faults import DeviceError, Fault
from devices.pin import overwrite
from devices.status import Media, State, Status

_T = TypeVar("_T")
_UNSIGNED = 0xFFFF_FFFF
_EVENTS_SHIFT = 16
_SERVICE_LOOKS_EVERY_MS = 600
"""pcscd looks for a card every 400 ms where the reader does not tell by itself (PCSCLITE_STATUS_POLL_RATE)."""
_SAM_SLOT = re.compile(r"(?<![a-z])p?sam(?![a-z])", re.IGNORECASE)
_SLOT_NUMBERS = re.compile(r"( [0-9A-F]{2}){1,2}$")
"""pcsc-lite numbers readers and slots at the end of the name, anew at each plugging."""


@unique
class ReturnCode(IntEnum):
    """What PC/SC calls return (PC/SC Workgroup part 5; values of pcsc-lite's pcsclite.h)."""

    INTERNAL_ERROR = 0x80100001
    CANCELLED = 0x80100002
    INVALID_HANDLE = 0x80100003
    INSUFFICIENT_BUFFER = 0x80100008
    UNKNOWN_READER = 0x80100009
    TIMEOUT = 0x8010000A
    SHARING_VIOLATION = 0x8010000B
    NO_SMARTCARD = 0x8010000C
    PROTO_MISMATCH = 0x8010000F
    NOT_READY = 0x80100010
    SYSTEM_CANCELLED = 0x80100012
    COMM_ERROR = 0x80100013
    NOT_TRANSACTED = 0x80100016
    READER_UNAVAILABLE = 0x80100017
    NO_SERVICE = 0x8010001D
    SERVICE_STOPPED = 0x8010001E
    NO_READERS = 0x8010002E
    UNSUPPORTED_CARD = 0x80100065
    UNRESPONSIVE_CARD = 0x80100066
    UNPOWERED_CARD = 0x80100067
    RESET_CARD = 0x80100068
    REMOVED_CARD = 0x80100069


_FAULTS: dict[int, Fault] = {
    ReturnCode.INTERNAL_ERROR: CardFault.SERVICE_AWAY,
    ReturnCode.INVALID_HANDLE: CardFault.SERVICE_AWAY,
    ReturnCode.SYSTEM_CANCELLED: CardFault.SERVICE_AWAY,
    ReturnCode.COMM_ERROR: CardFault.SERVICE_AWAY,
    ReturnCode.NO_SERVICE: CardFault.SERVICE_AWAY,
    ReturnCode.SERVICE_STOPPED: CardFault.SERVICE_AWAY,
    ReturnCode.UNKNOWN_READER: CardFault.READER_GONE,
    ReturnCode.READER_UNAVAILABLE: CardFault.READER_GONE,
    ReturnCode.NO_READERS: CardFault.READER_GONE,
    ReturnCode.SHARING_VIOLATION: CardFault.HELD,
    ReturnCode.RESET_CARD: CardFault.HELD,
    ReturnCode.NO_SMARTCARD: CardFault.REMOVED,
    ReturnCode.REMOVED_CARD: CardFault.REMOVED,
    ReturnCode.PROTO_MISMATCH: CardFault.SILENT,
    ReturnCode.UNSUPPORTED_CARD: CardFault.SILENT,
    ReturnCode.UNRESPONSIVE_CARD: CardFault.SILENT,
    ReturnCode.UNPOWERED_CARD: CardFault.SILENT,
    ReturnCode.NOT_TRANSACTED: CardFault.SILENT,
    ReturnCode.CANCELLED: CardFault.ABORTED,
    ReturnCode.INSUFFICIENT_BUFFER: CardFault.MALFORMED,
}

_STATES: dict[Fault, State] = {
    CardFault.DRIVER_MISSING: State.HARDWARE_ERROR,
    CardFault.SERVICE_AWAY: State.OFFLINE,
    CardFault.READER_GONE: State.NO_DEVICE,
}


class _ReaderState(IntFlag):
    """Bits of a reader's event state; how often a card came or went stands in the upper half."""

    UNAWARE = 0x0000
    UNKNOWN = 0x0004
    UNAVAILABLE = 0x0008
    PRESENT = 0x0020
    EXCLUSIVE = 0x0080
    MUTE = 0x0200


_SCOPE_SYSTEM = 2
_SHARE_EXCLUSIVE = 1
_PROTOCOL_T0, _PROTOCOL_T1 = 1, 2
_UNPOWER_CARD = 2


class PcscError(DeviceError):
    """A PC/SC call failed. `code` is its return code, unsigned."""

    def __init__(self, call: str, code: int) -> None:
        super().__init__(_FAULTS.get(code, CardFault.READER_FAILED), f"{call}: {_name(code)}")
        self.code = code


class PcscReader:
    """The reader called `wanted`, with or without its slot numbers, or the first that is no SAM slot; see `CardReader`.

    `abort` ends the open connection at its next exchange. An exchange that has begun cannot be cut short: PC/SC has no
    call for it (SCardCancel ends the waiting for readers alone, which this driver never does), so it lasts as long as
    the reader lets the card ask for more time.
    """

    def __init__(self, wanted: str = "") -> None:
        self._wanted = wanted
        self._library: _Library | None = None
        self._context: int | None = None
        self._reader = ""
        self._events: int | None = None
        self._connection: PcscConnection | None = None

    @property
    def name(self) -> str:
        """The name that PC/SC gives the reader, slot numbers included; "" while it was not found."""
        return self._reader

    def poll(self) -> Status:
        """Whether the service, the reader and a card are there, without powering the card."""
        try:
            return self._judged(self._with_service(self._event_state))
        except DeviceError as error:
            state = _STATES.get(error.fault, State.HARDWARE_ERROR)
            return Status(state, time.monotonic(), fault=error.fault, detail=error.detail)

    def connect(self) -> "PcscConnection":
        """Power the card, exclusively; `DeviceError` with `ABSENT`, `SILENT`, `HELD`, `READER_GONE`, …."""
        if self._connection:
            self._connection.close()
        try:
            self._connection = self._with_service(self._opened)
        except PcscError as error:
            if error.fault is CardFault.REMOVED:
                raise DeviceError(CardFault.ABSENT, error.detail) from None
            raise
        return self._connection

    def abort(self) -> None:
        """From any thread: what the open connection is asked next fails."""
        if connection := self._connection:
            connection.abort()

    def close(self) -> None:
        """Power the card off and leave the service."""
        if self._connection:
            self._connection.close()
        self._leave_service()

    def _judged(self, state: int) -> Status:
        now = time.monotonic()
        if not state & _ReaderState.PRESENT or self._was_swapped(state):
            return Status(State.ONLINE, now, media=Media.NOT_PRESENT)
        if state & _ReaderState.MUTE:
            return Status(State.USER_ERROR, now, media=Media.PRESENT, fault=CardFault.SILENT, detail="mute")
        if state & _ReaderState.EXCLUSIVE and not (self._connection and self._connection.is_open):
            return Status(State.BUSY, now, media=Media.PRESENT, fault=CardFault.HELD, detail="exclusive")
        return Status(State.ONLINE, now, media=Media.PRESENT)

    def _was_swapped(self, state: int) -> bool:
        """Whether the card went and another came since the last look, in which a card was there."""
        events, seen = state >> _EVENTS_SHIFT, self._events
        self._events = events
        return seen is not None and events - seen > 1

    def _event_state(self) -> int:
        library, context, reader = self._found()
        try:
            state = library.event_state(context, reader)
        except PcscError as error:
            if error.fault is CardFault.READER_GONE:
                self._forget_reader()
            raise
        if state & (_ReaderState.UNKNOWN | _ReaderState.UNAVAILABLE):
            self._forget_reader()
            raise DeviceError(CardFault.READER_GONE, f"{reader}: unavailable")
        return state

    def _opened(self) -> "PcscConnection":
        library, context, reader = self._found()
        card, protocol = library.connect(context, reader)
        try:
            return PcscConnection(library, card, protocol, lambda: self._stays(reader))
        except DeviceError:
            library.disconnect(card)
            raise

    def _stays(self, reader: str) -> bool:
        """Whether the card is still there when the service has had the time to look."""
        library, context, _ = self._found()
        state = library.event_state(context, reader)
        if state & _ReaderState.PRESENT:
            state = library.next_event_state(context, reader, _SERVICE_LOOKS_EVERY_MS)
        return bool(state & _ReaderState.PRESENT)

    def _found(self) -> "tuple[_Library, int, str]":
        library = self._library = self._library or _Library()
        context = self._context = self._context or library.establish()
        self._reader = self._reader or choose(library.readers(context), self._wanted)
        return library, context, self._reader

    def _with_service(self, work: Callable[[], _T]) -> _T:
        """Do `work`; once more on a new context if the service has restarted since the last call."""
        had_context = self._context is not None
        try:
            return work()
        except PcscError as error:
            if error.fault is not CardFault.SERVICE_AWAY:
                raise
            self._leave_service()
            if not had_context:
                raise
        return self._with_service(work)

    def _leave_service(self) -> None:
        if self._library and self._context is not None:
            self._library.release(self._context)
        self._context = None
        self._forget_reader()

    def _forget_reader(self) -> None:
        self._reader = ""
        self._events = None


class PcscConnection:
    """A card powered for this program alone; see `CardConnection`."""

    def __init__(self, library: "_Library", card: int, protocol: int, stays: Callable[[], bool]) -> None:
        self._library = library
        self._card: int | None = card
        self._protocol = protocol
        self._stays = stays
        self._aborted = False
        self._atr = library.atr(card)

    @property
    def atr(self) -> bytes:
        """The answer to reset."""
        return self._atr

    @property
    def is_open(self) -> bool:
        """Whether the card is still ours."""
        return self._card is not None

    def transmit(self, apdu: bytes | bytearray) -> tuple[bytes, int]:
        """Send one APDU; data and status word."""
        if self._aborted:
            raise DeviceError(CardFault.ABORTED)
        if self._card is None:
            raise DeviceError(CardFault.REMOVED, "the card was let go")
        return response_of(self._sent(self._card, apdu))

    def _sent(self, card: int, apdu: bytes | bytearray) -> bytes:
        """The response; a card pulled in mid-exchange and one that stops answering look alike until one looks again."""
        try:
            response = self._library.transmit(card, self._protocol, apdu)
        except PcscError as error:
            if error.fault is CardFault.SILENT and not self._is_still_there():
                raise DeviceError(CardFault.REMOVED, error.detail) from None
            raise
        if response:
            return response
        raise DeviceError(CardFault.SILENT if self._is_still_there() else CardFault.REMOVED, "an empty response")

    def _is_still_there(self) -> bool:
        try:
            return self._stays()
        except DeviceError:
            return False

    def abort(self) -> None:
        """From any thread: refuse the next exchange."""
        self._aborted = True

    def close(self) -> None:
        """Power the card off."""
        card, self._card = self._card, None
        if card is not None:
            self._library.disconnect(card)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def choose(readers: list[str], wanted: str) -> str:
    """The reader to use: by its whole name, else by its name without slot numbers, else the first that is no SAM slot.

    Raises `DeviceError(CardFault.READER_GONE)` when none of them is it.
    """
    fitting = [name for name in readers if wanted in (name, _SLOT_NUMBERS.sub("", name))]
    if not wanted:
        fitting = [name for name in readers if not _SAM_SLOT.search(name)]
    if not fitting:
        raise DeviceError(CardFault.READER_GONE, f"{len(readers)} readers, none is {wanted or 'a card reader'}")
    return wanted if wanted in fitting else fitting[0]


class _Library:
    """pyscard's calls with types, their return code raised as `PcscError`."""

    def __init__(self) -> None:
        try:
            self._calls: ModuleType = importlib.import_module("smartcard.scard")
        except ImportError as error:
            raise DeviceError(CardFault.DRIVER_MISSING, f"pyscard: {error}") from None
        self._headers: dict[int, int] = {_PROTOCOL_T0: self._calls.SCARD_PCI_T0, _PROTOCOL_T1: self._calls.SCARD_PCI_T1}

    def establish(self) -> int:
        """A new context."""
        return self._call("SCardEstablishContext", _SCOPE_SYSTEM)[0]

    def release(self, context: int) -> None:
        """Give a context back, even to a service that is no longer there."""
        with suppress(PcscError):
            self._call("SCardReleaseContext", context)

    def readers(self, context: int) -> list[str]:
        """The names of all readers."""
        return list(self._call("SCardListReaders", context, [])[0])

    def event_state(self, context: int, reader: str) -> int:
        """The reader's state as it is now: bits of `_ReaderState`."""
        return self._event_state(context, reader, _ReaderState.UNAWARE, 0)

    def next_event_state(self, context: int, reader: str, milliseconds: int) -> int:
        """The reader's state once it changes, or after `milliseconds` as it still is."""
        known = self.event_state(context, reader)
        try:
            return self._event_state(context, reader, known, milliseconds)
        except PcscError as error:
            if error.code == ReturnCode.TIMEOUT:
                return known
            raise

    def _event_state(self, context: int, reader: str, known: int, milliseconds: int) -> int:
        return self._call("SCardGetStatusChange", context, milliseconds, [(reader, int(known))])[0][0][1]

    def connect(self, context: int, reader: str) -> tuple[int, int]:
        """Card handle and protocol."""
        card, protocol = self._call("SCardConnect", context, reader, _SHARE_EXCLUSIVE, _PROTOCOL_T0 | _PROTOCOL_T1)
        return card, protocol

    def disconnect(self, card: int) -> None:
        """Power the card off; a card or service that has gone meanwhile is fine."""
        with suppress(PcscError):
            self._call("SCardDisconnect", card, _UNPOWER_CARD)

    def atr(self, card: int) -> bytes:
        """The answer to reset of a connected card."""
        return bytes(self._call("SCardStatus", card)[3])

    def transmit(self, card: int, protocol: int, apdu: bytes | bytearray) -> bytes:
        """One exchange; the list that pyscard wants is overwritten after use."""
        sent = list(apdu)
        try:
            code, response = self._calls.SCardTransmit(card, self._headers[protocol], sent)
        finally:
            overwrite(sent)
        if code:
            raise PcscError("SCardTransmit", code & _UNSIGNED)
        return bytes(response)

    def _call(self, name: str, *arguments: object) -> Any:
        """What pyscard returns after the return code: a list of values, often one."""
        answer: Any = getattr(self._calls, name)(*arguments)
        values: list[Any] = [*answer] if isinstance(answer, list) else [answer]
        if code := values[0] & _UNSIGNED:
            raise PcscError(name, code)
        return values[1:]


def _name(code: int) -> str:
    return ReturnCode(code).name if code in frozenset(ReturnCode) else f"{code:08X}"
