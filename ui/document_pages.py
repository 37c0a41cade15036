"""The pages on which a paper is photographed: the desk with the sheet's outline, then what was taken."""

from dataclasses import dataclass, field
from typing import Protocol, TypeAlias

from texts import Text
from ui.face_pages import FaceView, LiveCapture
from ui.pages import AnyPage, Button, Page, pressed

Outline: TypeAlias = tuple[tuple[float, float], ...]
"""A sheet's corners, in shares of the picture's width and height."""


class DeskView(FaceView, Protocol):
    """The same of a desk: where its sheet lies, too."""

    @property
    def outline(self) -> Outline:
        """Where the sheet was seen last; empty where none was."""
        ...


@dataclass(frozen=True, kw_only=True)
class DocumentCapture(LiveCapture):
    """The desk with the sheet's outline."""

    view: DeskView = field(compare=False, repr=False)


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
        return pressed(self, (self.main, *self.buttons), action, value)


DOCUMENT_KINDS: tuple[type[AnyPage], ...] = (DocumentCapture, PictureCheck)
