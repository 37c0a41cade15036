"""One device on its own page: how it stands at this moment, what it is, its last faults and tests, and its tests."""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kiosk.clock import minute
from kiosk.diagnostics.detail_words import detail_words
from kiosk.diagnostics.outcomes import Outcome
from kiosk.diagnostics.past_faults import PastFault, past_faults
from kiosk.diagnostics.report import Finding, Level
from kiosk.diagnostics.subjects import BY_PERSON, LIVE, trials_of
from kiosk.staff.finding_words import TONES, figure_rows, level_words, remedy, title_of, why
from kiosk.staff.free_devices import on_a_thread
from kiosk.staff.subject_tests import tested
from kiosk.waiting import first_of
from texts import Text, literal
from ui.pages import Button, Card, Record, Row

if TYPE_CHECKING:
    from kiosk.staff.acts.diagnostics import Examined

AGAIN = Button("look", Text("diagnostics.check_again"), icon="search")
BACK = Button("all", Text("diagnostics.back_to_all"))
MOST_ROWS: Final = 10
IDENTITY: Final = frozenset({
    *("reader", "maker", "model", "hardware", "firmware", "serial", "queue", "place"),
    *("atr", "sam_id", "terminal_number", "version", "address"),
})  # fmt: skip
"""Figures that say what it is, rather than how it stands."""


async def subject_page(examined: "Examined", subject: str) -> None:
    """Until everything is asked for again."""
    session = examined.at.session
    folder = Path(session.configuration.log.folder)
    while True:
        faults = await session.undisturbed(on_a_thread(lambda: past_faults(folder, subject)))
        chosen = await _chosen(examined, subject, faults)
        if chosen == BACK.key:
            return
        if chosen != AGAIN.key:
            await tested(examined, subject, chosen)
        await examined.look(subject)


async def _chosen(examined: "Examined", subject: str, faults: tuple[PastFault, ...]) -> str:
    """What is pressed. Meanwhile the device is looked at again and again; the page is drawn anew when it changes."""
    while True:
        asking = asyncio.ensure_future(examined.at.session.offer(_page(examined, subject, faults)))
        changing = asyncio.ensure_future(examined.until_changed(subject))
        async with first_of(asking, changing):
            if asking.done():
                return asking.result()


def _page(examined: "Examined", subject: str, faults: tuple[PastFault, ...]) -> Record:
    finding, at = examined.found[subject]
    figures = finding.figures
    who = {name: value for name, value in figures.items() if name in IDENTITY}
    told = (
        *_row("diagnostics.remedy", remedy(subject, finding.level, finding)),
        *_row("diagnostics.figure.fault", literal(finding.code) if finding.code else None),
        *_row("diagnostics.note", why(finding)),
        *figure_rows({name: value for name, value in figures.items() if name not in IDENTITY}),
    )
    now = Card(title=level_words(finding.level), rows=told[:MOST_ROWS], tone=TONES[finding.level])
    itself = (Card(title=Text("diagnostics.identity"), rows=figure_rows(who)[:MOST_ROWS]),) if who else ()
    return Record(
        headline=title_of(subject),
        how=Text(
            "diagnostics.subject_live" if subject in LIVE else "diagnostics.subject_seen",
            at=literal(f"{at:%Y-%m-%d %H:%M:%S}"),
        ),
        cards=(now, *itself, _faults_card(finding, faults), _tests_card(examined.outcomes.of(subject))),
        next_headline=Text("diagnostics.tests"),
        next_steps=(*_tests(examined, subject), AGAIN),
        main=BACK,
        sensitive=False,
    )


def _tests(examined: "Examined", subject: str) -> tuple[Button, ...]:
    names = [kind.key for kind in trials_of(subject, examined.bench)]
    names += BY_PERSON.get(subject, ())
    return tuple(Button(name, Text(f"diagnostics.test.{name}"), icon="check") for name in names)


def _row(label: str, words: Text | None) -> tuple[Row, ...]:
    return () if words is None else (Row(Text(label), words),)


def _faults_card(finding: Finding, faults: tuple[PastFault, ...]) -> Card:
    """The one that is there now, which no log may know yet, and those of the log."""
    present = (Row(Text("diagnostics.now"), literal(finding.code)),)
    logged = (Row(literal(f"{fault.at:%m-%d %H:%M}"), _said_of(fault)) for fault in faults)
    rows = (*(present if finding.level is Level.FAILED else ()), *logged)
    summary = None if rows else Text("diagnostics.none_yet")
    return Card(title=Text("diagnostics.last_faults"), rows=rows, summary=summary)


def _said_of(fault: PastFault) -> Text:
    code = literal(fault.code)
    return Text("diagnostics.and_also", one=code, other=detail_words(fault.detail)) if fault.detail else code


def _tests_card(outcomes: tuple[Outcome, ...]) -> Card:
    rows = tuple(
        Row(
            Text(f"diagnostics.test.{each.test}"),
            level_words(each.stands),
            TONES[each.stands],
            literal(f"{minute(each.at)} {each.who}"),
        )
        for each in outcomes
    )
    summary = None if rows else Text("diagnostics.none_yet")
    return Card(title=Text("diagnostics.last_tests"), rows=rows, summary=summary)
