"""A text as a value: an id and the fields that go into it, in no language yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias

from texts.masking import Personal

Field: TypeAlias = "str | int | date | datetime | Personal | Text"


@dataclass(frozen=True, slots=True, init=False)
class Text:
    """One sentence or label by its id in `resources/texts/LANGUAGE/*.toml`; equal when id and fields are equal."""

    id: str
    fields: tuple[tuple[str, Field], ...]

    def __init__(self, text_id: str, /, **fields: Field) -> None:
        object.__setattr__(self, "id", text_id)
        object.__setattr__(self, "fields", tuple(sorted(fields.items(), key=lambda item: item[0])))


def literal(words: str) -> Text:
    """Words that come from outside (the bureau's own sentence, a place's name): shown as they are, never markup."""
    return Text("common.literal", words=words)


def joined(parts: Sequence[Text]) -> Text:
    """Several texts as one, in order, with the language's own separator between sentences."""
    if len(parts) == 1:
        return parts[0]
    first, rest = parts[0], joined(parts[1:])
    return Text("common.joined", first=first, rest=rest)
