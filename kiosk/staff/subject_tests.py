"""The tests of one subject, carried out: by a machine, by a person's eyes and ears, on the screen itself."""

import asyncio
from typing import TYPE_CHECKING, Final

from kiosk.diagnostics.outcomes import Outcome
from kiosk.diagnostics.subjects import COLOURS, SCREEN_SUBJECT, SOUND_SUBJECT, SOUNDS, TOUCH, trials_of
from kiosk.diagnostics.trial import Kind, Trial
from kiosk.staff.free_devices import on_a_thread
from kiosk.staff.live_view import looked_through
from kiosk.staff.trial_words import trial_page
from texts import Text
from ui.check_pages import PlainColours, SoundCheck, Touched, TouchTargets
from ui.pages import Button, Choice, Working

if TYPE_CHECKING:
    from kiosk.staff.acts.diagnostics import Examined

RIGHT = Button("right", Text("diagnostics.all_right"), icon="check")
WRONG = Button("wrong", Text("diagnostics.not_right"), icon="stop")
_NINE_CROSSES = TouchTargets(
    headline=Text("diagnostics.touch_where"), how=Text("diagnostics.touch_where_how"), leave=False
)
MOST_OFF: Final = 6.0
"""Millimetres: half of the least thing that may be touched, less a finger's own blur."""
TOUCHING: Final = 60.0
"""Seconds for nine touches: a panel that takes none leads out by itself."""


async def tested(examined: "Examined", subject: str, test: str) -> None:
    """Carry it out and tell what came of it."""
    if (by_person := _BY_PERSON.get((subject, test))) is not None:
        await by_person(examined)
    else:
        await _tried(examined, subject, next(kind for kind in trials_of(subject, examined.bench) if kind.key == test))


async def _tried(examined: "Examined", subject: str, kind: Kind) -> None:
    session = examined.at.session
    prompt = Text(f"diagnostics.test.{kind.key}_prompt") if kind.prompts else None
    going_on = Text("diagnostics.going_on", test=Text(f"diagnostics.test.{kind.key}"))
    session.show(Working(headline=going_on, how=prompt))
    trial = await session.undisturbed(on_a_thread(lambda: kind.carried_out(examined.bench, subject)))
    passed = trial.passed and (not kind.asks or await _right(examined, subject, kind))
    await _told(examined, subject, kind.key, trial, passed=passed)


async def _right(examined: "Examined", subject: str, kind: Kind) -> bool:
    """What a person says who sees it."""
    session, headline = examined.at.session, Text(f"diagnostics.question.{kind.key}")
    if kind.live:
        answer = await looked_through(session, examined.bench.url(subject), headline, (RIGHT, WRONG))
    else:
        how = Text(f"diagnostics.question.{kind.key}_how")
        answer = await session.offer(Choice(headline=headline, how=how, options=(RIGHT, WRONG)))
    return answer == RIGHT.key


async def _touched(examined: "Examined") -> None:
    try:
        async with asyncio.timeout(TOUCHING):
            touched = await examined.at.session.offer(_NINE_CROSSES)
    except TimeoutError:
        await _told(examined, SCREEN_SUBJECT, TOUCH, Trial(False, reason="not_touched"), passed=False)
        return
    if touched is not None:
        trial = _drift(touched)
        await _told(examined, SCREEN_SUBJECT, TOUCH, trial, passed=trial.passed)


def _drift(touched: Touched) -> Trial:
    figures = {
        "drift_x_mm": round(touched.drift.x, 1),
        "drift_y_mm": round(touched.drift.y, 1),
        "worst_off_mm": round(touched.worst, 1),
    }
    return Trial(touched.worst <= MOST_OFF, figures=figures)


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
    _kept(examined, SCREEN_SUBJECT, COLOURS, Trial(passed), passed=passed)


async def _heard(examined: "Examined") -> None:
    page = SoundCheck(
        headline=Text("diagnostics.sounds_what"),
        how=Text("diagnostics.sounds_how"),
        right=Text("diagnostics.sounds_good"),
        wrong=Text("diagnostics.sounds_bad"),
    )
    heard = await examined.at.session.offer(page)
    trial = Trial(heard.everything and heard.player, figures={"player": heard.player, "voice": heard.voice})
    await _told(examined, SOUND_SUBJECT, SOUNDS, trial, passed=trial.passed)


_BY_PERSON: Final = {
    (SCREEN_SUBJECT, TOUCH): _touched,
    (SCREEN_SUBJECT, COLOURS): _coloured,
    (SOUND_SUBJECT, SOUNDS): _heard,
}


async def _told(examined: "Examined", subject: str, test: str, trial: Trial, *, passed: bool) -> None:
    outcome = _kept(examined, subject, test, trial, passed=passed)
    await examined.at.session.offer(trial_page(outcome, trial))


def _kept(examined: "Examined", subject: str, test: str, trial: Trial, *, passed: bool) -> Outcome:
    """In the file and in the log, under the technician's number."""
    at = examined.at
    at.session.log.write(
        "diagnostics.tested",
        session=at.session.number,
        staff=at.member.number,
        subject=subject,
        test=test,
        outcome="passed" if passed else "failed",
    )
    return examined.outcomes.keep(subject, test, trial.outcome_of(passed=passed), who=at.member.number)
