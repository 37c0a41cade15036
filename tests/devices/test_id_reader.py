"""The ID reader over a real socket: every status code, damage, half answers, cards lifted, ports lost and found."""

import socket
import threading
from collections.abc import Callable, Iterator

import pytest
from far_end import told_when_aborted

from devices.faults import DeviceError, Fault, Owner
from devices.id_card import ForeignerIdCard, HkMacaoTaiwanIdCard, IdCard, ResidentIdCard
from devices.id_reader import FAULTS, IdReader, IdReaderFault, IdTimeouts
from devices.sam_v import PREAMBLE, Command, build
from devices.status import State
from sandbox.id_reader import IdReaderSimulator
from sandbox.population import people

TIMES = IdTimeouts(status=0.3, find=0.3, select=0.3, read=0.4, new_address=0.3, poll_every=0.0, reopen_every=0.0)
"""Long enough for a machine that runs many tests at once: only what never answers waits so long."""
SLOW = IdTimeouts(poll_every=0.0, reopen_every=0.0)


def answer(sw3: int, data: bytes = b"") -> bytes:
    return build(bytes([0, 0, sw3]) + data)


def card_text(name: str = "张三") -> bytes:
    fields = {
        0: name,
        30: "1",
        32: "01",
        36: "19900307",
        52: "某路1号",
        122: "110101199003070011",
        158: "某局",
        188: "20200101",
        204: "长期",
    }
    block = bytearray(" ".encode("utf-16-le") * 128)
    for at, words in fields.items():
        raw = words.encode("utf-16-le")
        block[at : at + len(raw)] = raw
    return bytes(block)


CARD = b"\x01\x00\x04\x00" + card_text() + PREAMBLE + bytes(1019)
GOOD = {
    Command.STATUS: answer(0x90),
    Command.FIND: answer(0x9F, bytes(4)),
    Command.SELECT: answer(0x90, bytes(8)),
    Command.READ: answer(0x90, CARD),
    Command.NEW_ADDRESS: answer(0x91),
    Command.SAM_ID: answer(0x90, bytes.fromhex("0500010015DB320187D612004E61BC00")),
}


class Wire:
    """The far end of the line: sends what a script says, in pieces, to each command; connections come and go."""

    def __init__(self) -> None:
        self.script: dict[Command, list[list[bytes]]] = {command: [[reply]] for command, reply in GOOD.items()}
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port = self._server.getsockname()[1]
        self.url = f"socket://127.0.0.1:{self.port}?baudrate=115200"
        self._connection: socket.socket | None = None
        self._thread = threading.Thread(target=self._accept)
        self._thread.start()

    def say(self, command: Command, *answers: bytes | list[bytes]) -> None:
        """One answer after the other, the last one for good; a list is sent in its pieces."""
        self.script[command] = [[one] if isinstance(one, bytes) else one for one in answers]

    def hang_up(self) -> None:
        assert self._connection
        self._connection.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        self._server.shutdown(socket.SHUT_RDWR)
        if self._connection:
            self._connection.close()
        self._server.close()
        self._thread.join(2)

    def _accept(self) -> None:
        while True:
            try:
                self._connection, _ = self._server.accept()
            except OSError:
                return
            self._connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            with self._connection:
                self._serve(self._connection)

    def _serve(self, connection: socket.socket) -> None:
        try:
            while data := connection.recv(4096):
                command = next(command for command in Command if command.frame == data)
                answers = self.script[command]
                for piece in answers.pop(0) if len(answers) > 1 else answers[0]:
                    connection.sendall(piece)
        except OSError:
            return


@pytest.fixture
def wire() -> Iterator[Wire]:
    wire = Wire()
    yield wire
    wire.close()


@pytest.fixture
def reader(wire: Wire) -> Iterator[IdReader]:
    reader = IdReader(wire.url, timeouts=TIMES)
    yield reader
    reader.close()


def fault_of(call: Callable[[], object]) -> Fault:
    with pytest.raises(DeviceError) as caught:
        call()
    assert "110101" not in str(caught.value)
    return caught.value.fault


def test_a_card_is_found_selected_and_read(reader: IdReader) -> None:
    card = reader.read()
    assert isinstance(card, ResidentIdCard)
    assert (card.name, card.valid_to, len(card.photo)) == ("张三", None, 1024)


def test_no_card_is_a_value(wire: Wire, reader: IdReader) -> None:
    wire.say(Command.FIND, answer(0x80))
    assert reader.read() is None


def test_an_answer_that_comes_byte_by_byte_is_read(wire: Wire, reader: IdReader) -> None:
    whole = GOOD[Command.READ]
    wire.say(Command.READ, [whole[at : at + 1] for at in range(len(whole))])
    assert isinstance(reader.read(), ResidentIdCard)


def test_noise_before_an_answer_is_passed_over(wire: Wire, reader: IdReader) -> None:
    wire.say(Command.FIND, b"\x00\xff\xaa\xaa" + GOOD[Command.FIND])
    assert isinstance(reader.read(), ResidentIdCard)


def test_an_answer_sent_twice_is_not_taken_for_the_next_ones(wire: Wire, reader: IdReader) -> None:
    wire.say(Command.FIND, GOOD[Command.FIND] * 2)
    assert isinstance(reader.read(), ResidentIdCard)


@pytest.mark.parametrize(
    ("sw3", "fault"),
    [
        (0x10, IdReaderFault.FRAME_REFUSED),
        (0x11, IdReaderFault.LENGTH_REFUSED),
        (0x21, IdReaderFault.COMMAND_UNKNOWN),
        (0x23, IdReaderFault.NOT_PERMITTED),
        (0x24, IdReaderFault.UNKNOWN_ERROR),
        (0x31, IdReaderFault.CARD_REFUSES_SAM),
        (0x32, IdReaderFault.SAM_REFUSES_CARD),
        (0x33, IdReaderFault.INFORMATION_ERROR),
        (0x40, IdReaderFault.CARD_UNIDENTIFIED),
        (0x41, IdReaderFault.READ_FAILED),
        (0x47, IdReaderFault.CHALLENGE_FAILED),
        (0x60, IdReaderFault.SELF_TEST_FAILED),
        (0x66, IdReaderFault.UNAUTHORISED),
        (0x81, IdReaderFault.SELECT_FAILED),
        (0x91, IdReaderFault.STATUS_UNKNOWN),
        (0xEE, IdReaderFault.STATUS_UNKNOWN),
    ],
)
def test_each_status_code_has_its_name(wire: Wire, reader: IdReader, sw3: int, fault: Fault) -> None:
    wire.say(Command.READ, answer(sw3), GOOD[Command.READ])
    assert fault_of(reader.read) == fault
    assert isinstance(reader.read(), ResidentIdCard)


@pytest.mark.parametrize("sw3", [0x41, 0x81, 0x80])
@pytest.mark.parametrize("command", [Command.SELECT, Command.READ])
def test_a_card_lifted_half_way_is_told_from_one_that_lies_badly(
    wire: Wire, reader: IdReader, command: Command, sw3: int
) -> None:
    wire.say(command, answer(sw3))
    wire.say(Command.FIND, GOOD[Command.FIND], answer(0x80))
    wire.say(Command.NEW_ADDRESS, answer(0x41))
    assert fault_of(reader.read) == IdReaderFault.LIFTED


def test_an_answer_that_breaks_off_with_the_card_gone_is_a_lifted_card(wire: Wire, reader: IdReader) -> None:
    wire.say(Command.READ, GOOD[Command.READ][:600])
    wire.say(Command.FIND, GOOD[Command.FIND], answer(0x80))
    wire.say(Command.NEW_ADDRESS, answer(0x41))
    assert fault_of(reader.read) == IdReaderFault.LIFTED


@pytest.mark.parametrize("kept", [1, 6, 7, 600, 1294])
def test_an_answer_that_breaks_off_is_stalled_and_the_next_read_is_good(
    wire: Wire, reader: IdReader, kept: int
) -> None:
    wire.say(Command.READ, GOOD[Command.READ][:kept], GOOD[Command.READ])
    assert fault_of(reader.read) == IdReaderFault.STALLED
    assert isinstance(reader.read(), ResidentIdCard)


@pytest.mark.parametrize(
    ("reply", "fault"),
    [
        (GOOD[Command.READ][:-1] + b"\x00", IdReaderFault.CHECKSUM_WRONG),
        (PREAMBLE + b"\xff\xff" + bytes(40), IdReaderFault.LENGTH_WRONG),
        (PREAMBLE + b"\x00\x02\x90\x92", IdReaderFault.LENGTH_WRONG),
        (answer(0x90, CARD[:-16]), IdReaderFault.TEXT_UNREADABLE),
        (answer(0x90), IdReaderFault.TEXT_UNREADABLE),
        (b"", IdReaderFault.SILENT),
    ],
)
def test_a_damaged_answer_is_named_and_the_next_read_is_good(
    wire: Wire, reader: IdReader, reply: bytes, fault: Fault
) -> None:
    wire.say(Command.READ, reply, GOOD[Command.READ])
    assert fault_of(reader.read) == fault
    assert isinstance(reader.read(), ResidentIdCard)


def test_the_card_that_was_read_is_still_there_until_it_is_not(wire: Wire, reader: IdReader) -> None:
    wire.say(Command.NEW_ADDRESS, answer(0x91), answer(0x90, bytes(70)), answer(0x41))
    assert [reader.still_there() for _ in range(3)] == [True, True, False]


def test_the_new_address_is_the_last_one_written(wire: Wire, reader: IdReader) -> None:
    entries = "".join(words.ljust(35) for words in ("一路1号", "二路2号")).encode("utf-16-le")
    wire.say(Command.NEW_ADDRESS, answer(0x91), answer(0x90, entries))
    assert reader.new_address() is None
    assert reader.new_address() == "二路2号"


def test_the_sam_tells_its_number(reader: IdReader) -> None:
    assert reader.sam_id() == "05.01-20110101-0001234567-0012345678"


@pytest.mark.parametrize(
    ("reply", "state", "fault"),
    [
        (answer(0x90), State.ONLINE, None),
        (answer(0x60), State.HARDWARE_ERROR, IdReaderFault.SELF_TEST_FAILED),
        (answer(0x66), State.HARDWARE_ERROR, IdReaderFault.UNAUTHORISED),
        (b"", State.OFFLINE, IdReaderFault.SILENT),
        (b"\xaa\xaa", State.OFFLINE, IdReaderFault.STALLED),
    ],
)
def test_the_state_is_what_the_sam_says(
    wire: Wire, reader: IdReader, reply: bytes, state: State, fault: Fault | None
) -> None:
    wire.say(Command.STATUS, reply)
    status = reader.poll()
    assert (status.state, status.fault) == (state, fault)


def test_polls_in_quick_succession_ask_once(wire: Wire) -> None:
    reader = IdReader(wire.url, timeouts=IdTimeouts(poll_every=60))
    first = reader.poll()
    wire.say(Command.STATUS, answer(0x66))
    assert reader.poll() is first
    reader.close()


def test_a_lost_port_is_noticed_at_once_and_found_again(wire: Wire, reader: IdReader) -> None:
    assert reader.poll().state is State.ONLINE
    wire.hang_up()
    assert reader.poll().fault == IdReaderFault.LOST
    assert reader.poll().state is State.ONLINE
    assert isinstance(reader.read(), IdCard)


def test_a_port_that_is_not_there_is_no_device() -> None:
    reader = IdReader("/dev/no-such-port", timeouts=IdTimeouts(poll_every=0))
    status = reader.poll()
    assert (status.state, status.fault, status.detail) == (
        State.NO_DEVICE,
        IdReaderFault.UNREACHABLE,
        "No such file or directory",
    )
    assert reader.poll().detail == "not tried again yet"


def test_abort_ends_a_read_that_waits(wire: Wire) -> None:
    wire.say(Command.READ, b"")
    reader = IdReader(wire.url, timeouts=SLOW)
    assert told_when_aborted(reader.read, reader.abort) == IdReaderFault.STOPPED
    reader.close()


def test_every_fault_has_its_own_id() -> None:
    assert len({fault.id for fault in FAULTS}) == len(FAULTS) == 25
    assert {fault.owner for fault in FAULTS} == set(Owner)


@pytest.fixture(params=[False, True], ids=["socket", "pty"])
def simulator(request: pytest.FixtureRequest) -> Iterator[IdReaderSimulator]:
    simulator = IdReaderSimulator(people(), port=0, pty=request.param)
    simulator.start()
    yield simulator
    simulator.stop()


@pytest.fixture
def simulated(simulator: IdReaderSimulator) -> Iterator[IdReader]:
    reader = IdReader(simulator.url, timeouts=TIMES)
    yield reader
    reader.close()


def test_every_kind_of_simulated_card_is_read(simulator: IdReaderSimulator, simulated: IdReader) -> None:
    kinds = {"resident": ResidentIdCard, "I": ForeignerIdCard, "J": HkMacaoTaiwanIdCard, "Y": ForeignerIdCard}
    known = {person.id_kind: person for person in people()}
    for kind, person in known.items():
        simulator.command("lay", person.key)
        card = simulated.read()
        assert isinstance(card, kinds[kind])
        assert (card.name, card.birth) == (person.name, person.birth)
        assert simulated.still_there()
        assert simulated.read() is None


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("lift-midway", IdReaderFault.LIFTED),
        ("stall", IdReaderFault.STALLED),
        ("wrong-checksum", IdReaderFault.CHECKSUM_WRONG),
        ("silent", IdReaderFault.SILENT),
        ("sam-unauthorised", IdReaderFault.UNAUTHORISED),
    ],
)
def test_after_each_fault_of_the_simulated_reader_the_next_card_is_read(
    simulator: IdReaderSimulator, simulated: IdReader, name: str, fault: Fault
) -> None:
    key = people()[0].key
    simulator.command("lay", key)
    simulator.command("fault", name)
    assert fault_of(simulated.read) == fault
    simulator.command("fault", "none")
    simulator.command("lift")
    simulator.command("lay", key)
    assert simulated.read() is not None


def test_an_unplugged_reader_is_noticed_and_read_again_when_it_is_back(
    simulator: IdReaderSimulator, simulated: IdReader
) -> None:
    simulator.command("lay", people()[0].key)
    assert simulated.poll().state is State.ONLINE
    simulator.command("fault", "gone")
    assert simulated.poll().fault == IdReaderFault.LOST
    assert simulated.poll().fault == IdReaderFault.UNREACHABLE
    simulator.command("fault", "none")
    assert simulated.poll().state is State.ONLINE
    assert simulated.read() is not None
