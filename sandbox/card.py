"""The slot that a made-up card is put into and pulled out of: a virtual card that connects to the terminal's reader."""

import json
import random
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from threading import Event, RLock

from sandbox.chip import Card, ChipCard, Memory
from sandbox.foreign_cards import foreign_cards
from sandbox.part import CommandError
from sandbox.people import Person, SocialSecurityCard
from sandbox.vpicc import Line, Vanished

RETRY_S = 0.05
_TOO_LONG = bytes(300)
_GARBAGE_BYTES = range(1, 40)
_VISIBLE_ROWS = 40
_PLAIN_NUMBER = re.compile(r"[0-9]{1,6}(\.[0-9]{1,6})?")

_FAULTS: Mapping[str, str] = {
    "none": "no fault",
    "silent": "the card never answers with an ATR (wrong way round, not fully in, dirty)",
    "pull-at": "N (1 without it): the card vanishes at the N-th APDU after insertion, once",
    "dirty": "answers APDUs with garbage",
    "slow": "SECONDS (2 without it): waits before each answer",
    "stall": "takes APDUs and never answers",
    "long-answer": "answers are 300 bytes longer than announced",
    "foreign-bank": "the next card put in is a bank card",
    "foreign-sim": "the next card put in is a SIM card",
    "foreign-transit": "the next card put in is a transit card",
}
_WITH_ARGUMENT = {"pull-at": 1.0, "slow": 2.0}

_VERBS: Mapping[str, str] = {
    "insert": "KEY [N]: put that resident's card in (the first, or the N-th from 0)",
    "pull": "take the card out",
    "list": "[WORD]: residents with cards, or those whose line contains the word",
    "renew": "KEY [N]: the chip as it was when it was issued: PIN, tries, blocks",
    "fault": "NAME [VALUE]: misbehave, or `fault none`",
}


class CardSlot:
    """The simulated reader slot and the cards of all residents; one card is in at a time.

    The terminal (or pcscd's vpcd) listens; a card that is put in connects. What the chips remember lives as long as
    the slot, and in `memory_file` (JSON) where one is given.
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
        raw_t0: bool = False,
    ) -> None:
        self._people = {person.key: person for person in people}
        self._address = (host, port)
        self._retry = retry
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
        with self._moving:
            self.pull()
            self._inside = _Inside(fault if foreign else person_key, foreign or card, self)
            self._line = Line(self._address, self._inside, retry=self._retry)
            self._line.open()

    def pull(self) -> None:
        """Take the card out; nothing happens where none is in."""
        with self._moving:
            line, inside, self._line, self._inside = self._line, self._inside, None, None
            if inside and line:
                inside.pulled.set()
                line.close()

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
        """Misbehave in one of the ways of `faults`, `value` being what its help names."""
        if name not in _FAULTS:
            raise CommandError(f"no such fault: {name}; one of {', '.join(_FAULTS)}")
        with self._lock:
            self._fault, self._value = name, _WITH_ARGUMENT.get(name, 0.0) if value is None else value

    def misbehaviour(self) -> tuple[str, float]:
        """The fault in force and its value."""
        with self._lock:
            return self._fault, self._value

    def command(self, verb: str, *args: str) -> str:
        """Carry a command of `verbs` out."""
        run = {
            "insert": self._insert_command,
            "pull": self._pull_command,
            "list": self._list_command,
            "renew": self._renew_command,
            "fault": self._fault_command,
        }.get(verb)
        if run is None:
            raise CommandError(f"no such command: {verb}; one of {', '.join(_VERBS)}")
        return run(args)

    def _insert_command(self, args: tuple[str, ...]) -> str:
        key, index = _word_and_number("insert", args)
        self.insert(key, int(index or 0))
        person = self._people[key]
        return f"in the slot: {self.inserted} {person.name} {person.story}".rstrip()

    def _pull_command(self, _args: tuple[str, ...]) -> str:
        was = self.inserted
        self.pull()
        return f"pulled: {was}" if was else "the slot was empty"

    def _list_command(self, args: tuple[str, ...]) -> str:
        word = " ".join(args)
        rows = [row for person in self._people.values() for row in _rows(person) if word in row]
        left = len(rows) - _VISIBLE_ROWS
        return "\n".join([*rows[:_VISIBLE_ROWS], *([f"… {left} more: list WORD"] if left > 0 else [])])

    def _renew_command(self, args: tuple[str, ...]) -> str:
        key, index = _word_and_number("renew", args)
        self.renew(key, int(index or 0))
        return f"as issued: {key} {int(index or 0)}"

    def _fault_command(self, args: tuple[str, ...]) -> str:
        name, value = _word_and_number("fault", args)
        self.fault(name, value)
        return f"card: {name}: {_FAULTS[name]}"

    def _find(self, person_key: str, index: int) -> tuple[Person, SocialSecurityCard]:
        person = self._people.get(person_key)
        if person is None:
            raise CommandError(f"no such resident: {person_key}")
        if not 0 <= index < len(person.cards):
            raise CommandError(f"{person_key} has {len(person.cards)} card(s), counted from 0")
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
        if fault == "slow" and self.pulled.wait(value):
            raise Vanished
        answer = self._card.transmit(apdu)
        self._slot.remember()
        return self._spoilt(fault, answer)

    def _spoilt(self, fault: str, answer: bytes) -> bytes | None:
        if fault == "stall":
            return None
        if fault == "dirty":
            return self._garbage.randbytes(self._garbage.choice(_GARBAGE_BYTES))
        if fault == "long-answer":
            return answer[:-2] + _TOO_LONG + answer[-2:]
        return answer


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


def _word_and_number(verb: str, args: tuple[str, ...]) -> tuple[str, float | None]:
    """The one or two arguments of a command."""
    match args:
        case (word,):
            return word, None
        case (word, number):
            return word, _number(number)
        case _:
            raise CommandError(f"{verb} {_VERBS[verb]}")


def _number(text: str) -> float:
    """Zero or more, in plain digits."""
    if not _PLAIN_NUMBER.fullmatch(text):
        raise CommandError(f"a number is needed, not {text}")
    return float(text)


def _rows(person: Person) -> list[str]:
    """One line for each card: key, index, name, generation, story."""
    return [
        f"{person.key} {index}  {person.name}  {card.chip.generation}  {person.story}".rstrip()
        for index, card in enumerate(person.cards)
    ]
