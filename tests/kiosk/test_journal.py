"""The journal: from the confirming answer to the outcome, and what it says afterwards."""

from dataclasses import replace
from pathlib import Path

import apsw
import pytest
from journals import CARD, WANG, ZHANG, Bench, loss, pin_change

from kiosk.journal import (
    AlreadySent,
    Contradiction,
    Journal,
    JournalBusy,
    JournalCorrupt,
    JournalOfAnotherKey,
    JournalTooNew,
    NotInJournal,
    NotSent,
    OtherContent,
    SlipState,
    Standing,
    State,
    TooManyLookups,
    Unsettled,
    digest,
)
from kiosk.keyring import Keyring


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)


@pytest.fixture
def journal(bench: Bench) -> Journal:
    return bench.open()


def test_an_operation_goes_from_prepared_to_confirmed(journal: Journal) -> None:
    operation = journal.prepare(loss())
    (half,) = operation.halves
    assert half.state is State.PREPARED

    body = journal.sending(half.key)
    assert digest(body) == half.digest
    assert body["id_number"] == ZHANG

    settled = journal.confirmed(half.key, {"number": "CQ-1"})
    assert settled.standing is Standing.DONE
    assert settled.halves[0].answer == {"number": "CQ-1"}
    assert journal.unsettled() == []
    assert [step.step for step in journal.history(settled.reference.number)] == ["prepared", "sent", "confirmed"]


def test_confirming_twice_gives_the_same_operation(journal: Journal) -> None:
    draft = loss()
    assert journal.prepare(draft).halves[0].key == journal.prepare(draft).halves[0].key
    assert len(journal.today()) == 1


def test_one_intention_is_bound_to_one_content(journal: Journal) -> None:
    journal.prepare(loss(intention="a" * 32))
    with pytest.raises(OtherContent):
        journal.prepare(loss(WANG, intention="a" * 32))


def test_a_second_sending_is_refused(journal: Journal) -> None:
    key = journal.prepare(loss()).halves[0].key
    journal.sending(key)
    with pytest.raises(AlreadySent):
        journal.sending(key)
    journal.confirmed(key)
    with pytest.raises(AlreadySent):
        journal.sending(key)


def test_a_loss_report_is_sent_again_with_its_own_key_until_it_is_answered(journal: Journal) -> None:
    key = journal.prepare(loss()).halves[0].key
    with pytest.raises(AlreadySent):
        journal.sending_again(key)
    assert journal.sending(key) == journal.sending_again(key)
    journal.unknown(key, "silent")
    journal.sending_again(key)
    assert journal.confirmed(key).halves[0].sends == 3
    with pytest.raises(AlreadySent):
        journal.sending_again(key)


def test_what_is_not_repeatable_is_not_sent_again(journal: Journal) -> None:
    key = journal.prepare(loss(repeatable=False)).halves[0].key
    journal.sending(key)
    journal.unknown(key)
    with pytest.raises(AlreadySent):
        journal.sending_again(key)


def test_the_same_outcome_twice_changes_nothing_and_another_one_is_kept_and_refused(journal: Journal) -> None:
    operation = journal.prepare(loss())
    key = operation.halves[0].key
    journal.sending(key)
    journal.confirmed(key)
    journal.confirmed(key)
    journal.unknown(key, "late")
    with pytest.raises(Contradiction):
        journal.refused(key, "CARD_CANCELLED")

    assert journal.by_key(key).standing is Standing.DONE
    assert [step.step for step in journal.history(operation.reference.number)][-2:] == ["confirmed", "contradicted"]


@pytest.mark.parametrize("outcome", ["confirmed", "unknown"])
def test_nothing_comes_of_what_was_never_sent(journal: Journal, outcome: str) -> None:
    key = journal.prepare(loss()).halves[0].key
    with pytest.raises(NotSent):
        getattr(journal, outcome)(key)
    assert journal.reversed(key, "not_sent").standing is Standing.NOT_DONE


def test_what_was_sent_is_never_called_not_sent(journal: Journal) -> None:
    key = journal.prepare(loss()).halves[0].key
    journal.sending(key)
    with pytest.raises(NotSent):
        journal.reversed(key, "not_sent")
    assert journal.reversed(key, "sealed").standing is Standing.NOT_DONE


def test_a_detail_is_a_code_and_can_hold_no_number(journal: Journal) -> None:
    key = journal.prepare(loss()).halves[0].key
    journal.sending(key)
    with pytest.raises(ValueError, match="code"):
        journal.refused(key, ZHANG)


def test_the_second_half_waits_for_the_first(journal: Journal) -> None:
    operation = journal.prepare(pin_change())
    chip, bureau = operation.halves
    with pytest.raises(NotSent):
        journal.sending(bureau.key)
    journal.sending(chip.key)
    journal.confirmed(chip.key)
    journal.sending(bureau.key)
    assert journal.confirmed(bureau.key).standing is Standing.DONE


def test_a_first_half_that_failed_takes_the_waiting_one_with_it(journal: Journal) -> None:
    chip, _ = journal.prepare(pin_change()).halves
    journal.sending(chip.key)
    settled = journal.refused(chip.key, "wrong_pin")
    assert [half.state for half in settled.halves] == [State.REFUSED, State.REVERSED]


def test_halves_beside_each_other_that_end_differently_are_a_person_s_business(journal: Journal) -> None:
    draft = pin_change()
    beside = replace(draft, halves=tuple(replace(half, waits=False) for half in draft.halves))
    one, other = journal.prepare(beside).halves
    for half in (one, other):
        journal.sending(half.key)
    journal.confirmed(one.key)
    assert journal.refused(other.key, "NO").standing is Standing.PENDING


def test_where_one_half_waits_for_the_other_the_last_decides(journal: Journal) -> None:
    first, last = journal.prepare(pin_change()).halves
    journal.sending(first.key)
    journal.confirmed(first.key)
    journal.sending(last.key)
    assert journal.refused(last.key, "NO").standing is Standing.NOT_DONE


def test_a_person_or_card_with_an_open_operation_begins_no_other(journal: Journal) -> None:
    operation = journal.prepare(pin_change())
    with pytest.raises(Unsettled) as of_the_person:
        journal.prepare(loss(ZHANG))
    with pytest.raises(Unsettled):
        journal.prepare(loss(WANG, card=CARD))
    assert of_the_person.value.number == operation.reference.number
    journal.prepare(loss(WANG))
    assert journal.touching(ZHANG, CARD)[0].intention == operation.intention


def test_an_open_mark_is_found_by_the_card(journal: Journal) -> None:
    number = journal.prepare(pin_change()).reference.number
    journal.mark(number)
    assert [operation.reference.number for operation in journal.marked(CARD)] == [number]
    journal.unmark(number)
    assert journal.marked(CARD) == []


def test_a_restart_names_what_was_under_way(bench: Bench) -> None:
    before = bench.open()
    never_sent = before.prepare(loss(WANG)).halves[0].key
    chip, bureau = before.prepare(pin_change()).halves
    before.sending(chip.key)
    number = before.by_key(chip.key).reference.number
    before.slips.keep(number, {"lines": []})
    before.slips.printing(number)

    after = bench.open()
    recovered = after.recover()

    assert (recovered.dropped, recovered.unknown, recovered.slips) == (1, 1, 1)
    assert after.by_key(never_sent).standing is Standing.NOT_DONE
    assert [half.state for half in after.by_key(bureau.key).halves] == [State.UNKNOWN, State.PREPARED]
    assert after.by_number(number).slip is SlipState.UNCONFIRMED
    assert after.recover() == type(recovered)(0, 0, 0)


def test_a_second_half_whose_first_is_done_is_left_for_recovery_to_send(bench: Bench) -> None:
    before = bench.open()
    chip, bureau = before.prepare(pin_change()).halves
    before.sending(chip.key)
    before.confirmed(chip.key)

    after = bench.open()
    after.recover()
    after.sending(bureau.key)
    assert after.confirmed(bureau.key).standing is Standing.DONE


def test_an_operation_with_two_halves_of_which_none_was_sent_is_dropped_whole(bench: Bench) -> None:
    key = bench.open().prepare(pin_change()).halves[0].key
    after = bench.open()
    assert after.recover().dropped == 2
    assert after.by_key(key).standing is Standing.NOT_DONE
    after.prepare(pin_change())


def test_what_a_failed_write_left_prepared_is_dropped_without_a_restart(journal: Journal) -> None:
    journal.prepare(loss(WANG))
    chip, _ = journal.prepare(pin_change()).halves
    journal.sending(chip.key)
    assert journal.drop_unsent() == 1
    assert journal.touching(WANG) == []
    assert [half.state for half in journal.by_key(chip.key).halves] == [State.SENT, State.PREPARED]


def test_a_slip_has_its_own_state_and_reprints_are_counted(journal: Journal) -> None:
    number = journal.prepare(loss()).reference.number
    with pytest.raises(NotInJournal):
        journal.slips.printing(number)
    journal.slips.keep(number, {"lines": ["a"]})
    assert journal.by_number(number).slip is SlipState.WAITING
    journal.slips.printing(number)
    journal.slips.printed(number, SlipState.FAILED)
    assert journal.slips.printing(number) == {"lines": ["a"]}
    journal.slips.printed(number, SlipState.PRINTED)
    assert (journal.by_number(number).slip, journal.by_number(number).reprints) == (SlipState.PRINTED, 1)


def test_what_does_not_settle_in_time_gets_one_ticket_until_it_settles(bench: Bench, journal: Journal) -> None:
    key = journal.prepare(loss()).halves[0].key
    journal.sending(key)
    assert journal.tickets.open_late(3600) == []
    bench.clock.move(hours=2)
    (ticket,) = journal.tickets.open_late(3600)
    assert (ticket.why, ticket.reference) == ("unsettled", journal.by_key(key).reference.number)
    assert journal.tickets.open_late(3600) == []
    assert journal.tickets.open_for(ticket.reference, "card_gone") == ticket
    journal.confirmed(key)
    assert journal.tickets.all_open() == []


def test_an_operation_from_the_future_is_late_at_once(bench: Bench, journal: Journal) -> None:
    journal.sending(journal.prepare(loss()).halves[0].key)
    bench.clock.move(days=-30)
    (ticket,) = journal.tickets.open_late(3600)
    assert ticket.why == "clock_went_back"


def test_a_reference_is_looked_up_by_whoever_holds_the_slip(bench: Bench, journal: Journal) -> None:
    operation = journal.prepare(loss())
    key, reference = operation.halves[0].key, operation.reference
    journal.sending(key)
    assert journal.lookups.standing(str(reference)) is Standing.PENDING
    journal.confirmed(key)
    typed = f" {str(reference).lower().replace('a01', 'aoi')} "
    assert journal.lookups.standing(typed) is Standing.DONE


def test_guesses_are_counted_across_restarts_and_clock_jumps(bench: Bench) -> None:
    number = bench.open().prepare(loss()).reference.number
    for _ in range(5):
        assert bench.open().lookups.standing(f"{number}-2222") is None
    with pytest.raises(TooManyLookups) as refused:
        bench.open().lookups.standing("nonsense")
    assert refused.value.seconds == 600
    bench.clock.move(days=-1)
    with pytest.raises(TooManyLookups):
        bench.open().lookups.standing("nonsense")
    bench.clock.move(seconds=601)
    assert bench.open().lookups.standing("nonsense") is None


def test_right_numbers_are_not_counted(journal: Journal) -> None:
    reference = journal.prepare(loss()).reference
    assert {journal.lookups.standing(str(reference)) for _ in range(20)} == {Standing.PENDING}


def test_reference_numbers_go_on_when_the_clock_goes_back_to_a_day_that_was(bench: Bench, journal: Journal) -> None:
    numbers = [journal.prepare(loss(f"{ZHANG}{i}")).reference.number for i in range(2)]
    bench.clock.move(days=1)
    numbers.append(journal.prepare(loss(f"{ZHANG}-3")).reference.number)
    bench.clock.move(days=-1)
    numbers.append(journal.prepare(loss(f"{ZHANG}-4")).reference.number)
    assert len(set(numbers)) == 4
    assert len(journal.today()) == 3


def test_personal_content_is_destroyed_after_the_days_that_were_lived(bench: Bench, journal: Journal) -> None:
    operation = journal.prepare(loss())
    key, number = operation.halves[0].key, operation.reference.number
    journal.sending(key)
    journal.slips.keep(number, {"lines": []})
    journal.confirmed(key, {"number": "1"})
    bench.clock.move(days=5000)
    assert journal.shred(after_days=3) == 0
    for _ in range(3):
        bench.clock.move(days=1)
        journal.check_writable()
    assert journal.shred(after_days=3) == 1

    gone = journal.by_number(number)
    assert (gone.personal, gone.halves[0].body, gone.halves[0].answer) == (None, None, None)
    assert gone.standing is Standing.DONE
    with pytest.raises(NotInJournal):
        journal.slips.printing(number)
    assert journal.shred(after_days=3) == 0


def test_an_intention_whose_content_is_destroyed_still_begins_nothing_new(journal: Journal) -> None:
    draft = loss()
    operation = journal.prepare(draft)
    journal.reversed(operation.halves[0].key, "not_sent")
    journal.shred(after_days=-1)
    assert journal.prepare(draft).reference == operation.reference
    with pytest.raises(AlreadySent):
        journal.sending(operation.halves[0].key)


def test_what_is_not_settled_is_never_destroyed(bench: Bench, journal: Journal) -> None:
    key = journal.prepare(loss()).halves[0].key
    for _ in range(9):
        bench.clock.move(days=1)
        journal.check_writable()
    assert journal.shred(after_days=1) == 0
    assert journal.sending(key)["id_number"] == ZHANG


def test_nothing_personal_stands_in_the_file_or_in_a_repr(bench: Bench, journal: Journal) -> None:
    operation = journal.prepare(loss())
    journal.sending(operation.halves[0].key)
    journal.confirmed(operation.halves[0].key, {"id_number": ZHANG})
    draft = loss()

    written = b"".join(path.read_bytes() for path in bench.folder.iterdir())
    bcd = bytes.fromhex(ZHANG)
    for secret in (ZHANG.encode(), ZHANG.encode("utf-16-le"), bcd, bcd[3:], "张三".encode(), b"13800001234"):
        assert secret not in written
    for shown in (repr(draft), repr(operation), repr(journal.by_key(operation.halves[0].key))):
        assert ZHANG not in shown
        assert "张三" not in shown


def test_files_are_the_service_user_s_alone(bench: Bench, journal: Journal) -> None:
    journal.prepare(loss())
    modes = {path.name: path.stat().st_mode & 0o777 for path in bench.folder.iterdir()}
    assert set(modes) == {"journal.db", "journal.db-wal", "journal.db-shm", "terminal.key"}
    assert set(modes.values()) == {0o600}


def test_another_key_is_refused(bench: Bench, journal: Journal) -> None:
    journal.prepare(loss())
    with pytest.raises(JournalOfAnotherKey):
        Journal(bench.path, Keyring(b"x" * 32), bench.clock, terminal="A01")


def test_a_later_version_s_file_is_refused_and_left_alone(bench: Bench) -> None:
    bench.open().close()
    other = apsw.Connection(str(bench.path))
    other.execute("PRAGMA user_version = 99")
    other.close()
    before = bench.path.read_bytes()
    with pytest.raises(JournalTooNew, match="99"):
        bench.open()
    assert bench.path.read_bytes() == before


def test_another_program_s_database_is_refused(bench: Bench) -> None:
    other = apsw.Connection(str(bench.path))
    other.execute("CREATE TABLE a (b)")
    other.close()
    with pytest.raises(JournalCorrupt):
        bench.open()


@pytest.mark.parametrize("damage", [b"", b"not a database at all, but long enough to be read as one" * 20])
def test_a_damaged_file_is_named(bench: Bench, damage: bytes) -> None:
    journal = bench.open()
    for number in range(40):
        journal.prepare(loss(f"{number}"))
    journal.close()
    whole = bench.path.read_bytes()
    bench.path.write_bytes(damage or whole[:4096] + b"\xff" * 8192 + whole[12288:])
    with pytest.raises(JournalCorrupt):
        bench.open().unsettled()


def test_content_that_was_moved_or_damaged_is_named(bench: Bench, journal: Journal) -> None:
    journal.prepare(loss(ZHANG))
    journal.prepare(loss(WANG))
    other = apsw.Connection(str(bench.path))
    other.execute("UPDATE half SET body = (SELECT body FROM half WHERE rowid = 1) WHERE rowid = 2")
    with pytest.raises(JournalCorrupt, match="body"):
        journal.unsettled()
    other.close()


def test_two_processes_wait_for_each_other_and_one_gives_up_by_name(
    bench: Bench, journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk.journal.store.BUSY_MS", 1)
    other = bench.open()
    with journal._store.transaction(), pytest.raises(JournalBusy):
        other.prepare(loss())
    other.prepare(loss())
    assert len(journal.today()) == 1
