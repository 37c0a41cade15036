"""Commands as bytes, and exchanges that follow 61xx and 6Cxx within bounds."""

from contextlib import contextmanager

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.apdu import Apdu, CardError, StatusWord, exchange, response_of, transmit
from devices.card_reader import CardFault
from devices.faults import DeviceError

READ = Apdu(0x00, 0xB2, 0x01, 0x00, le=0x12)


class Answers:
    """A wire that gives its answers one after the other, and the last one for ever."""

    def __init__(self, *answers):
        self.answers = list(answers)
        self.sent = []

    def transmit(self, apdu):
        self.sent.append(apdu.hex().upper())
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


def test_the_four_cases_of_a_command():
    assert bytes(Apdu(0x00, 0x70, 0x00, 0x00)).hex() == "00700000"
    assert bytes(READ).hex() == "00b2010012"
    assert bytes(Apdu(0x00, 0xA4, 0x02, 0x00, b"\xef\x05")).hex() == "00a4020002ef05"
    assert bytes(Apdu(0x00, 0x88, 0x00, 0x00, bytes(2), le=256)).hex() == "0088000002000000"


def test_a_command_shows_its_header_but_not_its_data():
    assert repr(Apdu(0x00, 0x82, 0x00, 0x0A, b"\xde\xad\xbe\xef")) == "Apdu(00 82 00 0A, 4 bytes, le=None)"


def test_a_wrong_length_is_asked_for_again_with_the_right_one():
    wire = Answers((b"", 0x6C04), (b"data", 0x9000))
    assert transmit(wire, READ) == b"data"
    assert wire.sent == ["00B2010012", "00B2010004"]


def test_what_61xx_announces_is_fetched():
    wire = Answers((b"", 0x6103), (b"abc", 0x6102), (b"de", 0x9000))
    assert transmit(wire, READ) == b"abcde"
    assert wire.sent == ["00B2010012", "00C0000003", "00C0000002"]


def test_6100_announces_256_bytes():
    wire = Answers((b"", 0x6100), (bytes(256), 0x9000))
    assert len(transmit(wire, READ)) == 256
    assert wire.sent[1] == "00C0000000"


def test_a_card_that_never_ends_is_malformed():
    wire = Answers((b"", 0x6101))
    with pytest.raises(DeviceError) as caught:
        transmit(wire, READ)
    assert caught.value.fault is CardFault.MALFORMED
    assert len(wire.sent) < 20


def test_a_second_wrong_length_is_a_refusal():
    with pytest.raises(CardError) as caught:
        transmit(Answers((b"", 0x6C04)), READ)
    assert caught.value.sw == 0x6C04


@pytest.mark.parametrize(("answers"), [[(bytes(0x13), 0x9000)], [(b"", 0x6102), (b"abc", 0x9000)]])
def test_more_than_announced_is_malformed(answers):
    with pytest.raises(DeviceError) as caught:
        transmit(Answers(*answers), READ)
    assert caught.value.fault is CardFault.MALFORMED


def test_a_refusal_carries_status_word_and_header():
    with pytest.raises(CardError, match="SW 6982 to 00 B2 01 00") as caught:
        transmit(Answers((b"", 0x6982)), READ)
    assert caught.value.sw == StatusWord.SECURITY_NOT_SATISFIED
    assert caught.value.fault is CardFault.AUTHENTICATION_MISSING


@contextmanager
def only(*faults):
    """Lets these faults pass, and no other error."""
    try:
        yield
    except DeviceError as error:
        if error.fault not in faults:
            raise


@given(st.binary(max_size=300))
def test_any_bytes_are_a_response_or_malformed(raw):
    with only(CardFault.MALFORMED):
        data, sw = response_of(raw)
        assert data + sw.to_bytes(2, "big") == raw


@given(st.lists(st.tuples(st.binary(max_size=258), st.integers(0, 0xFFFF)), min_size=1, max_size=5))
def test_any_answers_end_in_data_or_a_known_fault(answers):
    with only(CardFault.MALFORMED):
        data, _ = exchange(Answers(*answers), READ)
        assert len(data) <= 17 * 256
