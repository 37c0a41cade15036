"""What a reader tells by SCardGetAttrib, from a library that answers as pyscard does; a real one: `test_pcsc_real`."""

import sys
from types import ModuleType

import pytest

from devices.pcsc_identity import pcsc_identity

ATTRIBUTES = {0x10100: b"ACS\0", 0x10101: b"ACR39U\0", 0x10102: bytes((7, 0, 2, 1)), 0x10103: b"RR552-033412\0"}
UNSUPPORTED = -2146435041


class Attributes(ModuleType):
    """Counts its open contexts and cards."""

    def __init__(self, answers: dict[int, bytes]) -> None:
        super().__init__("smartcard.scard")
        self.answers = answers
        self.contexts = self.cards = 0

    def SCardEstablishContext(self, scope):  # noqa: N802
        self.contexts += 1
        return [0, 7]

    def SCardReleaseContext(self, context):  # noqa: N802
        self.contexts -= 1
        return 0

    def SCardConnect(self, context, reader, share, protocol):  # noqa: N802
        assert share == 3, "the reader alone, whatever its card"
        if reader != "ACS ACR39U 00 00":
            return [-2146435063, 0, 0]
        self.cards += 1
        return [0, 9, 0]

    def SCardDisconnect(self, card, disposition):  # noqa: N802
        assert disposition == 0, "the card stays as it is"
        self.cards -= 1
        return 0

    def SCardGetAttrib(self, card, number):  # noqa: N802
        return [0, [*self.answers[number]]] if number in self.answers else [UNSUPPORTED, []]


@pytest.fixture
def library(monkeypatch: pytest.MonkeyPatch) -> Attributes:
    made = Attributes(dict(ATTRIBUTES))
    monkeypatch.setitem(sys.modules, "smartcard.scard", made)
    return made


def test_maker_model_firmware_and_serial_number_are_told(library: Attributes) -> None:
    told = {"maker": "ACS", "model": "ACR39U", "firmware": "1.2.7", "serial": "RR552-033412"}
    assert pcsc_identity("ACS ACR39U 00 00") == told
    assert (library.contexts, library.cards) == (0, 0)


def test_what_a_reader_does_not_tell_or_tells_as_nonsense_is_left_out(library: Attributes) -> None:
    library.answers = {0x10101: b"ACR39U", 0x10103: b"\x01\x02"}
    assert pcsc_identity("ACS ACR39U 00 00") == {"model": "ACR39U"}


def test_a_reader_that_is_gone_tells_nothing_and_nothing_stays_open(library: Attributes) -> None:
    assert pcsc_identity("gone") == {}
    assert (library.contexts, library.cards) == (0, 0)


def test_without_pyscard_nothing_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "smartcard.scard", None)
    assert pcsc_identity("ACS ACR39U 00 00") == {}
