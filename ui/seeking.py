"""Finds what is meant among titles and keywords: by words, by part of a sentence, by the initials of pinyin."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import TypeVar

B = TypeVar("B")

_FIRST = (
    (0xB0A1, "a"), (0xB0C5, "b"), (0xB2C1, "c"), (0xB4EE, "d"), (0xB6EA, "e"), (0xB7A2, "f"), (0xB8C1, "g"),
    (0xB9FE, "h"), (0xBBF7, "j"), (0xBFA6, "k"), (0xC0AC, "l"), (0xC2E8, "m"), (0xC4C3, "n"), (0xC5B6, "o"),
    (0xC5BE, "p"), (0xC6DA, "q"), (0xC8BB, "r"), (0xC8F6, "s"), (0xCBFA, "t"), (0xCDDA, "w"), (0xCEF4, "x"),
    (0xD1B9, "y"), (0xD4D1, "z"),
)  # fmt: skip
"""Where each initial begins among the 3,755 characters of level 1 of GB/T 2312, which stand in the order of pinyin."""
_LEVEL_1_END = 0xD7FA

_WHOLE = 3
"""Initials of a keyword that say enough to be looked for in a whole sentence's."""
_TITLE, _KEYWORD, _INITIALS, _PART = 8, 6, 4, 1


def initials(words: str) -> str:
    """The initials of the characters that have one, Latin letters as they are: 「卡丢了」 is kdl."""
    return "".join(_initial(character) for character in words.casefold())


def _initial(character: str) -> str:
    if character.isascii():
        return character if character.isalnum() else ""
    code = int.from_bytes(character.encode("gb2312", "ignore"), "big")
    if not _FIRST[0][0] <= code < _LEVEL_1_END:
        return ""
    return [letter for start, letter in _FIRST if start <= code][-1]


def best(sought: str, choices: Iterable[tuple[B, Sequence[str]]]) -> list[B]:
    """The choices that fit, best first; each comes with its title, and then with whatever else is said of it."""
    wanted = "".join(sought.split()).casefold()
    if not wanted:
        return []
    scored = [(_score(wanted, words), choice) for choice, words in choices]
    return [choice for score, choice in sorted(scored, key=lambda pair: -pair[0]) if score]


def _meant(wanted: str, letters: str) -> bool:
    """Whether initials are part of a title's, or hold a whole keyword's: wdkdl (我的卡丢了) holds kdl."""
    return wanted in letters or (len(letters) >= _WHOLE and letters in wanted)


def _score(wanted: str, words: Sequence[str]) -> int:
    plain = ["".join(word.split()).casefold() for word in words if word]
    if any(wanted in word for word in plain[:1]):
        return _TITLE
    if any(wanted in word or word in wanted for word in plain):
        return _KEYWORD
    if wanted.isascii() and any(_meant(wanted, initials(word)) for word in plain):
        return _INITIALS
    return _PART if {*pairwise(wanted)} & {pair for word in plain for pair in pairwise(word)} else 0
