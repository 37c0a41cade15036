"""The PC/SC driver against a real pcscd with vsmartcard's reader; collected by `test_pcsc_real.py` in a namespace."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from devices.apdu import CardError
from devices.card_reader import CardFault
from devices.faults import DeviceError
from devices.pcsc import PcscReader
from devices.pcsc_identity import pcsc_identity
from devices.pin import Pin
from devices.social_security_card import PinVerified, SocialSecurityCard
from devices.status import Media, State

PORT = 35963
SELECT = "00A404000F7378312E73682EC9E7BBE1B1A3D5CF"
VERIFY = "0020000003123456"
ANSWERS = {
    SELECT: "6F16840F7378312E73682EC9E7BBE1B1A3D5CFA50388011E9000",
    "00A4020002EF05": "9000",
    "00B2010012": "0110650100D15600000500001234A1B2C3D49000",
    "00B2030006": "0304322E30309000",
    "00B207000B": "07094130303030303031319000",
    **dict.fromkeys(("00B2050006", "00B2060006", "00B2020003", "00B204000E"), "6A83"),
    VERIFY: "9000",
}
HOLDING = """
import sys
from devices.pcsc import PcscReader

connection = PcscReader().connect()
print("held", flush=True)
sys.stdin.read()
"""
SEEN_WITHIN = 20.0
"""Seconds, on however busy a machine; pcscd itself looks every 0.4 s at a reader that does not tell by itself."""
BACK_WITHIN = 5.0
"""Seconds that the terminal has."""


class Service:
    """A pcscd of our own."""

    def __init__(self):
        self.start()

    def start(self):
        self._process = subprocess.Popen(["pcscd", "-f"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def kill(self):
        self._process.kill()
        self._process.wait()


class Port:
    port = PORT


@pytest.fixture
def service():
    running = Service()
    yield running
    running.kill()


@pytest.fixture
def reader():
    opened = PcscReader()
    yield opened
    opened.close()


def seen(reader, within=SEEN_WITHIN, **wanted):
    """The first status that is as wanted, looked for as the terminal does."""
    deadline = time.monotonic() + within
    status = reader.poll()
    while any(getattr(status, name) != value for name, value in wanted.items()):
        assert time.monotonic() < deadline, status
        time.sleep(0.01)
        status = reader.poll()
    return status


def open_files():
    return len(list(Path("/proc/self/fd").iterdir()))


def fault_of(call, *arguments):
    with pytest.raises(DeviceError) as caught:
        call(*arguments)
    return caught.value.fault


def read(connection):
    card = SocialSecurityCard(connection)
    card.select()
    return card.read_issuer().number


@pytest.fixture
def present(service, reader, insert, script):
    """Puts a card in and waits until the reader says so."""
    seen(reader, state=State.ONLINE, within=BACK_WITHIN)

    def put_in(**options):
        card = insert(Port, script(ANSWERS, options.pop("vanish_at", None)), **options)
        seen(reader, media=Media.PRESENT)
        return card

    return put_in


def test_a_card_is_read_and_powered_off(reader, present):
    card = present()
    with reader.connect() as connection:
        assert connection.atr == card.atr
        assert read(connection) == "A00000011"
        assert reader.poll().state is State.ONLINE
    deadline = time.monotonic() + SEEN_WITHIN
    while card.controls[-1] != 0 and time.monotonic() < deadline:
        time.sleep(0.002)
    assert card.controls[-1] == 0
    assert reader.poll().media is Media.PRESENT
    card.pull()
    seen(reader, media=Media.NOT_PRESENT)
    assert fault_of(reader.connect) is CardFault.ABSENT


def test_looking_does_not_power_a_card(reader, present):
    card = present()
    with reader.connect():
        pass
    time.sleep(0.01)
    looked_from = len(card.controls)
    for _ in range(20):
        reader.poll()
    assert not {1, 2} & set(card.controls[looked_from:])


def test_a_reader_is_asked_who_it_is_beside_an_open_card_and_a_virtual_one_tells_nothing(reader, present):
    card = present()
    powered = card.controls.count(1)
    assert pcsc_identity(reader.name) == pcsc_identity("No Such Reader") == {}
    assert card.controls.count(1) <= powered + 1
    with reader.connect() as connection:
        assert connection.atr == card.atr


def test_a_pin_reaches_the_card_once_and_a_longer_command_follows(reader, present):
    card = present()
    pin = Pin()
    for position in range(6):
        pin.put(position)
    with reader.connect() as connection, pin:
        assert SocialSecurityCard(connection).verify(pin) == PinVerified()
    assert card.answer.seen[0] == VERIFY
    assert len(card.answer.seen[1]) > len(VERIFY)


@pytest.mark.parametrize("index", [0, 2, 4])
def test_a_card_pulled_in_mid_reading_is_removed_and_the_next_one_reads(reader, present, index):
    present(vanish_at=index)
    with reader.connect() as connection:
        assert fault_of(read, connection) is CardFault.REMOVED
    seen(reader, media=Media.NOT_PRESENT)
    present()
    with reader.connect() as connection:
        assert read(connection) == "A00000011"


def test_a_service_that_is_killed_and_restarted_reads_the_next_card_within_five_seconds(reader, present, service):
    card = present()
    connection = reader.connect()
    service.kill()
    assert fault_of(read, connection) is CardFault.SERVICE_AWAY
    assert seen(reader, state=State.OFFLINE).fault is CardFault.SERVICE_AWAY
    connection.close()
    card.pull()
    service.start()
    began = time.monotonic()
    seen(reader, state=State.ONLINE, within=BACK_WITHIN)
    present()
    with reader.connect() as again:
        assert read(again) == "A00000011"
    assert time.monotonic() - began < BACK_WITHIN


def test_restarts_leak_no_files(reader, present, service):
    before = open_files()
    for _ in range(3):
        service.kill()
        seen(reader, state=State.OFFLINE)
        service.start()
        seen(reader, state=State.ONLINE, within=BACK_WITHIN)
    assert open_files() == before


def test_a_restart_between_two_looks_is_not_even_noticed(reader, present, service):
    service.kill()
    service.start()
    deadline = time.monotonic() + BACK_WITHIN
    while not Path("/run/pcscd/pcscd.comm").exists() and time.monotonic() < deadline:
        time.sleep(0.005)
    seen(reader, state=State.ONLINE, within=BACK_WITHIN)


def test_a_card_that_another_program_holds_says_so_until_it_is_free(reader, present):
    present()
    with subprocess.Popen([sys.executable, "-c", HOLDING], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        other.stdout.readline()
        status = reader.poll()
        assert (status.state, status.fault) == (State.BUSY, CardFault.HELD)
        assert fault_of(reader.connect) is CardFault.HELD
    seen(reader, state=State.ONLINE, media=Media.PRESENT)
    with reader.connect() as connection:
        assert read(connection) == "A00000011"


def test_a_card_whose_answer_to_reset_is_none_is_silent(reader, present):
    present(atr=b"\x3b")
    assert fault_of(reader.connect) is CardFault.SILENT


def test_a_foreign_card_is_refused_by_its_answer(reader, present):
    card = present()
    card.answer.answers[SELECT] = ["6A82"]
    with reader.connect() as connection, pytest.raises(CardError) as caught:
        read(connection)
    assert caught.value.fault is CardFault.FOREIGN


def test_an_aborted_connection_refuses_the_next_exchange_and_the_reader_goes_on(reader, present):
    present()
    connection = reader.connect()
    reader.abort()
    assert fault_of(read, connection) is CardFault.ABORTED
    with reader.connect() as again:
        assert read(again) == "A00000011"


def test_a_reader_is_found_by_name_with_or_without_slot_numbers(service, reader, present):
    for name in ("Virtual PCD", "Virtual PCD 00 01"):
        assert PcscReader(name).poll().state is State.ONLINE
    status = PcscReader("ACS ACR39U").poll()
    assert (status.state, status.fault) == (State.NO_DEVICE, CardFault.READER_GONE)


def test_a_service_without_readers_says_that_the_reader_is_gone(tmp_path):
    service = subprocess.Popen(
        ["pcscd", "-f", "-c", str(tmp_path)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    reader = PcscReader()
    try:
        assert seen(reader, state=State.NO_DEVICE, within=BACK_WITHIN).fault is CardFault.READER_GONE
    finally:
        reader.close()
        service.kill()
        service.wait()
