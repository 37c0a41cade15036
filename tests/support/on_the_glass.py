"""What somebody sees of the screen, and what assistive technology can tell of it."""

from collections.abc import Iterator
from typing import Any

from PySide6.QtGui import QAccessible

from ui.hand import visible_items


def seen(bench: Any) -> list[str]:
    """All texts that stand on the screen, as they are read: without what holds a line together."""
    items = visible_items(bench.screen.window.contentItem())
    return [plain(str(item.property("text"))) for item in items if item.property("text")]


def plain(words: str) -> str:
    """Without word joiners (U+2060), and with ordinary spaces."""
    return words.replace("\u2060", "").replace("\u00a0", " ")


def accessible(bench: Any) -> Iterator[Any]:
    """The window and everything below it in the accessibility tree, in its order."""

    def walk(node: Any) -> Iterator[Any]:
        yield node
        for place in range(node.childCount()):
            if (child := node.child(place)) is not None:
                yield from walk(child)

    return walk(QAccessible.queryAccessibleInterface(bench.screen.window))


def heard(bench: Any) -> Iterator[str]:
    """All that can be read there: names, descriptions, values and texts."""
    for node in accessible(bench):
        for kind in (QAccessible.Text.Name, QAccessible.Text.Description, QAccessible.Text.Value):
            yield node.text(kind)
        if (text := node.textInterface()) is not None:
            yield text.text(0, text.characterCount())
