"""就绪报告: whether this terminal is fit for service, on paper: last tests, counters, versions, who stands for it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from devices.slip import Align, Element, Feed, Line, Row, Rule, Slip
from kiosk import __version__
from kiosk.clock import minute
from kiosk.config import Configuration, Mode
from kiosk.diagnostics.build import build_digest
from kiosk.diagnostics.counters import Counters
from kiosk.diagnostics.figure_words import figure_is
from kiosk.diagnostics.network import UNREACHED
from kiosk.diagnostics.outcomes import Outcome
from kiosk.diagnostics.report import Level
from kiosk.diagnostics.subjects import BY_PERSON
from texts import Language, Show, Text, render

_MOST_IN_SHORT: Final = 12
_WORST_FIRST: Final = (Level.FAILED, Level.WARNING, Level.OK)


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
    counters = Counters.of(Path(configuration.log.folder))
    counted = [(name, str(number)) for name, number in counters.all().items()]
    return Readiness(
        terminal=configuration.terminal.id,
        at=now,
        who=who,
        sample=configuration.terminal.mode is Mode.SANDBOX,
        about=(("version", __version__), ("build", build_digest()), ("mode", configuration.terminal.mode.value)),
        counters=(("since", f"{counters.since or now:%Y-%m-%d %H:%M}"), *counted),
        tests=tuple(sorted(tests, key=lambda each: (_WORST_FIRST.index(each.stands), each.subject))),
    )


def lines(report: Readiness, language: Language) -> list[tuple[str, str]]:
    """Label and value, in order; a heading has no value."""
    about = ((name, _about(name, value, language)) for name, value in report.about)
    return [
        (_said("diagnostics.report.terminal", language), report.terminal),
        (_said("diagnostics.report.at", language), f"{report.at:%Y-%m-%d %H:%M}"),
        (_said("diagnostics.report.who", language), report.who),
        (_said("diagnostics.report.verdict", language), verdict(report, language)),
        *((_said(f"diagnostics.report.{name}", language), value) for name, value in about),
        (_said("diagnostics.report.counters", language), ""),
        *((_said(f"diagnostics.report.{name}", language), value) for name, value in report.counters),
        (_said("diagnostics.report.tests", language), "" if report.tests else _said("diagnostics.none_yet", language)),
        *((_test(each, language), _outcome(each, language)) for each in report.tests),
    ]


def verdict(report: Readiness, language: Language) -> str:
    """How much has failed, each thing once whatever tests say so; in words, whether it is fit for service."""
    tests = report.tests
    wrong, doubtful = ({each.subject for each in tests if each.stands is level} for level in _WORST_FIRST[:2])
    failed, warned = len(wrong), len(doubtful - wrong)
    if not report.tests:
        return _said("diagnostics.report.untested", language)
    fields = {"failed": failed, "warned": warned}
    good = "diagnostics.report.fit" if not failed else "diagnostics.headline_bad"
    return render(Text(good, **(fields if failed else {"warned": warned})), language, Show.SHORT)


def title(report: Readiness, language: Language) -> str:
    """What stands at the head of the page; a demonstration's says that it is one."""
    words = _said("diagnostics.report.title", language)
    return f"{words} · {_said('slip.sample', language)}" if report.sample else words


def in_short(report: Readiness, language: Language) -> str:
    """For a code to be carried off: which terminal, when, by whom, which build, the verdict, and what is not in order.

    What is in order is only counted: a code holds no more than some two thousand signs.
    """
    about = dict(report.about)
    head = f"{report.terminal} {report.at:%Y-%m-%d %H:%M} {report.who} {about['version']} {about['build']}"
    counted = " ".join(f"{_said(f'diagnostics.report.{name}', language)} {value}" for name, value in report.counters)
    wrong = [each for each in report.tests if each.stands is not Level.OK]
    good = f"{_said('diagnostics.level.ok', language)} {len(report.tests) - len(wrong)}"
    told = (f"{_test(each, language)} {_outcome(each, language)}" for each in wrong[:_MOST_IN_SHORT])
    return "\n".join((head, verdict(report, language), counted, good, *told))


def slip(report: Readiness, language: Language) -> Slip:
    """On 80 mm paper, with room for a signature."""
    untested = len(lines(report, language)) - len(report.tests)
    body: list[Element] = []
    for label, value in lines(report, language)[:untested]:
        body += [Row(label, value)] if value else [Rule(), Line(label, bold=True)]
    tests = [element for each in report.tests for element in _tested(each, language)]
    sample = [Line(_said("slip.sample", language), align=Align.CENTRE)] if report.sample else []
    head = Line(_said("diagnostics.report.title", language), bold=True, large=True, align=Align.CENTRE)
    signed = Row(_said("reconciliation.signed", language), "____________")
    return Slip((*sample, head, Feed(), *body, *tests, Rule(), signed, Feed(2)))


def _tested(outcome: Outcome, language: Language) -> Iterator[Element]:
    """One line where all is well, and below it what is not."""
    stands = _said(f"diagnostics.level.{outcome.stands.value}", language)
    yield Row(_test(outcome, language), f"{stands} {outcome.at[5:16].replace('T', ' ')} {outcome.who}")
    if why := _why(outcome, language):
        yield Line(f"  {why}", bold=True)


def _about(name: str, value: str, language: Language) -> str:
    return _said(f"diagnostics.value.mode.{value}", language) if name == "mode" else value


def _test(outcome: Outcome, language: Language) -> str:
    name = f"diagnostics.{outcome.subject}" if outcome.subject in BY_PERSON else f"doctor.check.{outcome.subject}"
    return f"{_said(name, language)} · {_said(f'diagnostics.test.{outcome.test}', language)}"


def _outcome(outcome: Outcome, language: Language) -> str:
    """How it stands, what is wrong by name, when, and who stood there."""
    stands = _said(f"diagnostics.level.{outcome.stands.value}", language)
    said = (stands, _why(outcome, language), minute(outcome.at), outcome.who)
    return " ".join(filter(None, said))


def _why(outcome: Outcome, language: Language) -> str:
    """Who was not reached, else the fault by its name, else the reason in words; "" where all is well."""
    if outcome.stands is Level.OK:
        return ""
    unreached = (figure_is(*figure) for figure in outcome.figures.items() if figure[0].startswith(UNREACHED))
    if whom := "，".join(render(words, language, Show.SHORT) for words in unreached):
        return whom
    return outcome.fault or (_said(f"doctor.reason.{outcome.reason}", language) if outcome.reason else "")


def _said(text_id: str, language: Language) -> str:
    return render(Text(text_id), language, Show.SHORT)
