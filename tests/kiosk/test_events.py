"""The catalogue of events and its page in the manual."""

from pathlib import Path

import pytest

from kiosk.events import EventKind, UndeclaredEventError, declarations, declared_fields, events, page, unfinished

DECLARED = Path("kiosk/declared_events.py")


def test_the_manual_is_what_the_catalogue_gives() -> None:
    assert Path("docs/events.md").read_text("utf-8") == page(), "run scripts/events"


def test_the_program_knows_the_events_as_the_catalogue_has_them() -> None:
    assert DECLARED.read_text("utf-8") == declarations(), "run scripts/events"


def test_every_start_names_what_completes_it_and_they_share_a_field() -> None:
    completing = set[str]()
    for event in events().values():
        assert (event.kind is EventKind.START) == bool(event.completed_by), event.name
        for name in event.completed_by:
            completing.add(name)
            assert not event.same or event.same in event.fields & events()[name].fields, event.name
    assert completing == {event.name for event in events().values() if event.kind is EventKind.COMPLETE}


def test_no_event_is_declared_that_nobody_writes() -> None:
    source = "".join(file.read_text("utf-8") for file in Path("kiosk").rglob("*.py") if file != DECLARED)
    assert [name for name in events() if f'"{name}"' not in source] == []


def test_no_field_has_the_name_of_what_every_line_carries() -> None:
    assert not {"no", "at", "event", "after"} & {field for event in events().values() for field in event.fields}


def test_an_unknown_event_has_no_fields() -> None:
    with pytest.raises(UndeclaredEventError):
        declared_fields("session.gossip")


def test_what_nothing_completed_is_found() -> None:
    log = [
        {"event": "operation.started", "intention": "a"},
        {"event": "operation.started", "intention": "b"},
        {"event": "journal.recovered", "unknown": 1},
        {"event": "operation.ended", "intention": "a"},
        {"event": "gone.since"},
    ]
    assert [line["intention"] for line in unfinished(log)] == ["b"]
