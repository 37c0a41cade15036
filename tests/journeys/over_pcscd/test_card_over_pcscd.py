"""The card driver and the made-up card, with a real PC/SC service between them."""

import subprocess

import pytest

from devices.card_reader import CardFault
from devices.faults import DeviceError
from devices.pin import Pin
from devices.social_security_card import PinReady, PinVerified, PinWrong, SocialSecurityCard
from devices.status import Media, State

LIMIT_S = 0.5
TRIES = 10


def typed(positions: str) -> Pin:
    """A PIN as typed on the plain layout 1234567890."""
    pin = Pin()
    for digit in positions:
        pin.put("1234567890".index(digit))
    return pin


def read_issuer(reader) -> None:
    with reader.connect() as connection:
        card = SocialSecurityCard(connection)
        card.select()
        card.read_issuer()


@pytest.mark.parametrize("index", [0, 1, 2], ids=["3.0", "2.0", "1.0"])
def test_every_generation_is_read_up_to_its_holder(insert, reader, resident, authorise, index) -> None:
    insert(index)
    with reader.connect() as connection:
        card = SocialSecurityCard(connection)
        card.select()
        issuer = card.read_issuer()
        if request := card.begin_reading():
            card.finish_reading(authorise(request))
        assert issuer.number == resident.cards[index].number
        assert card.read_holder().name == resident.name


def test_the_pin_is_counted_and_verified(insert, reader) -> None:
    insert()
    with reader.connect() as connection:
        card = SocialSecurityCard(connection)
        card.select()
        assert card.tries_left() == PinReady(3)
        assert card.verify(typed("111111")) == PinWrong(2)
        assert card.verify(typed("135790")) == PinVerified()


def test_a_card_put_in_and_pulled_is_seen_within_half_a_second(insert, reader, slot, soon) -> None:
    """pcscd itself looks every 400 ms; the best of ten, since a busy machine is not the driver's doing."""

    def put_in_and_pulled() -> float:
        seen = insert()
        slot.pull()
        return max(seen, soon(lambda: reader.poll().media is Media.NOT_PRESENT))

    assert any(put_in_and_pulled() < LIMIT_S for _ in range(TRIES))


def test_a_card_pulled_at_a_command_is_told_as_removed(insert, reader, slot) -> None:
    for position in (1, 3, 6):
        slot.command("fault", "pull-at", str(position))
        insert()
        with pytest.raises(DeviceError) as caught:
            read_issuer(reader)
        assert caught.value.fault is CardFault.REMOVED
        slot.command("fault", "none")
        slot.pull()


def test_the_service_restarting_under_the_driver_is_survived(insert, reader, pcscd, soon) -> None:
    insert()
    pcscd.stop()
    soon(lambda: reader.poll().state is State.OFFLINE)
    pcscd.start()
    soon(lambda: reader.poll().media is Media.PRESENT)
    with reader.connect() as connection:
        SocialSecurityCard(connection).select()


def test_an_independent_witness_reads_the_same_card(insert, resident) -> None:
    """opensc-tool selects the environment and reads the card number out of EF05, knowing nothing of this project."""
    insert()
    commands = ("00A404000F7378312E73682EC9E7BBE1B1A3D5CF", "00A4020002EF05", "00B207000B")
    sent = [word for command in commands for word in ("--send-apdu", command)]
    done = subprocess.run(["opensc-tool", "--reader", "0", *sent], capture_output=True, text=True, check=True)
    assert done.stdout.count("SW1=0x90, SW2=0x00") == len(commands)
    assert resident.cards[0].number in done.stdout
