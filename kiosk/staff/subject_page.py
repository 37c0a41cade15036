"""One device on its own page: how it stands, what it is, its last faults and tests; and the tests that it has."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kiosk.diagnostics.outcomes import Outcome
from kiosk.diagnostics.past_faults import PastFault, past_faults
from kiosk.diagnostics.report import Figure
from kiosk.diagnostics.subjects import COLOURS, SCREEN_SUBJECT, TOUCH, trials_of
from kiosk.diagnostics.trial import Kind, Trial
from kiosk.staff.finding_words import TONES, figure_rows, level_words, remedy, title_of
from kiosk.staff.free_devices import on_a_thread
from kiosk.staff.trial_words import trial_page
from texts import Text, literal
from ui.check_pages import PlainColours, TouchTargets
from ui.pages import Button, Card, Choice, Record, Row, Tone, Working

if TYPE_CHECKING:
    from kiosk.staff.acts.diagnostics import Examined

AGAIN = Button("look", Text("diagnostics.check_again"), icon="search")
BACK = Button("all", Text("diagnostics.back_to_all"))
RIGHT = Button("right", Text("diagnostics.all_right"), icon="check")
WRONG = Button("wrong", Text("diagnostics.not_right"), icon="stop")
_IS_IT_RIGHT = Choice(
    headline=Text("diagnostics.is_it_right"), how=Text("diagnostics.is_it_right_how"), options=(RIGHT, WRONG)
)
_NINE_CROSSES = TouchTargets(
    headline=Text("diagnostics.touch_where"), how=Text("diagnostics.touch_where_how"), leave=False
)
MOST_OFF: Final = 6.0
"""Millimetres: half of the least thing that may be touched, less a finger's own blur."""
MOST_ROWS: Final = 10


async def subject_page(examined: "Examined", subject: str) -> None:
    """Until everything is asked for again."""
    session = examined.at.session
    folder = Path(session.configuration.log.folder)
    while True:
        faults = await session.undisturbed(on_a_thread(lambda: past_faults(folder, subject)))
        chosen = await session.offer(_page(examined, subject, faults))
        if chosen == BACK.key:
            return
        if chosen != AGAIN.key:
            await _tested(examined, subject, chosen)
        await examined.look(subject)


def _page(examined: "Examined", subject: str, faults: tuple[PastFault, ...]) -> Record:
    finding, at = examined.found[subject]
    todo, rows = remedy(subject, finding), figure_rows(finding.figures)
    told = (
        *_row("diagnostics.remedy", todo),
        *_row("diagnostics.note", literal(finding.note) if finding.note else None),
    )
    now = Card(title=level_words(finding.level), rows=(*told, *rows)[:MOST_ROWS], tone=TONES[finding.level])
    return Record(
        headline=title_of(subject),
        how=Text("diagnostics.overview_how", at=literal(f"{at:%Y-%m-%d %H:%M:%S}")),
        cards=(now, _faults_card(faults), _tests_card(examined.outcomes.of(subject))),
        next_headline=Text("diagnostics.tests"),
        next_steps=(*_tests(examined, subject), AGAIN),
        main=BACK,
        sensitive=False,
    )


def _tests(examined: "Examined", subject: str) -> tuple[Button, ...]:
    names = [kind.key for kind in trials_of(subject, examined.bench)]
    names += [TOUCH, COLOURS] if subject == SCREEN_SUBJECT else []
    return tuple(Button(name, Text(f"diagnostics.test.{name}"), icon="check") for name in names)


def _row(label: str, words: Text | None) -> tuple[Row, ...]:
    return () if words is None else (Row(Text(label), words),)


def _faults_card(faults: tuple[PastFault, ...]) -> Card:
    rows = tuple(
        Row(
            literal(f"{fault.at:%m-%d %H:%M}"),
            literal(fault.name),
            meaning=literal(fault.detail) if fault.detail else None,
        )
        for fault in faults
    )
    summary = None if rows else Text("diagnostics.none_yet")
    return Card(title=Text("diagnostics.last_faults"), rows=rows, summary=summary)


def _tests_card(outcomes: tuple[Outcome, ...]) -> Card:
    rows = tuple(
        Row(
            Text(f"diagnostics.test.{each.test}"),
            level_words_of(each),
            Tone.GOOD if each.passed else Tone.DANGER,
            literal(f"{each.at[:16].replace('T', ' ')} {each.who}"),
        )
        for each in outcomes
    )
    summary = None if rows else Text("diagnostics.none_yet")
    return Card(title=Text("diagnostics.last_tests"), rows=rows, summary=summary)


def level_words_of(outcome: Outcome) -> Text:
    """正常 or 故障."""
    return Text("diagnostics.level.ok" if outcome.passed else "diagnostics.level.failed")


# Testing.


async def _tested(examined: "Examined", subject: str, test: str) -> None:
    if test == TOUCH:
        await _touched(examined)
    elif test == COLOURS:
        await _coloured(examined)
    else:
        await _tried(examined, subject, next(kind for kind in trials_of(subject, examined.bench) if kind.key == test))


async def _tried(examined: "Examined", subject: str, kind: Kind) -> None:
    session = examined.at.session
    prompt = Text(f"diagnostics.test.{kind.key}_prompt") if kind.prompts else None
    going_on = Text("diagnostics.going_on", test=Text(f"diagnostics.test.{kind.key}"))
    session.show(Working(headline=going_on, how=prompt))
    trial = await session.undisturbed(on_a_thread(lambda: kind.carried_out(examined.bench, subject)))
    passed = trial.passed
    if passed and kind.asks:
        page = Choice(
            headline=Text("diagnostics.is_it_right"), how=Text("diagnostics.is_it_right_how"), options=(RIGHT, WRONG)
        )
        passed = await session.offer(page) == RIGHT.key
    outcome = _kept(examined, subject, kind.key, passed=passed, trial=trial)
    await session.offer(trial_page(outcome, trial))


async def _touched(examined: "Examined") -> None:
    touched = await examined.at.session.offer(_NINE_CROSSES)
    if touched is None:
        return
    figures: Mapping[str, Figure] = {
        "drift_x_mm": round(touched.drift.x, 1),
        "drift_y_mm": round(touched.drift.y, 1),
        "worst_off_mm": round(touched.worst, 1),
    }
    trial = Trial(touched.worst <= MOST_OFF, figures=figures)
    outcome = _kept(examined, SCREEN_SUBJECT, TOUCH, passed=trial.passed, trial=trial)
    await examined.at.session.offer(trial_page(outcome, trial))


async def _coloured(examined: "Examined") -> None:
    page = PlainColours(
        headline=Text("diagnostics.colours_what"),
        how=Text("diagnostics.colours_how"),
        buttons=(
            Button("right", Text("diagnostics.colours_good"), icon="check"),
            Button("wrong", Text("diagnostics.colours_bad"), icon="stop"),
        ),
    )
    passed = await examined.at.session.offer(page) == RIGHT.key
    _kept(examined, SCREEN_SUBJECT, COLOURS, passed=passed, trial=Trial(passed))


def _kept(examined: "Examined", subject: str, test: str, *, passed: bool, trial: Trial) -> Outcome:
    """In the file and in the log, under the technician's number."""
    at = examined.at
    note = trial.fault.id if trial.fault else trial.note
    at.session.log.write(
        "diagnostics.tested",
        session=at.session.number,
        staff=at.member.number,
        subject=subject,
        test=test,
        outcome="passed" if passed else "failed",
    )
    return examined.outcomes.keep(subject, test, passed=passed, who=at.member.number, note=note, figures=trial.figures)
