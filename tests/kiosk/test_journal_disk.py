"""The journal on a disk that fails, tears, fills up or forgets, at every single write and sync."""

import os
import subprocess
import sys
import textwrap
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

import apsw
import pytest
from bad_disk import BadDisk, Harm
from journals import Bench, JumpingClock, loss, pin_change

from kiosk.journal import Journal, JournalUnwritable, SlipState, State
from kiosk.journal.operation import SETTLED


class Witness:
    """What the world outside was given to see: only after the journal had said that it may."""

    def __init__(self) -> None:
        self.prepared: list[str] = []
        self.sent: list[str] = []
        self.told: dict[str, State] = {}


def visit(bench: Bench, disk: BadDisk, seen: Witness) -> None:
    """A whole day: open, recover, a loss report, a PIN change, a slip, a ticket, the shredder."""
    with closing(bench.open(vfs=disk.name)) as journal:
        live(journal, seen)


def live(journal: Journal, seen: Witness) -> None:
    journal.recover()
    (half,) = journal.prepare(loss(intention="a" * 32)).halves
    seen.prepared.append(half.key)
    send(journal, half.key, seen)
    journal.unknown(half.key, "silent")
    finish(journal, half.key, State.CONFIRMED, seen)
    operation = journal.prepare(pin_change(intention="b" * 32))
    for half in operation.halves:
        send(journal, half.key, seen)
        finish(journal, half.key, State.CONFIRMED, seen)
    journal.slips.keep(operation.reference.number, {"lines": ["a" * 3000]})
    journal.slips.printing(operation.reference.number)
    journal.slips.printed(operation.reference.number, SlipState.PRINTED)
    journal.tickets.open_late(0)
    journal.shred(after_days=-1)


def send(journal: Journal, key: str, seen: Witness) -> None:
    journal.sending(key)
    seen.sent.append(key)


def finish(journal: Journal, key: str, state: State, seen: Witness) -> None:
    journal.confirmed(key, {"number": "1"})
    seen.told[key] = state


def harmed(bench: Bench, harm: Harm, at: int) -> tuple[BadDisk, Witness]:
    disk, seen = BadDisk(harm, at), Witness()
    with suppress(JournalUnwritable):
        visit(bench, disk, seen)
    disk.unregister()
    return disk, seen


def check(bench: Bench, seen: Witness) -> None:
    """On a sound disk again: nothing that was promised is lost, nothing is sent twice, and it goes on."""
    sound = BadDisk()
    with closing(bench.open(vfs=sound.name)) as journal:
        look(journal, seen)
    sound.unregister()


def look(journal: Journal, seen: Witness) -> None:
    for key in seen.prepared:
        assert journal.by_key(key)
    for key in seen.sent:
        (half,) = [half for half in journal.by_key(key).halves if half.key == key]
        assert half.state is not State.PREPARED
        assert half.sends == 1
    for key, state in seen.told.items():
        (half,) = [half for half in journal.by_key(key).halves if half.key == key]
        assert half.state is state
    journal.recover()
    for operation in journal.unsettled():
        for half in operation.halves:
            finish_off(journal, half.key, half.state)
    assert journal.unsettled() == []
    journal.check_writable()


def finish_off(journal: Journal, key: str, state: State) -> None:
    if state in SETTLED:
        return
    if state is State.PREPARED:
        journal.sending(key)
    journal.confirmed(key)


@pytest.mark.parametrize("harm", list(Harm))
def test_whatever_the_disk_does_at_any_point_nothing_promised_is_lost_and_nothing_is_sent_twice(
    harm: Harm, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    at = 0
    while True:
        at += 1
        bench = Bench(tmp_path / f"{at}")
        bench.folder.mkdir()
        disk, seen = harmed(bench, harm, at)
        check(bench, seen)
        if disk.count < at:
            break
    record_property(f"points of a disk that {harm.value}", at - 1)
    assert at > 60


@pytest.mark.parametrize("harm", [Harm.CUT, Harm.TORN, Harm.FORGETS])
def test_a_second_power_cut_during_recovery_loses_nothing_either(harm: Harm, tmp_path: Path) -> None:
    first = 60
    for at in range(1, 30):
        bench = Bench(tmp_path / f"{at}")
        bench.folder.mkdir()
        _, seen = harmed(bench, harm, first)
        disk = BadDisk(harm, at)
        with suppress(JournalUnwritable), closing(bench.open(vfs=disk.name)) as journal:
            journal.recover()
        disk.unregister()
        check(bench, seen)


@pytest.mark.parametrize("days", [-400, -1, 1, 400])
def test_whenever_the_clock_jumps_nothing_promised_is_lost_and_nothing_is_sent_twice(
    days: int, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    at = 0
    while True:
        at += 1
        clock = JumpingClock(at, days)
        bench, disk, seen = Bench(tmp_path / f"{at}", clock), BadDisk(), Witness()
        bench.folder.mkdir()
        visit(bench, disk, seen)
        disk.unregister()
        assert len(seen.told) == len(seen.sent) == 3
        if clock.readings < at:
            break
        check(bench, seen)
    record_property(f"points of a clock that jumps by {days} days", at - 1)
    assert at > 10


def test_a_full_disk_is_named_before_anything_is_sent_and_the_journal_goes_on_with_space(tmp_path: Path) -> None:
    bench, disk = Bench(tmp_path), BadDisk()
    journal = bench.open(vfs=disk.name)
    key = journal.prepare(loss()).halves[0].key
    disk.full = True
    with pytest.raises(JournalUnwritable):
        write_much(journal)
    with pytest.raises(JournalUnwritable, match="anew"):
        journal.sending(key)

    disk.full = False
    again = bench.open(vfs=disk.name)
    again.sending(key)
    journal.close()
    again.close()
    disk.unregister()


def write_much(journal: Journal) -> None:
    for _ in range(2000):
        journal.check_writable()


def test_a_really_full_file_system_is_named(tmp_path: Path) -> None:
    """In a child with a file size limit, as a full quota is: the system's own error reaches us by name."""
    script = f"""
        import resource, signal
        from pathlib import Path
        from journals import Bench, loss
        from kiosk.journal import JournalUnwritable
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        journal = Bench(Path({str(tmp_path)!r})).open()
        resource.setrlimit(resource.RLIMIT_FSIZE, (500_000, 500_000))
        try:
            for number in range(1000):
                journal.prepare(loss(str(number)))
        except JournalUnwritable:
            raise SystemExit(7)
    """
    with child(script) as process:
        assert process.wait(30) == 7
    journal = Bench(tmp_path).open()
    assert len(journal.today()) > 3
    journal.recover()
    assert journal.unsettled() == []


def test_a_read_only_folder_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bench = Bench(tmp_path)
    bench.open().close()
    disk = BadDisk()
    monkeypatch.setattr(disk, "xOpen", read_only)
    with pytest.raises(JournalUnwritable):
        bench.open(vfs=disk.name)
    disk.unregister()


def test_a_disk_that_becomes_read_only_is_named_before_anything_is_sent(tmp_path: Path) -> None:
    """As ext4 is mounted after an error that it cannot mend (errors=remount-ro)."""
    bench, disk = Bench(tmp_path), BadDisk()
    journal = bench.open(vfs=disk.name)
    key = journal.prepare(loss()).halves[0].key
    disk.read_only = True
    with pytest.raises(JournalUnwritable):
        journal.sending(key)

    disk.read_only = False
    again = bench.open(vfs=disk.name)
    again.recover()
    assert again.unsettled() == []
    journal.close()
    again.close()
    disk.unregister()


def read_only(name: object, flags: list[int]) -> None:
    raise apsw.CantOpenError


def child(script: str) -> "subprocess.Popen[bytes]":
    environment = {**os.environ, "PYTHONPATH": "tests/support"}
    return subprocess.Popen([sys.executable, "-c", textwrap.dedent(script)], env=environment, stdout=subprocess.PIPE)


@pytest.mark.parametrize("after", [1, 2, 5, 9, 14, 21, 33])
def test_a_killed_process_leaves_what_it_was_told_is_written(tmp_path: Path, after: int) -> None:
    """SIGKILL at a step of a real process: every line that it said before is in the journal."""
    script = f"""
        import sys
        from pathlib import Path
        from journals import Bench, loss
        journal = Bench(Path({str(tmp_path)!r})).open()
        for number in range(1000):
            (half,) = journal.prepare(loss(str(number))).halves
            for step in ("prepared", "sent", "confirmed"):
                if step == "sent":
                    journal.sending(half.key)
                elif step == "confirmed":
                    journal.confirmed(half.key)
                print(step, half.key, flush=True)
    """
    with child(script) as process:
        assert process.stdout is not None
        said = [process.stdout.readline().split() for _ in range(after)]
        process.kill()
        said += [line.split() for line in process.stdout if line.endswith(b"\n")]

    journal = Bench(tmp_path).open()
    newest = {key.decode(): State(step.decode()) for step, key in said}
    order = list(State)
    for key, step in newest.items():
        assert order.index(journal.by_key(key).halves[0].state) >= order.index(step)
    journal.recover()
    assert all(half.state is State.UNKNOWN for operation in journal.unsettled() for half in operation.halves)
