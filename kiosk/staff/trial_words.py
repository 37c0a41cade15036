"""How a test ended, as a page: the outcome, what was measured, how times spread as a chart, and the masked trace."""

from itertools import pairwise
from typing import Final

from kiosk.diagnostics.figure_words import figure_name, figure_value
from kiosk.diagnostics.outcomes import Outcome
from kiosk.diagnostics.trial import Trial
from kiosk.staff.finding_words import TONES, level_words, remedy, why
from texts import Text, literal
from ui.check_pages import Bars, CheckLine, Checks
from ui.pages import Button

DONE = Button("done", Text("ui.words.understood"))
BARS: Final = 12
MOST_TRACE: Final = 20


def trial_page(outcome: Outcome, trial: Trial) -> Checks:
    """Answer: `DONE`."""
    test = Text(f"diagnostics.test.{outcome.test}")
    return Checks(
        headline=Text("diagnostics.passed" if outcome.passed else "diagnostics.failed", test=test),
        lines=(_how(outcome, trial), *_figures(trial), *_trace(trial)),
        bars=_bars(trial.times),
        main=DONE,
    )


def spread(times: tuple[float, ...], bars: int = BARS) -> tuple[int, ...]:
    """How many fall into each of so many parts of equal width between the least and the greatest."""
    least, most = min(times), max(times)
    edges = [least + (most - least) * place / bars for place in range(bars + 1)]
    counts = [sum(low <= time < high for time in times) for low, high in pairwise(edges)]
    counts[-1] += sum(time >= edges[-1] for time in times)
    return tuple(counts)


def _how(outcome: Outcome, trial: Trial) -> CheckLine:
    return CheckLine(
        "",
        Text("diagnostics.outcome"),
        level_words(outcome.stands),
        TONES[outcome.stands],
        seen=why(trial),
        what_now=remedy(outcome.subject, outcome.stands, trial),
        when=literal(f"{outcome.at[11:19]} {outcome.who}"),
        opens=False,
    )


def _figures(trial: Trial) -> tuple[CheckLine, ...]:
    shown = ((figure_name(name), figure_value(value, name)) for name, value in trial.figures.items())
    return tuple(CheckLine("", name, value, opens=False) for name, value in shown)


def _trace(trial: Trial) -> tuple[CheckLine, ...]:
    return tuple(
        CheckLine("", literal(each.sent), Text("diagnostics.milliseconds", value=f"{each.milliseconds:g}"), opens=False)
        for each in trial.trace[:MOST_TRACE]
    )


def _bars(times: tuple[float, ...]) -> Bars | None:
    if not times:
        return None
    least, most = f"{min(times):g}", f"{max(times):g}"
    return Bars(
        spread(times),
        Text("diagnostics.milliseconds", value=least),
        Text("diagnostics.milliseconds", value=most),
        Text("diagnostics.latencies", least=least, most=most),
    )
