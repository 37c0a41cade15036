"""How a head moves in time: it is never quite still, and carries out an action when it is told to."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

from sandbox.faces.puppet import Pose

ACTIONS = ("blink", "mouth", "left", "right", "nod")
REST: Mapping[str, Pose] = {"lisa": Pose(yaw=17, pitch=-4)}
"""Who was not photographed from the front is turned to it first."""
SECONDS: Mapping[str, float] = {"blink": 0.45, "mouth": 1.1, "left": 1.4, "right": 1.4, "nod": 1.2}


@dataclass(frozen=True, slots=True)
class Act:
    """One action from `begin` on (seconds), as fast and as far as somebody does it (1: as most)."""

    name: str
    begin: float
    pace: float = 1.0
    reach: float = 1.0

    @property
    def end(self) -> float:
        """When it is over."""
        return self.begin + SECONDS[self.name] * self.pace

    def share(self, at: float) -> float:
        """How far it is at that moment: 0 to `reach`, rising and falling smoothly around a short rest."""
        through = (at - self.begin) / (self.end - self.begin)
        if not 0 < through < 1:
            return 0.0
        rise = min(1.0, min(through, 1 - through) * 3)
        return self.reach * (1 - math.cos(math.pi * rise)) / 2


class Mover:
    """Somebody's own way of holding still, and what they were told to do."""

    def __init__(self, face: str, seed: int = 1) -> None:
        self._rest = REST.get(face, Pose())
        self._random = Random(seed)  # noqa: S311 - motion is made up the same way again
        self._sway = [(self._random.uniform(0.15, 0.6), self._random.uniform(0, math.tau)) for _ in range(8)]
        self.acts: list[Act] = []

    def do(self, name: str, begin: float) -> Act:
        """Carry an action out from that moment on, in this person's own pace."""
        act = Act(name, begin, self._random.uniform(0.85, 1.25), self._random.uniform(0.88, 1.08))
        self.acts.append(act)
        return act

    def react(self, name: str, asked: float) -> Act:
        """Carry an action out as people do when they are asked: after half a second or so."""
        return self.do(name, asked + self._random.uniform(0.45, 1.1))

    def pose(self, at: float) -> Pose:
        """How the head is held at that moment."""
        sway = [math.sin(math.tau * rate * at + phase) for rate, phase in self._sway]
        shares = {name: max((act.share(at) for act in self.acts if act.name == name), default=0.0) for name in ACTIONS}
        blink = max(shares["blink"], self._own_blink(at))
        return Pose(
            yaw=self._rest.yaw + 1.3 * sway[0] + 0.5 * sway[1] + 17 * (shares["left"] - shares["right"]),
            pitch=self._rest.pitch + 1.0 * sway[2] + 15 * shares["nod"],
            roll=self._rest.roll + 0.9 * sway[3],
            x=0.012 * sway[4],
            y=0.010 * sway[5] + 0.05 * shares["nod"],
            scale=1 + 0.012 * sway[6],
            blink=min(1.0, blink * 1.1),
            mouth=min(1.0, shares["mouth"]),
        )

    def _own_blink(self, at: float) -> float:
        """Everybody blinks every few seconds without being asked."""
        rate, phase = self._sway[7]
        every = 2.5 + 6 * rate
        return Act("blink", 0.0, 0.6).share((at + phase) % every)
