"""The HSM on test keys: the worked reading authentication, and what it refuses."""

import pytest

from sandbox.hsm import Hsm, HsmError

QUESTION = (
    "650100",
    "00814A44468660650100001234",
    "03",
    "650100D15600000500001234A1B2C3D4",
    "A0A1A2A3A4A5A6A7",
    "1122334455667788",
    "B0B1B2B3B4B5B6B7",
    "2132435465768798",
)


def test_both_values_of_a_generation_3_card():
    assert Hsm().authorise_reading(*QUESTION) == ("60C36CAD6DFCDAAC", "DA40CC0C5DC05B8E")


def test_the_same_by_des():
    des = (*QUESTION[:2], "01", *QUESTION[3:])
    assert Hsm().authorise_reading(*des) == ("21E160B6ED6805AB", "38655E5B1405B2C8")


def test_older_cards_are_only_asked_to_prove_themselves():
    assert Hsm().authorise_reading(*QUESTION[:6], "", "") == ("60C36CAD6DFCDAAC", "")


@pytest.mark.parametrize(
    ("item", "value", "words"),
    [
        (0, "65010", "area: six digits"),
        (0, "500103", "identifier: it belongs to another area"),
        (1, "00", "reset information: 13 bytes"),
        (2, "02", "algorithm: 01"),
        (3, "zz", "identifier: hex digits"),
        (4, "", "factor: 8 bytes"),
        (7, "00", "raw challenge: 8 bytes"),
    ],
)
def test_a_malformed_item_is_refused_by_name(item: int, value: str, words: str):
    question = [*QUESTION]
    question[item] = value
    with pytest.raises(HsmError, match=words):
        Hsm().authorise_reading(*question)
