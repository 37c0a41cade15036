"""Words for what drivers, the line to the bureau and the system say of a trouble: known by its English, told in any.

A driver's detail is English and knows no texts (`devices` may not); the English of `details.*` is what it says, field
by field, and so the other languages follow from the same id.
"""

import re
from collections.abc import Iterator
from functools import cache, reduce
from typing import Final, NamedTuple

from texts import Language, Text, field_names, known_ids, literal, render

_NESTED: Final = "detail"
"""The field that holds another detail."""
_CODE: Final = re.compile(r"[A-Z0-9][A-Z0-9_.-]*|[\w.-]+:\d+|(/[\w./-]+ ?)+")
"""What is the same in every language: a code of the bureau's or a standard's, an address, paths of files."""


class _Known(NamedTuple):
    text_id: str
    pattern: re.Pattern[str]
    plain: int
    """How many of its signs stand outside fields: the more, the surer."""


def detail_words(detail: str) -> Text:
    """Line after line in words; one that nobody knows as it came, said to be somebody else's."""
    lines = (known_words(line) or Text("doctor.as_it_came", words=literal(line)) for line in detail.splitlines())
    return reduce(lambda one, other: Text("diagnostics.and_also", one=one, other=other), lines)


def known_words(detail: str) -> Text | None:
    """The words for one line; None where there are none."""
    if _CODE.fullmatch(detail):
        return literal(detail)
    for known in _surest_first():
        if (found := known.pattern.fullmatch(detail)) is not None:
            return Text(known.text_id, **{name: _field(name, value) for name, value in found.groupdict().items()})
    return None


def _field(name: str, value: str) -> Text:
    return detail_words(value) if name == _NESTED and value else literal(value)


@cache
def _surest_first() -> tuple[_Known, ...]:
    return tuple(sorted(_known(), key=lambda known: known.plain, reverse=True))


def _known() -> Iterator[_Known]:
    for text_id in known_ids(Language.EN):
        if text_id.startswith("details."):
            fields = {name: f"\0{name}\0" for name in field_names(text_id, Language.EN)}
            parts = render(Text(text_id, **fields), Language.EN).split("\0")
            pattern = "".join(f"(?P<{part}>.*?)" if at % 2 else re.escape(part) for at, part in enumerate(parts))
            yield _Known(text_id, re.compile(pattern), sum(map(len, parts[::2])))
