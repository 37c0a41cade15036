"""The simulated PIN pad: 证通 ZT598 on a TCP socket or a pseudo-terminal, its keys pressed by command."""

import secrets
import socket
from collections.abc import Callable, Mapping
from threading import Event, Lock, Timer

from sandbox.listener import Listener
from sandbox.pad_keys import BAD_DATA, KeyTable, PadError
from sandbox.part import CommandError
from sandbox.pty_line import PtyLine
from sandbox.verbs import carry_out

STX, ETX = 0x02, 0x03
GOOD, TIMED_OUT, UNKNOWN, BAD_LRC, NOTHING_TYPED = 0x60, 0xEE, 0xF8, 0xE8, 0xEF
TAMPERED, REMOVED = 0xDD, 0xFF
HEAD, TAIL = 4, 3

KEYS: Mapping[str, int] = {
    **{digit: ord(digit) for digit in "0123456789"},
    "enter": 0x0D,
    "cancel": 0x1B,
    "clear": 0x08,
    "00": 0x22,
    ".": 0x2E,
    **{f"F{number}": 0x40 + number for number in range(1, 9)},
}
ECHO = 0x2A
ENTER, CANCEL, CLEAR = KEYS["enter"], KEYS["cancel"], KEYS["clear"]

REFUSALS: Mapping[str, tuple[int, str]] = {
    "tampered": (TAMPERED, "检测到拆机（DD）"),
    "removed": (REMOVED, "防移除开关断开（FF）"),
    "battery-low": (0xE0, "电池电量低（E0）"),
    "no-master-key": (0xE2, "没有主密钥（E2）"),
    "no-key": (0xE4, "没有这个密钥（E4）"),
    "key-wrong": (0xE7, "密钥校验值错误（E7）"),
    "not-authenticated": (0xEC, "密钥未认证（EC）"),
    "locked": (0xED, "认证已锁定（ED）"),
    "chip-absent": (0xDE, "安全芯片没有应答（DE）"),
    "memory": (0xFE, "EEPROM 故障（FE）"),
    "cipher": (0xD0, "SM2 加密失败（D0）"),
    "refuses": (0xE9, "命令数据非法（E9）"),
}
"""Fault name → the RTN of every command, and what it is."""

LINE_FAULTS: Mapping[str, str] = {
    "not-installed": "安装状态为未安装",
    "silent": "完全不应答",
    "wrong-lrc": "应答的 LRC 错误",
    "wrong-length": "应答声称的长度比实际多 4 字节",
    "garbage": "每个应答之前有空字节",
    "stall": "应答发到一半停住",
    "dropped": "应答发到一半断开连接",
    "gone": "键盘被拔掉，清除故障后恢复",
}


def lrc(checked: bytes) -> bytes:
    """Exclusive-or of the bytes, two upper-case hex digits."""
    total = 0
    for byte in checked:
        total ^= byte
    return b"%02X" % total


def frame(body: bytes) -> bytes:
    """02, length, body, 03, LRC."""
    counted = b"%03d" % len(body) + body + bytes([ETX])
    return bytes([STX]) + counted + lrc(counted)


class PinPadSimulator:
    """One pad. `seconds` is what one second of its own input limit takes here: 0.001 in a hurry."""

    name = "pin-pad"

    def __init__(self, port: int = 18083, *, pty: bool = False, second: float = 1.0) -> None:
        self._second = second
        self._keys = KeyTable()
        self._lock = Lock()
        self._stopped = Event()
        self._active: set[str] = set()
        self._limit = 60
        self._least, self._most = 4, 12
        self._padding = ord("F")
        self._clear_is_backspace = False
        self._mode = ""
        self._typed = bytearray()
        self._timer: Timer | None = None
        self._write: Callable[[bytes], object] | None = None
        self.log: list[bytes] = []
        self._listener = Listener(port, self._serve_socket)
        self._line = PtyLine(self._serve) if pty else None

    @property
    def url(self) -> str:
        """`zt598:socket://127.0.0.1:PORT`, or the path of the pseudo-terminal behind `zt598:`."""
        return f"zt598:{self._line.path if self._line else f'socket://127.0.0.1:{self._listener.port}'}"

    @property
    def faults(self) -> Mapping[str, str]:
        """Each fault's name and what it does."""
        return {name: words for name, (_, words) in REFUSALS.items()} | dict(LINE_FAULTS)

    @property
    def active_faults(self) -> tuple[str, ...]:
        """The faults switched on now."""
        return tuple(sorted(self._active))

    @property
    def verbs(self) -> Mapping[str, str]:
        """Each command's name and one line of help."""
        return {
            "press": "press 键…：按键，键为 0–9、enter、cancel、clear、00、.、F1–F8",
            "type": "type 数字：依次按下，再按 enter",
            "expire": "让键盘认为输入时间已到",
            "state": "现在的状态",
            "fault": "fault 名称：打开故障；fault none：全部清除",
        }

    @property
    def held(self) -> int:
        """How many digits the pad still holds."""
        return len(self._typed)

    @property
    def mode(self) -> str:
        """What the keypad does: "" closed, "plain" or "pin"."""
        return self._mode

    def start(self) -> None:
        """Listen, or plug the pseudo-terminal in."""
        self._stopped.clear()
        self._wire.open()

    def stop(self) -> None:
        """Hang up and stop listening."""
        self._stopped.set()
        self._end_input()
        self._listener.close()
        if self._line:
            self._line.remove()

    def command(self, verb: str, *args: str) -> str:
        """Carry one of `verbs` out."""
        actions: Mapping[str, Callable[..., str]] = {
            "press": self._press_all,
            "type": self._type,
            "expire": self._expire,
            "state": self._state,
            "fault": self._fault,
        }
        return carry_out(actions, self.verbs, verb, args)

    @property
    def _wire(self) -> Listener | PtyLine:
        return self._line or self._listener

    def _press_all(self, *keys: str) -> str:
        if not keys or not set(keys) <= set(KEYS):
            raise CommandError(self.verbs["press"])
        taken = sum(self._press(KEYS[key]) for key in keys)
        return f"按了 {len(keys)} 个键" if taken else "键盘没有打开，按键没有反应"

    def _type(self, digits: str) -> str:
        if not (digits.isascii() and digits.isdecimal()):
            raise CommandError(self.verbs["type"])
        return self._press_all(*digits, "enter")

    def _expire(self) -> str:
        if not self._mode:
            raise CommandError("键盘没有打开")
        self._time_out()
        return "输入时间已到"

    def _state(self) -> str:
        mode = {"": "关闭", "plain": "明文输入", "pin": "密文输入"}[self._mode]
        return f"{mode}；已输入 {len(self._typed)} 位；故障：{'、'.join(self.active_faults) or '无'}"

    def _fault(self, name: str) -> str:
        if name == "none":
            return self._clear_faults()
        if name not in self.faults:
            raise CommandError(f"没有这个故障：{name}。可以用：{'、'.join(self.faults)}、none")
        self._active.add(name)
        if name == "gone":
            self._wire.vanish()
        elif name in REFUSALS and self._mode:
            self._interrupt(REFUSALS[name][0])
        return f"故障已打开：{self.faults[name]}"

    def _clear_faults(self) -> str:
        was_gone = "gone" in self._active
        self._active.clear()
        if was_gone and not self._stopped.is_set():
            self._wire.open()
        return "故障已清除"

    # keys

    def _press(self, code: int) -> bool:
        with self._lock:
            if not self._mode:
                return False
            self._restart_timer()
            sent = code if self._mode == "plain" else self._hidden(code)
            if sent is not None and self._write is not None:
                self._write(bytes([sent]))
            return True

    def _hidden(self, code: int) -> int | None:
        """PIN input: digits are kept and echoed as `*`; enter counts only with enough of them."""
        if code in range(0x30, 0x3A):
            if len(self._typed) >= self._most:
                return None
            self._typed.append(code)
            return ECHO
        if code == CLEAR:
            del self._typed[-1 if self._clear_is_backspace else 0 :]
        elif code == CANCEL:
            self._typed.clear()
        if code == ENTER and len(self._typed) < self._least:
            return None
        if code in (ENTER, CANCEL):
            self._mode = ""
        return code if code in (ENTER, CANCEL, CLEAR) else None

    def _restart_timer(self) -> None:
        if self._timer:
            self._timer.cancel()
        self._timer = Timer(self._limit * self._second, self._time_out)
        self._timer.daemon = True
        self._timer.start()

    def _time_out(self) -> None:
        self._interrupt(TIMED_OUT)

    def _interrupt(self, code: int) -> None:
        """Input ends by itself, and the pad says so unasked."""
        with self._lock:
            if self._mode:
                self._end_input()
                if self._write is not None:
                    self._write(frame(bytes([code])))

    def _end_input(self) -> None:
        self._mode = ""
        self._typed[:] = bytes(len(self._typed))
        self._typed.clear()
        if self._timer:
            self._timer.cancel()
            self._timer = None

    # frames

    def _serve_socket(self, connection: socket.socket) -> None:
        self._serve(lambda: connection.recv(4096), connection.sendall)

    def _serve(self, read: Callable[[], bytes], write: Callable[[bytes], object]) -> None:
        self._write = write
        pending = b""
        while data := read():
            pending += data
            while request := next_frame(pending):
                pending = pending[pending.index(request) + len(request) :]
                with self._lock:  # its answer is out before the next key: a pad does one thing after the other
                    self._deliver(self._reply(request), write)

    def _reply(self, request: bytes) -> bytes:
        self.log.append(request)
        body = request[HEAD:-TAIL]
        if lrc(request[1:-2]) != request[-2:]:
            return bytes([BAD_LRC])
        refused = next((code for name, (code, _) in REFUSALS.items() if name in self._active), None)
        if refused is not None and body != b"5032":
            return bytes([refused])
        try:
            return bytes([GOOD]) + self._carry_out(body)
        except PadError as error:
            return bytes([error.code])

    def _carry_out(self, body: bytes) -> bytes:
        if body[:1] == b"5" and len(body) == len("5030"):
            return self._control(body[1:2], body[2:].decode("latin-1"))
        match body[:1]:
            case b"\x31":
                return self._keys.load_master(body[1:])
            case b"\x32":
                return self._keys.load_working(body[1:])
            case b"\x37":
                return b"0000" + self._keys.pin_block(body[1:], bytes(self._typed), self._padding)
            case _:
                return self._tell(body)

    def _tell(self, body: bytes) -> bytes:
        if body in (b"600012", b"600011"):
            return self._open("pin")
        if body == b"\x49":
            return b"EPP00598" + b"0" * 8 + b"000000"
        if body == b"\x33":
            return b" " * 118 + b"00000001" + b"ZT598 " + b"1.0" + b"2.3" + b"SIM00001"
        if body == b"4E30":
            return b"001" if "not-installed" in self._active else b"000"
        if body.startswith(b"\x3a"):
            return secrets.token_hex(16).upper().encode()
        if body.startswith(b"\x34") and len(body) == 1 + 48:
            return b""
        raise PadError(UNKNOWN)

    def _control(self, group: bytes, value: str) -> bytes:
        try:
            match group:
                case b"0":
                    self._switch(value)
                case b"2":
                    self._limit = int(value, 16)
                case b"3":
                    self._padding = int(value, 16)
                case b"4":
                    self._least = int(value)
                case b"5":
                    self._most = int(value)
                case b"A":
                    self._clear_is_backspace = value == "21"
                case _:
                    raise PadError(UNKNOWN)
        except ValueError as error:
            raise PadError(BAD_DATA) from error
        return b""

    def _switch(self, value: str) -> None:
        if value in ("30", "31", "32"):
            self._end_input()
        if value == "31":
            self._keys.erase()
        if value == "33":
            self._open("plain")

    def _open(self, mode: str) -> bytes:
        self._end_input()
        self._mode = mode
        self._restart_timer()
        return b""

    def _deliver(self, body: bytes, write: Callable[[bytes], object]) -> None:
        reply = frame(body)
        if "silent" in self._active:
            return
        for name, spoil in SPOILERS.items():
            if name in self._active:
                reply = spoil(reply)
        broken_off = bool({"stall", "dropped"} & self._active)
        write(reply[: len(reply) // 2] if broken_off else reply)
        if "dropped" in self._active:
            raise ConnectionAbortedError


def next_frame(pending: bytes) -> bytes:
    """The first whole request, by its length; b"" when there is none yet."""
    start = pending.find(bytes([STX]))
    if start < 0 or len(pending) < start + HEAD:
        return b""
    digits = pending[start + 1 : start + HEAD]
    if not digits.isdigit():
        return next_frame(pending[start + 1 :])
    end = start + HEAD + int(digits) + TAIL
    return pending[start:end] if len(pending) >= end else b""


def _wrong_lrc(reply: bytes) -> bytes:
    return reply[:-2] + b"%02X" % (int(reply[-2:], 16) ^ 0xFF)


def _wrong_length(reply: bytes) -> bytes:
    counted = b"%03d" % (int(reply[1:HEAD]) + 4) + reply[HEAD:-2]
    return bytes([STX]) + counted + lrc(counted)


SPOILERS: Mapping[str, Callable[[bytes], bytes]] = {
    "wrong-lrc": _wrong_lrc,
    "wrong-length": _wrong_length,
    "garbage": lambda reply: b"\0\0" + reply,
}
