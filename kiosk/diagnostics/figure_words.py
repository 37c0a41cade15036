"""Words for what was measured: each figure by its name with its unit, and the values that devices tell by a word."""

from typing import TYPE_CHECKING, Final

from texts import Text, literal

if TYPE_CHECKING:
    from kiosk.diagnostics.report import Figure

IN_WORDS: Final = frozenset({"state", "media", "supplies", "printed", "mode", "generation"})
"""Figures whose values are words of a vocabulary: `diagnostics.value.NAME.VALUE`."""


def figure_is(name: str, value: "Figure") -> Text:
    """Name and value in one."""
    return Text("diagnostics.figure_is", name=figure_name(name), value=figure_value(value, name))


def figure_name(name: str) -> Text:
    """Its name with its unit."""
    return Text(f"diagnostics.figure.{name}")


def figure_value(value: "Figure", name: str = "") -> Text:
    """As it is; yes and no, and what devices tell of their state, in words."""
    if isinstance(value, bool):
        return Text("diagnostics.yes" if value else "diagnostics.no")
    if name in IN_WORDS:
        return Text(f"diagnostics.value.{name}.{value}")
    return literal(f"{value:g}" if isinstance(value, float) else str(value))
