"""The card reader as the terminal sees it: is a card there, a powered connection to it, and how either can fail."""

from types import TracebackType
from typing import Protocol, Self
from urllib.parse import urlsplit

from devices.faults import Fault, Owner
from devices.status import Driver


class CardFault:
    """Every known way in which the reader or the card in it fails; `FAULTS` lists them all."""

    DRIVER_MISSING = Fault("card_driver_missing", Owner.ENGINEER)
    SERVICE_AWAY = Fault("card_service_away", Owner.ITSELF)
    READER_GONE = Fault("card_reader_gone", Owner.STAFF)
    READER_FAILED = Fault("card_reader_failed", Owner.ENGINEER)
    HELD = Fault("card_held", Owner.ENGINEER)
    ABORTED = Fault("card_aborted", Owner.ITSELF)
    UNSUPPORTED = Fault("card_unsupported", Owner.ENGINEER)
    REQUEST_INVALID = Fault("card_request_invalid", Owner.ENGINEER)

    ABSENT = Fault("card_absent", Owner.RESIDENT)
    SILENT = Fault("card_silent", Owner.RESIDENT)
    REMOVED = Fault("card_removed", Owner.RESIDENT)
    OTHER = Fault("card_other", Owner.RESIDENT)
    FOREIGN = Fault("card_foreign", Owner.RESIDENT)
    MALFORMED = Fault("card_malformed", Owner.RESIDENT)
    WORN = Fault("card_worn", Owner.RESIDENT)
    REFUSED = Fault("card_refused", Owner.RESIDENT)
    BLOCKED = Fault("card_blocked", Owner.RESIDENT)
    APPLICATION_BLOCKED = Fault("card_application_blocked", Owner.RESIDENT)
    BLACKLISTED = Fault("card_blacklisted", Owner.RESIDENT)
    LIST_UNREADABLE = Fault("card_list_unreadable", Owner.ENGINEER)

    NOT_GENUINE = Fault("card_not_genuine", Owner.RESIDENT)
    AUTHENTICATION_MISSING = Fault("card_authentication_missing", Owner.ENGINEER)
    AUTHENTICATION_REFUSED = Fault("card_authentication_refused", Owner.ENGINEER)
    AUTHENTICATION_BLOCKED = Fault("card_authentication_blocked", Owner.RESIDENT)

    PIN_WRONG = Fault("card_pin_wrong", Owner.RESIDENT)
    PIN_BLOCKED = Fault("card_pin_blocked", Owner.RESIDENT)
    PIN_CANCELLED = Fault("card_pin_cancelled", Owner.RESIDENT)
    PIN_TIMED_OUT = Fault("card_pin_timed_out", Owner.RESIDENT)
    PIN_LENGTH = Fault("card_pin_length", Owner.RESIDENT)
    PIN_DIFFERS = Fault("card_pin_differs", Owner.RESIDENT)
    PIN_INITIAL = Fault("card_pin_initial", Owner.RESIDENT)


FAULTS: tuple[Fault, ...] = tuple(value for value in vars(CardFault).values() if isinstance(value, Fault))


class CardConnection(Protocol):
    """A powered card. Every call may raise `DeviceError` (`REMOVED`, `SILENT`, `SERVICE_AWAY`, …) except `close`."""

    @property
    def atr(self) -> bytes:
        """The answer to reset, 2 to 33 bytes (ISO/IEC 7816-3, 8.2)."""
        ...

    def transmit(self, apdu: bytes | bytearray) -> tuple[bytes, int]:
        """Send one command APDU as it is; the response's data and status word. Nothing is repeated or followed up."""
        ...

    def close(self) -> None:
        """Power the card off and let it go; never raises, and may be called twice."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


class CardReader(Driver, Protocol):
    """A card reader. `poll` tells presence without powering the card; a card swapped between two looks is absent once.

    `abort` ends the open connection too: what it was asked next raises `DeviceError(CardFault.ABORTED)`.
    """

    @property
    def name(self) -> str:
        """What the reader calls itself, for the technician; "" while none was found."""
        ...

    def connect(self) -> CardConnection:
        """Power the card, for this program alone; `DeviceError` when there is none, it is silent, or it is held."""
        ...


class CardReaderUrlError(ValueError):
    """A card reader URL that cannot be; the message says what it should be."""


def open_card_reader(url: str, *, sandbox: bool) -> CardReader:
    """The driver for `pcsc:`, `pcsc:NAME` or, in sandbox mode, `vpcd://127.0.0.1:PORT`. Touches no hardware yet."""
    scheme, _, rest = url.partition(":")
    if url.startswith("pcsc:"):
        return _open_pcsc(rest)
    if scheme == "vpcd" and sandbox:
        return _open_vpcd(url)
    if scheme == "vpcd":
        raise CardReaderUrlError("vpcd:// is a virtual card: only in sandbox mode")
    raise CardReaderUrlError("a card reader is pcsc:, pcsc:NAME or (in sandbox mode) vpcd://127.0.0.1:PORT")


def _open_pcsc(name: str) -> CardReader:
    from devices.pcsc import PcscReader  # noqa: PLC0415 (not needed where cards are virtual)

    return PcscReader(name.strip())


def _open_vpcd(url: str) -> CardReader:
    from devices.vpcd import LOOPBACK, VpcdReader  # noqa: PLC0415 (never loaded in live mode)

    host, port = _host_and_port(url)
    if host not in LOOPBACK or port is None:
        raise CardReaderUrlError("a virtual card comes to vpcd://127.0.0.1:PORT, on loopback alone")
    return VpcdReader(port, host)


def _host_and_port(url: str) -> tuple[str | None, int | None]:
    try:
        parts = urlsplit(url)
        return parts.hostname, parts.port
    except ValueError as error:
        raise CardReaderUrlError(f"no port number in the card reader's URL: {error}") from None
