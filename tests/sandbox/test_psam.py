"""The simulated security module: the worked authentication, however its keys are held, and what it refuses."""

import socket
import threading

import pytest

from sandbox.keys import Algorithm
from sandbox.part import CommandError
from sandbox.psam import PsamChip, PsamSlot

SELECT = ("00A404000F7378322E73682EC9E7BBE1B1A3D5CF", "00A4040006D15600000590")
F1, F2, F3 = "3635303030307368", "3635303130307378", "8660650100001234"


def ask(chip: PsamChip, *commands: str) -> str:
    """The last answer, in hex."""
    return [chip.transmit(bytes.fromhex(command)).hex().upper() for command in commands][-1]


def selected(**chip: object) -> PsamChip:
    made = PsamChip(**chip)  # pyright: ignore[reportArgumentType]
    made.power_on()
    assert ask(made, *SELECT) == "9000"
    return made


def deliver(usage: str, key: str, data: str) -> str:
    return f"BFDE{usage}{key}{len(data) // 2:02X}{data}"


def test_a_module_with_the_roots_makes_what_opens_the_card():
    chip = selected()
    assert ask(chip, deliver("67", "0A", F1 + F2 + F3 + "B0B1B2B3B4B5B6B7")) == "9000"
    block = ask(chip, "80FA000010" + "2132435465768798" + "00" * 8)[:-4]
    folded = int(block[:16], 16) ^ int(block[16:], 16)
    assert f"{folded:016X}" == "DA40CC0C5DC05B8E"


def test_the_same_by_des():
    chip = selected(algorithm=Algorithm.DES)
    assert ask(chip, deliver("67", "0A", F1 + F2 + F3 + "B0B1B2B3B4B5B6B7")) == "9000"
    assert ask(chip, "80FA0000082132435465768798") == "38655E5B1405B2C89000"


def test_a_citys_module_needs_the_cards_factor_alone():
    chip = selected(algorithm=Algorithm.DES, levels=1, area="650100")
    assert ask(chip, deliver("27", "00", F3 + "A0A1A2A3A4A5A6A7")) == "9000"
    assert ask(chip, "80FA0000081122334455667788") == "21E160B6ED6805AB9000"


@pytest.mark.parametrize(
    ("command", "answer"),
    [
        (deliver("27", "0A", F3 + "00" * 8), "6A86"),
        (deliver("67", "05", F1 + F2 + F3 + "00" * 8), "6A88"),
        (deliver("67", "0A", F1), "6A80"),
        ("80FA0000080000000000000000", "6985"),
        ("00B0990004", "6A82"),
        ("0084000008", "6D00"),
        ("FF84000008", "6E00"),
        ("00A4", "6A80"),
    ],
)
def test_what_it_refuses(command: str, answer: str):
    assert ask(selected(), command) == answer


def test_blocks_must_come_out_even():
    chip = selected()
    assert ask(chip, deliver("67", "0A", F1 + F2 + F3 + "00" * 8)) == "9000"
    assert ask(chip, "80FA0000080000000000000000") == "6A80"


def test_the_application_is_within_its_directory():
    chip = PsamChip()
    chip.power_on()
    assert ask(chip, SELECT[1]) == "6A82"
    assert ask(chip, deliver("67", "0A", F1 + F2 + F3 + "00" * 8)) == "6985"


def test_the_terminals_number_and_the_session_key_is_lost_with_the_current():
    chip = selected(terminal_number="123456789012")
    assert ask(chip, "00B0960006") == "1234567890129000"
    assert ask(chip, deliver("67", "0A", F1 + F2 + F3 + "00" * 8)) == "9000"
    chip.power_off()
    assert ask(chip, "80FA000010" + "00" * 16) == "6985"


def test_the_module_sits_in_its_slot_from_the_start_on_and_says_what_it_is():
    with socket.create_server(("127.0.0.1", 0)) as reader:
        reader.settimeout(20)
        slot = PsamSlot(port=reader.getsockname()[1], retry=0.005)
        slot.start()
        connection, _ = reader.accept()
        with connection:
            connection.sendall(b"\0\1\4")
            assert connection.recv(64)[2:] == PsamChip.atr
            stopping = threading.Thread(target=slot.stop)
            stopping.start()
            stopping.join(20)
    assert "500103000001" in slot.command("info")


def test_a_fault_that_there_is_not_is_refused():
    slot = PsamSlot(port=1)
    with pytest.raises(CommandError):
        slot.command("fault", "tired")
    assert "没有 PSAM" in slot.command("fault", "absent")
    assert slot.command("fault", "none")
    slot.stop()
