"""A receipt printer's sensors and what they are reported as: DLE EOT 1–4 and automatic status (ESC/POS, real time)."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

FIXED: Final = 0x12
"""Bits 1 and 4 are set in every DLE EOT answer, bits 0 and 7 never."""
CLEARED: Final = b"\x37\x25\x00"
CLEAR_ALL: Final = bytes.fromhex("10140801031401060208")
REAL_TIME: Final = re.compile(rb"\x10\x04[\x01-\x04]|\x10\x05[\x00-\x02]|" + re.escape(CLEAR_ALL), re.DOTALL)

FAULTS: Final[Mapping[str, str]] = {
    "paper-out": "缺纸",
    "paper-out-midway": "再打六行就缺纸",
    "near-end": "纸将用尽",
    "cover-open": "机盖打开",
    "cutter": "切刀卡住（DLE ENQ 2 可恢复）",
    "cutter-at-cut": "下一次切纸时切刀卡住",
    "head-hot": "打印头过热，自行恢复",
    "head-broken": "打印头损坏，不可恢复",
    "offline": "面板上置为脱机",
    "silent": "不回答任何状态（单向连接）",
    "noise": "状态字节是杂乱的",
    "slow": "每行打印 40 毫秒",
    "no-clear": "不认识 DLE DC4（清除缓冲）",
    "no-process-id": "不认识 GS ( H（打印完成询问）",
    "chinese-off": "上电时汉字模式关闭",
    "gbk-only": "字库只有 GBK",
    "gone": "被拔掉，清除故障后恢复",
}
PAPER_END: Final = frozenset({"paper-out"})
STOPS: Final = frozenset({"paper-out", "cover-open", "cutter", "head-hot", "head-broken", "offline", "gone"})


@dataclass(slots=True)
class Sensors:
    """The faults that are on now, as the printer's own sensors see them."""

    active: set[str] = field(default_factory=set[str])

    @property
    def stopped(self) -> bool:
        """Whether nothing prints and the printer reports itself offline."""
        return not STOPS.isdisjoint(self.active)

    def answer(self, question: int) -> bytes:
        """The one byte in answer to DLE EOT `question`, 1–4."""
        if "noise" in self.active:
            return b"\x00"
        return bytes([FIXED | self._bits(REAL_TIME_BITS[question]) | (0x08 if question == 1 and self.stopped else 0)])

    def automatic(self) -> bytes:
        """The four bytes that GS a reports."""
        first = 0x10 | (0x08 if self.stopped else 0) | (0x20 if "cover-open" in self.active else 0)
        paper = (0x03 if "near-end" in self.active else 0) | (0x0C if "paper-out" in self.active else 0)
        return bytes([first, self._bits(REAL_TIME_BITS[3]), paper, 0])

    def paper(self) -> bytes:
        """The one byte in answer to GS r 1."""
        return self.automatic()[2:3]

    def _bits(self, table: Mapping[str, int]) -> int:
        bits = 0
        for name, bit in table.items():
            bits |= bit if name in self.active else 0
        return bits


REAL_TIME_BITS: Final[Mapping[int, Mapping[str, int]]] = {
    1: {},
    2: {"cover-open": 0x04, "paper-out": 0x20, "cutter": 0x40, "head-hot": 0x40, "head-broken": 0x40},
    3: {"cutter": 0x08, "head-broken": 0x20, "head-hot": 0x40},
    4: {"near-end": 0x0C, "paper-out": 0x60},
}
"""Question → fault → bits."""


class RealTimeScanner:
    """Finds the real-time commands in a stream, wherever they stand and however it is split."""

    def __init__(self) -> None:
        self._carry = b""

    def scan(self, data: bytes) -> Iterator[tuple[int, bytes]]:
        """Each command with the offset in `data` just behind it."""
        text = self._carry + data
        end = 0
        for match in REAL_TIME.finditer(text):
            end = match.end()
            yield end - len(self._carry), match.group()
        self._carry = _unfinished(text[end:])


def _unfinished(text: bytes) -> bytes:
    tail = text[-len(CLEAR_ALL) + 1 :]
    starts = (tail[at:] for at in range(len(tail)) if tail[at] == CLEAR_ALL[0])
    return next((start for start in starts if CLEAR_ALL.startswith(start) or start in {b"\x10\x04", b"\x10\x05"}), b"")
