"""The pages on which a paper is photographed: the desk with the sheet's outline, then what was taken."""

from dataclasses import dataclass, field
from typing import Any, Protocol, TypeAlias

from texts import Text
from ui.face_pages import Guide
from ui.pages import AnyPage, Button, Page, UnknownActionError

Outline: TypeAlias = tuple[tuple[float, float], ...]
"""A sheet's corners, in shares of the picture's width and height."""


class DeskView(Protocol):
    """The screen's look at a capture that goes on elsewhere. Called from the screen's thread."""

    def picture(self) -> Any | None:
        """The newest live picture (height × width × 3, blue, green, red); None while the camera shows none."""
        ...

    @property
    def guide(self) -> Guide:
        """What to tell the resident now."""
        ...

    @property
    def outline(self) -> Outline:
        """Where the sheet was seen last; empty where none was."""
        ...


@dataclass(frozen=True, kw_only=True)
class DocumentCapture(Page[str]):
    """What the document camera sees, with the sheet's outline. It ends by itself; an answer is another way's key."""

    view: DeskView = field(compare=False, repr=False)
    turn: object = field(default_factory=object, repr=False)
    camera: Text | None = None
    """That the camera is on, said for everybody who stands before it."""
    trouble: Text | None = None
    other_ways: tuple[Button, ...] = ()
    sensitive: bool = True

    def _own_answer(self, action: str, value: object) -> str:
        return _pressed(self, self.other_ways, action, value)


@dataclass(frozen=True, kw_only=True)
class PictureCheck(Page[str]):
    """What was taken, large: keep it, or take it again. Answer: the key of a button.

    `picture`: a JPEG, which whoever asks overwrites afterwards; it is compared by identity and never printed.
    """

    picture: bytearray = field(compare=False, repr=False)
    turn: object = field(default_factory=object, repr=False)
    shows: Text
    """What is in the picture, for who cannot see it."""
    main: Button
    buttons: tuple[Button, ...] = ()
    sensitive: bool = True

    def _own_answer(self, action: str, value: object) -> str:
        return _pressed(self, (self.main, *self.buttons), action, value)


def _pressed(page: Page[str], buttons: tuple[Button, ...], action: str, value: object) -> str:
    if action == "press" and any(button.key == value and button.enabled for button in buttons):
        return str(value)
    raise UnknownActionError(f"{type(page).__name__} has no action {action!r} like that")


DOCUMENT_KINDS: tuple[type[AnyPage], ...] = (DocumentCapture, PictureCheck)
