"""What two drivers share: a line that is opened when it is needed, lost and found again, and left when told to."""

import threading
from collections.abc import Iterator
from time import monotonic

import pytest
from far_end import FarEnd
from ports import free_port

from devices.faults import DeviceError, Fault, Owner
from devices.serial_line import LineFaults, SerialLine
from devices.serial_url import SerialUrl

NAMES = LineFaults(*(Fault(name, Owner.ITSELF) for name in ("unreachable", "lost", "silent", "stopped")))


def line_to(port: str, reopen_every: float = 0.0) -> SerialLine:
    return SerialLine(SerialUrl(port, 115_200), NAMES, write_s=0.5, reopen_every=reopen_every, clock=monotonic)


def fault_of(error: pytest.ExceptionInfo[DeviceError]) -> Fault:
    return error.value.fault


@pytest.fixture
def end() -> Iterator[FarEnd]:
    end = FarEnd(lambda data: data[::-1])
    yield end
    end.close()


@pytest.fixture
def line(end: FarEnd) -> Iterator[SerialLine]:
    line = line_to(f"socket://127.0.0.1:{end.port}")
    yield line
    line.close()


def heard(line: SerialLine, count: int) -> bytes:
    found = b""
    while len(found) < count:
        found += line.read(count - len(found), 1.0)
    return found


def test_what_is_sent_is_answered(line: SerialLine) -> None:
    line.send(b"abc", "ASK")
    assert heard(line, 3) == b"cba"


def test_an_answer_that_nobody_waited_for_is_thrown_away(line: SerialLine) -> None:
    line.send(b"abc", "ASK")
    assert heard(line, 1) == b"c"
    line.send(b"xyz", "ASK")
    assert heard(line, 3) == b"zyx"


def test_a_line_that_is_hung_up_is_lost_and_then_opened_again(end: FarEnd, line: SerialLine) -> None:
    line.send(b"abc", "ASK")
    heard(line, 3)
    end.hang_up()
    with pytest.raises(DeviceError) as lost:
        heard(line, 1)
    assert fault_of(lost) == NAMES.lost
    line.send(b"abc", "ASK")
    assert heard(line, 3) == b"cba"


def test_a_port_that_is_not_there_is_not_tried_all_the_time() -> None:
    line = line_to(f"socket://127.0.0.1:{free_port()}", reopen_every=60.0)
    details: list[str] = []
    for _ in range(2):
        with pytest.raises(DeviceError) as unreachable:
            line.send(b"abc", "ASK")
        assert fault_of(unreachable) == NAMES.unreachable
        details.append(unreachable.value.detail)
    assert [detail == "not tried again yet" for detail in details] == [False, True]


def test_who_is_told_to_stop_reads_no_more_until_the_next_call_begins(line: SerialLine) -> None:
    line.send(b"abc", "ASK")
    timer = threading.Timer(0.02, line.stop)
    timer.start()
    with pytest.raises(DeviceError) as stopped:
        heard(line, 1000)
    timer.join()
    assert fault_of(stopped) == NAMES.stopped
    line.begin()
    line.send(b"abc", "ASK")
    assert heard(line, 3) == b"cba"
