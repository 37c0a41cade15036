"""What a visit has obtained so far, so that 返回 can run a service again without asking or fetching anything twice."""

from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass
from typing import TypeVar, cast

from ui.pages import AnyPage

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class _Answered:
    page: AnyPage
    answer: object


@dataclass(frozen=True, slots=True)
class _Wall:
    """A point that 返回 does not cross: a PIN was typed, something was sent."""


class Memory:
    """Answers in order, and whatever was fetched, by name. `begin` starts a run of the service over it."""

    def __init__(self) -> None:
        self._kept: list[_Answered | _Wall] = []
        self._position = 0
        self._fetched: dict[Hashable, object] = {}
        self._taken_back: _Answered | None = None

    def begin(self) -> None:
        """A run of the service starts at its first line."""
        self._position = 0

    def recall(self, page: AnyPage) -> object | None:
        """The answer given to an equal page at this point of an earlier run; forgets what no longer fits."""
        self._skip_walls()
        if self._position < len(self._kept):
            kept = self._kept[self._position]
            if isinstance(kept, _Answered) and kept.page == page:
                self._position += 1
                return kept.answer
            del self._kept[self._position :]
        return None

    def previous(self, page: AnyPage) -> object | None:
        """The answer that 返回 took back, if it was given to an equal page: shown as already entered."""
        taken = self._taken_back
        return taken.answer if taken is not None and taken.page == page else None

    def keep(self, page: AnyPage, answer: object) -> None:
        """The page at this point was answered."""
        self._kept.append(_Answered(page, answer))
        self._position = len(self._kept)
        self._taken_back = None

    @property
    def place(self) -> int:
        """How far this run of the service has come."""
        return self._position

    def wall(self, *, since: int | None = None) -> None:
        """From here on 返回 does not go back; what was answered `since` then is not asked in a later run."""
        if since is not None:
            self._position = since
        elif self._position < len(self._kept) and isinstance(self._kept[self._position], _Wall):
            self._position += 1
            return
        del self._kept[self._position :]
        self._kept.append(_Wall())
        self._position = len(self._kept)

    @property
    def can_rewind(self) -> bool:
        """Whether there is an answer to take back on this side of a wall."""
        return self._position > 0 and isinstance(self._kept[self._position - 1], _Answered)

    def rewind(self) -> None:
        """Take the last answer back."""
        taken = self._kept[self._position - 1]
        del self._kept[self._position - 1 :]
        self._taken_back = taken if isinstance(taken, _Answered) else None

    async def fetched(self, name: Hashable, fetch: Callable[[], Awaitable[R]]) -> R:
        """What `fetch` gave when it was first asked for under `name`; a failure is not remembered."""
        if name not in self._fetched:
            self._fetched[name] = await fetch()
        return cast("R", self._fetched[name])

    def forget_answers(self) -> None:
        """Another service begins: no page of it was answered yet."""
        self._kept.clear()
        self._position, self._taken_back = 0, None

    def forget_fetched(self) -> None:
        """Something is changed now: what was told before may hold no longer."""
        self._fetched.clear()

    def clear(self) -> None:
        """The visit is over: nothing stays."""
        self._kept.clear()
        self._fetched.clear()
        self._position, self._taken_back = 0, None

    def _skip_walls(self) -> None:
        while self._position < len(self._kept) and isinstance(self._kept[self._position], _Wall):
            self._position += 1

    def __repr__(self) -> str:
        return f"Memory({len(self._kept)} kept, {len(self._fetched)} fetched)"
