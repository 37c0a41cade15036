"""The technician's pages: everything that was looked at, nine targets, plain colours, sounds."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import hypot
from statistics import median
from typing import NamedTuple

from texts import Text
from ui.pages import AnyPage, Button, Page, Tone, UnknownActionError, pressed


@dataclass(frozen=True, slots=True)
class CheckLine:
    """One thing that was looked at: how it stands in a word, what was seen, what to do, and when. To be pressed.

    `opens`: whether it has a page of its own.
    """

    key: str
    title: Text
    state: Text
    tone: Tone = Tone.NEUTRAL
    seen: Text | None = None
    what_now: Text | None = None
    when: Text | None = None
    opens: bool = True


@dataclass(frozen=True, slots=True)
class Bars:
    """How often which: a chart of counts from left to right, with its two ends and its middle in words."""

    counts: tuple[int, ...]
    least: Text
    most: Text
    said: Text


@dataclass(frozen=True, kw_only=True)
class Checks(Page[str]):
    """Everything at a glance, the worst first. Answer: the key of a line that opens, or of a button."""

    lines: tuple[CheckLine, ...] = ()
    bars: Bars | None = None
    main: Button | None = None
    buttons: tuple[Button, ...] = ()

    def _own_answer(self, action: str, value: object) -> str:
        pressed = (*((self.main,) if self.main else ()), *self.buttons)
        keys = {line.key for line in self.lines if line.opens} | {button.key for button in pressed if button.enabled}
        if action == "press" and value in keys:
            return str(value)
        return super()._own_answer(action, value)


class Hit(NamedTuple):
    """How far from the middle of a target the finger came down, in millimetres: to the right, and downwards."""

    x: float
    y: float

    @property
    def off(self) -> float:
        """The distance."""
        return hypot(self.x, self.y)


TARGETS = 9
"""Three by three, over the whole panel."""
FARTHEST = 200.0
"""Millimetres: no finger that means one target is farther from it."""


@dataclass(frozen=True, slots=True)
class Touched:
    """Nine targets, one after the other."""

    hits: tuple[Hit, ...]

    @property
    def worst(self) -> float:
        """The largest distance."""
        return max(hit.off for hit in self.hits)

    @property
    def drift(self) -> Hit:
        """By how much all of them lie to one side: the median, which one slip of the finger does not move."""
        return Hit(median(hit.x for hit in self.hits), median(hit.y for hit in self.hits))


@dataclass(frozen=True, kw_only=True)
class TouchTargets(Page[Touched | None]):
    """Nine crosses, one after the other, to be hit in their middle. Answer: None where it was given up by Esc."""

    def _own_answer(self, action: str, value: object) -> Touched | None:
        if action == "give_up":
            return None
        words: Sequence[str] = value.split(" ") if action == "touched" and isinstance(value, str) else ()
        try:
            hits = tuple(Hit(*(float(number) for number in word.split(","))) for word in words)
        except (TypeError, ValueError):
            hits = ()
        if len(hits) != TARGETS or not all(hit.off <= FARTHEST for hit in hits):
            raise UnknownActionError("nine distances are asked for")
        return Touched(hits)


COLOURS = ("#000000", "#ffffff", "#ff0000", "#00ff00", "#0000ff")
"""Each fills the panel once: a pixel that is dead in one part of a colour stands out in one of them."""


@dataclass(frozen=True, kw_only=True)
class PlainColours(Page[str]):
    """One colour after the other over the whole panel, by touch; then what was seen. Answer: a button's key."""

    buttons: tuple[Button, ...] = ()

    def _own_answer(self, action: str, value: object) -> str:
        return pressed(self, self.buttons, action, value)


SOUNDS = ("key", "success", "attention", "alarm", "voice")
"""What is played when its button is pressed: three cues, the alarm for a card left behind, a spoken sentence."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What a person said, and what the machine has: `player` plays sounds, `voice` speaks."""

    everything: bool
    player: bool
    voice: bool


@dataclass(frozen=True, kw_only=True)
class SoundCheck(Page[Heard]):
    """Each sound played by its button; then whether all were heard. The screen adds what the machine has."""

    right: Text
    wrong: Text

    def _own_answer(self, action: str, value: object) -> Heard:
        words = value.split(" ") if action == "heard" and isinstance(value, str) else []
        if words and words[0] in ("right", "wrong") and set(words[1:]) <= {"player", "voice"}:
            return Heard(words[0] == "right", "player" in words, "voice" in words)
        return super()._own_answer(action, value)


CHECK_KINDS: tuple[type[AnyPage], ...] = (Checks, TouchTargets, PlainColours, SoundCheck)
