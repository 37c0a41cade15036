"""The pages on which a face is taken: consent of its own before, then the mirror that guides."""

from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol

from texts import Text
from ui.pages import AnyPage, Button, Page, Tone, pressed


class Guide(NamedTuple):
    """What the mirror says now: words, how they are meant, and how much is done (0 to 1).

    `headline` stands in place of the page's while something else is asked for than at first.
    """

    words: Text
    tone: Tone = Tone.NEUTRAL
    share: float = 0.0
    headline: Text | None = None


class FaceView(Protocol):
    """The screen's look at a capture that goes on elsewhere. Called from the screen's thread."""

    def picture(self) -> Any | None:
        """The newest live picture (height × width × 3, blue, green, red); None while the camera shows none."""
        ...

    @property
    def guide(self) -> Guide:
        """What to tell the resident now."""
        ...


@dataclass(frozen=True, kw_only=True)
class Consent(Page[bool]):
    """Separate consent: why, what, where to, how long, who, what else. Two buttons of one size; nothing is chosen."""

    points: tuple[tuple[Text, Text], ...]
    """(label, words) pairs."""
    agree: Text
    decline: Text

    def _own_answer(self, action: str, value: object) -> bool:
        if action not in ("agree", "decline"):
            return super()._own_answer(action, value)
        return action == "agree"


@dataclass(frozen=True, kw_only=True)
class LiveCapture(Page[str]):
    """What a camera sees, with guidance. It ends by itself; an answer is the key of another way.

    `view` is compared by identity: no two captures are the same page.
    """

    view: FaceView = field(compare=False, repr=False)
    turn: object = field(default_factory=object, repr=False)
    camera: Text | None = None
    """That the camera is on, said for everybody who stands before it."""
    trouble: Text | None = None
    other_ways: tuple[Button, ...] = ()
    sensitive: bool = True

    def _own_answer(self, action: str, value: object) -> str:
        return pressed(self, self.other_ways, action, value)


@dataclass(frozen=True, kw_only=True)
class FaceCapture(LiveCapture):
    """The mirror with its oval."""


FACE_KINDS: tuple[type[AnyPage], ...] = (Consent, FaceCapture)
