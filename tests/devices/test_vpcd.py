"""The reader for virtual cards: presence, power, and a card that goes, is silent, late or talks nonsense."""

import socket
import threading
import time
from contextlib import suppress

import pytest
from far_end import told_when_aborted

from devices.card_reader import CardFault
from devices.faults import DeviceError
from devices.status import Media, State
from devices.vpcd import Control, VpcdReader

OK = bytes.fromhex("9000")


def answers_ok(_command):
    return OK


def fault_of(call, *arguments):
    with pytest.raises(DeviceError) as caught:
        call(*arguments)
    return caught.value.fault


def test_an_empty_reader_is_online_without_a_card(vpcd):
    status = vpcd.poll()
    assert (status.state, status.media, status.fault) == (State.ONLINE, Media.NOT_PRESENT, None)
    assert fault_of(vpcd.connect) is CardFault.ABSENT


def test_a_card_is_seen_without_being_powered(vpcd, insert):
    card = insert(vpcd, answers_ok)
    assert vpcd.poll().media is Media.PRESENT
    assert vpcd.poll().state is State.ONLINE
    assert card.controls == [Control.ATR]


def test_a_connection_powers_the_card_and_its_end_powers_it_off(vpcd, insert):
    card = insert(vpcd, answers_ok)
    with vpcd.connect() as connection:
        assert connection.atr.hex().upper() == "3B6D000000814A44468660650100001234"
        assert connection.transmit(b"\x00\x84\x00\x00\x08") == (b"", 0x9000)
    connection.close()
    assert vpcd.poll().media is Media.PRESENT
    assert card.controls == [Control.POWER_ON, Control.ATR, Control.POWER_OFF, Control.ATR]


def test_a_pulled_card_is_noticed_and_the_next_one_works(vpcd, insert):
    insert(vpcd, answers_ok).pull()
    assert vpcd.poll().media is Media.NOT_PRESENT
    insert(vpcd, answers_ok)
    assert vpcd.poll().media is Media.PRESENT


def test_a_card_swapped_between_two_looks_is_absent_once(vpcd, insert):
    first = insert(vpcd, answers_ok)
    assert vpcd.poll().media is Media.PRESENT
    first.pull()
    insert(vpcd, answers_ok)
    assert [vpcd.poll().media for _ in range(2)] == [Media.NOT_PRESENT, Media.PRESENT]


def test_the_old_connection_never_reaches_the_next_card(vpcd, insert):
    first = insert(vpcd, answers_ok)
    connection = vpcd.connect()
    first.pull()
    insert(vpcd, answers_ok)
    vpcd.poll(), vpcd.poll()
    assert fault_of(connection.transmit, b"\x00\x84\x00\x00\x08") is CardFault.REMOVED


def test_a_closed_connection_says_that_the_card_was_let_go(vpcd, insert):
    insert(vpcd, answers_ok)
    connection = vpcd.connect()
    connection.close()
    assert fault_of(connection.transmit, b"\x00\x84\x00\x00\x08") is CardFault.REMOVED


def test_connecting_again_ends_the_connection_before(vpcd, insert):
    insert(vpcd, answers_ok)
    first, second = vpcd.connect(), vpcd.connect()
    assert fault_of(first.transmit, b"\x00\x84\x00\x00\x08") is CardFault.REMOVED
    assert second.transmit(b"\x00\x84\x00\x00\x08") == (b"", 0x9000)


@pytest.mark.parametrize("atr", [None, b"", b"\x3b"])
def test_a_card_without_an_answer_to_reset_is_present_and_silent(vpcd, insert, atr):
    insert(vpcd, answers_ok, atr=atr)
    for status in (vpcd.poll(), vpcd.poll()):
        assert (status.state, status.media, status.fault) == (State.USER_ERROR, Media.PRESENT, CardFault.SILENT)
    assert fault_of(vpcd.connect) is CardFault.SILENT


def test_a_silent_card_is_asked_once_however_often_one_looks(vpcd, insert):
    card = insert(vpcd, answers_ok, atr=None)
    for _ in range(3):
        vpcd.poll()
    assert card.controls == [Control.ATR]


def test_a_silent_card_that_is_pulled_is_gone(vpcd, insert):
    card = insert(vpcd, answers_ok, atr=None)
    vpcd.poll()
    card.pull()
    assert vpcd.poll().media is Media.NOT_PRESENT


def test_a_late_answer_is_never_taken_for_the_next_one(vpcd, insert):
    let_go = threading.Event()

    def late_then_prompt(command):
        if command[1] == 0x84:
            let_go.wait(20)
            return b"late" + OK
        return b"prompt" + OK

    insert(vpcd, late_then_prompt)
    connection = vpcd.connect()
    assert fault_of(connection.transmit, b"\x00\x84\x00\x00\x08") is CardFault.SILENT
    let_go.set()
    assert connection.transmit(b"\x00\xb2\x01\x00\x12") == (b"prompt", 0x9000)
    assert vpcd.poll().media is Media.PRESENT


def test_what_a_card_says_unasked_is_dropped(vpcd, insert):
    card = insert(vpcd, answers_ok)
    connection = vpcd.connect()
    card.say(b"unasked" + OK)
    time.sleep(0.005)
    assert connection.transmit(b"\x00\x84\x00\x00\x08") == (b"", 0x9000)


@pytest.mark.parametrize("response", [b"", b"\x90", bytes(257) + OK])
def test_a_response_that_can_be_none_is_malformed(vpcd, insert, response):
    insert(vpcd, lambda _: response)
    assert fault_of(vpcd.connect().transmit, b"\x00\x84\x00\x00\x08") is CardFault.MALFORMED


def test_abort_ends_a_blocking_exchange_at_once(insert):
    reader = VpcdReader(0, answer_seconds=30)
    held = threading.Event()
    insert(reader, lambda _: held.wait(20) and None)
    connection = reader.connect()
    assert told_when_aborted(lambda: connection.transmit(b"\x00\x84\x00\x00\x08"), reader.abort) is CardFault.ABORTED
    held.set()
    assert reader.poll().media is Media.NOT_PRESENT
    insert(reader, answers_ok)
    assert reader.poll().media is Media.PRESENT
    reader.close()


def test_a_taken_port_is_a_reader_that_is_gone_until_it_is_free():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        reader = VpcdReader(taken.getsockname()[1])
        status = reader.poll()
        assert (status.state, status.fault) == (State.NO_DEVICE, CardFault.READER_GONE)
        assert fault_of(reader.connect) is CardFault.READER_GONE
    assert reader.poll().state is State.ONLINE
    reader.close()


def test_no_look_at_a_card_that_is_known_waits_for_it(insert):
    reader = VpcdReader(0, look_seconds=20)
    card = insert(reader, answers_ok)
    assert reader.poll().media is Media.PRESENT
    card.atr = None
    began = time.monotonic()
    assert {reader.poll().media for _ in range(20)} == {Media.PRESENT}
    assert time.monotonic() - began < 20
    reader.close()


def test_a_response_that_comes_byte_by_byte_is_whole(vpcd, insert):
    card = insert(vpcd, answers_ok)
    connection = vpcd.connect()

    def dribble(_command):
        for byte in b"\x00\x04ab\x90\x00":
            card._socket.sendall(bytes((byte,)))
        return True

    card._respond = dribble
    assert connection.transmit(b"\x00\x84\x00\x00\x08") == (b"ab", 0x9000)


def test_a_message_that_stops_half_way_is_a_silent_card(vpcd, insert):
    card = insert(vpcd, answers_ok)
    connection = vpcd.connect()
    card._respond = lambda _: card._socket.sendall(b"\x00\x04ab") or True
    assert fault_of(connection.transmit, b"\x00\x84\x00\x00\x08") is CardFault.SILENT


def test_a_card_that_floods_the_line_is_let_go(vpcd, insert):
    card = insert(vpcd, answers_ok)
    vpcd.poll()
    deadline = time.monotonic() + 20

    def flood():
        with suppress(OSError):
            for _ in range(20):
                card.say(bytes(60000))

    threading.Thread(target=flood, daemon=True).start()
    while vpcd.poll().media is Media.PRESENT:
        assert time.monotonic() < deadline
