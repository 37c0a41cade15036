"""日终对账 carried out: both sides of a day, around midnight too, and each difference in the event log."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from journals import Bench, loss

from kiosk.backend.operations import Ended, Item, OperationLine
from kiosk.journal import Operation
from kiosk.log import EventLog
from kiosk.log_chain import lines
from kiosk.reckoning import note, reckon, their_day
from kiosk.reconciliation import Difference, told

DAY = date(2026, 11, 22)


def line_of(operation: Operation, outcome: Ended = Ended.CONFIRMED) -> OperationLine:
    code = "BUSY" if outcome is Ended.REFUSED else None
    number, key = operation.reference.number, operation.halves[0].key
    return OperationLine(
        key=key, reference=number, item=Item.REPORT_LOSS, outcome=outcome, code=code, at=datetime.now(UTC)
    )


def done(bench: Bench) -> Operation:
    journal = bench.open()
    operation = journal.prepare(loss())
    journal.sending(operation.halves[0].key)
    operation = journal.confirmed(operation.halves[0].key)
    journal.close()
    return operation


def test_a_temporary_loss_report_is_the_item_that_the_bureau_calls_it(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    operation = done(bench)
    journal = bench.open()
    assert reckon(journal, DAY, told([line_of(operation)])).differences == ()
    journal.close()


def test_what_came_after_the_bureaus_midnight_is_no_difference(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    operation = done(bench)
    days = {DAY + timedelta(days=1): [line_of(operation)]}
    theirs = their_day(lambda day: days.get(day, ()), [operation.halves[0].key], DAY)
    journal = bench.open()
    assert reckon(journal, DAY, theirs).differences == ()
    next_day = reckon(journal, DAY + timedelta(days=1), told(days[DAY + timedelta(days=1)]))
    assert (next_day.operations, next_day.differences) == (0, ())
    journal.close()


def test_each_difference_is_in_the_log(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    operation = done(bench)
    journal = bench.open()
    reckoned = reckon(journal, DAY, told([line_of(operation, Ended.REFUSED)]))
    journal.close()
    assert [found.difference for found in reckoned.differences] == [Difference.OTHER_OUTCOME]
    log = EventLog(tmp_path / "log", bench.clock)
    note(log, reckoned)
    log.close()
    events = [line.event for line in lines(tmp_path / "log") if line.event]
    assert [event["event"] for event in events] == ["reconciliation.difference", "reconciliation.done"]
    assert events[0]["reference"] == operation.reference.number
