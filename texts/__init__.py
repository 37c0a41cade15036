"""What the terminal says: `Text(id, fields)` as a value, rendered where it is drawn, printed or spoken."""

from texts.masking import Kind, Personal
from texts.rendering import Language, MissingTextError, Show, field_names, known_ids, render
from texts.text import Field, Text, joined, literal

__all__ = [
    "Field",
    "Kind",
    "Language",
    "MissingTextError",
    "Personal",
    "Show",
    "Text",
    "field_names",
    "joined",
    "known_ids",
    "literal",
    "render",
]
