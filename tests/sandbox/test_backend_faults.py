"""The ways in which the made-up bureau misbehaves, as bytes."""

import json

import pytest

from sandbox.backend.faults import FAULTS, HUGE, Answer, checked
from sandbox.part import CommandError

GOOD = Answer(200, json.dumps({"person": {"id_number": "1"}, "cards": [{"number_tail": "0013"}]}).encode())


def pieces(name: str, *args: str) -> list[bytes]:
    return list(FAULTS[name].send(GOOD, args, lambda _: False))


def body(name: str, *args: str) -> bytes:
    return b"".join(pieces(name, *args)).partition(b"\r\n\r\n")[2]


def test_drips_send_a_byte_at_a_time():
    assert b"".join(pieces("drip")) == b"".join(pieces("drip-body")) == GOOD.on_the_wire()
    assert all(len(piece) == 1 for piece in pieces("drip"))
    assert len(pieces("drip-body")) == len(GOOD.body) + 1


def test_a_drip_stops_when_the_fault_is_taken_away():
    assert len(list(FAULTS["drip"].send(GOOD, (), lambda _: True))) == 1


def test_late_waits_as_long_as_it_was_told():
    waited: list[float] = []
    list(FAULTS["late"].send(GOOD, ("0.5",), lambda seconds: bool(waited.append(seconds))))
    assert waited == [0.5]


def test_the_answer_about_another_person_is_otherwise_the_same():
    changed = json.loads(body("wrong-person"))
    assert changed["person"]["id_number"] != "1"
    assert changed["cards"] == [{"number_tail": "0013"}]


def test_too_much_adds_a_number_that_fits_its_tail():
    assert json.loads(body("too-much"))["cards"][0]["number"].endswith("0013")


def test_half_and_twice():
    raw = GOOD.on_the_wire()
    assert raw.startswith(pieces("half")[0])
    assert b"".join(pieces("half")) != raw
    assert b"".join(pieces("twice")) == raw * 2


def test_huge_is_a_hundred_megabytes_and_sent_in_pieces():
    sending = FAULTS["huge"].send(GOOD, (), lambda _: False)
    assert str(HUGE).encode() in next(sending)
    assert len(next(sending)) < HUGE


@pytest.mark.parametrize("name", ["garbage", "not-http"])
def test_garbage_is_no_json(name):
    with pytest.raises(ValueError, match=r"codec|Expecting"):
        json.loads(body(name))


@pytest.mark.parametrize(
    ("name", "args"), [("nonsense", ()), ("late", ("soon",)), ("http-error", ("abc",)), ("http-error", ("9999",))]
)
def test_nonsense_is_named(name, args):
    with pytest.raises(CommandError):
        checked(name, args)


@pytest.mark.parametrize("name", FAULTS)
def test_every_fault_says_what_it_is_and_needs_no_argument(name):
    assert FAULTS[name].words
    checked(name, ())
