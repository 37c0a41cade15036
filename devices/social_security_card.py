"""The social security card's application (LD/T 32.5): select, read by tag, authenticate, ask for the PIN.

Every call may raise `DeviceError`: `CardFault.REMOVED` when the card is pulled at any exchange, `CardError` with the
status word when the card says no, `CardFault.MALFORMED` when it answers against the standard.
"""

import hmac
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from enum import IntEnum, unique

from devices.apdu import Apdu, CardError, StatusWord, exchange, fault_of, transmit
from devices.card_data import (
    ENVIRONMENT_NAME,
    Algorithm,
    Application,
    Generation,
    Holder,
    IssuerData,
    Tag,
    algorithm_of,
    historical_bytes,
)
from devices.card_reader import CardConnection, CardFault
from devices.faults import DeviceError
from devices.pin import Pin, overwrite
from devices.tlv import TlvError, record

_TAG_AND_LENGTH = 2
_BLOCK_BYTES = 8
"""Challenges and authentication values."""
_TRIES_MASK = 0x0F

_ISSUER_TAGS = (Tag.IDENTIFIER, Tag.VERSION, Tag.NUMBER, Tag.ISSUED, Tag.EXPIRES, Tag.CARD_CLASS, Tag.AGENCY)
_HOLDER_TAGS = (Tag.SSN, Tag.NAME, Tag.NAME_EXTENSION, Tag.SEX, Tag.ETHNIC, Tag.BIRTHPLACE, Tag.BIRTH)


@unique
class File(IntEnum):
    """Elementary files of the social security environment (LD/T 32.3)."""

    ISSUER = 0xEF05
    HOLDER = 0xEF06


@unique
class KeyId(IntEnum):
    """Keys of the environment, as P2 of EXTERNAL AUTHENTICATE (LD/T 32.9, appendix B)."""

    UNBLOCKING = 0x06
    """PUK: opens PIN CHANGE/UNBLOCK."""
    READING = 0x0A
    """RKSSSE: opens EF06 of a third-generation card."""


_SELECT_ENVIRONMENT = Apdu(0x00, 0xA4, 0x04, 0x00, ENVIRONMENT_NAME)
_SELECT_FILE = {file: Apdu(0x00, 0xA4, 0x02, 0x00, file.to_bytes(2, "big")) for file in File}
_GET_CHALLENGE = Apdu(0x00, 0x84, 0x00, 0x00, le=_BLOCK_BYTES)
_READ = {tag: Apdu(0x00, 0xB2, tag, 0x00, le=tag.length + _TAG_AND_LENGTH) for tag in Tag}
"""READ RECORD by tag in the current file."""
_VERIFY = bytes.fromhex("00200000")
_CHANGE_PIN = bytes.fromhex("805E0100")
_BETWEEN_PINS = b"\xff"
_PIN_STATUS = bytes.fromhex("0020000000")
_SAME_PIN, _NEW_PIN = 0x00, 0x01
"""P2 of PIN CHANGE/UNBLOCK: the counter alone, or counter and PIN."""
_MAC_BYTES = 4
_NEW_PIN_BYTES = (12, 20)
"""One block of DES, or of a 16-byte cipher (or two of DES), and the MAC."""
_OVER_THE_PIN = bytes(Apdu(0x00, 0x88, 0x00, 0x00, bytes(2 * _BLOCK_BYTES), _BLOCK_BYTES))
"""INTERNAL AUTHENTICATE over zeros: changes nothing in the card, and as long as the longest command with a PIN is.

The PC/SC service's buffer keeps the last command; this one takes the place of the PIN there.
"""


@dataclass(frozen=True, slots=True)
class HsmRequest:
    """What the bureau's HSM needs to open EF06 (LD/T 33, iReadCardBas_HSM_Step1): upper-case hex throughout."""

    area: str
    reset_info: str = field(repr=False)
    """The 13 historical bytes."""
    algorithm: str
    """"01" DES, "02" SSF33, "03" SM4."""
    identifier: str = field(repr=False)
    internal_factor: str = field(repr=False)
    internal_raw: str = field(repr=False)
    external_factor: str = field(repr=False)
    external_raw: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class HsmReply:
    """The HSM's two authentication values, 16 hex digits each."""

    internal_auth: str = field(repr=False)
    external_auth: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class UnblockingRequest:
    """What the bureau's HSM needs to open PIN CHANGE/UNBLOCK (LD/T 33, iReloadPIN_HSM_Step1): upper-case hex."""

    area: str
    reset_info: str = field(repr=False)
    """The 13 historical bytes."""
    algorithm: str
    """"01" DES, "02" SSF33, "03" SM4."""
    identifier: str = field(repr=False)
    factor: str = field(repr=False)
    raw: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class PinUnset:
    """No PIN is set on the card."""


@dataclass(frozen=True, slots=True)
class PinReady:
    """A PIN is set, and may be tried `tries_left` more times."""

    tries_left: int


@dataclass(frozen=True, slots=True)
class PinBlocked:
    """No try is left: the PIN must be reset."""


@dataclass(frozen=True, slots=True)
class PinVerified:
    """The PIN was right; it stays verified until the card is powered off."""


@dataclass(frozen=True, slots=True)
class PinWrong:
    """The PIN was wrong; `tries_left` is at least 1."""

    tries_left: int


@dataclass(frozen=True, slots=True)
class PinChanged:
    """The card has the new PIN; its counter is back at the most."""


@dataclass(frozen=True, slots=True)
class PinRestored:
    """The card took the HSM's command: the counter is back at the most, and a new PIN is set where one was sent."""


@dataclass(frozen=True, slots=True)
class PinRejected:
    """The card did not take the HSM's command (wrong MAC, or a card that is not the one): nothing changed on it."""

    sw: int


PinRestoring = PinRestored | PinRejected
PinState = PinUnset | PinReady | PinBlocked
Verification = PinVerified | PinWrong | PinBlocked
PinChange = PinChanged | PinWrong | PinBlocked


@dataclass(frozen=True, slots=True)
class _Pending:
    """Between the two halves of reading authentication: what the card said, and what it was asked."""

    internal_auth: bytes = field(repr=False)
    external_raw: bytes = field(repr=False)


class SocialSecurityCard:
    """The application of one powered card, in the order `select`, `read_issuer`, authentication, `read_holder`.

    `codec` is that of names: GB18030 reads GBK as well.
    """

    def __init__(self, connection: CardConnection, codec: str = "gb18030") -> None:
        self._connection = connection
        self._codec = codec
        self._application: Application | None = None
        self._issuer: IssuerData | None = None
        self._pending: _Pending | None = None
        self._unblocking_raw: bytes | None = None

    def select(self) -> Application:
        """Select the social security environment.

        `APPLICATION_BLOCKED` and `BLOCKED` are for good; a card without the environment is `FOREIGN`.
        """
        fci, sw = exchange(self._connection, _SELECT_ENVIRONMENT)
        if sw != StatusWord.OK:
            named = fault_of(sw)
            fault = CardFault.FOREIGN if named is CardFault.REFUSED else named
            raise CardError(sw, _SELECT_ENVIRONMENT.header, fault)
        self._application = Application.from_fci(fci)
        return self._application

    def read_issuer(self) -> IssuerData:
        """EF05, free to read on every card."""
        self._issuer = IssuerData.from_records(self._records(File.ISSUER, _ISSUER_TAGS))
        return self._issuer

    def begin_reading(self) -> HsmRequest | None:
        """What the HSM must answer before EF06 of a third-generation card opens; None for cards that need no key.

        After `select` and `read_issuer`. Nothing but `finish_reading` may come between: the challenge is used up.
        """
        if self._application is None or self._issuer is None:
            raise RuntimeError("select and read_issuer come first")
        if self._issuer.generation is not Generation.THIRD:
            return None
        return self._request(self._issuer, algorithm_of(self.select(), self._issuer))

    def finish_reading(self, reply: HsmReply) -> None:
        """Compare the card's value with the HSM's, then authenticate to the card with key RKSSSE.

        `NOT_GENUINE`: the card does not have the bureau's key. `AUTHENTICATION_REFUSED`: the HSM's value is not right.
        """
        pending, self._pending = self._pending, None
        if pending is None:
            raise RuntimeError("begin_reading comes first")
        if not hmac.compare_digest(pending.internal_auth, _authentication_value(reply.internal_auth)):
            raise DeviceError(CardFault.NOT_GENUINE, "internal authentication differs")
        data = _authentication_value(reply.external_auth) + pending.external_raw
        self._authenticate(Apdu(0x00, 0x82, 0x00, KeyId.READING, data))

    def read_holder(self) -> Holder:
        """EF06. `AUTHENTICATION_MISSING` on a third-generation card whose reading was not finished."""
        return Holder.from_records(self._records(File.HOLDER, _HOLDER_TAGS), self._codec)

    def tries_left(self) -> PinState:
        """How often the PIN may be tried, by a VERIFY without data, which costs no try. Ask before `verify`."""
        _, sw = self._connection.transmit(_PIN_STATUS)
        if sw == StatusWord.OK:
            return PinUnset()
        tries = _tries_in(sw, _VERIFY)
        return PinReady(tries) if tries else PinBlocked()

    def verify(self, pin: Pin) -> Verification:
        """VERIFY, sent once and never again by itself, whatever the card answers."""
        with pin.block() as digits:
            sw = self._sent_with_pin(_VERIFY, digits)
        if sw == StatusWord.OK:
            return PinVerified()
        tries = _tries_in(sw, _VERIFY)
        return PinWrong(tries) if tries else PinBlocked()

    def change_pin(self, old: Pin, new: Pin) -> PinChange:
        """CHANGE PIN (80 5E 01 00: old, FF, new), sent once. The card takes the new PIN, or says no, in one step.

        `DeviceError` without an answer leaves it open which PIN the card has; `PIN_CANCELLED` means that a PIN was
        wiped before anything was sent.
        """
        try:
            with old.block() as old_digits, new.block() as new_digits:
                data = old_digits + _BETWEEN_PINS + new_digits
                try:
                    sw = self._sent_with_pin(_CHANGE_PIN, data)
                finally:
                    overwrite(data)
        except ValueError:
            raise DeviceError(CardFault.PIN_CANCELLED, "wiped before it was sent") from None
        if sw == StatusWord.OK:
            return PinChanged()
        tries = _tries_in(sw, _CHANGE_PIN)
        return PinWrong(tries) if tries else PinBlocked()

    def begin_unblocking(self) -> UnblockingRequest:
        """Select the environment anew and ask for the pair of challenges by which the HSM proves the key PUK.

        After `read_issuer`. Nothing but `open_unblocking` may come between: the challenges are used up.
        """
        if self._issuer is None:
            raise RuntimeError("read_issuer comes first")
        algorithm = algorithm_of(self.select(), self._issuer)
        raw, factor = self._challenge(), self._challenge()
        self._unblocking_raw = raw
        return UnblockingRequest(
            area=self._issuer.area,
            reset_info=_hex(historical_bytes(self._connection.atr)),
            algorithm=algorithm.value,
            identifier=self._issuer.identifier,
            factor=_hex(factor),
            raw=_hex(raw),
        )

    def open_unblocking(self, external_auth: str) -> str:
        """Authenticate by the HSM's value (16 hex digits); the fresh challenge that its command has to answer, hex."""
        raw, self._unblocking_raw = self._unblocking_raw, None
        if raw is None:
            raise RuntimeError("begin_unblocking comes first")
        data = _authentication_value(external_auth) + raw
        self._authenticate(Apdu(0x00, 0x82, 0x00, KeyId.UNBLOCKING, data))
        return _hex(self._challenge())

    def restore_pin(self, command: str, *, new: bool) -> PinRestoring:
        """PIN CHANGE/UNBLOCK (LD/T 32.5) with what the HSM made of the challenge: MAC, with `new` the enciphered PIN.

        Sent once. `DeviceError` without an answer leaves it open whether the card has done it.
        """
        body = _command_body(command, new=new)
        apdu = Apdu(0x84, 0x24, 0x00, _NEW_PIN if new else _SAME_PIN, body)
        sw = self._connection.transmit(bytes(apdu))[1]
        return PinRestored() if sw == StatusWord.OK else PinRejected(sw)

    def _sent_with_pin(self, header: bytes, data: bytearray) -> int:
        """The status word of a command that carries a PIN; its bytes are overwritten here and in the service."""
        command = bytearray(header)
        command.append(len(data))
        command += data
        try:
            return self._connection.transmit(command)[1]
        finally:
            overwrite(command)
            with suppress(DeviceError):  # the answer to the PIN stands, whatever becomes of the card after it
                self._connection.transmit(_OVER_THE_PIN)

    def _request(self, issuer: IssuerData, algorithm: Algorithm) -> HsmRequest:
        """The first challenge of a pair is the raw value, the second the factor."""
        reset_info = historical_bytes(self._connection.atr)
        internal_raw, internal_factor = self._challenge(), self._challenge()
        internal_auth = self._internal_authentication(internal_factor + internal_raw)
        external_raw, external_factor = self._challenge(), self._challenge()
        self._pending = _Pending(internal_auth, external_raw)
        return HsmRequest(
            area=issuer.area,
            reset_info=_hex(reset_info),
            algorithm=algorithm.value,
            identifier=issuer.identifier,
            internal_factor=_hex(internal_factor),
            internal_raw=_hex(internal_raw),
            external_factor=_hex(external_factor),
            external_raw=_hex(external_raw),
        )

    def _challenge(self) -> bytes:
        return self._block(_GET_CHALLENGE)

    def _internal_authentication(self, data: bytes) -> bytes:
        """Le is 00, as in the field: some cards refuse 08 here."""
        return self._block(Apdu(0x00, 0x88, 0x00, 0x00, data, le=256))

    def _block(self, command: Apdu) -> bytes:
        block = transmit(self._connection, command)
        if len(block) != _BLOCK_BYTES:
            raise DeviceError(CardFault.MALFORMED, f"{len(block)} bytes to {command!r}")
        return block

    def _authenticate(self, command: Apdu) -> None:
        try:
            transmit(self._connection, command)
        except CardError as error:
            blocked = error.sw == StatusWord.METHOD_BLOCKED
            fault = CardFault.AUTHENTICATION_BLOCKED if blocked else CardFault.AUTHENTICATION_REFUSED
            raise CardError(error.sw, error.header, fault) from None

    def _records(self, file: File, tags: Iterable[Tag]) -> dict[Tag, bytes]:
        """The file's records by tag (record numbers differ between generations); those it lacks are left out."""
        transmit(self._connection, _SELECT_FILE[file])
        return {tag: value for tag in tags if (value := self._record(tag)) is not None}

    def _record(self, tag: Tag) -> bytes | None:
        command = _READ[tag]
        raw, sw = exchange(self._connection, command)
        if sw == StatusWord.RECORD_NOT_FOUND:
            return None
        if sw != StatusWord.OK:
            raise CardError(sw, command.header)
        try:
            return record(tag, raw)
        except TlvError as error:
            raise DeviceError(CardFault.MALFORMED, str(error)) from None


def _tries_in(sw: int, header: bytes) -> int:
    """Tries left by the status word of a VERIFY: the low nibble of 63Cx, 0 for 6983; `CardError` for any other."""
    if sw >> 4 == 0x63C:  # noqa: PLR2004 (63Cx)
        return sw & _TRIES_MASK
    if sw == StatusWord.METHOD_BLOCKED:
        return 0
    raise CardError(sw, header)


def _authentication_value(digits: str) -> bytes:
    try:
        value = bytes.fromhex(digits)
    except ValueError:
        value = b""
    if len(value) != _BLOCK_BYTES:
        raise DeviceError(CardFault.REQUEST_INVALID, "the HSM's reply is not sixteen hex digits")
    return value


def _command_body(digits: str, *, new: bool) -> bytes:
    """The data field of PIN CHANGE/UNBLOCK; `REQUEST_INVALID` for anything else than the HSM may give."""
    try:
        body = bytes.fromhex(digits)
    except ValueError:
        body = b""
    if len(body) not in (_NEW_PIN_BYTES if new else (_MAC_BYTES,)):
        raise DeviceError(CardFault.REQUEST_INVALID, "the HSM's command has the wrong length")
    return body


def _hex(raw: bytes) -> str:
    return raw.hex().upper()
