"""Streams of pictures of whom and what may stand before a camera, and the verdict on each: seeded, without a clock."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sandbox.faces import FACES
from sandbox.faces.motion import Mover
from sandbox.faces.scenes import Altered, Live, Nobody, Printed, Sensor, Still, Two
from vision.capture import FaceCapture
from vision.liveness import Action, LivenessLimits, Trial, challenge
from vision.models import installed_in, present
from vision.quality import Guidance

SIZE = (320, 240)
RATE = 8.0
"""Pictures a second: a third of a real camera's, so that many streams can be played."""
LIMITS = LivenessLimits(ready=2.5, action=3.5)
ALTERED = ("dark", "blurred", "masked")
KINDS = ("live", "still", "frozen", "printed", "replayed", "two", "nobody", *ALTERED)


@dataclass(frozen=True)
class Verdict:
    """What became of one stream. `by_chance`: a recording that happens to hold what was asked, in the asked order."""

    kind: str
    seed: int
    trial: Trial
    guidance: tuple[Guidance, ...]
    by_chance: bool = False
    pictures: int = 0


def networks() -> Path | None:
    """Where the networks are installed; None where they are not."""
    folder = installed_in()
    return folder if present(folder) else None


def verdict(kind: str, seed: int, *, rate: float = RATE, limits: LivenessLimits = LIMITS) -> Verdict:
    """Play the stream `kind` number `seed` against a fresh try with two random actions."""
    dice = random.Random(f"{kind} {seed}")
    actions = challenge(2, dice.choice)
    picture, mover, held = _stream(kind, seed, dice)
    told: list[Guidance] = []
    with FaceCapture(installed_in(), actions, limits) as capture:
        at, asked, trial = 0.0, None, Trial()
        while not trial.over:
            seen = capture.feed(picture(at), at)
            told.append(seen.guidance)
            trial = seen.trial
            if trial.asked is not None and trial.asked is not asked:
                asked = trial.asked
                if mover is not None:
                    mover.react(asked.value, at)
            at += 1 / rate
    return Verdict(kind, seed, trial, tuple(told), _holds(held, actions), len(told))


def _holds(held: tuple[Action, ...], asked: tuple[Action, ...]) -> bool:
    """Whether a recording answers the question; everybody blinks by themselves, so a blink is in every recording."""
    others, wanted = ([action for action in row if action is not Action.BLINK] for row in (held, asked))
    return bool(held) and (held == asked or (Action.BLINK in asked and others[: len(wanted)] == wanted))


def _stream(
    kind: str, seed: int, dice: random.Random
) -> tuple[Callable[[float], Any], Mover | None, tuple[Action, ...]]:
    """The pictures by their moment; whoever does what is asked; and what a recording holds."""
    face, sensor = FACES[seed % len(FACES)], Sensor(SIZE, seed)
    mover: Mover | None = None
    held: tuple[Action, ...] = ()
    if kind in ("live", "replayed"):
        live = Live(face, SIZE, seed)
        scene: Any = live
        if kind == "live":
            mover = live.mover
        else:
            held = challenge(2, dice.choice)
            for number, action in enumerate(held):
                live.mover.do(action.value, dice.uniform(1.2, 1.8) + number * 2.2)
    elif kind == "printed":
        scene = Printed(face, SIZE, seed)
        mover = scene.mover
    elif kind in ("still", "frozen"):
        scene = Still(face, SIZE, seed)
    elif kind == "two":
        scene = Two((face, FACES[(seed + 1) % len(FACES)]), SIZE, seed)
    elif kind == "nobody":
        scene = Nobody(SIZE)
    else:
        scene = Altered(Live(face, SIZE, seed), kind)
    if kind == "frozen":
        frozen = sensor.sense(scene.picture(0.0))
        return lambda _: frozen, None, held
    return lambda at: sensor.sense(scene.picture(at)), mover, held
