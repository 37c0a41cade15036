"""Hands the project's own drawings to QML in the colours of the theme: `image://drawing/NAME/TONE/THEME`."""

import re
from collections.abc import Mapping
from functools import cache

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageReader
from PySide6.QtQuick import QQuickImageProvider

import resources
from ui.theme import Token

_TOKEN = re.compile(r"\{(\w+)\}")
_NEUTRAL = "service"
"""Stands where a service names an icon that is not there."""


class Drawings(QQuickImageProvider):
    """Draws `resources/icons/NAME.svg`, whose colours are token names in braces; `{tone}` is the asker's choice."""

    def __init__(self, tokens: Mapping[str, Mapping[str, Token]]) -> None:
        super().__init__(QQuickImageProvider.ImageType.Image)
        self._tokens = tokens

    def requestImage(self, id: str, size: QSize, requestedSize: QSize) -> QImage:  # noqa: A002, N802, N803 - Qt's names
        """The drawing at the size that the item asks for."""
        name, tone, theme = id.split("/")
        image = _rasterised(_coloured(name, tone, self._tokens[theme]), requestedSize)
        size.setWidth(image.width())
        size.setHeight(image.height())
        return image


def _coloured(name: str, tone: str, tokens: Mapping[str, Token]) -> str:
    colours = {**tokens, "tone": tokens[tone]}
    return _TOKEN.sub(lambda match: str(colours[match[1]]), _source(name))


@cache
def _source(name: str) -> str:
    """Read once: a path's parts are interned for a moment, and that made Python's table grow, page by page."""
    file = resources.path("icons", f"{name}.svg")
    if not file.is_file():
        file = resources.path("icons", f"{_NEUTRAL}.svg")
    return file.read_text("utf-8")


def _rasterised(svg: str, wanted: QSize) -> QImage:
    buffer = QBuffer()
    buffer.setData(QByteArray(svg.encode()))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, QByteArray(b"svg"))
    if wanted.width() > 0 and wanted.height() > 0:
        reader.setScaledSize(reader.size().scaled(wanted, Qt.AspectRatioMode.KeepAspectRatio))
    return reader.read().convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)
