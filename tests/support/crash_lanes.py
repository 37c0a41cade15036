"""Flows broken at many points, a few at a time: each waits for its sockets more than it reckons."""

from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from queue import SimpleQueue
from types import TracebackType
from typing import Any, Self

from crash_points import Point
from warm import Warm


@dataclass(frozen=True)
class Verdict:
    """What came of one point. `met`: the break took place; how often the terminal commits by itself varies. `done`: how
    often it was done, as bureau and card show it."""

    met: bool
    wrong: list[str]
    done: list[int]


class Lanes:
    """So many warm processes, each of which breaks one flow at a time."""

    def __init__(self, number: int = 2) -> None:
        self._number = number
        self._free: SimpleQueue[Warm] = SimpleQueue()
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        for _ in range(self._number):
            self._free.put(self._stack.enter_context(Warm("warm_rigs.py")))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    def dry(self, flow: str) -> dict[str, Any]:
        """The flow with nothing that breaks: its counts and its end."""
        return self._asked({"flow": flow})

    def lines(self, flow: str) -> list[str]:
        """The lines of the terminal's code that it runs."""
        return self._asked({"flow": flow, "lines": True})["told"]["lines"]

    def broken(self, flow: str, points: Iterable[Point]) -> Mapping[Point, Verdict]:
        """What came of each point."""
        wanted = list(points)
        jobs = [{"flow": flow, "point": (point.seam, point.number, point.way.name)} for point in wanted]
        return dict(zip(wanted, self._verdicts(jobs), strict=True))

    def killed(self, flow: str, lines: Iterable[str]) -> Mapping[str, Verdict]:
        """What came of a SIGKILL at each line, `kiosk/operations.py:120`, the first time it was about to be run."""
        wanted = list(lines)
        jobs = [{"flow": flow, "line": line} for line in wanted]
        return dict(zip(wanted, self._verdicts(jobs), strict=True))

    def _verdicts(self, jobs: list[dict[str, Any]]) -> list[Verdict]:
        with ThreadPoolExecutor(self._number) as pool:
            return [_verdict(told) for told in pool.map(self._asked, jobs)]

    def _asked(self, job: dict[str, Any]) -> dict[str, Any]:
        lane = self._free.get()
        try:
            return lane.ask(job)
        finally:
            self._free.put(lane)


def _verdict(told: dict[str, Any]) -> Verdict:
    if "error" in told:
        return Verdict(met=False, wrong=[told["error"]], done=[])
    return Verdict(told["met"], told["wrong"], told.get("done", []))
