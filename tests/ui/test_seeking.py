"""Home finds what is meant: by words, by part of what one says, by the initials of pinyin."""

import pytest

from ui.seeking import best, initials

CHOICES = [
    ("card_status", ("卡状态查询", "看看卡能不能用")),
    ("loss", ("挂失 · 解挂", "卡丢了，马上停用", "卡丢了", "lost")),
    ("pension", ("养老资格认证", "看镜头，一分钟")),
]


@pytest.mark.parametrize(
    ("words", "letters"), [("卡丢了", "kdl"), ("养老资格认证", "ylzgrz"), ("PIN 密码", "pinmm"), ("𬍛，", "")]
)
def test_characters_have_the_initials_of_their_pinyin(words: str, letters: str) -> None:
    assert initials(words) == letters


@pytest.mark.parametrize(
    ("sought", "first"),
    [
        ("状态", "card_status"),
        ("我的卡丢了", "loss"),
        ("LOST", "loss"),
        ("kdl", "loss"),
        ("gs", "loss"),
        ("ylzg", "pension"),
        ("办养老", "pension"),
    ],
)
def test_the_best_is_what_was_meant(sought: str, first: str) -> None:
    assert best(sought, CHOICES)[0] == first


@pytest.mark.parametrize("sought", ["", "  ", "zzz", "公积金"])
def test_what_is_not_there_is_not_found(sought: str) -> None:
    assert best(sought, CHOICES) == []


def test_a_title_comes_before_a_keyword() -> None:
    assert best("卡", CHOICES) == ["card_status", "loss"]
