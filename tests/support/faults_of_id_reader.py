"""How each fault of the ID card reader is made: the simulated reader's faults, and scripted SAM-V answers."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from far_end import FarEnd, Scenario, far_end, told, told_when_aborted
from ports import free_port

from devices.faults import Fault
from devices.id_photo import PhotoDecoder
from devices.id_reader import IdReader, IdReaderFault, IdTimeouts
from devices.sam_v import Command, build
from sandbox.id_reader import IdReaderSimulator
from sandbox.population import people

SHORT = IdTimeouts(status=0.3, find=0.3, select=0.3, read=0.4, new_address=0.3, poll_every=0.0, reopen_every=0.0)
"""Long enough for a machine that runs many tests at once: only what never answers waits so long."""
PATIENT = IdTimeouts(status=1.0, find=1.0, select=1.0)
"""For scenarios that are not about time: a busy machine answers late."""
PERSON = "zhang"


def by_simulator(name: str, *scope: str) -> Scenario:
    """A card lies there, the simulator has the fault, the terminal reads."""

    def play(_folder: Path) -> Fault | None:
        simulator = IdReaderSimulator(people(1)[:40], port=0)
        simulator.start()
        try:
            simulator.command("lay", PERSON)
            simulator.command("fault", name, *scope)
            with closing(IdReader(simulator.url, timeouts=SHORT)) as reader:
                return told(reader.read)
        finally:
            simulator.stop()

    return Scenario(f"模拟阅读器故障 `{' '.join((name, *scope))}`，然后读卡", play)


def by_answer(how: str, answer: bytes | None, act: Callable[[IdReader], Any] = IdReader.read) -> Scenario:
    """Every command gets the same answer."""

    def play(_folder: Path) -> Fault | None:
        with far_end(lambda _: answer) as end, closing(_reader(end)) as reader:
            return told(lambda: act(reader))

    return Scenario(how, play)


def by_status(sw3: int) -> Scenario:
    """Every command is answered with one status code."""
    return by_answer(f"线上应答状态码 {sw3:02X}", build(bytes([0, 0, sw3])))


def _undecoded(_folder: Path) -> Fault | None:
    simulator = IdReaderSimulator(people(1)[:40], port=0)
    simulator.start()
    try:
        simulator.command("lay", PERSON)
        with closing(IdReader(simulator.url, timeouts=PATIENT, decoder=PhotoDecoder("/bin/false"))) as reader:
            card = reader.read()
            assert card is not None
            return told(lambda: reader.picture(card))
    finally:
        simulator.stop()


def _reader(end: FarEnd) -> IdReader:
    return IdReader(f"socket://127.0.0.1:{end.port}", timeouts=SHORT)


def _badly_written(_folder: Path) -> Fault | None:
    """A whole answer whose text block holds no card."""
    answers = {
        Command.FIND.frame: build(bytes([0, 0, 0x9F]) + bytes(4)),
        Command.SELECT.frame: build(bytes([0, 0, 0x90]) + bytes(8)),
        Command.READ.frame: build(bytes([0, 0, 0x90]) + b"\x01\x00\x00\x00" + b"\xff" * 256),
    }
    with far_end(lambda data: answers.get(data, b"")) as end, closing(_reader(end)) as reader:
        return told(reader.read)


def _nobody_there(_folder: Path) -> Fault | None:
    with closing(IdReader(f"socket://127.0.0.1:{free_port()}", timeouts=SHORT)) as reader:
        return told(reader.read)


def _aborted(_folder: Path) -> Fault | None:
    long = IdTimeouts(find=2.0, reopen_every=0.0)
    with far_end(lambda _: b"") as end, closing(IdReader(f"socket://127.0.0.1:{end.port}", timeouts=long)) as reader:
        return told_when_aborted(reader.read, reader.abort)


SCENARIOS: dict[Fault, Scenario] = {
    IdReaderFault.FRAME_REFUSED: by_status(0x10),
    IdReaderFault.LENGTH_REFUSED: by_status(0x11),
    IdReaderFault.COMMAND_UNKNOWN: by_status(0x21),
    IdReaderFault.NOT_PERMITTED: by_simulator("not-permitted"),
    IdReaderFault.UNKNOWN_ERROR: by_simulator("unknown-error"),
    IdReaderFault.CARD_REFUSES_SAM: by_simulator("card-refuses-sam"),
    IdReaderFault.SAM_REFUSES_CARD: by_simulator("sam-refuses-card"),
    IdReaderFault.INFORMATION_ERROR: by_simulator("information-wrong"),
    IdReaderFault.CARD_UNIDENTIFIED: by_simulator("unknown-card-type"),
    IdReaderFault.READ_FAILED: by_simulator("read-failed"),
    IdReaderFault.CHALLENGE_FAILED: by_simulator("challenge-failed"),
    IdReaderFault.SELF_TEST_FAILED: by_simulator("sam-selftest"),
    IdReaderFault.UNAUTHORISED: by_simulator("sam-unauthorised"),
    IdReaderFault.SELECT_FAILED: by_simulator("select-failed"),
    IdReaderFault.STATUS_UNKNOWN: by_status(0x7E),
    IdReaderFault.LIFTED: by_simulator("lift-midway"),
    IdReaderFault.TEXT_UNREADABLE: Scenario("线上应答完整，但文字区不是一张证件的内容", _badly_written),
    IdReaderFault.CHECKSUM_WRONG: by_simulator("wrong-checksum", "all"),
    IdReaderFault.LENGTH_WRONG: by_answer("线上应答声称的长度为 0", bytes.fromhex("AAAAAA96690000") + bytes(8)),
    IdReaderFault.STALLED: by_simulator("stall"),
    IdReaderFault.SILENT: by_simulator("silent"),
    IdReaderFault.UNREACHABLE: Scenario("端口上没有阅读器（连接被拒绝，同串口不存在）", _nobody_there),
    IdReaderFault.LOST: by_answer("收到指令后断开连接（同拔掉 USB 转串口线）", None),
    IdReaderFault.STOPPED: Scenario("读卡时终端中止（会话结束）", _aborted),
    IdReaderFault.PHOTO_UNDECODED: Scenario("读出身份证，解码程序以退出码 1 结束", _undecoded),
}
