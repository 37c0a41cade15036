"""The security module in its slot (PSAM): it proves to a card, on the spot, what the bureau's HSM proves from afar.

Source: 社会保障（个人）卡规范 part 9 (LD/T 32.9), which gives the commands; what it leaves to the issuer (usage
bytes, key identifiers, P1 of CIPHER DATA) is in `PsamSettings`. Tried against the simulated module, never a real one.
"""

from dataclasses import dataclass
from typing import Protocol

from devices.apdu import Apdu, CardError, StatusWord, exchange, transmit
from devices.card_data import Algorithm
from devices.card_reader import CardConnection, CardReader, open_card_reader
from devices.faults import DeviceError, Fault, Owner
from devices.social_security_card import HsmReply, HsmRequest


class PsamFault:
    """Every way in which the module cannot answer; with all but the last, LD/T 33 sends the question to the HSM."""

    ABSENT = Fault("psam_absent", Owner.ENGINEER)
    ALGORITHM = Fault("psam_algorithm", Owner.ENGINEER)
    KEY = Fault("psam_key", Owner.ENGINEER)
    LEVEL = Fault("psam_level", Owner.ENGINEER)
    REFUSED = Fault("psam_refused", Owner.ENGINEER)


FAULTS: tuple[Fault, ...] = tuple(value for value in vars(PsamFault).values() if isinstance(value, Fault))

_SELECT_DDF = Apdu(0x00, 0xA4, 0x04, 0x00, bytes.fromhex("7378322E73682EC9E7BBE1B1A3D5CF"))
"""By name: 「sx2.sh.社会保障」 in GBK."""
_SELECT_ADF = Apdu(0x00, 0xA4, 0x04, 0x00, bytes.fromhex("D15600000590"))
_READ_TERMINAL_NUMBER = Apdu(0x00, 0xB0, 0x96, 0x00, le=6)
"""READ BINARY of EF 0016 by its short identifier: cn6."""
_INIT_ENVIRONMENT = (0xBF, 0xEC, 0x00, 0x00)
_LEVELS = (3, 2, 1)
_LEVELS_SHIFT = 5
_ANSWER_BYTES = 8
_WRONG_LEVEL = frozenset({
    StatusWord.WRONG_LENGTH,
    StatusWord.CONDITIONS_NOT_SATISFIED,
    StatusWord.WRONG_DATA,
    StatusWord.WRONG_PARAMETERS,
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class PsamSettings:
    """What the standard leaves to the module's issuer; none of it was verified against a real module."""

    algorithm: Algorithm = Algorithm.SM4
    """The cipher of the module's keys; a card of another goes to the HSM."""
    levels: int = 3
    """How many levels of diversification the module performs, tried first; the other counts are tried after it."""
    usage: int = 0x07
    """Lower five bits of P1 of DELIVERY SESSION KEY; the upper three are the levels."""
    internal_key: int = 0x00
    """Key identifier of IRK, P2 of the same command."""
    reading_key: int = 0x0A
    """Key identifier of RKSSSE."""
    cipher_p1: int = 0x00
    """P1 of CIPHER DATA: plain encipherment."""
    environment: int | None = None
    """The byte of INIT ENVIRONMENT, where the module wants that command first."""


def open_psam(url: str, *, sandbox: bool) -> CardReader:
    """The slot's driver, by the URLs of a card reader. Touches no hardware yet."""
    return open_card_reader(url, sandbox=sandbox)


def authorise(slot: CardReader, settings: PsamSettings, request: HsmRequest) -> HsmReply:
    """Power the module, have it prove both ways, and power it off again; `DeviceError` with one of `FAULTS`."""
    if request.algorithm != settings.algorithm.value:
        raise DeviceError(PsamFault.ALGORITHM, f"the card's is {request.algorithm}")
    with _powered(slot) as connection:
        return Psam(connection, settings).authorise(request)


def terminal_number(slot: CardReader, settings: PsamSettings) -> str:
    """The twelve digits that the module gives the terminal (EF 0016); `DeviceError` with one of `FAULTS`."""
    with _powered(slot) as connection:
        return Psam(connection, settings).terminal_number()


def _powered(slot: CardReader) -> CardConnection:
    """Whatever keeps the slot from giving a module is, to whoever asks, a slot without one (LD/T 33: -2201)."""
    try:
        return slot.connect()
    except DeviceError as error:
        raise DeviceError(PsamFault.ABSENT, f"the slot says {error.fault.id}: {error.detail}") from None


class _Wire(Protocol):
    def transmit(self, apdu: bytes | bytearray) -> tuple[bytes, int]: ...


class Psam:
    """One powered module. A module that goes away or answers nonsense half-way is `ABSENT` from then on."""

    def __init__(self, connection: _Wire, settings: PsamSettings) -> None:
        self._connection = connection
        self._settings = settings

    def terminal_number(self) -> str:
        """Twelve digits."""
        self._select()
        digits = self._told(_READ_TERMINAL_NUMBER).hex()
        if not digits.isdigit():
            raise DeviceError(PsamFault.REFUSED, "EF 0016 holds no digits")
        return digits

    def authorise(self, request: HsmRequest) -> HsmReply:
        """Both authentication values, as the HSM would give them."""
        self._select()
        card = factors(request.area, bytes.fromhex(request.reset_info))
        settings = self._settings
        return HsmReply(
            self._proof(settings.internal_key, card, request.internal_factor, request.internal_raw),
            self._proof(settings.reading_key, card, request.external_factor, request.external_raw),
        )

    def _select(self) -> None:
        """A card that knows neither name is no module."""
        try:
            for command in (_SELECT_DDF, _SELECT_ADF):
                transmit(self._connection, command)
        except DeviceError as error:
            raise DeviceError(PsamFault.ABSENT, error.detail) from None
        if self._settings.environment is not None:
            self._told(Apdu(*_INIT_ENVIRONMENT, bytes([self._settings.environment])))

    def _proof(self, key: int, card: tuple[bytes, ...], factor: str, raw: str) -> str:
        """The card's key, then the session key, are made inside the module; out comes what answers `raw`."""
        self._deliver_session_key(key, card, bytes.fromhex(factor))
        block = 16 if self._settings.algorithm is Algorithm.SM4 else _ANSWER_BYTES
        data = bytes.fromhex(raw).ljust(block, b"\0")
        return _folded(self._told(Apdu(0x80, 0xFA, self._settings.cipher_p1, 0x00, data))).hex().upper()

    def _deliver_session_key(self, key: int, card: tuple[bytes, ...], challenge: bytes) -> None:
        """DELIVERY SESSION KEY, with the number of levels that the module accepts."""
        said: set[int] = set()
        for levels in sorted(_LEVELS, key=lambda count: count != self._settings.levels):
            p1 = levels << _LEVELS_SHIFT | self._settings.usage
            command = Apdu(0xBF, 0xDE, p1, key, b"".join(card[-levels:]) + challenge)
            sw = self._status(command)
            if sw == StatusWord.OK:
                return
            said.add(sw)
        raise DeviceError(_fault(said), " ".join(f"SW {sw:04X}" for sw in sorted(said)))

    def _status(self, command: Apdu) -> int:
        try:
            return exchange(self._connection, command)[1]
        except DeviceError as error:
            raise DeviceError(PsamFault.ABSENT, error.detail) from None

    def _told(self, command: Apdu) -> bytes:
        try:
            return transmit(self._connection, command)
        except CardError as error:
            raise DeviceError(PsamFault.REFUSED, error.detail) from None
        except DeviceError as error:
            raise DeviceError(PsamFault.ABSENT, error.detail) from None


def factors(area: str, historical: bytes) -> tuple[bytes, bytes, bytes]:
    """What keys are diversified by: province, city, card (LD/T 32.9); eight bytes each.

    `area`: six digits; `historical`: the 13 historical bytes. Province 33 counts its districts to their city.
    """
    city = f"{area[:4]}00" if area.startswith("33") else area
    return f"{area[:2]}0000sh".encode("ascii"), f"{city}sx".encode("ascii"), historical[-_ANSWER_BYTES:]


def _folded(answer: bytes) -> bytes:
    """Eight bytes as they are; of sixteen, the left half XOR the right one (LD/T 32.4)."""
    if len(answer) == _ANSWER_BYTES:
        return answer
    if len(answer) != 2 * _ANSWER_BYTES:
        raise DeviceError(PsamFault.REFUSED, f"CIPHER DATA gave {len(answer)} bytes")
    return bytes(left ^ right for left, right in zip(answer[:_ANSWER_BYTES], answer[_ANSWER_BYTES:], strict=True))


def _fault(said: set[int]) -> Fault:
    """What it means that no number of levels was accepted."""
    if said & _WRONG_LEVEL:
        return PsamFault.LEVEL
    return PsamFault.KEY if StatusWord.KEY_NOT_FOUND in said else PsamFault.REFUSED
