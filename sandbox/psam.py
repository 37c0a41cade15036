"""The security module of a terminal (PSAM) on test keys, and the slot that it sits in: LD/T 32, part 9."""

from collections.abc import Callable, Mapping

from sandbox.chip import FILE_NOT_FOUND, KEY_NOT_FOUND, OK, WRONG_CLASS, WRONG_DATA, WRONG_INSTRUCTION, WRONG_P1P2
from sandbox.keys import TEST_ROOTS, Algorithm, KeySet, diversify, encipher, factors, session_key
from sandbox.part import CommandError
from sandbox.verbs import carry_out
from sandbox.vpicc import Line, Vanished

ATR = bytes.fromhex("3B6D00000053414D53494D554C41544F52")
DDF_NAME = bytes.fromhex("7378322E73682EC9E7BBE1B1A3D5CF")
"""`sx2.sh.社会保障` in GBK."""
ADF = bytes.fromhex("D15600000590")
EF_CARD_INFO, EF_TERMINAL_NUMBER = 0x15, 0x16
LEVELS = range(1, 4)
USAGE = 0x07
"""Lower five bits of the usage byte; the upper three count the levels that are still to be performed."""
INTERNAL_KEY, READING_KEY = 0x00, 0x0A

_CONDITIONS = bytes.fromhex("6985")
_BY_SFI = 0x80
_CHALLENGES = (4, 8, 16)
_FACTOR_BYTES = 8
_HEADER_BYTES = 5
_AREA_OF_FACTORS = bytes(13)

_FAULTS: Mapping[str, str] = {
    "absent": "卡座里没有 PSAM 卡",
    "silent": "PSAM 卡不应答复位",
    "vanish": "收到取会话密钥的指令时松脱，只一次",
    "no-key": "没有读卡密钥（6A88）",
    "level": "密钥的分散级数不合，怎么试都不行（6985）",
    "refuses": "一切指令都被拒绝（6E00）",
    "broken": "会加密，但答出的长度不对",
}
_VERBS: Mapping[str, str] = {
    "info": "终端号、算法和分散级数",
    "fault": "fault NAME：出某种故障；fault none 恢复正常",
}


class PsamChip:
    """The module's operating system. `levels`: how many it performs itself; keys of a lower level are of `area`."""

    atr = ATR

    def __init__(
        self,
        algorithm: Algorithm = Algorithm.SM4,
        *,
        levels: int = 3,
        area: str = "500103",
        terminal_number: str = "500103000001",
        roots: KeySet = TEST_ROOTS,
    ) -> None:
        self.algorithm = algorithm
        self.levels = levels
        self.terminal_number = terminal_number
        self._keys = {
            INTERNAL_KEY: self._held(roots.internal, area),
            READING_KEY: self._held(roots.reading, area),
        }
        self._selected = b""
        self._session: bytes | None = None

    def power_on(self) -> None:
        """Nothing is selected, and no session key is there."""
        self._selected, self._session = b"", None

    def power_off(self) -> None:
        """The session key is gone."""
        self._session = None

    def transmit(self, apdu: bytes) -> bytes:
        """Data and status word."""
        if len(apdu) < _HEADER_BYTES:
            return WRONG_DATA
        commands: Mapping[bytes, Callable[[bytes], bytes]] = {
            b"\x00\xa4": self._select,
            b"\x00\xb0": self._read,
            b"\xbf\xec": lambda _: OK,
            b"\xbf\xde": self._deliver_session_key,
            b"\x80\xfa": self._cipher_data,
        }
        command = commands.get(apdu[:2])
        if command is None:
            return WRONG_INSTRUCTION if apdu[0] in {0x00, 0x80, 0xBF} else WRONG_CLASS
        return command(apdu)

    def _held(self, root: bytes, area: str) -> bytes:
        key = root
        for factor in factors(area, _AREA_OF_FACTORS)[: len(LEVELS) - self.levels]:
            key = diversify(self.algorithm, key, factor)
        return key

    def _select(self, apdu: bytes) -> bytes:
        name = apdu[_HEADER_BYTES : _HEADER_BYTES + apdu[4]]
        if name == DDF_NAME or (name == ADF and self._selected):
            self._selected = name
            return OK
        return FILE_NOT_FOUND

    def _read(self, apdu: bytes) -> bytes:
        files = {
            EF_CARD_INFO: bytes(15),
            EF_TERMINAL_NUMBER: bytes.fromhex(self.terminal_number),
        }
        content = files.get(apdu[2] - _BY_SFI)
        if self._selected != ADF or content is None:
            return FILE_NOT_FOUND
        return content[apdu[3] :][: apdu[4] or None] + OK

    def _deliver_session_key(self, apdu: bytes) -> bytes:
        usage, identifier = apdu[2], apdu[3]
        data = apdu[_HEADER_BYTES : _HEADER_BYTES + apdu[4]]
        if self._selected != ADF:
            return _CONDITIONS
        if identifier not in self._keys:
            return KEY_NOT_FOUND
        if usage != self.levels << 5 | USAGE:
            return WRONG_P1P2
        own, challenge = data[: self.levels * _FACTOR_BYTES], data[self.levels * _FACTOR_BYTES :]
        if len(challenge) not in _CHALLENGES:
            return WRONG_DATA
        key = self._keys[identifier]
        for at in range(0, len(own), _FACTOR_BYTES):
            key = diversify(self.algorithm, key, own[at : at + _FACTOR_BYTES])
        self._session = session_key(self.algorithm, key, challenge)
        return OK

    def _cipher_data(self, apdu: bytes) -> bytes:
        data = apdu[_HEADER_BYTES : _HEADER_BYTES + apdu[4]]
        if self._session is None:
            return _CONDITIONS
        if not data or len(data) % self.algorithm.block:
            return WRONG_DATA
        return encipher(self.algorithm, self._session, data) + OK


class PsamSlot:
    """The slot: the module sits in it from `start` on, and connects to the terminal's (or pcscd's) listener."""

    name = "psam"

    def __init__(
        self, host: str = "127.0.0.1", port: int = 35965, *, chip: PsamChip | None = None, retry: float = 0.05
    ) -> None:
        self._address = (host, port)
        self._chip = chip or PsamChip()
        self._retry = retry
        self._fault = "none"
        self._line: Line | None = None

    @property
    def url(self) -> str:
        """The listener's address, as kiosk.toml names it."""
        return f"vpcd://{self._address[0]}:{self._address[1]}"

    @property
    def verbs(self) -> Mapping[str, str]:
        """Commands and their help."""
        return _VERBS

    @property
    def faults(self) -> Mapping[str, str]:
        """Faults and what they do."""
        return _FAULTS

    def start(self) -> None:
        """Put the module in."""
        if self._line is None and self._fault != "absent":
            self._line = Line(self._address, self, retry=self._retry)
            self._line.open()

    def stop(self) -> None:
        """Take it out."""
        line, self._line = self._line, None
        if line is not None:
            line.close()

    def fault(self, name: str) -> None:
        """Misbehave in one of the ways of `faults`, or behave again with `none`; the module is seated anew."""
        if name not in (*_FAULTS, "none"):
            raise CommandError(f"没有这个故障：{name}。可以用：{'、'.join(_FAULTS)}、none")
        self.stop()
        self._fault = name
        self.start()

    def command(self, verb: str, *args: str) -> str:
        """Carry a command of `verbs` out."""
        actions: Mapping[str, Callable[..., str]] = {"info": self._info, "fault": self._fault_command}
        return carry_out(actions, _VERBS, verb, args)

    def power(self, *, on: bool) -> None:
        """Current on (or a reset), or off."""
        if on:
            self._chip.power_on()
        else:
            self._chip.power_off()

    def answer_to_reset(self) -> bytes | None:
        """The ATR, unless the module is mute."""
        return None if self._fault == "silent" else self._chip.atr

    def transmit(self, apdu: bytes) -> bytes:
        """The module's answer, as far as the fault lets it through."""
        delivers = apdu[:2] == b"\xbf\xde"
        if self._fault == "vanish" and delivers:
            self._fault = "none"
            raise Vanished
        if self._fault == "refuses":
            return WRONG_CLASS
        if self._fault in {"no-key", "level"} and delivers:
            return KEY_NOT_FOUND if self._fault == "no-key" else _CONDITIONS
        answer = self._chip.transmit(apdu)
        return answer[1:] if self._fault == "broken" and apdu[:2] == b"\x80\xfa" else answer

    def _info(self) -> str:
        chip = self._chip
        return f"PSAM：终端号 {chip.terminal_number}，{chip.algorithm.name}，分散 {chip.levels} 级"

    def _fault_command(self, name: str) -> str:
        self.fault(name)
        return "故障已解除" if name == "none" else f"故障：{_FAULTS[name]}"
