"""Cards that are no social security card say so by their status word."""

import pytest

from sandbox.chip import SSSE_NAME
from sandbox.foreign_cards import foreign_cards

SELECT_SSSE = bytes.fromhex("00A404000F") + SSSE_NAME


@pytest.mark.parametrize("kind", ["foreign-bank", "foreign-sim", "foreign-transit"])
def test_a_foreign_card_refuses_the_social_security_application(kind: str):
    card = foreign_cards()[kind]
    card.power_on()
    assert card.transmit(SELECT_SSSE) == bytes.fromhex("6A82")
    assert len(card.transmit(b"")) == 2
    card.power_off()


def test_a_bank_card_knows_its_payment_environment():
    answer = foreign_cards()["foreign-bank"].transmit(bytes.fromhex("00A404000E") + b"1PAY.SYS.DDF01" + b"\0")
    assert answer.startswith(b"\x6f")
    assert answer.endswith(bytes.fromhex("9000"))
