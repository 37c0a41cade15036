"""The card slot against a reader that listens on a port of its own: insertion, removal, memory, and every fault."""

import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from sandbox.card import CardSlot
from sandbox.chip import SSSE_NAME
from sandbox.part import CommandError
from sandbox.people import Person

ATR = bytes.fromhex("3B6D000000814A44468660650100001234")
SELECT = bytes.fromhex("00A404000F") + SSSE_NAME
WRONG_PIN = bytes.fromhex("0020000003111111")
TRIES = bytes.fromhex("0020000000")


class MiniReader:
    """The reader's end of the line: listens, asks, and gives up after `timeout` seconds."""

    def __init__(self, timeout: float = 20.0) -> None:
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.listener.settimeout(timeout)
        self.line: socket.socket | None = None

    def wait_for_card(self) -> "MiniReader":
        self.hang_up()
        self.line, _ = self.listener.accept()
        self.line.settimeout(20)
        return self

    def send(self, message: bytes) -> None:
        assert self.line is not None
        self.line.sendall(len(message).to_bytes(2) + message)

    def ask(self, message: bytes) -> bytes:
        self.send(message)
        return self.receive(int.from_bytes(self.receive(2)))

    def receive(self, size: int) -> bytes:
        assert self.line is not None
        data = b""
        while len(data) < size:
            try:
                piece = self.line.recv(size - len(data))
            except ConnectionResetError:  # what was sent last had not been read when the card left
                piece = b""
            if not piece:
                raise EOFError
            data += piece
        return data

    def is_silent(self) -> bool:
        """Nothing arrives within 20 ms, and the line stays up."""
        assert self.line is not None
        self.line.settimeout(0.02)
        try:
            self.line.recv(1)
            return False
        except TimeoutError:
            return True
        finally:
            self.line.settimeout(20)

    def hang_up(self) -> None:
        if self.line is not None:
            self.line.close()
            self.line = None


@pytest.fixture
def reader() -> Iterator[MiniReader]:
    reader = MiniReader()
    yield reader
    reader.hang_up()
    reader.listener.close()


@pytest.fixture
def slot(reader: MiniReader, trace_person: Person) -> Iterator[CardSlot]:
    slot = CardSlot([trace_person], port=reader.port, retry=0.002)
    slot.start()
    yield slot
    slot.stop()


@pytest.fixture
def connected(slot: CardSlot, reader: MiniReader) -> MiniReader:
    """A reader with the traces' card in it, powered."""
    slot.insert("trace")
    reader.wait_for_card().send(b"\1")
    return reader


def test_an_inserted_card_answers_its_atr_and_commands(connected: MiniReader):
    assert connected.ask(b"\4") == ATR
    assert connected.ask(SELECT)[-2:] == bytes.fromhex("9000")


def test_a_pulled_card_hangs_up(slot: CardSlot, connected: MiniReader):
    slot.pull()
    assert slot.inserted is None
    with pytest.raises(EOFError):
        connected.receive(1)


def test_a_card_waits_for_a_reader_that_is_not_there_yet(trace_person: Person):
    with socket.create_server(("127.0.0.1", 0)) as placeholder:
        port = placeholder.getsockname()[1]
    slot = CardSlot([trace_person], port=port, retry=0.002)
    slot.insert("trace")
    time.sleep(0.005)
    with socket.create_server(("127.0.0.1", port)) as late:
        late.settimeout(20)
        late.accept()[0].close()
    slot.stop()


def test_a_card_stays_in_when_the_reader_hangs_up(slot: CardSlot, connected: MiniReader):
    connected.hang_up()
    assert connected.wait_for_card().ask(b"\4") == ATR
    assert slot.inserted == "trace"


def test_power_off_and_reset_forget_the_selected_application(connected: MiniReader):
    for control in (b"\0", b"\2"):
        connected.ask(SELECT)
        connected.send(control)
        assert connected.ask(TRIES) == bytes.fromhex("6A82")


def test_tries_are_remembered_across_insertions(slot: CardSlot, connected: MiniReader):
    connected.ask(SELECT)
    assert connected.ask(WRONG_PIN) == bytes.fromhex("63C2")
    slot.insert("trace")
    connected.wait_for_card().ask(SELECT)
    assert connected.ask(TRIES) == bytes.fromhex("63C2")
    slot.command("renew", "trace")
    assert connected.ask(TRIES) == bytes.fromhex("63C3")


def test_tries_are_remembered_in_a_file(tmp_path: Path, trace_person: Person):
    file = tmp_path / "chips.json"
    slot = CardSlot([trace_person], memory_file=file)
    chip = slot.chip("trace")
    chip.transmit(SELECT)
    chip.transmit(WRONG_PIN)
    slot.remember()
    assert CardSlot([trace_person], memory_file=file).chip("trace").memory.tries_left == 2


def test_a_silent_card_gives_no_atr(slot: CardSlot, connected: MiniReader):
    slot.command("fault", "silent")
    connected.send(b"\4")
    assert connected.is_silent()


def test_a_card_vanishes_at_the_command_asked_for_once(slot: CardSlot, connected: MiniReader):
    slot.command("fault", "pull-at", "2")
    connected.ask(SELECT)
    with pytest.raises(EOFError):
        connected.ask(TRIES)
    assert slot.inserted is None
    slot.insert("trace")
    connected.wait_for_card().ask(SELECT)
    assert connected.ask(TRIES) == bytes.fromhex("63C3")


def test_a_dirty_card_answers_garbage(slot: CardSlot, connected: MiniReader):
    slot.command("fault", "dirty")
    answers = {connected.ask(SELECT) for _ in range(4)}
    assert len(answers) == 4
    assert all(answers)


def test_a_slow_card_takes_its_time(slot: CardSlot, connected: MiniReader):
    slot.command("fault", "slow", "0.005")
    before = time.monotonic()
    connected.ask(SELECT)
    assert time.monotonic() - before >= 0.005


def test_a_slow_card_can_be_pulled_while_it_thinks(slot: CardSlot, connected: MiniReader):
    slot.command("fault", "slow", "60")
    connected.send(SELECT)
    slot.pull()
    with pytest.raises(EOFError):
        connected.receive(1)


def test_a_stalled_card_never_answers(slot: CardSlot, connected: MiniReader):
    slot.command("fault", "stall")
    connected.send(SELECT)
    assert connected.is_silent()


def test_an_answer_can_be_longer_than_announced(slot: CardSlot, connected: MiniReader):
    slot.command("fault", "long-answer")
    assert len(connected.ask(SELECT)) == 2 + 30 + 300


@pytest.mark.parametrize("kind", ["foreign-bank", "foreign-sim", "foreign-transit"])
def test_a_foreign_card_is_in_the_slot_instead(slot: CardSlot, reader: MiniReader, kind: str):
    slot.command("fault", kind)
    slot.command("insert", "trace")
    assert reader.wait_for_card().ask(SELECT) == bytes.fromhex("6A82")
    assert slot.inserted == kind


def test_the_fault_ends_by_command(slot: CardSlot, connected: MiniReader):
    slot.command("fault", "long-answer")
    slot.command("fault", "none")
    assert len(connected.ask(SELECT)) == 2 + 30


def test_the_url_names_the_listener(slot: CardSlot, reader: MiniReader):
    assert slot.url == f"vpcd://127.0.0.1:{reader.port}"


def test_the_prompt_says_what_is_so(slot: CardSlot):
    assert "张三" in slot.command("list")
    assert slot.command("list", "李四") == ""
    assert "trace" in slot.command("insert", "trace", "0")
    assert slot.command("pull") == "卡已拔出：trace"
    assert slot.command("pull") == "没有卡"


@pytest.mark.parametrize(
    "words",
    ["dance", "insert", "insert nobody", "insert trace 1", "insert trace x", "fault", "fault flood", "fault slow nan"],
)
def test_nonsense_is_refused_in_words(slot: CardSlot, words: str):
    with pytest.raises(CommandError):
        slot.command(*words.split())


def test_every_fault_is_one_that_the_slot_knows(slot: CardSlot):
    for name in slot.faults:
        slot.command("fault", name)
    assert set(slot.verbs) == {"insert", "pull", "list", "renew", "staff", "fault"}


def test_stop_may_come_twice(slot: CardSlot):
    slot.insert("trace")
    slot.stop()
    slot.stop()
