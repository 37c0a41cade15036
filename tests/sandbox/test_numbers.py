"""Check digits, against published vectors."""

import pytest

from sandbox.numbers import account_number, card_number, id_number


@pytest.mark.parametrize(
    "number", ["110101199003070011", "110101199003078910", "11010519491231002X", "810000198506120016"]
)
def test_citizen_numbers(number: str):
    assert id_number(number[:17]) == number


@pytest.mark.parametrize("number", ["D2143569X", "X00000019", "ET000077X", "A00000011"])
def test_card_numbers(number: str):
    assert card_number(number[:8]) == number


def test_account_numbers():
    assert account_number("7992739871") == "79927398713"
