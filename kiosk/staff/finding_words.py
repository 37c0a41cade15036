"""What was found, in words for the technician's pages: a level, figures with their names, and what to do."""

from collections.abc import Mapping
from datetime import datetime
from functools import reduce
from typing import Final

from kiosk.diagnostics.detail_words import detail_words
from kiosk.diagnostics.figure_words import figure_is, figure_name, figure_value
from kiosk.diagnostics.report import Figure, Finding, Level, remedy_of
from kiosk.diagnostics.subjects import BY_PERSON
from kiosk.diagnostics.trial import Trial
from texts import Text, literal
from ui.check_pages import CheckLine
from ui.pages import Row, Tone

TONES: Final = {Level.OK: Tone.GOOD, Level.WARNING: Tone.ATTENTION, Level.FAILED: Tone.DANGER}


def title_of(subject: str) -> Text:
    """What it is called."""
    return Text(f"diagnostics.{subject}") if subject in BY_PERSON else Text(f"doctor.check.{subject}")


def level_words(level: Level) -> Text:
    """正常, 注意, 故障."""
    return Text(f"diagnostics.level.{level.value}")


def remedy(subject: str, level: Level, found: Finding | Trial) -> Text | None:
    """What to do; None where all is well."""
    if level is Level.OK:
        return None
    if subject in BY_PERSON:
        return Text(f"diagnostics.{subject}_{'bad' if level is Level.FAILED else 'untested'}")
    return Text(remedy_of(subject, found.fault, found.reason))


def check_line(subject: str, finding: Finding, at: datetime) -> CheckLine:
    """One line of the page with everything."""
    return CheckLine(
        subject,
        title_of(subject),
        level_words(finding.level),
        TONES[finding.level],
        seen=_seen(finding),
        what_now=remedy(subject, finding.level, finding),
        when=literal(f"{at:%H:%M:%S}"),
    )


def figure_rows(figures: Mapping[str, Figure]) -> tuple[Row, ...]:
    """Each figure as a line of a record."""
    return tuple(Row(figure_name(name), figure_value(value, name)) for name, value in figures.items())


def why(found: Finding | Trial) -> Text | None:
    """What is so, and behind it what the driver says of it; None where nothing is to be said."""
    reason = [Text(f"doctor.reason.{found.reason}")] if found.reason else []
    return _joined([*reason, *([detail_words(found.note)] if found.note else [])])


def _seen(finding: Finding) -> Text | None:
    named = [figure_is(name, value) for name, value in finding.figures.items()]
    code = [figure_is("fault", finding.code)] if finding.code else []
    reason = why(finding)
    return _joined([*code, *([reason] if reason else []), *named])


def _joined(said: list[Text]) -> Text | None:
    return reduce(lambda one, other: Text("diagnostics.and_also", one=one, other=other), said) if said else None
