"""Hands the pages of the document on the screen to QML: `image://sheet/CHECKSUM/NUMBER`. It keeps none of them."""

from collections.abc import Callable

from PySide6.QtCore import QSize
from PySide6.QtGui import QImage
from PySide6.QtQuick import QQuickImageProvider

from ui.pages import AnyPage
from ui.record_pages import PdfPreview


class Sheets(QQuickImageProvider):
    """`page`: what stands on the screen now."""

    def __init__(self, page: Callable[[], AnyPage | None]) -> None:
        super().__init__(QQuickImageProvider.ImageType.Image)
        self._page = page

    def requestImage(self, id: str, size: QSize, requestedSize: QSize) -> QImage:  # noqa: A002, ARG002, N802, N803 - Qt's names
        """The page of that number (from 0), white where the document has gone meanwhile."""
        page, number = self._page(), int(id.rpartition("/")[2])
        image = QImage()
        if isinstance(page, PdfPreview) and number < len(page.images):
            image = QImage.fromData(page.images[number])
        if image.isNull():
            image = QImage(1, 1, QImage.Format.Format_RGB32)
            image.fill(0xFFFFFFFF)
        size.setWidth(image.width())
        size.setHeight(image.height())
        return image
