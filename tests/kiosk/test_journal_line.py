"""The journal on its worker: opened late, opened anew, and used from several sides at once."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Event

import pytest
from bad_disk import BadDisk
from journals import Bench, loss

from kiosk.journal import AlreadySent, Journal, JournalLine, JournalUnwritable, State
from kiosk.worker import Worker


def test_a_worker_drives_it(tmp_path: Path) -> None:
    async def visit() -> State:
        worker = Worker("journal", lambda: JournalLine(Bench(tmp_path).open))
        worker.start()
        operation = await worker.call(lambda line: line.use(lambda journal: journal.prepare(loss())), 5)
        key = operation.halves[0].key
        await worker.call(lambda line: line.use(lambda journal: journal.sending(key)), 5)
        done = await worker.call(lambda line: line.use(lambda journal: journal.confirmed(key)), 5)
        await worker.stop()
        return done.halves[0].state

    assert asyncio.run(visit()) is State.CONFIRMED


def test_a_journal_that_cannot_be_opened_is_named_at_each_call_and_opened_when_it_can_be(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    bench.path.mkdir()
    line = JournalLine(bench.open)
    with pytest.raises(JournalUnwritable):
        line.use(Journal.check_writable)
    bench.path.rmdir()
    line.use(Journal.check_writable)
    line.close()


def test_after_a_failed_write_the_file_is_opened_anew_and_tells_what_is_so(tmp_path: Path) -> None:
    bench, disk = Bench(tmp_path), BadDisk()
    line = JournalLine(lambda: bench.open(vfs=disk.name))
    key = line.use(lambda journal: journal.prepare(loss())).halves[0].key
    disk.at = disk.count + 1
    with pytest.raises(JournalUnwritable):
        line.use(lambda journal: journal.sending(key))

    assert line.use(lambda journal: journal.by_key(key)).halves[0].state is State.PREPARED
    line.use(lambda journal: journal.sending(key))
    line.close()
    disk.unregister()


def test_a_journal_that_was_closed_meanwhile_has_nothing_to_abort(tmp_path: Path) -> None:
    journal = Bench(tmp_path).open()
    journal.close()
    journal.abort()


def test_a_call_that_is_aborted_ends_with_a_name_and_the_next_one_works(tmp_path: Path) -> None:
    line = JournalLine(Bench(tmp_path).open)
    with pytest.raises(JournalUnwritable):
        line.use(lambda journal: _interrupted(line, journal))
    line.use(Journal.check_writable)
    line.close()


def _interrupted(line: JournalLine, journal: Journal) -> None:
    """A statement that would go on for hours, aborted from another thread."""
    done = Event()

    def abort() -> None:
        while not done.wait(0.005):
            line.abort()

    with ThreadPoolExecutor() as other:
        other.submit(abort)
        try:
            journal._store.all("WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n")
        finally:
            done.set()


def test_many_threads_that_confirm_and_send_at_once_send_each_half_once(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    bench.open().close()
    drafts = [loss(f"{number}", repeatable=False) for number in range(10)]

    def taps(_: int) -> list[str]:
        sent = list[str]()
        with closing(bench.open()) as journal:
            for draft in drafts:
                key = journal.prepare(draft).halves[0].key
                try:
                    journal.sending(key)
                except AlreadySent:
                    continue
                sent.append(key)
        return sent

    with ThreadPoolExecutor(4) as pool:
        sent = [key for keys in pool.map(taps, range(4)) for key in keys]
    assert sorted(sent) == sorted(f"{draft.intention}-1" for draft in drafts)


def columns(journal: Journal) -> list[bytes]:
    return [value for row in journal._store.all("SELECT wrapped, personal, person FROM operation") for value in row]


def test_what_was_destroyed_stands_in_no_file_any_more(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    with closing(bench.open()) as journal:
        key = journal.prepare(loss()).halves[0].key
        journal.sending(key)
        journal.confirmed(key)
        secrets = [value.encode() if isinstance(value, str) else value for value in columns(journal)]
        assert all(secret in written(bench) for secret in secrets)
        journal.shred(after_days=-1)
        assert not any(secret in written(bench) for secret in secrets)


def written(bench: Bench) -> bytes:
    return b"".join(path.read_bytes() for path in bench.folder.iterdir())
