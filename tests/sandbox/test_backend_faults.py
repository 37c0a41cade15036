"""The ways in which the made-up bureau misbehaves, as bytes."""

import json
from random import Random

import pytest

from sandbox.backend.faults import DRAWN, FAULTS, FOR_EVER, HUGE, Answer, checked, drawn, seeding
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


def test_a_request_is_acted_upon_never_once_or_twice():
    acted = {name: fault.arrive((), lambda _: False) for name, fault in FAULTS.items()}
    assert {name for name, times in acted.items() if times == 0} == {"dropped", "refuse", "signature"}
    assert {name for name, times in acted.items() if times == 2} == {"doubled"}


def test_held_and_delayed_requests_wait_before_they_are_acted_upon():
    waited: list[float] = []
    for name, args in (("held", ()), ("delayed", ("0.5",))):
        assert FAULTS[name].arrive(args, lambda seconds: bool(waited.append(seconds))) == 1
    assert waited == [FOR_EVER, 0.5]


def test_the_same_seed_draws_the_same_faults():
    first, again = Random(7), Random(7)
    told = [drawn(first, 50) for _ in range(40)]
    assert told == [drawn(again, 50) for _ in range(40)]
    assert "none" in told
    assert set(told) <= {"none", *DRAWN}
    assert seeding(()) == (1, 30)
    assert seeding(("7", "60")) == (7, 60)


def test_the_answer_about_another_operation_has_another_key():
    changed = Answer(200, b'{"key": "k", "outcome": "confirmed"}')
    (raw,) = FAULTS["wrong-key"].send(changed, (), lambda _: False)
    assert json.loads(raw.partition(b"\r\n\r\n")[2])["key"] != "k"
