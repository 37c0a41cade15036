"""The slot that a made-up card is put into and pulled out of: a virtual card that connects to the terminal's reader."""

import json
import random
import re
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from threading import Event, RLock

from sandbox.chip import Card, ChipCard, Memory
from sandbox.foreign_cards import foreign_cards
from sandbox.part import CommandError
from sandbox.people import Person, SocialSecurityCard
from sandbox.staff_card import ALGORITHMS
from sandbox.verbs import carry_out
from sandbox.vpicc import Line, Vanished

RETRY_S = 0.05
_TOO_LONG = bytes(300)
_GARBAGE_BYTES = range(1, 40)
_VISIBLE_ROWS = 40
_PLAIN_NUMBER = re.compile(r"[0-9]{1,6}(\.[0-9]{1,6})?")

_FAULTS: Mapping[str, str] = {
    "silent": "卡不应答复位（插反、没插到底或触点脏）",
    "pull-at": "pull-at [N]：插入后第 N 条指令时卡被拔走，只一次（不写为 1）",
    "pull-at-change": "改密码的指令到达之前卡被拔走，只一次",
    "pull-after-change": "芯片改完密码、应答之前卡被拔走，只一次",
    "dirty": "应答是乱码",
    "slow": "slow [秒]：每条应答之前等待（不写为 2）",
    "stall": "收下指令，不再应答",
    "long-answer": "应答比所声称的长 300 字节",
    "foreign-bank": "下一次插入的是银行卡",
    "foreign-sim": "下一次插入的是手机卡",
    "foreign-transit": "下一次插入的是公交卡",
}
_WITH_VALUE = {"pull-at": 1.0, "slow": 2.0}

_VERBS: Mapping[str, str] = {
    "insert": "insert KEY [N]：插入某人的社保卡（第 N 张，从 0 数起）",
    "staff": "staff 工号 [sm4|aes|des]：放上工作人员的工作卡",
    "pull": "拔出卡",
    "list": "list [词]：有哪些人和卡，或只列含该词的",
    "renew": "renew KEY [N]：芯片恢复到发卡时：密码、次数、锁定",
    "fault": "fault NAME [值]：出某种故障；fault none 恢复正常",
}


class CardSlot:
    """The simulated reader slot and the cards of all residents; one card is in at a time.

    The terminal (or pcscd's vpcd) listens; a card that is put in connects. What the chips remember lives as long as
    the slot, and in `memory_file` (JSON) where one is given. `apart` is how many seconds at least the slot stays empty
    between two cards: pcscd looks every 0.4 s and misses a faster change after a card that vanished (0.5 helps).
    """

    name = "card"

    def __init__(
        self,
        people: Sequence[Person],
        host: str = "127.0.0.1",
        port: int = 35964,
        *,
        memory_file: Path | None = None,
        retry: float = RETRY_S,
        apart: float = 0.0,
        raw_t0: bool = False,
    ) -> None:
        self._people = {person.key: person for person in people}
        self._address = (host, port)
        self._retry = retry
        self._apart = apart
        self._empty_since = float("-inf")
        self._raw_t0 = raw_t0
        self._memories = _Memories(memory_file)
        self._chips: dict[str, ChipCard] = {}
        self._fault, self._value = "none", 0.0
        self._line: Line | None = None
        self._inside: _Inside | None = None
        self._moving, self._lock = RLock(), RLock()

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

    @property
    def inserted(self) -> str | None:
        """What is in the slot: a resident's key or the name of a foreign card; None when nothing is."""
        inside, line = self._inside, self._line
        return inside.key if inside and line and line.is_open else None

    def start(self) -> None:
        """Nothing is in the slot yet, so there is nobody to connect."""

    def stop(self) -> None:
        """Pull whatever is in."""
        self.pull()

    def insert(self, person_key: str, index: int = 0) -> None:
        """Put a resident's card in, in place of the one that was; `CommandError` where there is no such card."""
        card = self.chip(person_key, index)
        fault, _ = self.misbehaviour()
        foreign = foreign_cards().get(fault)
        self.put_in(fault if foreign else person_key, foreign or card)

    def put_in(self, key: str, card: Card) -> None:
        """Put any card in, in place of the one that was; `key` is what it is called."""
        with self._moving:
            self.pull()
            self._inside = _Inside(key, card, self)
            delay = self._empty_since + self._apart - time.monotonic()
            self._line = Line(self._address, self._inside, retry=self._retry, delay=max(0.0, delay))
            self._line.open()

    def give(self, person_key: str, card: SocialSecurityCard) -> None:
        """A resident has another card from now on, the last of theirs; one that they have already stays as it is."""
        person = self._people[person_key]
        if all(own.number != card.number for own in person.cards):
            self._people[person_key] = replace(person, cards=(*person.cards, card))

    def pull(self) -> None:
        """Take the card out; nothing happens where none is in."""
        with self._moving:
            line, inside, self._line, self._inside = self._line, self._inside, None, None
            if inside and line:
                inside.pulled.set()
                line.close()
                self._empty_since = time.monotonic()

    def chip(self, person_key: str, index: int = 0) -> ChipCard:
        """A resident's chip as it is now, in the slot or not; `CommandError` where there is no such card."""
        person, card = self._find(person_key, index)
        with self._lock:
            if card.number not in self._chips:
                memory = self._memories.recall(card)
                self._chips[card.number] = ChipCard(person, card, memory=memory, raw_t0=self._raw_t0)
            return self._chips[card.number]

    def renew(self, person_key: str, index: int = 0) -> None:
        """Make the chip as it was when it was issued; a card that is in notices at its next command."""
        _, card = self._find(person_key, index)
        self.chip(person_key, index).memory = Memory.new(card)
        self.remember()

    def remember(self) -> None:
        """Write the chips' memories to the file, where there is one and something changed."""
        with self._lock:
            self._memories.keep({number: chip.memory for number, chip in self._chips.items()})

    def fault(self, name: str = "none", value: float | None = None) -> None:
        """Misbehave in one of the ways of `faults`, `value` being what its help names; or behave again with `none`."""
        if name not in (*_FAULTS, "none"):
            raise CommandError(f"没有这个故障：{name}。可以用：{'、'.join(_FAULTS)}、none")
        with self._lock:
            self._fault, self._value = name, _WITH_VALUE.get(name, 0.0) if value is None else value

    def misbehaviour(self) -> tuple[str, float]:
        """The fault in force and its value."""
        with self._lock:
            return self._fault, self._value

    def command(self, verb: str, *args: str) -> str:
        """Carry a command of `verbs` out."""
        actions: Mapping[str, Callable[..., str]] = {
            "insert": self._insert_command,
            "staff": self._staff_command,
            "pull": self._pull_command,
            "list": self._list_command,
            "renew": self._renew_command,
            "fault": self._fault_command,
        }
        return carry_out(actions, _VERBS, verb, args)

    def _insert_command(self, key: str, index: str = "0") -> str:
        self.insert(key, int(_number(index)))
        person = self._people[key]
        return f"卡已插入：{self.inserted} {person.name} {person.story}".rstrip()

    def _staff_command(self, number: str, algorithm: str = "sm4") -> str:
        from sandbox.backend.staff import STAFF, chip_of  # noqa: PLC0415 - the bureau's database is not this part's

        if number not in {each.number for each in STAFF} or algorithm not in ALGORITHMS:
            raise CommandError(f"没有工号 {number} 的 {algorithm} 工作卡")
        self.put_in(f"staff {number}", chip_of(number, algorithm))
        return f"工作卡已放上：{number}"

    def _pull_command(self) -> str:
        was = self.inserted
        self.pull()
        return f"卡已拔出：{was}" if was else "没有卡"

    def _list_command(self, word: str = "") -> str:
        rows = [row for person in self._people.values() for row in _rows(person) if word in row]
        left = len(rows) - _VISIBLE_ROWS
        return "\n".join([*rows[:_VISIBLE_ROWS], *([f"……还有 {left} 张，用 list 词 查找"] if left > 0 else [])])

    def _renew_command(self, key: str, index: str = "0") -> str:
        self.renew(key, int(_number(index)))
        return f"芯片已恢复到发卡时：{key}"

    def _fault_command(self, name: str, value: str = "") -> str:
        self.fault(name, _number(value) if value else None)
        return "故障已解除" if name == "none" else f"故障：{_FAULTS[name]}"

    def _find(self, person_key: str, index: int) -> tuple[Person, SocialSecurityCard]:
        person = self._people.get(person_key)
        if person is None:
            raise CommandError(f"没有 {person_key}，用 list 看有哪些人")
        if not 0 <= index < len(person.cards):
            raise CommandError(f"{person_key} 有 {len(person.cards)} 张卡，从 0 数起")
        return person, person.cards[index]


class _Inside:
    """One card in the slot, with the slot's fault between it and the reader."""

    def __init__(self, key: str, card: Card, slot: CardSlot) -> None:
        self.key = key
        self.pulled = Event()
        self._card = card
        self._slot = slot
        self._commands = 0
        self._garbage = random.Random(0)  # noqa: S311 - the same dirt in every run

    def power(self, *, on: bool) -> None:
        """Current on (or a reset), or off."""
        if on:
            self._card.power_on()
        else:
            self._card.power_off()

    def answer_to_reset(self) -> bytes | None:
        """The ATR, unless the card is mute."""
        fault, _ = self._slot.misbehaviour()
        return None if fault == "silent" else self._card.atr

    def transmit(self, apdu: bytes) -> bytes | None:
        """The card's answer, as far as the fault lets it through."""
        fault, value = self._slot.misbehaviour()
        self._commands += 1
        if fault == "pull-at" and self._commands >= value:
            self._slot.fault()
            raise Vanished
        if fault == "pull-at-change" and _changes_pin(apdu):
            self._slot.fault()
            raise Vanished
        if fault == "slow" and self.pulled.wait(value):
            raise Vanished
        answer = self._card.transmit(apdu)
        self._slot.remember()
        if fault == "pull-after-change" and _changes_pin(apdu):
            self._slot.fault()
            raise Vanished
        return self._spoilt(fault, answer)

    def _spoilt(self, fault: str, answer: bytes) -> bytes | None:
        if fault == "stall":
            return None
        if fault == "dirty":
            return self._garbage.randbytes(self._garbage.choice(_GARBAGE_BYTES))
        if fault == "long-answer":
            return answer[:-2] + _TOO_LONG + answer[-2:]
        return answer


def _changes_pin(apdu: bytes) -> bool:
    """CHANGE PIN, or PIN CHANGE/UNBLOCK (LD/T 32.5)."""
    return apdu[:2] in (b"\x80\x5e", b"\x84\x24")


class _Memories:
    """What the chips keep, by card number, in a JSON file replaced as a whole; in memory alone without a file."""

    def __init__(self, file: Path | None) -> None:
        self._file = file
        self._kept: dict[str, dict[str, object]] = {}
        if file is not None and file.exists():
            self._kept = json.loads(file.read_text(encoding="utf-8"))

    def recall(self, card: SocialSecurityCard) -> Memory:
        """The chip's memory as it was kept, or as it was issued."""
        kept = self._kept.get(card.number)
        return Memory.new(card) if kept is None else Memory.from_json(kept)

    def keep(self, memories: Mapping[str, Memory]) -> None:
        """Write them, where there is a file and something changed."""
        if self._file is None:
            return
        now = self._kept | {number: memory.as_json() for number, memory in memories.items()}
        if now == self._kept:
            return
        self._kept = now
        fresh = self._file.with_suffix(".new")
        fresh.write_text(json.dumps(now, indent=1), encoding="utf-8")
        fresh.replace(self._file)


def _number(text: str) -> float:
    """Zero or more, in plain digits."""
    if not _PLAIN_NUMBER.fullmatch(text):
        raise CommandError(f"应是一个数：{text}")
    return float(text)


def _rows(person: Person) -> list[str]:
    """One line for each card: key, index, name, generation, story."""
    return [
        f"{person.key} {index}  {person.name}  {card.chip.generation}  {person.story}".rstrip()
        for index, card in enumerate(person.cards)
    ]
