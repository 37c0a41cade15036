"""The simulated ID card reader: a SAM-V module on a TCP socket or a pseudo-terminal, at the pace of a real line."""

import socket
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from threading import Event, Lock

from sandbox.id_card import PHOTO_BYTES
from sandbox.listener import Listener
from sandbox.part import CommandError
from sandbox.people import Person
from sandbox.pty_line import PtyLine
from sandbox.sam import CARD_COMMANDS, PREAMBLE, READ_FAILED, READS, Command, SamModule, answer, checksum
from sandbox.verbs import carry_out

BITS_PER_BYTE = 10
PACED_BYTES = 16

REFUSALS: Mapping[str, tuple[Sequence[Command], int, str]] = {
    "card-refuses-sam": ((Command.SELECT,), 0x31, "选卡时卡认证 SAM 失败（31）"),
    "sam-refuses-card": ((Command.SELECT,), 0x32, "选卡时 SAM 认证卡失败（32）"),
    "select-failed": ((Command.SELECT,), 0x81, "选卡失败（81）"),
    "information-wrong": (READS, 0x33, "信息验证错误（33）"),
    "unknown-card-type": (READS, 0x40, "不能识别的卡类型（40）"),
    "read-failed": (READS, READ_FAILED, "读卡失败（41）"),
    "challenge-failed": (READS, 0x47, "取随机数失败（47）"),
    "not-permitted": (READS, 0x23, "越权操作（23）"),
    "unknown-error": (READS, 0x24, "未知错误（24）"),
    "sam-unauthorised": ((*CARD_COMMANDS, Command.STATUS), 0x66, "SAM 未经授权（66）"),
    "sam-selftest": ((*CARD_COMMANDS, Command.STATUS, Command.RESET), 0x60, "SAM 自检失败（60）"),
}
"""Fault name → the commands that fail, with which SW3, and what it is."""

LINE_FAULTS: Mapping[str, str] = {
    "wrong-checksum": "应答的校验和错误",
    "wrong-length": "应答声称的长度比实际多 16 字节",
    "short-data": "应答帧完整，但数据少 16 字节",
    "garbage": "每帧之前有杂乱字节",
    "glued": "每个应答连发两遍，粘在一起",
    "split": "应答逐字节到达",
    "silent": "完全不应答",
    "stall": "应答发到一半停住",
    "reset": "应答发到一半模块复位",
    "dropped": "应答发到一半断开连接",
    "lift-midway": "读到一半卡被拿走",
    "gone": "读卡器被拔掉，清除故障后恢复",
}
MIDWAY = frozenset({"stall", "reset", "dropped", "lift-midway"})
"""They strike the answer to a read unless another command is named."""

SCOPES: Mapping[str, Sequence[Command]] = {
    "find": (Command.FIND,),
    "select": (Command.SELECT,),
    "read": READS,
    "address": (Command.READ_ADDRESS,),
    "status": (Command.STATUS,),
    "all": tuple(Command),
}


class IdReaderSimulator:
    """One reader with at most one card on it.

    `sam_delay`: seconds the module takes before each answer.
    `baudrate`: bits per second of the line's pace, 0 for none.
    `stays_findable`: answer 9F to find also after a read, as some modules do.
    `photo`: 1024 bytes instead of the person's.
    """

    name = "id-reader"

    def __init__(
        self,
        people: Sequence[Person],
        port: int = 18082,
        *,
        pty: bool = False,
        sam_delay: float = 0.0,
        baudrate: int = 0,
        stays_findable: bool = False,
        photo: bytes | None = None,
    ) -> None:
        if photo is not None and len(photo) != PHOTO_BYTES:
            raise ValueError(f"a photo is {PHOTO_BYTES} bytes, not {len(photo)}")
        self._people = {person.key: person for person in people}
        self._sam = SamModule(stays_findable=stays_findable)
        self._sam.photo = photo
        self.sam_delay = sam_delay
        self.baudrate = baudrate
        self._lock = Lock()
        self._stopped = Event()
        self._active: dict[str, Sequence[Command]] = {}
        self._cut_after = 0
        self._listener = Listener(port, self._serve_socket)
        self._line = PtyLine(self._serve) if pty else None

    @property
    def url(self) -> str:
        """`socket://127.0.0.1:PORT`, or the path of the pseudo-terminal."""
        return self._line.path if self._line else f"socket://127.0.0.1:{self._listener.port}"

    @property
    def faults(self) -> Mapping[str, str]:
        """Each fault's name and what it does."""
        return {name: words for name, (_, _, words) in REFUSALS.items()} | dict(LINE_FAULTS)

    @property
    def active_faults(self) -> tuple[str, ...]:
        """The faults switched on now."""
        return tuple(self._active)

    @property
    def verbs(self) -> Mapping[str, str]:
        """Each command's name and one line of help."""
        return {
            "lay": "lay KEY：放上某人的身份证",
            "lift": "拿走身份证",
            "list": "list [词]：有哪些人，或只列含该词的",
            "state": "现在的状态",
            "addresses": "addresses [地址…]：卡内追加地址，空为没有",
            "fingerprint": "fingerprint 0|512|1024：指纹数据长度",
            "delay": "delay 毫秒：模块每次应答前的时间",
            "fault": "fault 名称 [find|select|read|address|status|all] [字节数]：打开故障；fault none：全部清除",
        }

    def start(self) -> None:
        """Listen, or plug the pseudo-terminal in."""
        self._stopped.clear()
        self._wire.open()

    def stop(self) -> None:
        """Hang up and stop listening."""
        self._stopped.set()
        self._listener.close()
        if self._line:
            self._line.remove()

    def command(self, verb: str, *args: str) -> str:
        """Carry one of `verbs` out."""
        actions: Mapping[str, Callable[..., str]] = {
            "lay": self._lay,
            "lift": self._lift,
            "list": self._list,
            "state": self._state,
            "addresses": self._addresses,
            "fingerprint": self._fingerprint,
            "delay": self._delay,
            "fault": self._fault,
        }
        return carry_out(actions, self.verbs, verb, args)

    @property
    def _wire(self) -> Listener | PtyLine:
        return self._line or self._listener

    def _lay(self, key: str) -> str:
        if key not in self._people:
            raise CommandError(f"没有 {key}，用 list 看有哪些人")
        with self._lock:
            self._sam.lay(self._people[key])
        return f"身份证已放上：{key} {self._people[key].name}"

    def _lift(self) -> str:
        with self._lock:
            self._sam.lift()
        return "身份证已拿走"

    def _list(self, word: str = "") -> str:
        rows = [f"{person.key}  {person.name}  {person.story}".rstrip() for person in self._people.values()]
        return "\n".join(row for row in rows if word in row)

    def _state(self) -> str:
        person = self._sam.person
        lying = "无卡" if person is None else f"{person.key} {person.name}"
        return f"{self._sam.place.value}；{lying}；故障：{'、'.join(self._active) or '无'}"

    def _addresses(self, *addresses: str) -> str:
        self._sam.addresses = addresses
        return f"追加地址 {len(addresses)} 条"

    def _fingerprint(self, length: str) -> str:
        if length not in {"0", "512", "1024"}:
            raise CommandError("指纹数据长度是 0、512 或 1024")
        self._sam.fingerprint = bytes(range(256)) * (int(length) // 256)
        return f"指纹数据 {length} 字节"

    def _delay(self, milliseconds: str) -> str:
        if not milliseconds.isdecimal():
            raise CommandError("delay 后面是毫秒数")
        self.sam_delay = int(milliseconds) / 1000
        return f"应答前等待 {milliseconds} 毫秒"

    def _fault(self, name: str, scope: str = "", cut_after: str = "0") -> str:
        if name == "none":
            return self._clear_faults()
        if name not in self.faults or scope not in {*SCOPES, ""} or not cut_after.isdecimal():
            raise CommandError(f"没有这个故障：{name} {scope}。可以用：{'、'.join(self.faults)}、none")
        self._cut_after = int(cut_after)
        self._active[name] = SCOPES[scope or ("read" if name in MIDWAY else "all")]
        self._apply_refusals()
        if name == "gone":
            self._wire.vanish()
        return f"故障已打开：{self.faults[name]}"

    def _clear_faults(self) -> str:
        was_gone = "gone" in self._active
        self._active.clear()
        self._apply_refusals()
        if was_gone and not self._stopped.is_set():
            self._sam.restart()
            self._wire.open()
        return "故障已清除"

    def _apply_refusals(self) -> None:
        active = [REFUSALS[name] for name in self._active if name in REFUSALS]
        with self._lock:
            self._sam.refusals = {command: sw3 for commands, sw3, _ in active for command in commands}

    def _serve_socket(self, connection: socket.socket) -> None:
        self._serve(lambda: connection.recv(4096), connection.sendall)

    def _serve(self, read: Callable[[], bytes], write: Callable[[bytes], object]) -> None:
        while data := read():
            with self._lock:
                answers = self._sam.feed(data)
            for command, reply in answers:
                self._deliver(command, reply, write)

    def _deliver(self, command: Command | None, reply: bytes, write: Callable[[bytes], object]) -> None:
        def struck_by(name: str) -> bool:
            return command in self._active.get(name, ()) or (command is None and name in self._active)

        if struck_by("silent"):
            return
        if self.sam_delay:
            self._stopped.wait(self.sam_delay)
        if struck_by("lift-midway"):
            self._lift()
            reply = answer(READ_FAILED)
        for name, spoil in SPOILERS.items():
            if struck_by(name):
                reply = spoil(reply)
        self._send_or_break_off(reply, write, struck_by)

    def _send_or_break_off(
        self, reply: bytes, write: Callable[[bytes], object], struck_by: Callable[[str], bool]
    ) -> None:
        broken_off = any(struck_by(name) for name in ("stall", "reset", "dropped"))
        self._send(
            reply[: self._cut_after or len(reply) // 2] if broken_off else reply, write, split=struck_by("split")
        )
        if struck_by("reset"):
            with self._lock:
                self._sam.restart()
            write(b"\0")
        if struck_by("dropped"):
            raise ConnectionAbortedError

    def _send(self, data: bytes, write: Callable[[bytes], object], *, split: bool) -> None:
        began = time.monotonic()
        for sent, piece in pieces(data, 1 if split else PACED_BYTES if self.baudrate else len(data)):
            if self.baudrate:
                due = began + sent * BITS_PER_BYTE / self.baudrate
                self._stopped.wait(max(0.0, due - time.monotonic()))
            write(piece)


def pieces(data: bytes, size: int) -> Iterator[tuple[int, bytes]]:
    """The data in pieces, each with how many bytes have been sent at its end."""
    for start in range(0, len(data), max(size, 1)):
        piece = data[start : start + size]
        yield start + len(piece), piece


def _wrong_checksum(reply: bytes) -> bytes:
    return reply[:-1] + bytes([reply[-1] ^ 0xFF])


def _wrong_length(reply: bytes) -> bytes:
    return _reframed(len(reply) - len(PREAMBLE) - 2 + 16, reply[len(PREAMBLE) + 2 : -1])


def _short_data(reply: bytes) -> bytes:
    body = reply[len(PREAMBLE) + 2 : -1]
    shorter = body[: max(3, len(body) - 16)]
    return _reframed(len(shorter) + 1, shorter)


def _reframed(length: int, body: bytes) -> bytes:
    counted = length.to_bytes(2, "big") + body
    return PREAMBLE + counted + bytes([checksum(counted)])


SPOILERS: Mapping[str, Callable[[bytes], bytes]] = {
    "wrong-checksum": _wrong_checksum,
    "wrong-length": _wrong_length,
    "short-data": _short_data,
    "glued": lambda reply: reply + reply,
    "garbage": lambda reply: b"\x00\xff\xaa\xaa\x96\xaa" + reply,
}
