"""Asks for actions and watches for them: what a picture, a print or a recording cannot do on demand.

Each action is seen against how the face was held before it, and counts when it began after it was asked for and was
taken back. Doing something else instead ends the try. Everybody blinks unasked, so a blink is never asked for alone,
and an unasked one means nothing.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import Enum, unique
from statistics import median
from typing import Final

from vision.look import Look
from vision.measures import Measures
from vision.quality import Guidance


@unique
class Action(Enum):
    """What can be asked for; left and right are the person's own."""

    BLINK = "blink"
    MOUTH = "mouth"
    LEFT = "left"
    RIGHT = "right"
    NOD = "nod"


@unique
class Failure(Enum):
    """Why a try ended without success."""

    NO_PICTURE = "no_picture"
    """No good picture to begin with, within the limit."""
    TOO_SLOW = "too_slow"
    OTHER_ACTION = "other_action"
    FACE_LOST = "face_lost"


@dataclass(frozen=True, slots=True)
class LivenessLimits:
    """Seconds."""

    ready: float = 30.0
    """To find a good picture: nobody has to hurry."""
    action: float = 12.0
    still: float = 0.6
    """So long a good picture must have been held before anything is asked."""
    reaction: float = 0.2
    """What begins sooner after it was asked for was begun without having been asked."""
    away: float = 0.7
    """A face that was lost for longer may be another one."""


TURNED: Final = 0.13
NODDED: Final = 0.034
OPENED: Final = 20.0
SHUT: Final = 0.66
"""A turn, a nod (both by `Measures`), an open mouth, and shut eyes by how far they were open before."""
BACK: Final = 0.45
"""An action is taken back when this share of what it takes to count is left of it."""
BACK_OPEN: Final = 0.82
OTHER: Final = 1.35
"""Another action ends the try when it goes so much further than it would have to."""
OTHER_FOR: Final = 2
"""Pictures in a row."""
JUMP: Final = 0.6
"""A face that is so many of its widths away in the next picture is another one."""
LEAST_STILL: Final = 4
BLINK_AT_MOST: Final = 2.0


def challenge(count: int, choose: Callable[[Sequence[Action]], Action]) -> tuple[Action, ...]:
    """`count` different actions at random; `choose` as `secrets.choice`. Never a blink alone."""
    chosen: list[Action] = []
    for _ in range(count):
        left = [action for action in Action if action not in chosen]
        chosen.append(choose([action for action in left if count > 1 or action is not Action.BLINK]))
    return tuple(chosen)


@dataclass(frozen=True, slots=True)
class Trial:
    """How a try stands: `asked` is the action that is wanted now; `done` counts those that were seen."""

    asked: Action | None = None
    done: int = 0
    passed: bool = False
    failure: Failure | None = None

    @property
    def over(self) -> bool:
        """Whether it has ended."""
        return self.passed or self.failure is not None


@dataclass(frozen=True, slots=True)
class _Held:
    """How the face was held before anything was asked."""

    turn: float
    nod: float
    mouth: float
    eyes: float

    def shares(self, measures: Measures) -> dict[Action, float]:
        """How far each action is done now: 1 is enough. Blinking is measured apart."""
        turn = (measures.turn - self.turn) / TURNED
        return {
            Action.LEFT: turn,
            Action.RIGHT: -turn,
            Action.NOD: (measures.nod - self.nod) / NODDED,
            Action.MOUTH: (measures.mouth - self.mouth) / OPENED,
        }


class Liveness:
    """One try at `actions`. Times are those of the pictures, in seconds."""

    def __init__(self, actions: tuple[Action, ...], limits: LivenessLimits | None = None) -> None:
        self._actions = actions
        self._limits = limits or LivenessLimits()
        self._trial = Trial()
        self._began: float | None = None
        self._good: list[tuple[float, Look]] = []
        self._held: _Held | None = None
        self._asked_at = 0.0
        self._neutral = False
        self._doing_since: float | None = None
        self._others = 0
        self._seen_at = 0.0
        self._last: Measures | None = None

    @property
    def wants_eyes(self) -> bool:
        """Whether the next picture's eyes are to be measured."""
        return self._held is None or self._trial.asked is Action.BLINK

    def feed(self, look: Look, at: float) -> Trial:
        """What one more picture tells."""
        if self._began is None:
            self._began = self._seen_at = at
        if not self._trial.over:
            step = self._before if self._held is None else self._during
            self._trial = step(look, at)
        return self._trial

    # Before: a good picture, held for a moment.

    def _before(self, look: Look, at: float) -> Trial:
        assert self._began is not None
        if at - self._began > self._limits.ready:
            return Trial(failure=Failure.NO_PICTURE)
        if look.guidance is not Guidance.HOLD:
            self._good.clear()
            return self._trial
        self._good.append((at, look))
        if len(self._good) >= LEAST_STILL and at - self._good[0][0] >= self._limits.still:
            self._held = _held([good for _, good in self._good])
            self._seen_at, self._last = at, look.measures
            return self._ask(0, at)
        return self._trial

    def _ask(self, number: int, at: float) -> Trial:
        self._asked_at, self._neutral, self._doing_since, self._others = at, False, None, 0
        if number == len(self._actions):
            return Trial(done=number, passed=True)
        return Trial(asked=self._actions[number], done=number)

    # During: the action that was asked for, and no other.

    def _during(self, look: Look, at: float) -> Trial:
        assert self._held is not None
        measures = look.measures
        if measures is None or look.guidance is Guidance.ONE_ONLY or self._jumped(measures):
            gone = measures is not None or at - self._seen_at > self._limits.away
            return self._failed(Failure.FACE_LOST) if gone else self._trial
        self._seen_at, self._last = at, measures
        if at - self._asked_at > self._limits.action:
            return self._failed(Failure.TOO_SLOW)
        shares = self._held.shares(measures)
        if self._does_another(shares):
            return self._failed(Failure.OTHER_ACTION)
        return self._ask(self._trial.done + 1, at) if self._carried_out(shares, look.eyes, at) else self._trial

    def _failed(self, failure: Failure) -> Trial:
        return replace(self._trial, asked=None, failure=failure)

    def _jumped(self, measures: Measures) -> bool:
        last = self._last
        return last is not None and abs(measures.x - last.x) + abs(measures.y - last.y) > JUMP * last.width

    def _does_another(self, shares: dict[Action, float]) -> bool:
        """A turned head's mouth measures as open: from when the asked action was reached until it is taken back nothing
        else is looked for. By half it is not yet under way, for a head turned unasked opens the mouth by half as well.
        """
        asked = self._trial.asked
        strongest = max((action for action in shares if action is not asked), key=lambda action: shares[action])
        under_way = asked in shares and (self._doing_since is not None or shares[asked] >= 1)
        self._others = self._others + 1 if shares[strongest] > OTHER and not under_way else 0
        return self._others >= OTHER_FOR

    def _carried_out(self, shares: dict[Action, float], eyes: float, at: float) -> bool:
        """Whether the asked action was begun after it was asked for, reached, and taken back."""
        assert self._held is not None
        if self._trial.asked is Action.BLINK:
            reached, back = eyes < SHUT * self._held.eyes, eyes > BACK_OPEN * self._held.eyes
        else:
            assert self._trial.asked is not None
            share = shares[self._trial.asked]
            reached, back = share >= 1, share < BACK
        if self._doing_since is not None and self._trial.asked is Action.BLINK:
            self._doing_since = None if at - self._doing_since > BLINK_AT_MOST else self._doing_since
        if reached and self._neutral and self._doing_since is None:
            self._doing_since = at
        self._neutral |= back and at - self._asked_at >= self._limits.reaction
        return back and self._doing_since is not None


def _held(looks: list[Look]) -> _Held:
    measures = [look.measures for look in looks if look.measures is not None]
    return _Held(
        median(one.turn for one in measures),
        median(one.nod for one in measures),
        median(one.mouth for one in measures),
        max(look.eyes for look in looks),
    )
