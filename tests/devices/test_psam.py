"""The security module's driver: the simulated module opens real cards with it, however many levels it performs."""

from dataclasses import replace

import pytest
from faults_of_card_reader import answered_by_hsm
from faults_of_psam import asked_by_a_card, psam_slot

from devices.card_data import Algorithm
from devices.faults import DeviceError
from devices.psam import Psam, PsamFault, PsamSettings, authorise, factors, open_psam, terminal_number
from devices.social_security_card import HsmRequest
from sandbox.keys import Algorithm as Cipher
from sandbox.psam import PsamChip

REQUEST = HsmRequest(
    area="650100",
    reset_info="00814A44468660650100001234",
    algorithm="03",
    identifier="650100D15600000500001234A1B2C3D4",
    internal_factor="A0A1A2A3A4A5A6A7",
    internal_raw="1122334455667788",
    external_factor="B0B1B2B3B4B5B6B7",
    external_raw="2132435465768798",
)


class Module:
    """A module that answers each instruction by its turn in a script."""

    atr = b"\x3b\x00"

    def __init__(self, **answers: list[str]) -> None:
        self.answers = answers
        self.seen: list[str] = []

    def transmit(self, apdu: bytes | bytearray) -> tuple[bytes, int]:
        self.seen.append(bytes(apdu).hex().upper())
        left = self.answers.get(f"ins_{apdu[1]:02x}", ["9000"])
        raw = bytes.fromhex(left.pop(0) if len(left) > 1 else left[0])
        return raw[:-2], int.from_bytes(raw[-2:], "big")


def proven(module: Module, **settings: object) -> object:
    return Psam(module, replace(PsamSettings(), **settings)).authorise(REQUEST)  # pyright: ignore[reportArgumentType]


@pytest.mark.parametrize("levels", [1, 2, 3])
@pytest.mark.parametrize(("cipher", "code"), [(Cipher.SM4, "03"), (Cipher.DES, "01")])
def test_a_module_of_any_level_proves_what_the_hsm_proves(levels: int, cipher: Cipher, code: str) -> None:
    request = replace(REQUEST, algorithm=code)
    with psam_slot(chip=PsamChip(cipher, levels=levels, area="650100")) as slot:
        assert authorise(slot, PsamSettings(algorithm=Algorithm(code)), request) == answered_by_hsm(request)


def test_a_real_card_of_the_population_is_proven_to() -> None:
    request = asked_by_a_card()
    with psam_slot(chip=PsamChip(Cipher(request.algorithm))) as slot:
        reply = authorise(slot, PsamSettings(algorithm=Algorithm(request.algorithm)), request)
    assert reply == answered_by_hsm(request)


def test_the_terminals_number_is_read() -> None:
    with psam_slot() as slot:
        assert terminal_number(slot, PsamSettings()) == "500103000001"


def test_a_terminals_number_that_is_none_is_said() -> None:
    with pytest.raises(DeviceError) as refused:
        Psam(Module(ins_b0=["ABCDEF0123459000"]), PsamSettings()).terminal_number()
    assert refused.value.fault is PsamFault.REFUSED


def test_the_configured_number_of_levels_is_tried_first() -> None:
    module = Module(ins_de=["6A86", "9000"], ins_fa=["00112233445566779000"])
    proven(module, levels=2)
    tried = [command[4:6] for command in module.seen if command.startswith("BFDE")]
    assert tried == ["47", "67", "47"]


def test_usage_keys_and_p1_are_as_configured() -> None:
    module = Module(ins_fa=["00112233445566779000"])
    proven(module, usage=6, internal_key=0x21, reading_key=0x22, cipher_p1=0x01, environment=0x05)
    assert module.seen[2] == "BFEC00000105"
    assert [command[:8] for command in module.seen if command.startswith("BFDE")] == ["BFDE6621", "BFDE6622"]
    assert {command[:8] for command in module.seen if command.startswith("80FA")} == {"80FA0100"}


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ("6A88", PsamFault.KEY),
        ("6A86", PsamFault.LEVEL),
        ("6985", PsamFault.LEVEL),
        ("6E00", PsamFault.REFUSED),
    ],
)
def test_what_it_means_that_no_session_key_is_delivered(said: str, fault: object) -> None:
    with pytest.raises(DeviceError) as refused:
        proven(Module(ins_de=[said]))
    assert refused.value.fault is fault


@pytest.mark.parametrize("answer", ["9000", "009000", "00" * 15 + "9000", "6982"])
def test_an_answer_that_is_no_block_is_refused(answer: str) -> None:
    with pytest.raises(DeviceError) as refused:
        proven(Module(ins_fa=[answer]))
    assert refused.value.fault is PsamFault.REFUSED


@pytest.mark.parametrize("fault", ["absent", "silent", "vanish", "refuses"])
def test_a_slot_without_a_module_that_answers_is_an_empty_one(fault: str) -> None:
    with psam_slot(fault) as slot, pytest.raises(DeviceError) as away:
        authorise(slot, PsamSettings(), REQUEST)
    assert away.value.fault is PsamFault.ABSENT


def test_districts_of_province_33_count_to_their_city() -> None:
    assert factors("330106", bytes(5) + b"ABCDEFGH") == (b"330000sh", b"330100sx", b"ABCDEFGH")


def test_a_virtual_module_is_for_the_sandbox_alone() -> None:
    with pytest.raises(ValueError, match="sandbox"):
        open_psam("vpcd://127.0.0.1:35965", sandbox=False)
