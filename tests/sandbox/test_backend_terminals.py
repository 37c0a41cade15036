"""What terminals tell and ask on their own behalf."""

import pytest

from sandbox.backend.asked import Asked
from sandbox.backend.database import Database
from sandbox.backend.operations import settle
from sandbox.backend.refusals import Refused
from sandbox.backend.terminals import MOST_ASKED, MOST_WRONG, PAGE, WINDOW, day, heartbeat, heartbeats, look_up

NOW = 1_800_000_000.0
TODAY = "2027-01-15"


@pytest.fixture
def run(tmp_path):
    database = Database(f"sqlite:///{tmp_path / 'bureau.sqlite'}", (), lambda: NOW)
    return database.transact


def seal(session, number: int) -> None:
    settle(session, Asked("A", "", f"{number:032}", f"A-{number}", "K7MQ", {}), NOW)


def look(run, reference: str, check: str, *, terminal: str = "A", now: float = NOW):
    told = run(lambda session: look_up(session, terminal, {"number": reference, "check": check}, now))
    return told.code if isinstance(told, Refused) else told["standing"]


def test_five_wrong_check_parts_close_a_number_for_an_hour_at_every_terminal(run):
    run(lambda session: seal(session, 10))
    wrong = [look(run, spelled, "ZZZZ", terminal=spelled) for spelled in ("A-10", "A-IO", "A-1O", "A-I0", "A-10")]
    assert wrong == ["NO_REFERENCE"] * MOST_WRONG
    assert look(run, "A-10", "K7MQ", terminal="B") == "RATE_LIMITED"
    assert look(run, "A-10", "K7MQ", now=NOW + WINDOW + 1) == "not_done"


def test_a_terminal_that_asks_too_much_has_to_wait_and_the_others_have_not(run):
    run(lambda session: seal(session, 1))
    assert {look(run, "A-1", "K7MQ") for _ in range(MOST_ASKED)} == {"not_done"}
    assert look(run, "A-1", "K7MQ") == "RATE_LIMITED"
    assert look(run, "A-1", "K7MQ", terminal="B") == "not_done"


def test_a_page_of_a_day_says_whether_more_follows(run):
    run(lambda session: [seal(session, number) for number in range(PAGE + 1)])
    first = run(lambda session: day(session, "A", {"day": TODAY}))
    assert (len(first["operations"]), first["next"], first["total"]) == (PAGE, PAGE, PAGE + 1)
    last = run(lambda session: day(session, "A", {"day": TODAY, "after": first["next"]}))
    assert (len(last["operations"]), last["next"]) == (1, None)
    assert run(lambda session: day(session, "B", {"day": TODAY}))["total"] == 0


def test_only_the_newest_heartbeat_of_each_terminal_is_shown(run):
    def beat(session) -> None:
        for terminal, count in (("B", 1), ("A", 2), ("A", 3)):
            log = {"records": count, "digest": "ab" * 32}
            heartbeat(session, terminal, {"devices": [], "open_operations": count, "event_log": log}, NOW)

    run(beat)
    told = run(heartbeats)
    assert [(line.split()[1], line.split()[3]) for line in told] == [("A", "3"), ("B", "1")]
