"""The event log: what may be written, how lines hang together, and what happens when a disk does not take them."""

import json
import os
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from kiosk.events import UndeclaredEventError, events
from kiosk.keyring import Keyring
from kiosk.log import EventLog, LogUnwritable
from kiosk.log_chain import Break, lines, verify
from kiosk.log_files import Keep, log_files

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


class Watch:
    """A wall clock that the test sets."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now

    def days(self, count: int) -> None:
        self.now += timedelta(days=count)


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def log(tmp_path: Path, watch: Watch) -> Iterator[EventLog]:
    log = EventLog(tmp_path, watch)
    yield log
    log.close()


def names(folder: Path) -> list[str]:
    return [line.event["event"] for line in lines(folder) if line.event]


def begin(log: EventLog, *sessions: int) -> None:
    for session in sessions:
        log.write("session.started", session=session, item="card_status")


def test_only_declared_events_with_declared_fields_are_written(log: EventLog, tmp_path: Path) -> None:
    with pytest.raises(UndeclaredEventError):
        log.write("session.gossip")
    with pytest.raises(UndeclaredEventError, match="id_number"):
        log.write("session.started", session=1, id_number="500103195001011234")
    assert names(tmp_path) == []


def test_every_event_that_the_program_writes_is_in_the_catalogue() -> None:
    written = {
        name
        for path in Path("kiosk").rglob("*.py")
        for name in re.findall(r'log\.write\(\s*"([\w.]+)"', path.read_text("utf-8"))
    }
    assert written <= events().keys()
    assert "session.started" in written


def test_the_chain_runs_across_days_and_restarts(tmp_path: Path, watch: Watch) -> None:
    for session in range(6):
        log = EventLog(tmp_path, watch)
        begin(log, session)
        log.close()
        if session % 2:
            watch.days(1)

    report = verify(tmp_path)
    assert (report.files, report.lines, report.problem) == (3, 6, None)


def test_a_clock_that_goes_back_begins_a_new_file_behind_the_newest(
    log: EventLog, tmp_path: Path, watch: Watch
) -> None:
    begin(log, 1)
    watch.days(-400)
    begin(log, 2)
    watch.days(800)
    begin(log, 3)

    assert [file.day for file in log_files(tmp_path)] == [date(2026, 11, 22), date(2025, 10, 18), date(2027, 12, 27)]
    assert verify(tmp_path).problem is None


def test_a_changed_line_is_named(log: EventLog, tmp_path: Path) -> None:
    begin(log, 1, 2, 3)
    (file,) = log_files(tmp_path)
    file.path.write_text(file.path.read_text().replace('"session": 2', '"session": 9'))

    problem = verify(tmp_path).problem
    assert problem is not None
    assert (problem.kind, problem.file, problem.line) == (Break.CHAIN, "000001_2026-11-22.jsonl", 3)


def test_a_line_taken_out_is_named(log: EventLog, tmp_path: Path) -> None:
    begin(log, 1, 2, 3)
    (file,) = log_files(tmp_path)
    first, _, third = file.path.read_text().splitlines(keepends=True)
    file.path.write_text(first + third)

    problem = verify(tmp_path).problem
    assert problem is not None
    assert (problem.kind, problem.line) == (Break.CHAIN, 2)


@pytest.mark.parametrize(("taken", "kind"), [(0, Break.BEGINNING_MISSING), (1, Break.FILE_MISSING)])
def test_a_day_taken_out_is_named(log: EventLog, tmp_path: Path, watch: Watch, taken: int, kind: Break) -> None:
    for session in range(3):
        begin(log, session)
        watch.days(1)
    log_files(tmp_path)[taken].path.unlink()

    problem = verify(tmp_path).problem
    assert problem is not None
    assert problem.kind is kind


def test_a_cut_tail_is_seen_only_against_the_digest_that_left_the_machine(log: EventLog, tmp_path: Path) -> None:
    begin(log, 1, 2)
    told = log.newest()
    begin(log, 3)
    assert verify(tmp_path, told.digest).problem is None

    (file,) = log_files(tmp_path)
    file.path.write_text(file.path.read_text().splitlines(keepends=True)[0])

    assert verify(tmp_path).problem is None
    problem = verify(tmp_path, told.digest).problem
    assert problem is not None
    assert problem.kind is Break.TAIL_CUT


@pytest.mark.parametrize("left", [1, 40, -1])
def test_a_torn_last_line_is_kept_marked_and_chained_over(tmp_path: Path, watch: Watch, left: int) -> None:
    log = EventLog(tmp_path, watch)
    begin(log, 1, 2)
    log.close()
    (file,) = log_files(tmp_path)
    first, second = file.path.read_bytes().splitlines(keepends=True)
    torn = second[:left]
    file.path.write_bytes(first + torn)

    watch.days(1)
    log = EventLog(tmp_path, watch)
    begin(log, 3)
    log.close()

    assert names(tmp_path)[-2:] == ["log.torn", "session.started"]
    assert [line.event["no"] for line in lines(tmp_path) if line.event][-2:] == [3, 4]
    assert torn in file.path.read_bytes()
    assert verify(tmp_path).problem is None


def test_a_power_cut_at_every_byte_leaves_a_log_that_goes_on(tmp_path: Path, watch: Watch) -> None:
    whole = tmp_path / "whole"
    log = EventLog(whole, watch)
    begin(log, 1, 2)
    log.close()
    data = log_files(whole)[0].path.read_bytes()

    for length in range(len(data) + 1):
        folder = tmp_path / str(length)
        folder.mkdir()
        (folder / log_files(whole)[0].path.name).write_bytes(data[:length])
        log = EventLog(folder, watch)
        begin(log, 3)
        log.close()
        assert verify(folder).problem is None, length


def test_garbage_that_nobody_owned_up_to_is_named(log: EventLog, tmp_path: Path) -> None:
    begin(log, 1, 2)
    (file,) = log_files(tmp_path)
    file.path.write_bytes(file.path.read_bytes() + b"\0" * 16)

    problem = verify(tmp_path).problem
    assert problem is not None
    assert (problem.kind, problem.line) == (Break.UNREADABLE, 3)


def test_a_log_that_cannot_be_written_says_so_and_goes_on_when_it_can_again(
    log: EventLog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin(log, 1)
    write = os.write
    monkeypatch.setattr(os, "write", lambda descriptor, data: write(descriptor, data[:10]))
    with pytest.raises(LogUnwritable):
        begin(log, 2)
    monkeypatch.undo()
    begin(log, 3)

    assert names(tmp_path) == ["session.started", "log.torn", "session.started"]
    assert verify(tmp_path).problem is None


def test_a_full_disk_is_named(watch: Watch) -> None:
    with pytest.raises(LogUnwritable):
        EventLog(Path("/dev/full/log"), watch).write("terminal.stopping")


def test_a_person_is_a_digest_that_changes_each_day(tmp_path: Path, watch: Watch) -> None:
    keyring = Keyring(bytes(32))
    log, later = EventLog(tmp_path, watch, keyring=keyring), EventLog(tmp_path, watch, keyring=keyring)
    person = log.person("500103195001011234")

    assert later.person("500103195001011234") == person
    assert log.person("500103195001011242") != person
    watch.days(1)
    assert log.person("500103195001011234") != person


def lived(folder: Path, watch: Watch, days: int, keep: Keep) -> EventLog:
    log = EventLog(folder, watch, keep=keep)
    for day in range(days):
        begin(log, day)
        watch.days(1)
    return log


def test_old_days_go_and_the_log_says_so(tmp_path: Path, watch: Watch) -> None:
    lived(tmp_path, watch, 190, Keep(days=180)).close()

    assert len(log_files(tmp_path)) == 181
    assert names(tmp_path).count("log.pruned") == 9
    assert verify(tmp_path).problem is None


def test_beyond_the_disk_budget_the_oldest_days_go_but_never_before_180(tmp_path: Path, watch: Watch) -> None:
    lived(tmp_path, watch, 200, Keep(days=365)).close()
    assert len(log_files(tmp_path)) == 200

    log = lived(tmp_path, watch, 1, Keep(days=365, most_bytes=1))
    log.close()

    assert len(log_files(tmp_path)) == 181
    assert "log.over_budget" in names(tmp_path)
    assert verify(tmp_path).problem is None


def test_a_clock_that_jumps_years_ahead_deletes_nothing(tmp_path: Path, watch: Watch) -> None:
    log = lived(tmp_path, watch, 5, Keep(days=180))
    watch.days(4000)
    begin(log, 6)
    log.close()

    assert len(log_files(tmp_path)) == 6


def test_every_line_is_json_with_time_event_and_the_digest_before(log: EventLog, tmp_path: Path) -> None:
    begin(log, 1)
    (line,) = log_files(tmp_path)[0].path.read_text().splitlines()
    assert json.loads(line) == {
        "no": 1,
        "at": "2026-11-22T12:00:00.000+00:00",
        "event": "session.started",
        "session": 1,
        "item": "card_status",
        "after": "0" * 64,
    }


def test_two_processes_write_one_chain(tmp_path: Path, watch: Watch) -> None:
    terminal, beside = EventLog(tmp_path, watch), EventLog(tmp_path, watch)
    for session in range(4):
        begin(terminal, session)
        begin(beside, session + 10)
        watch.days(session % 2)
    terminal.close()
    beside.close()

    report = verify(tmp_path)
    assert (report.lines, report.problem) == (8, None)


def test_the_newest_digest_is_known_before_anything_is_written_after_a_restart(tmp_path: Path, watch: Watch) -> None:
    log = EventLog(tmp_path, watch)
    begin(log, 1)
    log.close()
    again = EventLog(tmp_path, watch)
    assert again.newest() == (1, verify(tmp_path).newest)
    again.close()
