"""Turns the technician's pages into what QML draws."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from texts import Text
from ui.check_pages import (
    COLOURS,
    FARTHEST,
    SOUNDS,
    TARGETS,
    Bars,
    CheckLine,
    Checks,
    PlainColours,
    SoundCheck,
    TouchTargets,
)
from ui.pages import AnyPage
from ui.pen import Drawn, Pen, draw_buttons, draw_main


def _checks(page: Checks, pen: Pen) -> Drawn:
    return {
        "lines": [_line(line, pen) for line in page.lines],
        "bars": _bars(page.bars, pen) if page.bars else None,
        "main": draw_main(page.main, pen),
        "buttons": draw_buttons(page.buttons, pen),
    }


def _line(line: CheckLine, pen: Pen) -> Drawn:
    return {
        "key": line.key,
        "title": pen(line.title),
        "state": pen(line.state),
        "tone": line.tone.value,
        "seen": pen(line.seen),
        "whatNow": pen(line.what_now),
        "when": pen(line.when),
        "opens": line.opens,
    }


def _bars(bars: Bars, pen: Pen) -> Drawn:
    return {
        "counts": list(bars.counts),
        "highest": max(bars.counts, default=0),
        "least": pen(bars.least),
        "most": pen(bars.most),
        "said": pen(bars.said),
    }


def _targets(_page: TouchTargets, pen: Pen) -> Drawn:
    words = [pen(Text("ui.checks.target", number=number, count=TARGETS)) for number in range(1, TARGETS + 1)]
    return {
        "targets": TARGETS,
        "targetWords": words,
        "farthest": FARTHEST,
        "tooFar": pen(Text("ui.checks.too_far")),
        "off": pen(Text("ui.checks.off")),
    }


def _colours(page: PlainColours, pen: Pen) -> Drawn:
    words = [pen(Text("ui.checks.colour", number=n, count=len(COLOURS))) for n in range(1, len(COLOURS) + 1)]
    return {
        "colours": list(COLOURS),
        "colourWords": words,
        "begin": pen(Text("ui.checks.begin")),
        "buttons": draw_buttons(page.buttons, pen),
    }


def _sound_check(page: SoundCheck, pen: Pen) -> Drawn:
    return {
        "sounds": [{"key": key, "label": pen(Text(f"ui.checks.sound.{key}"))} for key in SOUNDS],
        "absent": {name: pen(Text(f"ui.checks.no_{name}")) for name in ("player", "voice")},
        "right": pen(page.right),
        "wrong": pen(page.wrong),
    }


CHECK_DRAWERS: Final[Mapping[type[AnyPage], Callable[[Any, Pen], Drawn]]] = {
    Checks: _checks,
    TouchTargets: _targets,
    PlainColours: _colours,
    SoundCheck: _sound_check,
}
"""Page kind → its drawer."""
