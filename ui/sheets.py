"""Hands pictures that are part of the page on the screen to QML by `image://`; none of them is kept here."""

from collections.abc import Callable

from PySide6.QtCore import QByteArray, QSize
from PySide6.QtGui import QImage
from PySide6.QtQuick import QQuickImageProvider

from ui.document_pages import PictureCheck
from ui.pages import AnyPage
from ui.record_pages import PdfPreview


class PagePictures(QQuickImageProvider):
    """`page`: what stands on the screen now. `find`: its picture, encoded, by what stands behind the last `/`."""

    def __init__(self, page: Callable[[], AnyPage | None], find: Callable[[AnyPage | None, int], bytes | None]) -> None:
        super().__init__(QQuickImageProvider.ImageType.Image)
        self._page = page
        self._find = find

    def requestImage(self, id: str, size: QSize, requestedSize: QSize) -> QImage:  # noqa: A002, ARG002, N802, N803 - Qt's names
        """The picture that is asked for; white where its page has gone meanwhile."""
        image = QImage.fromData(QByteArray(self._find(self._page(), int(id.rpartition("/")[2])) or b""))
        if image.isNull():
            image = QImage(1, 1, QImage.Format.Format_RGB32)
            image.fill(0xFFFFFFFF)
        size.setWidth(image.width())
        size.setHeight(image.height())
        return image


def sheet(page: AnyPage | None, number: int) -> bytes | None:
    """`image://sheet/CHECKSUM/NUMBER`: a page of the document that is looked at, from 0."""
    return page.images[number] if isinstance(page, PdfPreview) and number < len(page.images) else None


def taken(page: AnyPage | None, _number: int) -> bytes | None:
    """`image://taken/NUMBER`: the photograph that is asked about; the number keeps QML from showing an older one."""
    return bytes(page.picture) if isinstance(page, PictureCheck) else None
