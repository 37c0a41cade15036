"""Hands QML what lies under the document camera: `image://desk/NUMBER/TONE/THEME`; nothing of it is kept here."""

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPolygonF
from PySide6.QtQuick import QQuickImageProvider

from ui.document_pages import DocumentCapture, Outline
from ui.pages import AnyPage
from ui.theme import Token

_BYTES = 3


class Desk(QQuickImageProvider):
    """`page`: what stands on the screen now."""

    def __init__(self, page: Callable[[], AnyPage | None], tokens: Mapping[str, Mapping[str, Token]]) -> None:
        super().__init__(QQuickImageProvider.ImageType.Image)
        self._page = page
        self._tokens = tokens

    def requestImage(self, id: str, size: QSize, requestedSize: QSize) -> QImage:  # noqa: A002, N802, N803 - Qt's names
        """The newest picture, whole, at the size that the item asks for, with the sheet's outline."""
        _, tone, theme = id.split("/")
        tokens, page = self._tokens[theme], self._page()
        wanted = QSize(max(requestedSize.width(), 1), max(requestedSize.height(), 1))
        size.setWidth(wanted.width())
        size.setHeight(wanted.height())
        image = QImage(wanted, QImage.Format.Format_RGB32)
        image.fill(QColor(str(tokens["scenery"])))
        picture = page.view.picture() if isinstance(page, DocumentCapture) else None
        if picture is not None and isinstance(page, DocumentCapture):
            _draw(image, picture, page.view.outline, QColor(str(tokens[tone])))
        return image


def _draw(image: QImage, picture: Any, outline: Outline, colour: QColor) -> None:
    """The whole picture in the middle of `image`, and a line around the sheet."""
    height, width = picture.shape[:2]
    seen = QImage(picture.data, width, height, width * _BYTES, QImage.Format.Format_BGR888)
    share = min(image.width() / width, image.height() / height)
    across, down = width * share, height * share
    place = QRectF((image.width() - across) / 2, (image.height() - down) / 2, across, down)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.drawImage(place, seen)
    if outline:
        painter.setPen(QPen(colour, max(4, image.width() // 120), j=Qt.PenJoinStyle.RoundJoin))
        corners = [QPointF(place.x() + x * across, place.y() + y * down) for x, y in outline]
        painter.drawPolygon(QPolygonF(corners))
    painter.end()
