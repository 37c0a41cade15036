"""How a broken flow may have ended: not done or done once, with terminal, bureau and card of one mind."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from crash_flows import Flow


@dataclass(frozen=True)
class Verdict:
    """What came of one point. `met`: the break took place; how often the terminal commits by itself varies."""

    met: bool
    wrong: list[str]


@dataclass(frozen=True)
class End:
    """What is left at bureau and card. `effect`, `chip`: None where the flow has none of the kind."""

    effect: int | None
    chip: bool | None
    marks: list[str]
    confirmed: Counter[str]
    forbidden: int

    @property
    def truths(self) -> set[int]:
        """How often it was done, as each of them shows it; one number where they are of one mind."""
        return {int(shown) for shown in (self.effect, self.chip) if shown is not None}


def judged(flow: Flow, told: dict[str, Any], end: End) -> list[str]:
    """Allowed ends: not done, or done once, with terminal, bureau and card of one mind and nothing left open."""
    wrong = [f"open in the end: {what}" for what in told["open"]]
    allowed_alone = {"chip unknown", "bureau confirmed", "marked"} if flow.changes_chip else set[str]()
    wrong += [f"not settled by itself: {what}" for what in told["alone"] if what not in allowed_alone]
    if end.truths not in ({0}, {1}):
        wrong.append(f"bureau and card: {end}")
    return [*wrong, *_not_of_one_mind(flow, Counter(told["done"]), end), *_left_marked(flow, end)]


def _not_of_one_mind(flow: Flow, done: Counter[str], end: End) -> Iterator[str]:
    """What the terminal says against what came of it; of several operations each for itself."""
    if flow.changes_chip:
        if {done[flow.item]} != end.truths:
            yield f"the terminal says {done}, {end}"
        return
    for item in flow.operations:
        if not done[item] == end.confirmed[item] <= 1:
            yield f"the terminal says {done}, the bureau {end.confirmed}"
    if {end.confirmed[flow.operations[0]]} != end.truths:
        yield f"the bureau confirmed {end.confirmed}, its effect is {end.effect}"


def _left_marked(flow: Flow, end: End) -> Iterator[str]:
    if flow.changes_chip and {end.marks.count("changed")} != end.truths:
        yield f"the bureau's marks are {end.marks}, {end}"
    if "open" in end.marks:
        yield "a mark is open"
    if end.forbidden:
        yield "the chip was blocked for ever"
