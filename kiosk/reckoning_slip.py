"""The day's reconciliation on paper, for the branch's file: counts, and each difference in words."""

from collections.abc import Callable, Iterable
from typing import TypeAlias

from devices.slip import Align, Element, Feed, Line, Row, Rule, Slip
from kiosk.config import Configuration, Mode
from kiosk.place import in_both
from kiosk.reckoning import Reckoned
from texts import Language, Show, Text, known_ids, render

Say: TypeAlias = Callable[[str], str]
"""The words of a text without fields."""


def reckoning_slip(reckoned: Reckoned, configuration: Configuration) -> Slip:
    """In the terminal's own language: staff read it, not residents."""
    say = _sayer(Language(configuration.terminal.language))
    terminal, found = configuration.terminal, reckoned.differences
    sample = [Line(say("slip.sample"), align=Align.CENTRE)] if terminal.mode is Mode.SANDBOX else []
    place = in_both(terminal.place, terminal.place_en)
    return Slip(
        (
            *sample,
            Line(say("reconciliation.title"), bold=True, large=True, align=Align.CENTRE),
            Feed(),
            Row(say("reconciliation.day"), reckoned.day.isoformat()),
            Row(say("slip.terminal"), terminal.id),
            Row(say("slip.place"), render(place, Language(terminal.language), Show.SHORT)),
            Row(say("reconciliation.operations"), str(reckoned.operations)),
            Row(say("reconciliation.differences"), str(len(found)), bold=True),
            Rule(),
            *_differences(say, reckoned),
            Row(say("reconciliation.signed"), "____________"),
            Feed(2),
        )
    )


def _sayer(language: Language) -> Say:
    return lambda name: render(Text(name), language, Show.SHORT)


def _differences(say: Say, reckoned: Reckoned) -> Iterable[Element]:
    """The reference, what differs, and what each side says."""
    if not reckoned.differences:
        yield Line(say("reconciliation.none"))
        yield Feed()
    for found in reckoned.differences:
        yield Row(found.number or "-", say(f"reconciliation.difference.{found.difference.value}"), bold=True)
        yield Row(say("reconciliation.ours"), _said(say, found.ours))
        yield Row(say("reconciliation.theirs"), _said(say, found.theirs))
        yield Rule()


def _said(say: Say, word: str) -> str:
    """An outcome, or an item by its title; a number as it is."""
    names = (f"reconciliation.ended.{word}", f"{word}.title")
    return next((say(name) for name in names if name in known_ids(Language.ZH_CN)), word or "-")
