"""The operating system of the simulated card: APDUs in, answers out, as 社会保障（个人）卡规范 parts 5 and 7 say."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Protocol, cast

from sandbox.card_files import CardFile, files_of
from sandbox.keys import (
    CHALLENGE_BYTES,
    MAC_BYTES,
    TEST_ROOTS,
    Algorithm,
    KeySet,
    authentication_value,
    decrypt,
    mac,
    session_key,
)
from sandbox.people import Person, SocialSecurityCard

SSSE_NAME = bytes.fromhex("7378312E73682EC9E7BBE1B1A3D5CF")
"""`sx1.sh.社会保障` in GBK."""

UNBLOCKING_KEY, READING_KEY = 0x06, 0x0A
_EXTERNAL_TRIES = 3
_CHANGE_PIN_LENGTHS = range(0x03, 0x12)
_PIN_BYTES = range(2, 9)
_CHALLENGE_LENGTHS = (4, 8, 16)
_FIRST_SFI = 0xEF00
_FACTOR_AND_RAW = 2
_HEADER_BYTES, _WITH_P3_BYTES = 4, 5
_BY_FID, _EF_OF_THIS_DF, _BY_NAME = 0x00, 0x02, 0x04
_FID_BYTES = 2
_NEXT, _PREVIOUS = 0b010, 0b011
_SET_APART = (0x84, 0xC0)
"""GET CHALLENGE and GET RESPONSE leave the challenges fetched so far as they are."""

_Challenges = tuple[bytes, ...]

OK = bytes.fromhex("9000")
VERIFY_FAILED = 0x63C0
SECURITY_NOT_SATISFIED = bytes.fromhex("6982")
METHOD_BLOCKED = bytes.fromhex("6983")
NO_FRESH_CHALLENGE = bytes.fromhex("6984")
NO_CURRENT_EF = bytes.fromhex("6986")
WRONG_STRUCTURE = bytes.fromhex("6981")
WRONG_DATA = bytes.fromhex("6A80")
CARD_BLOCKED = bytes.fromhex("6A81")
FILE_NOT_FOUND = bytes.fromhex("6A82")
RECORD_NOT_FOUND = bytes.fromhex("6A83")
WRONG_P1P2 = bytes.fromhex("6A86")
KEY_NOT_FOUND = bytes.fromhex("6A88")
WRONG_OFFSET = bytes.fromhex("6B00")
WRONG_LENGTH = bytes.fromhex("6700")
WRONG_INSTRUCTION = bytes.fromhex("6D00")
WRONG_CLASS = bytes.fromhex("6E00")
NOTHING_WAITS = bytes.fromhex("6F00")
MAC_WRONG = bytes.fromhex("9302")
APPLICATION_BLOCKED = bytes.fromhex("9303")


class Card(Protocol):
    """Anything that can be put into a card slot."""

    atr: bytes

    def power_on(self) -> None:
        """A cold or warm reset: what was proven before is forgotten."""
        ...

    def power_off(self) -> None:
        """Out of the slot, or without current."""
        ...

    def transmit(self, apdu: bytes) -> bytes:
        """The answer to one command: data and status word, never less than two bytes."""
        ...


@dataclass(frozen=True)
class Apdu:
    """One command, taken apart; `le` is None where no answer is asked for, 256 for Le=00."""

    cla: int
    ins: int
    p1: int
    p2: int
    data: bytes
    le: int | None
    head: bytes
    """CLA INS P1 P2 Lc, as a MAC covers them."""

    @classmethod
    def parse(cls, raw: bytes) -> "Apdu | None":
        """Short APDUs of cases 1 to 4 (ISO 7816-3 §12.1), or None for anything else."""
        if len(raw) < _HEADER_BYTES:
            return None
        data, le = b"", None
        if len(raw) == _WITH_P3_BYTES:
            le = raw[4] or 256
        elif len(raw) > _WITH_P3_BYTES:
            end = 5 + raw[4]
            if raw[4] == 0 or len(raw) not in (end, end + 1):
                return None
            data, le = raw[5:end], (raw[end] or 256) if len(raw) > end else None
        return cls(*raw[:4], data=data, le=le, head=raw[:5])


@dataclass
class Memory:
    """What the chip keeps without current; a card that was never used has that of its personalisation."""

    pin: str
    """Hex as on the card: `12345` is `12345F`; empty where no PIN is set."""
    tries_left: int
    blocked: str = ""
    external_tries: dict[str, int] = field(default_factory=dict[str, int])

    @classmethod
    def new(cls, card: SocialSecurityCard) -> "Memory":
        """As the issuer made it."""
        digits = card.chip.pin
        return cls(digits + "F" * (len(digits) % 2), card.chip.tries_left, card.chip.blocked)

    def as_json(self) -> dict[str, object]:
        """For a file; `from_json` reads it back."""
        return asdict(self)

    @classmethod
    def from_json(cls, stored: Mapping[str, object]) -> "Memory":
        """`TypeError`, `KeyError` or `ValueError` where the file is not one of ours."""
        tries = cast("Mapping[str, int]", stored["external_tries"])
        return cls(
            str(stored["pin"]),
            int(str(stored["tries_left"])),
            str(stored["blocked"]),
            {k: int(tries[k]) for k in tries},
        )


@dataclass
class _Session:
    """What the chip forgets without current, and what it has proven, which it forgets at every SELECT of the SSSE."""

    selected: bool = False
    ef: CardFile | None = None
    pointer: int = -1
    """Index of the current record; −1 before the first."""
    challenges: _Challenges = ()
    proven: frozenset[int] = frozenset()
    waiting: bytes = b""
    """What GET RESPONSE will fetch (raw T=0 only)."""


class ChipCard:
    """One social security card: its files, keys, PIN and try counters.

    `challenge` makes the random bytes of GET CHALLENGE. With `raw_t0` the card answers as over a bare T=0 line: 61xx
    after a command with data, and the data by GET RESPONSE.
    """

    def __init__(
        self,
        person: Person,
        card: SocialSecurityCard,
        *,
        roots: KeySet = TEST_ROOTS,
        memory: Memory | None = None,
        challenge: Callable[[int], bytes] = secrets.token_bytes,
        raw_t0: bool = False,
    ) -> None:
        self.atr = bytes.fromhex(card.atr)
        self.memory = memory or Memory.new(card)
        self._chip = card.chip
        self._algorithm = Algorithm[card.chip.algorithm]
        self._keys = roots.of_card(self._algorithm, card.identifier[:6], self.atr[4:])
        self._files = files_of(person, card, READING_KEY)
        self._random = challenge
        self._raw_t0 = raw_t0
        self._session = _Session()
        self._commands: Mapping[tuple[int, int], Callable[[Apdu, _Challenges], bytes]] = {
            (0x00, 0xA4): self._select,
            (0x00, 0xB2): self._read_record,
            (0x00, 0xB0): self._read_binary,
            (0x00, 0x84): self._get_challenge,
            (0x00, 0x88): self._internal_authenticate,
            (0x00, 0x82): self._external_authenticate,
            (0x00, 0x20): self._verify,
            (0x80, 0x5E): self._change_pin,
            (0x84, 0x24): self._unblock_pin,
            (0x84, 0x1E): self._block_application,
            (0x84, 0x16): self._block_card,
            (0x00, 0xC0): self._get_response,
        }

    def power_on(self) -> None:
        """Begin anew."""
        self._session = _Session()

    def power_off(self) -> None:
        """Forget what was proven."""
        self._session = _Session()

    def transmit(self, apdu: bytes) -> bytes:
        """Carry one command out; in raw T=0 hand the data of a command with data over by 61xx."""
        command = Apdu.parse(apdu)
        if self.memory.blocked == "card":
            return CARD_BLOCKED
        if command is None:
            return WRONG_LENGTH
        answer = self._answer(command)
        if self._raw_t0 and command.data and len(answer) > len(OK):
            return self._leave_waiting(answer[: -len(OK)])
        return answer

    def _answer(self, command: Apdu) -> bytes:
        handler = self._commands.get((command.cla, command.ins))
        if handler is None:
            known = {cla for cla, _ in self._commands}
            return WRONG_INSTRUCTION if command.cla in known else WRONG_CLASS
        if command.ins not in _SET_APART:
            challenges, self._session.challenges = self._session.challenges, ()
        else:
            challenges = self._session.challenges
        return handler(command, challenges)

    # --- SELECT -------------------------------------------------------------------------------------------------

    def _select(self, command: Apdu, _challenges: _Challenges) -> bytes:
        if command.p1 == _BY_NAME and command.data == SSSE_NAME:
            return self._select_ssse()
        if command.p1 in (_BY_FID, _EF_OF_THIS_DF) and len(command.data) == _FID_BYTES:
            return self._select_ef(int.from_bytes(command.data))
        return FILE_NOT_FOUND if command.p1 in (_BY_FID, _EF_OF_THIS_DF, _BY_NAME) else WRONG_P1P2

    def _select_ssse(self) -> bytes:
        if self.memory.blocked == "application":
            return APPLICATION_BLOCKED
        self._session = _Session(selected=True)
        return _fci(self._chip.generation, self._algorithm) + OK

    def _select_ef(self, fid: int) -> bytes:
        file = self._files.get(fid) if self._session.selected else None
        if file is None:
            return FILE_NOT_FOUND
        self._session.ef, self._session.pointer = file, -1
        return OK

    # --- reading ------------------------------------------------------------------------------------------------

    def _file(self, sfi: int) -> CardFile | bytes:
        """The file that a read means, made current, or the status word that says why not."""
        if sfi and (refused := self._select_ef(_FIRST_SFI + sfi)) != OK:
            return refused
        file = self._session.ef
        if file is None:
            return NO_CURRENT_EF
        if file.key is not None and file.key not in self._session.proven:
            return SECURITY_NOT_SATISFIED
        return file

    def _read_record(self, command: Apdu, _challenges: _Challenges) -> bytes:
        file = self._file(command.p2 >> 3)
        if isinstance(file, bytes):
            return file
        if file.transparent:
            return WRONG_STRUCTURE
        mode = command.p2 & 0b111
        found = self._by_number(file, command.p1, mode) if mode & 0b100 else self._by_tag(file, command.p1, mode)
        return found if isinstance(found, bytes) else self._records(file, found, command.le)

    def _by_tag(self, file: CardFile, tag: int, mode: int) -> list[int] | bytes:
        """First, last, next or previous record with the tag (modes 000 to 011)."""
        tagged = [index for index, record in enumerate(file.records) if record[0] == tag]
        if mode == _NEXT:
            tagged = [index for index in tagged if index > self._session.pointer]
        if mode == _PREVIOUS:
            tagged = [index for index in tagged if index < self._session.pointer]
        if not tagged:
            return RECORD_NOT_FOUND
        return [tagged[-1 if mode & 0b001 else 0]]

    def _by_number(self, file: CardFile, number: int, mode: int) -> list[int] | bytes:
        """One record, all from it on, or all down to it from the last (modes 100 to 110); number 0 is the current."""
        index = number - 1 if number else self._session.pointer
        if not 0 <= index < len(file.records):
            return RECORD_NOT_FOUND
        on = list(range(index, len(file.records)))
        return {0b100: [index], 0b101: on, 0b110: on[::-1]}.get(mode, WRONG_P1P2)

    def _records(self, file: CardFile, indices: list[int], le: int | None) -> bytes:
        answer = _exactly(b"".join(file.records[index] for index in indices), le)
        if answer.endswith(OK):
            self._session.pointer = indices[-1]
        return answer

    def _read_binary(self, command: Apdu, _challenges: _Challenges) -> bytes:
        by_sfi = command.p1 & 0x80
        file = self._file(command.p1 & 0x1F if by_sfi else 0)
        if isinstance(file, bytes):
            return file
        if file.content is None:
            return WRONG_STRUCTURE
        offset = command.p2 if by_sfi else command.p1 << 8 | command.p2
        rest = file.content[offset:]
        if not rest:
            return WRONG_OFFSET
        return WRONG_LENGTH if command.le is None else _at_most(rest, command.le)

    # --- authentication -----------------------------------------------------------------------------------------

    def _get_challenge(self, command: Apdu, challenges: _Challenges) -> bytes:
        if command.le not in _CHALLENGE_LENGTHS:
            return WRONG_LENGTH
        fresh = self._random(command.le)
        self._session.challenges = (*challenges, fresh)[-2:]
        return fresh + OK

    def _internal_authenticate(self, command: Apdu, challenges: _Challenges) -> bytes:
        if not self._session.selected:
            return FILE_NOT_FOUND
        if command.p2 != 0x00:
            return KEY_NOT_FOUND
        if len(command.data) not in (2 * CHALLENGE_BYTES, 2 * CHALLENGE_BYTES + 1):
            return WRONG_LENGTH
        factor, raw = command.data[:CHALLENGE_BYTES], command.data[CHALLENGE_BYTES : 2 * CHALLENGE_BYTES]
        if challenges != (raw, factor):
            return NO_FRESH_CHALLENGE
        session = session_key(self._algorithm, self._keys.internal, factor)
        return authentication_value(self._algorithm, session, raw) + OK

    def _external_authenticate(self, command: Apdu, challenges: _Challenges) -> bytes:
        if not self._session.selected:
            return FILE_NOT_FOUND
        key = {UNBLOCKING_KEY: self._keys.unblocking, READING_KEY: self._keys.reading}.get(command.p2)
        if key is None:
            return KEY_NOT_FOUND
        if len(command.data) != 2 * CHALLENGE_BYTES:
            return WRONG_LENGTH
        return self._judge(command.p2, key, command.data, challenges)

    def _judge(self, key_id: int, key: bytes, data: bytes, challenges: _Challenges) -> bytes:
        """Compare what the terminal brought (value, raw challenge), under the key's own try counter."""
        name = f"{key_id:02X}"
        left = self.memory.external_tries.get(name, _EXTERNAL_TRIES)
        if not left:
            return METHOD_BLOCKED
        if len(challenges) != _FACTOR_AND_RAW or any(len(challenge) != CHALLENGE_BYTES for challenge in challenges):
            return NO_FRESH_CHALLENGE
        raw, factor = challenges
        if data != authentication_value(self._algorithm, session_key(self._algorithm, key, factor), raw) + raw:
            self.memory.external_tries[name] = left - 1
            return (VERIFY_FAILED | left - 1).to_bytes(2)
        self.memory.external_tries.pop(name, None)
        self._session.proven |= {key_id}
        return OK

    # --- PIN ----------------------------------------------------------------------------------------------------

    def _verify(self, command: Apdu, _challenges: _Challenges) -> bytes:
        if not self._session.selected:
            return FILE_NOT_FOUND
        if command.p1 or command.p2:
            return WRONG_P1P2
        if not command.data:
            return self._verify_status() if command.le in (None, 256) else WRONG_LENGTH
        if len(command.data) not in _PIN_BYTES:
            return WRONG_LENGTH
        if not self.memory.pin:
            return self._tries_left()
        return self._compare(command.data)

    def _verify_status(self) -> bytes:
        if not self.memory.pin:
            return OK
        return self._tries_left() if self.memory.tries_left else METHOD_BLOCKED

    def _tries_left(self) -> bytes:
        return (VERIFY_FAILED | self.memory.tries_left).to_bytes(2)

    def _compare(self, entered: bytes) -> bytes:
        """One try: right fills the counter up, wrong takes one away."""
        if not self.memory.tries_left:
            return METHOD_BLOCKED
        if entered.hex().upper() != self.memory.pin:
            self.memory.tries_left -= 1
            return self._tries_left()
        self.memory.tries_left = self._chip.max_tries
        return OK

    def _change_pin(self, command: Apdu, _challenges: _Challenges) -> bytes:
        if not self._session.selected:
            return FILE_NOT_FOUND
        if (command.p1, command.p2) != (0x01, 0x00):
            return WRONG_P1P2
        if len(command.data) not in _CHANGE_PIN_LENGTHS:
            return WRONG_LENGTH
        old, separator, new = command.data.partition(b"\xff")
        if not separator or not _is_pin(new):
            return WRONG_DATA
        return self._replace(old, new)

    def _replace(self, old: bytes, new: bytes) -> bytes:
        """Change from `old`, which is empty only where no PIN is set."""
        if self.memory.pin or old:
            answer = self._compare(old) if self.memory.pin else self._tries_left()
            if answer != OK:
                return answer
        self._set_pin(new)
        return OK

    def _set_pin(self, new: bytes) -> None:
        self.memory.pin = new.hex().upper()
        self.memory.tries_left = self._chip.max_tries

    # --- protected commands -------------------------------------------------------------------------------------

    def _unblock_pin(self, command: Apdu, challenges: _Challenges) -> bytes:
        if command.p1 or command.p2 not in (0x00, 0x01):
            return WRONG_P1P2
        if (refused := self._protection(command, challenges)) != OK:
            return refused
        if command.p2 == 0x00:
            self.memory.tries_left = self._chip.max_tries
            return OK
        return self._reset_pin(command.data[:-MAC_BYTES], challenges[-1])

    def _reset_pin(self, enciphered: bytes, challenge: bytes) -> bytes:
        if not enciphered or len(enciphered) % self._algorithm.block:
            return WRONG_LENGTH
        session = session_key(self._algorithm, self._keys.maintenance, challenge)
        new = decrypt(self._algorithm, session, enciphered)
        if new is None or not _is_pin(new):
            return WRONG_DATA
        self._set_pin(new)
        return OK

    def _block_application(self, command: Apdu, challenges: _Challenges) -> bytes:
        if (command.p1, command.p2) != (0x00, 0x01):
            return WRONG_P1P2
        return self._block("application", command, challenges)

    def _block_card(self, command: Apdu, challenges: _Challenges) -> bytes:
        if command.p1 or command.p2:
            return WRONG_P1P2
        return self._block("card", command, challenges)

    def _block(self, what: str, command: Apdu, challenges: _Challenges) -> bytes:
        if len(command.data) != MAC_BYTES:
            return WRONG_LENGTH
        if (refused := self._protection(command, challenges)) != OK:
            return refused
        self.memory.blocked = what
        self._session = _Session()
        return OK

    def _protection(self, command: Apdu, challenges: _Challenges) -> bytes:
        """Whether a protected command may run: PUK proven, a challenge just before it, its MAC right."""
        if UNBLOCKING_KEY not in self._session.proven:
            return SECURITY_NOT_SATISFIED
        if not challenges:
            return NO_FRESH_CHALLENGE
        if len(command.data) < MAC_BYTES:
            return WRONG_LENGTH
        session = session_key(self._algorithm, self._keys.maintenance, challenges[-1])
        body, brought = command.data[:-MAC_BYTES], command.data[-MAC_BYTES:]
        return OK if mac(self._algorithm, session, command.head + body) == brought else MAC_WRONG

    # --- bare T=0 -----------------------------------------------------------------------------------------------

    def _leave_waiting(self, data: bytes) -> bytes:
        self._session.waiting = data
        return bytes((0x61, len(data)))

    def _get_response(self, command: Apdu, _challenges: _Challenges) -> bytes:
        waiting = self._session.waiting
        if not waiting:
            return NOTHING_WAITS
        answer = _exactly(waiting, command.le)
        if answer.endswith(OK) and len(answer) > len(OK):
            self._session.waiting = b""
        return answer


def _fci(generation: str, algorithm: Algorithm) -> bytes:
    """What SELECT answers: generation 3.0 says its algorithm in 9F0C, the older ones leave it out."""
    issuer = bytes.fromhex("88011E")
    if generation.startswith("3"):
        issuer += bytes.fromhex("9F0C038601") + bytes.fromhex(algorithm.value)
    inner = bytes((0x84, len(SSSE_NAME))) + SSSE_NAME + bytes((0xA5, len(issuer))) + issuer
    return bytes((0x6F, len(inner))) + inner


def _exactly(data: bytes, le: int | None) -> bytes:
    """`data` where Le is its length, 6Cxx with the right one otherwise."""
    if le is None:
        return WRONG_LENGTH
    return data + OK if le == len(data) else bytes((0x6C, len(data) & 0xFF))


def _at_most(data: bytes, le: int) -> bytes:
    """The first Le bytes; 6Cxx where less than that is left."""
    return data[:le] + OK if le <= len(data) else bytes((0x6C, len(data)))


def _is_pin(packed: bytes) -> bool:
    """Empty, or 4 to 16 digits packed two a byte, an odd last one followed by F."""
    digits = packed.hex().upper().removesuffix("F")
    return not packed or (len(packed) in _PIN_BYTES and digits.isdecimal())
