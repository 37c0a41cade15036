"""Who may sign in while the bureau is away, and waits after wrong tries that a restart does not end."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from devices.pin import Pin
from kiosk.backend.staff import Challenge, Role, StaffMember
from kiosk.staff.password import answer, derived, verifier
from kiosk.staff.roll import FILE, Roll, Waits

ZHOU = StaffMember(number="1001", name="周晓燕", role=Role.ASSISTANT)
CHALLENGE = Challenge(salt="00" * 16, nonce="11" * 16, memory_kib=8192, passes=1)
KEY = bytes(range(32))


class Clock:
    def __init__(self) -> None:
        self.now = datetime.fromisoformat("2026-11-22T09:00:00+08:00")

    def __call__(self) -> datetime:
        return self.now

    def move(self, **by: float) -> None:
        self.now += timedelta(**by)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def restarted(tmp_path: Path, clock: Clock) -> Iterator[Roll]:
    """Each time it is asked for, as after a restart."""

    def again() -> Iterator[Roll]:
        while True:
            yield Roll(tmp_path, clock, days=7, waits=Waits(free=3, first=30, longest=100))

    return again()


def typed(digits: str) -> Pin:
    pin = Pin(12)
    for digit in digits:
        pin.put("1234567890".index(digit))
    return pin


def test_a_password_gives_one_key_and_another_password_another() -> None:
    assert derived(typed("246810"), CHALLENGE) == derived(typed("246810"), CHALLENGE)
    assert derived(typed("246810"), CHALLENGE) != derived(typed("246811"), CHALLENGE)


def test_what_is_kept_is_not_what_answers_the_bureau() -> None:
    kept, key = verifier(KEY), KEY.hex()
    assert kept != key
    assert answer(bytes.fromhex(kept), "1001", CHALLENGE.nonce) != answer(KEY, "1001", CHALLENGE.nonce)


def test_who_signed_in_is_known_for_some_days(restarted: Iterator[Roll], clock: Clock) -> None:
    next(restarted).remember(ZHOU, CHALLENGE, KEY)
    roll = next(restarted)
    assert roll.challenge("1001") is not None
    assert roll.member("1001", KEY) == ZHOU
    assert roll.member("1001", bytes(32)) is None
    clock.move(days=8)
    assert roll.challenge("1001") is None


def test_who_never_signed_in_is_not_known(restarted: Iterator[Roll]) -> None:
    roll = next(restarted)
    assert roll.challenge("1001") is None
    assert roll.member("1001", KEY) is None


def test_whom_the_bureau_refuses_is_forgotten(restarted: Iterator[Roll]) -> None:
    next(restarted).remember(ZHOU, CHALLENGE, KEY)
    next(restarted).forget("1001")
    assert next(restarted).challenge("1001") is None


def test_waits_grow_and_a_restart_does_not_end_them(restarted: Iterator[Roll], clock: Clock) -> None:
    waited = []
    for _ in range(6):
        next(restarted).wrong()
        until = next(restarted).closed_until
        waited.append(0 if until is None else (until - clock()).seconds)
        clock.move(seconds=waited[-1])
        assert next(restarted).closed_until is None
    assert waited == [0, 0, 30, 60, 100, 100]


def test_the_right_password_ends_the_count(restarted: Iterator[Roll]) -> None:
    for _ in range(2):
        next(restarted).wrong()
    next(restarted).right()
    next(restarted).wrong()
    assert next(restarted).closed_until is None


def test_a_clock_set_back_makes_no_wait_longer_and_none_shorter_than_it_is(
    restarted: Iterator[Roll], clock: Clock
) -> None:
    for _ in range(3):
        next(restarted).wrong()
    clock.move(days=-400)
    until = next(restarted).closed_until
    assert until is not None
    assert until - clock() == timedelta(seconds=30)
    clock.move(seconds=30)
    assert next(restarted).closed_until is None


def test_a_file_that_somebody_spoilt_waits_and_knows_nobody(
    restarted: Iterator[Roll], tmp_path: Path, clock: Clock
) -> None:
    next(restarted).remember(ZHOU, CHALLENGE, KEY)
    (tmp_path / FILE).write_text('{"wrong": 0, "since": "yesterday", "members": {}}')
    roll = next(restarted)
    assert roll.challenge("1001") is None
    assert roll.closed_until == clock() + timedelta(seconds=30)


def test_the_file_is_for_the_terminal_alone(restarted: Iterator[Roll], tmp_path: Path) -> None:
    next(restarted).remember(ZHOU, CHALLENGE, KEY)
    assert (tmp_path / FILE).stat().st_mode & 0o077 == 0
    assert KEY.hex() not in (tmp_path / FILE).read_text()
