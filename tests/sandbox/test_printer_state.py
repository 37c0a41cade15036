"""What the sensors report, and how real-time commands are found in a stream."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.printer_state import CLEAR_ALL, FAULTS, RealTimeScanner, Sensors


@pytest.mark.parametrize(
    ("faults", "answers"),
    [
        ("", "12 12 12 12"),
        ("near-end", "12 12 12 1E"),
        ("paper-out", "1A 32 12 72"),
        ("paper-out near-end", "1A 32 12 7E"),
        ("cover-open", "1A 16 12 12"),
        ("cutter", "1A 52 1A 12"),
        ("head-hot", "1A 52 52 12"),
        ("head-broken", "1A 52 32 12"),
        ("offline", "1A 12 12 12"),
        ("noise", "00 00 00 00"),
    ],
)
def test_each_state_has_its_four_answers(faults: str, answers: str) -> None:
    sensors = Sensors(set(faults.split()))

    assert b"".join(map(sensors.answer, (1, 2, 3, 4))) == bytes.fromhex(answers)


@given(st.sets(st.sampled_from(sorted(set(FAULTS) - {"noise"}))), st.integers(1, 4))
def test_every_answer_has_the_fixed_bits(faults: set[str], question: int) -> None:
    sensors = Sensors(faults)

    assert sensors.answer(question)[0] & 0x93 == 0x12
    assert sensors.automatic()[0] & 0x93 == 0x10


def test_the_automatic_status_tells_paper_cover_and_cutter() -> None:
    assert Sensors().automatic() == bytes.fromhex("10000000")
    assert Sensors({"near-end"}).automatic() == bytes.fromhex("10000300")
    assert Sensors({"paper-out", "near-end"}).automatic() == bytes.fromhex("18000F00")
    assert Sensors({"cover-open", "cutter"}).automatic() == bytes.fromhex("38080000")


@given(st.lists(st.integers(1, 40), max_size=4))
def test_commands_are_found_however_the_stream_is_split(cuts: list[int]) -> None:
    stream = b"abc\x10\x04\x01\x10\x10\x04\x04de\x10\x05\x02" + CLEAR_ALL + b"f"
    scanner = RealTimeScanner()
    found: list[bytes] = []
    at = 0
    for size in [*cuts, len(stream)]:
        found += [command for _, command in scanner.scan(stream[at : at + size])]
        at += size

    assert found == [b"\x10\x04\x01", b"\x10\x04\x04", b"\x10\x05\x02", CLEAR_ALL]


def test_a_command_s_end_is_counted_in_the_chunk_that_completes_it() -> None:
    scanner = RealTimeScanner()

    assert list(scanner.scan(b"abc\x10\x04")) == []
    assert list(scanner.scan(b"\x01def")) == [(1, b"\x10\x04\x01")]
