"""就绪报告: every last test with its name for what is wrong, counters over the log, versions; on both papers alike."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from world import World

from devices.slip import Line, Row, layout
from kiosk.diagnostics.counters import Counters
from kiosk.diagnostics.outcomes import SELF_TEST, Outcomes, Result
from kiosk.diagnostics.readiness_report import Readiness, in_short, lines, readiness, slip, verdict
from kiosk.diagnostics.report import Level
from kiosk.log import EventLog
from texts import Language

NOW = datetime(2026, 11, 22, 4, 31, tzinfo=UTC)


@pytest.fixture
def report(world: World) -> Readiness:
    log = EventLog(world.folder / "log", lambda: NOW - timedelta(hours=5))
    log.write("terminal.starting", version="1", mode="sandbox")
    for number in range(3):
        log.write("session.started", session=number, item="card_status")
        log.write("session.identified", session=number, proofs=["card", "card_pin"], person="", agent="")
    log.write("session.identified", session=4, proofs=["id_card"], person="", agent="")
    log.write("slip.printed", session=1, item="card_status", number="1", state="confirmed", fault=None)
    log.write("slip.printed", session=1, item="card_status", number="2", state="failed", fault="printer_paper_out")
    log.write("record.printed", session=1, serial="1", sheets=4, fault=None)
    log.close()
    later = EventLog(world.folder / "log", lambda: NOW)
    later.write("device.lost", device="id_reader", state="offline", fault="id_reader_silent", detail="")
    later.close()
    outcomes = Outcomes(world.folder, lambda: NOW)
    outcomes.keep("receipt_printer", SELF_TEST, Result(Level.FAILED, fault="printer_paper_out"), who="9001")
    outcomes.keep("backend_clock", SELF_TEST, Result(Level.WARNING, reason="clocks_differ"), who="9001")
    outcomes.keep("sound", "sounds", Result(Level.OK), who="9001")
    return readiness(world.configuration(), outcomes.all(), "9001", NOW)


def test_what_was_done_is_counted_over_the_log(report: Readiness) -> None:
    counted = dict(report.counters)
    assert counted | {"since": ""} == {
        **{"since": "", "sessions": "3", "cards": "3", "id_cards": "1", "slips": "1", "sheets": "4"},
        **{"outages": "1", "starts": "1", "hours": "5"},
    }


def test_the_worst_stands_first_by_the_name_of_what_is_wrong(report: Readiness) -> None:
    told = lines(report, Language.ZH_CN)
    tests = [f"{label} {value}" for label, value in told if " · " in label]
    assert tests[0].startswith("凭条打印机 · 自检 故障 printer_paper_out 2026-11-22 04:31 9001")
    assert tests[1].startswith("与后台的时钟差 · 自检 注意 终端和后台的时钟不一致")
    assert tests[2].startswith("声音和语音 · 提示音和语音 正常 2026")
    assert verdict(report, Language.ZH_CN) == "1 项故障，1 项注意"
    assert dict(told)["版本"]
    assert len(dict(told)["构建摘要"]) == 16


def test_one_thing_is_counted_once_and_who_was_not_reached_is_named(world: World) -> None:
    outcomes = Outcomes(world.folder, lambda: NOW)
    gone = Result(Level.FAILED, {"unreached_duty_desk": "10.0.0.7:443", "places": 2}, reason="not_connected")
    for test in (SELF_TEST, "network"):
        outcomes.keep("network", test, gone, who="9001")
    report = readiness(world.configuration(), outcomes.all(), "9001", NOW)
    assert verdict(report, Language.ZH_CN).startswith("1 项故障")
    told = [value for label, value in lines(report, Language.ZH_CN) if label.startswith("网络 · ")]
    assert ["连不上：值班台 10.0.0.7:443" in value for value in told] == [True, True]


@pytest.mark.parametrize("language", list(Language))
def test_the_slip_says_what_the_page_says_and_no_line_is_longer_than_the_paper(
    report: Readiness, language: Language
) -> None:
    made = slip(report, language)
    said = [part for element in made.elements for part in _words(element)]
    for label, value in lines(report, language):
        assert label in said
        assert " · " in label or any(value in part for part in said)
    assert "  printer_paper_out" in said
    layout(made)


def _words(element: object) -> tuple[str, ...]:
    if isinstance(element, Line):
        return (element.text,)
    return (element.label, element.value) if isinstance(element, Row) else ()


def test_the_code_carries_the_verdict_of_each_test(report: Readiness) -> None:
    short = in_short(report, Language.ZH_CN)
    assert "凭条打印机 · 自检 故障 printer_paper_out" in short
    assert {"1 项故障，1 项注意", "正常 1"} <= set(short.splitlines())


def test_an_empty_log_counts_nothing(tmp_path: Path) -> None:
    assert set(Counters.of(tmp_path / "none").all().values()) == {0}
