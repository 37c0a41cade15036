"""Whatever is touched, wherever and in whichever order, the screen sends nothing that its page could not answer."""

import os
from collections.abc import Callable
from random import Random
from typing import Any

import pytest
from PySide6.QtCore import QPoint

from ui.gallery import SIZES
from ui.hand import visible_items
from ui.pages import Action, UnknownActionError
from ui.specimens import pages
from ui.theme import ThemeName
from ui.voice import Voice

TAPS = 20_000 if os.environ.get("KIOSK_THOROUGH") else 600
"""In all panels together; the whole of it by `make fuzz`."""
TAPS_A_PAGE = 12
OWN = {"extend", "call", "hang_up"}
"""What belongs to the terminal, whatever page stands."""


def unanswerable(page: Any, action: Action) -> bool:
    if action.name in OWN:
        return False
    try:
        page.answer(action.name, action.value)
    except UnknownActionError:
        return True
    return False


def somewhere(bench: Any, random: Random) -> QPoint:
    """Mostly on something that can be pressed, else anywhere on the glass."""
    window = bench.screen.window
    if random.random() < 0.7:
        controls = [i for i in visible_items(window.contentItem()) if i.property("began") is not None]
        if controls:
            return bench.hand._middle(random.choice(controls))
    return QPoint(random.randrange(window.width()), random.randrange(window.height()))


@pytest.mark.timeout(600)
@pytest.mark.parametrize("theme", ThemeName)
def test_a_monkey_finds_no_touch_that_is_no_answer(make_bench: Callable[..., Any], theme: ThemeName) -> None:
    random = Random(f"{theme.value} {TAPS}")
    size = SIZES[list(ThemeName).index(theme)]
    bench = make_bench(width=size.width, height=size.height, panel_inches=size.inches, theme=theme)
    bench.screen.bridge.voice = Voice(speaker=("true",))  # its start is not what is tested
    everything = list(pages().items())
    wrong: list[str] = []
    for _ in range(TAPS // len(ThemeName) // TAPS_A_PAGE):
        name, page = random.choice(everything)
        bench.show(page)
        for _ in range(TAPS_A_PAGE):
            bench.hand._touch(somewhere(bench, random), lift=True)
            bench.clock.time += 0.05
            # At once: a PIN that is complete when it is entered may be cleared by the next tap.
            wrong += [f"{name}: {each.name} {each.value!r}" for each in bench.core.actions if unanswerable(page, each)]
            bench.core.actions.clear()
        bench.screen.reset()
    assert not wrong, "\n".join(wrong)
