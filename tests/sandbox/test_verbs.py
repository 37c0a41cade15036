"""Typed commands."""

import pytest

from sandbox.part import CommandError
from sandbox.verbs import carry_out

VERBS = {"add": "add A [B]：相加"}
ACTIONS = {"add": lambda a, b="1": str(int(a) + int(b))}


def test_a_verb_takes_its_words() -> None:
    assert carry_out(ACTIONS, VERBS, "add", ["2", "3"]) == "5"
    assert carry_out(ACTIONS, VERBS, "add", ["2"]) == "3"


@pytest.mark.parametrize("words", [[], ["1", "2", "3"]])
def test_too_many_or_too_few_words_are_told_the_help(words: list[str]) -> None:
    with pytest.raises(CommandError, match="add A"):
        carry_out(ACTIONS, VERBS, "add", words)


def test_an_unknown_verb_is_told_the_known_ones() -> None:
    with pytest.raises(CommandError, match="可以用：add"):
        carry_out(ACTIONS, VERBS, "subtract", [])
