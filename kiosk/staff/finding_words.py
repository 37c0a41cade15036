"""What was found, in words for the technician's pages: a level, figures with their names, and what to do."""

from collections.abc import Mapping
from datetime import datetime
from functools import reduce
from typing import Final

from kiosk.diagnostics.report import Figure, Finding, Level
from kiosk.diagnostics.subjects import SCREEN_SUBJECT
from texts import Text, literal
from ui.check_pages import CheckLine
from ui.pages import Row, Tone

TONES: Final = {Level.OK: Tone.GOOD, Level.WARNING: Tone.ATTENTION, Level.FAILED: Tone.DANGER}


def title_of(subject: str) -> Text:
    """What it is called."""
    return Text("diagnostics.screen") if subject == SCREEN_SUBJECT else Text(f"doctor.check.{subject}")


def level_words(level: Level) -> Text:
    """正常, 注意, 故障."""
    return Text(f"diagnostics.level.{level.value}")


def remedy(subject: str, finding: Finding) -> Text | None:
    """What to do; None where all is well."""
    if finding.level is Level.OK:
        return None
    if finding.fault is not None:
        return Text(f"faults.{finding.fault.id}.staff")
    if subject == SCREEN_SUBJECT:
        return Text("diagnostics.screen_bad" if finding.level is Level.FAILED else "diagnostics.screen_untested")
    return Text(f"doctor.remedy.{subject}")


def check_line(subject: str, finding: Finding, at: datetime) -> CheckLine:
    """One line of the page with everything."""
    return CheckLine(
        subject,
        title_of(subject),
        level_words(finding.level),
        TONES[finding.level],
        seen=_seen(finding),
        what_now=remedy(subject, finding),
        when=literal(f"{at:%H:%M:%S}"),
    )


def figure_rows(figures: Mapping[str, Figure]) -> tuple[Row, ...]:
    """Each figure as a line of a record."""
    return tuple(Row(figure_name(name), figure_value(value)) for name, value in figures.items())


def figure_name(name: str) -> Text:
    """Its name with its unit."""
    return Text(f"diagnostics.figure.{name}")


def figure_value(value: Figure) -> Text:
    """As it is; yes and no in words."""
    if isinstance(value, bool):
        return Text("diagnostics.yes" if value else "diagnostics.no")
    return literal(f"{value:g}" if isinstance(value, float) else str(value))


def _seen(finding: Finding) -> Text | None:
    named = [
        Text("diagnostics.figure_is", name=figure_name(name), value=figure_value(value))
        for name, value in finding.figures.items()
    ]
    said = [*named, *([literal(finding.note)] if finding.note else [])]
    return reduce(lambda one, other: Text("diagnostics.and_also", one=one, other=other), said) if said else None
