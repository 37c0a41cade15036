"""Hands the camera's newest picture to QML as a mirror: `image://mirror/NUMBER/TONE/THEME`; nothing of it is kept."""

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QImage
from PySide6.QtQuick import QQuickImageProvider

from ui.face_pages import FaceView
from ui.theme import Token

OVAL = (0.36, 0.40)
"""Half axes of the oval, in shares of the mirror's width and height."""
_BYTES = 3


class Mirror(QQuickImageProvider):
    """`view`: the capture that is on the screen, or None."""

    def __init__(self, view: Callable[[], FaceView | None], tokens: Mapping[str, Mapping[str, Token]]) -> None:
        super().__init__(QQuickImageProvider.ImageType.Image)
        self._view = view
        self._tokens = tokens
        self._outside: tuple[tuple[int, int], Any] | None = None

    def requestImage(self, id: str, size: QSize, requestedSize: QSize) -> QImage:  # noqa: A002, N802, N803 - Qt's names
        """The newest picture at the size that the item asks for; plain ground while there is none."""
        _, tone, theme = id.split("/")
        tokens = self._tokens[theme]
        width, height = max(requestedSize.width(), 1), max(requestedSize.height(), 1)
        size.setWidth(width)
        size.setHeight(height)
        view = self._view()
        picture = view.picture() if view is not None else None
        if picture is None:
            blank = QImage(width, height, QImage.Format.Format_RGB32)
            blank.fill(QColor(str(tokens["scenery"])))
            return blank
        return self._mirrored(picture, (width, height), QColor(str(tokens[tone])))

    def _mirrored(self, picture: Any, wanted: tuple[int, int], edge: QColor) -> QImage:
        cv2 = _opencv()
        image = cv2.flip(cv2.resize(_cut(picture, wanted), wanted), 1)
        cv2.copyTo(image >> 1, self._mask(wanted), image)
        cv2.ellipse(
            image, *_oval(wanted), (edge.blue(), edge.green(), edge.red()), max(4, wanted[0] // 90), cv2.LINE_AA
        )
        shown = QImage(image.data, *wanted, wanted[0] * _BYTES, QImage.Format.Format_BGR888).copy()
        image[:] = 0
        return shown

    def _mask(self, wanted: tuple[int, int]) -> Any:
        """What is outside the oval; the same for every picture of a size."""
        if self._outside is None or self._outside[0] != wanted:
            cv2 = _opencv()
            mask = _filled(wanted)
            cv2.ellipse(mask, *_oval(wanted), 0, -1)
            self._outside = (wanted, mask)
        return self._outside[1]


def _cut(picture: Any, wanted: tuple[int, int]) -> Any:
    """The middle of the picture, in the proportions of the mirror."""
    height, width = picture.shape[:2]
    across = min(width, round(height * wanted[0] / wanted[1]))
    down = min(height, round(width * wanted[1] / wanted[0]))
    left, top = (width - across) // 2, (height - down) // 2
    return picture[top : top + down, left : left + across]


def _oval(wanted: tuple[int, int]) -> tuple[Any, ...]:
    width, height = wanted
    return (width // 2, height // 2), (round(width * OVAL[0]), round(height * OVAL[1])), 0, 0, 360


def _filled(wanted: tuple[int, int]) -> Any:
    import numpy as np  # noqa: PLC0415 (with OpenCV)

    return np.full((wanted[1], wanted[0]), 255, np.uint8)


def _opencv() -> Any:
    """OpenCV, which the camera has loaded by then."""
    import cv2  # noqa: PLC0415 (no page before needs it)

    return cv2
