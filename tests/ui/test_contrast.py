"""The contrast of words as they are drawn: the colour of each text against the colour that is really under it."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QPointF, QRect, QRectF
from PySide6.QtGui import QColor, QImage

from ui.gallery import SIZES, Size
from ui.hand import visible_items
from ui.specimens import pages
from ui.theme import TEXT_CONTRAST, ThemeName, contrast

PAGES = pages()
LEAST_PIXELS = 40
"""A text that has fewer of them on the glass is not measured: it is leafed away."""
PICTURES = ("plain_colours",)
"""Pages whose ground is what is looked at."""


def words_with_ground(bench: Any) -> Iterator[tuple[str, str, str]]:
    """(words, their colour, the most frequent colour within their box)."""
    image = bench.screen.grab()
    for item in visible_items(bench.screen.window.contentItem()):
        words, colour = item.property("text"), item.property("color")
        if not words or not isinstance(colour, QColor) or item.property("truncated") is None:
            continue
        box = item.mapRectToScene(QRectF(QPointF(0, 0), item.size())).toRect() & shown_of(item, image)
        if box.width() * box.height() >= LEAST_PIXELS:
            yield str(words), colour.name(), ground(image.copy(box), colour.name())


def shown_of(item: Any, image: QImage) -> QRect:
    """What of the glass is left to an item by whatever clips it."""
    seen, up = QRectF(image.rect()), item.parentItem()
    while up is not None:
        if up.clip():
            seen = seen & up.mapRectToScene(QRectF(QPointF(0, 0), up.size()))
        up = up.parentItem()
    return seen.toRect()


def ground(picture: QImage, words: str) -> str:
    """The most frequent colour that is not the words' own."""
    plain = picture.convertToFormat(QImage.Format.Format_RGB32)
    counted = Counter(memoryview(plain.constBits()).cast("I"))
    colours = (QColor.fromRgb(colour).name() for colour, _ in counted.most_common(2))
    return next((colour for colour in colours if colour != words), words)


@pytest.mark.parametrize("theme", ThemeName)
@pytest.mark.parametrize("size", SIZES, ids=lambda size: size.name)
def test_every_word_stands_out_from_what_is_under_it(make_bench: Any, size: Size, theme: ThemeName) -> None:
    bench = make_bench(width=size.width, height=size.height, panel_inches=size.inches, theme=theme)
    pale: list[str] = []
    for name, page in PAGES.items():
        if name in PICTURES:
            continue
        bench.show(page)
        bench.settle()
        for words, colour, under in words_with_ground(bench):
            if contrast(colour.upper(), under.upper()) < TEXT_CONTRAST:
                pale.append(
                    f"{name}: {words[:20]!r} {colour} on {under}: {contrast(colour.upper(), under.upper()):.1f}"
                )
    assert not pale, "\n".join(pale)


def test_pale_words_would_be_found() -> None:
    picture = QImage(40, 20, QImage.Format.Format_RGB32)
    picture.fill(QColor("#999999"))
    picture.setPixelColor(1, 1, QColor("#777777"))
    assert contrast("#777777", ground(picture, "#777777").upper()) < TEXT_CONTRAST
