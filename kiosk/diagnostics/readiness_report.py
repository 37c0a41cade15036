"""就绪报告: whether this terminal is fit for service, on paper: last tests, counters, versions, who stands for it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from devices.slip import Align, Element, Feed, Line, Row, Rule, Slip
from kiosk import __version__
from kiosk.config import Configuration, Mode
from kiosk.diagnostics.build import build_digest
from kiosk.diagnostics.log_search import events
from kiosk.diagnostics.outcomes import Outcome
from kiosk.diagnostics.subjects import SCREEN_SUBJECT
from texts import Language, Show, Text, render

COUNTED: Final[Mapping[str, str]] = {
    "session.started": "sessions",
    "session.identified": "identified",
    "slip.printed": "slips",
    "record.printed": "sheets",
    "device.lost": "outages",
    "terminal.starting": "starts",
}
"""Event → counter."""


@dataclass(frozen=True)
class Readiness:
    """All that the report says, as (label, words) pairs and the tests."""

    terminal: str
    at: datetime
    who: str
    sample: bool
    about: tuple[tuple[str, str], ...]
    counters: tuple[tuple[str, str], ...]
    tests: tuple[Outcome, ...]


def readiness(configuration: Configuration, tests: tuple[Outcome, ...], who: str, now: datetime) -> Readiness:
    """As things stand. The counters go back as far as the event log does."""
    counted, first = Counter[str](), now
    for event in events(Path(configuration.log.folder)):
        first = min(first, datetime.fromisoformat(event["at"]))
        counted[COUNTED.get(event["event"], "")] += 1
    counters = [(name, str(counted[name])) for name in COUNTED.values()]
    return Readiness(
        terminal=configuration.terminal.id,
        at=now,
        who=who,
        sample=configuration.terminal.mode is Mode.SANDBOX,
        about=(("version", __version__), ("build", build_digest()), ("mode", configuration.terminal.mode.value)),
        counters=(("since", f"{first:%Y-%m-%d %H:%M}"), *counters),
        tests=tests,
    )


def lines(report: Readiness, language: Language) -> list[tuple[str, str]]:
    """Label and value, in order; a heading has no value."""
    return [
        (_said("diagnostics.report.terminal", language), report.terminal),
        (_said("diagnostics.report.at", language), f"{report.at:%Y-%m-%d %H:%M}"),
        (_said("diagnostics.report.who", language), report.who),
        *((_said(f"diagnostics.report.{name}", language), value) for name, value in report.about),
        (_said("diagnostics.report.counters", language), ""),
        *((_said(f"diagnostics.report.{name}", language), value) for name, value in report.counters),
        (_said("diagnostics.report.tests", language), "" if report.tests else _said("diagnostics.none_yet", language)),
        *((_test(each, language), _outcome(each, language)) for each in report.tests),
    ]


def in_short(report: Readiness, language: Language) -> str:
    """For a code to be carried off: which terminal, when, by whom, which build, and how each test ended."""
    about = dict(report.about)
    head = f"{report.terminal} {report.at:%Y-%m-%d %H:%M} {report.who} {about['version']} {about['build']}"
    return "\n".join((head, *(f"{_test(each, language)} {_outcome(each, language)}" for each in report.tests)))


def slip(report: Readiness, language: Language) -> Slip:
    """On 80 mm paper, with room for a signature."""
    body: list[Element] = []
    for label, value in lines(report, language):
        body += [Row(label, value)] if value else [Rule(), Line(label, bold=True)]
    sample = [Line(_said("slip.sample", language), align=Align.CENTRE)] if report.sample else []
    title = Line(_said("diagnostics.report.title", language), bold=True, large=True, align=Align.CENTRE)
    signed = Row(_said("reconciliation.signed", language), "____________")
    return Slip((*sample, title, Feed(), *body, Rule(), signed, Feed(2)))


def _test(outcome: Outcome, language: Language) -> str:
    name = "diagnostics.screen" if outcome.subject == SCREEN_SUBJECT else f"doctor.check.{outcome.subject}"
    return f"{_said(name, language)} · {_said(f'diagnostics.test.{outcome.test}', language)}"


def _outcome(outcome: Outcome, language: Language) -> str:
    level = "ok" if outcome.passed else "failed"
    return f"{_said(f'diagnostics.level.{level}', language)} {outcome.at[:16].replace('T', ' ')} {outcome.who}"


def _said(text_id: str, language: Language) -> str:
    return render(Text(text_id), language, Show.SHORT)
