"""The chip, played the worked traces of every generation and both ciphers, and what a terminal may do wrong."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.chip import ChipCard, Memory
from sandbox.keys import Algorithm, encipher, mac

SELECT_SSSE = "00A404000F7378312E73682EC9E7BBE1B1A3D5CF"
FCI_3 = "6F1C840F7378312E73682EC9E7BBE1B1A3D5CFA50988011E9F0C03860103"
WHOLE_EF06 = (
    "0812313130313031313939303033303730303131091ED5C5C8FD0000000000000000000000000000000000000000000000000000"
    "4E1400000000000000000000000000000000000000000A01310B01010C036501000D0419900307"
)
READING = ("1122334455667788", "A0A1A2A3A4A5A6A7", "2132435465768798", "B0B1B2B3B4B5B6B7")
RESET = ("3142536475869708", "C0C1C2C3C4C5C6C7", "D0D1D2D3D4D5D6D7")
PUK_PROVEN = f"""
    {SELECT_SSSE} => …9000
    0084000008 => 3142536475869708 9000
    0084000008 => C0C1C2C3C4C5C6C7 9000
    0082000610 7BD6DEE618F5906E 3142536475869708 => 9000
    0084000008 => D0D1D2D3D4D5D6D7 9000
"""
PUK_PROVEN_BY_DES = PUK_PROVEN.replace("7BD6DEE618F5906E", "5BDDCDE6045C7626")


def test_a_generation_2_card_is_read_freely_by_tag(make_chip, play):
    play(
        make_chip(generation="2.00", algorithm="DES"),
        f"""
        {SELECT_SSSE} => 6F16840F7378312E73682EC9E7BBE1B1A3D5CFA50388011E 9000
        00A4020002EF05 => 9000
        00B2010012 => 0110650100D15600000500001234A1B2C3D4 9000
        00B2030006 => 0304322E3030 9000
        00B2050006 => 050420240115 9000
        00B2060006 => 060420340115 9000
        00B207000B => 0709413030303030303131 9000
        00A4020002EF06 => 9000
        00B2080014 => 0812313130313031313939303033303730303131 9000
        00B2090020 => 091ED5C5C8FD0000000000000000000000000000000000000000000000000000 9000
        00B24E0016 => 4E140000000000000000000000000000000000000000 9000
        00B20A0003 => 0A0131 9000
        00B20B0003 => 0B0101 9000
        00B20C0005 => 0C03650100 9000
        00B20D0006 => 0D0419900307 9000
        00B201055B => {WHOLE_EF06} 9000
        """,
    )


def test_a_generation_3_card_opens_ef06_after_both_proofs(make_chip, play):
    play(
        make_chip(*READING),
        f"""
        {SELECT_SSSE} => {FCI_3} 9000
        00A4020002EF05 => 9000
        00B2030006 => 0304332E3030 9000
        00A4020002EF06 => 9000
        00B2080014 => 6982
        {SELECT_SSSE} => {FCI_3} 9000
        0084000008 => 1122334455667788 9000
        0084000008 => A0A1A2A3A4A5A6A7 9000
        0088000010 A0A1A2A3A4A5A6A7 1122334455667788 00 => 60C36CAD6DFCDAAC 9000
        0084000008 => 2132435465768798 9000
        0084000008 => B0B1B2B3B4B5B6B7 9000
        0082000A10 DA40CC0C5DC05B8E 2132435465768798 => 9000
        00A4020002EF06 => 9000
        00B2080014 => 0812313130313031313939303033303730303131 9000
        {SELECT_SSSE} => {FCI_3} 9000
        00B2083014 => 6982
        """,
    )


def test_the_same_proofs_by_des(make_chip, play):
    play(
        make_chip(*READING, algorithm="DES"),
        f"""
        {SELECT_SSSE} => {FCI_3[:-2]}01 9000
        0084000008 => 1122334455667788 9000
        0084000008 => A0A1A2A3A4A5A6A7 9000
        0088000010 A0A1A2A3A4A5A6A7 1122334455667788 00 => 21E160B6ED6805AB 9000
        0084000008 => 2132435465768798 9000
        0084000008 => B0B1B2B3B4B5B6B7 9000
        0082000A10 38655E5B1405B2C8 2132435465768798 => 9000
        00B2083014 => 0812…9000
        """,
    )


def test_a_pin_is_reset_under_sm4(make_chip, play):
    chip = make_chip(*RESET, tries_left=0)
    play(chip, "00A404000F7378312E73682EC9E7BBE1B1A3D5CF => …9000 \n 0020000003123456 => 6983")
    play(chip, PUK_PROVEN)
    play(chip, "8424000114 E4C4D3E2DA062B6347113B8E26E4C4DA F7AD0853 => 9000")
    play(chip, "0020000000 => 63C3 \n 0020000003654321 => 9000")


def test_a_pin_is_reset_under_des(make_chip, play):
    chip = make_chip(*RESET, algorithm="DES")
    play(chip, PUK_PROVEN_BY_DES)
    play(chip, "842400010C 24F42276828921E0 EF9F9138 => 9000 \n 0020000003654321 => 9000")


@pytest.mark.parametrize(
    ("algorithm", "proof", "unblock"),
    [("SM4", PUK_PROVEN, "8424000004 A7EA1859"), ("DES", PUK_PROVEN_BY_DES, "8424000004 67955B89")],
)
def test_a_locked_pin_is_unblocked_and_stays_the_same(make_chip, play, algorithm: str, proof: str, unblock: str):
    chip = make_chip(*RESET, algorithm=algorithm, tries_left=0)
    play(chip, proof)
    play(chip, f"{unblock} => 9000 \n 0020000003123456 => 9000")


def test_application_block_is_for_ever(make_chip, play):
    chip = make_chip(*RESET)
    play(chip, PUK_PROVEN)
    play(chip, f"841E000104 7990B1A1 => 9000 \n {SELECT_SSSE} => 9303")
    chip.power_on()
    play(chip, f"{SELECT_SSSE} => 9303 \n 00A4020002EF05 => 6A82")


def test_card_block_is_for_ever(make_chip, play):
    chip = make_chip(*RESET)
    play(chip, PUK_PROVEN)
    play(chip, "8416000004 B4704E49 => 9000")
    chip.power_on()
    play(chip, f"{SELECT_SSSE} => 6A81 \n 0084000008 => 6A81 \n 00 => 6A81")


def test_a_wrong_mac_changes_nothing(make_chip, play):
    chip = make_chip(*RESET)
    play(chip, PUK_PROVEN)
    play(chip, "8424000114 E4C4D3E2DA062B6347113B8E26E4C4DA F7AD0854 => 9302 \n 0020000003123456 => 9000")


def test_a_protected_command_needs_the_puk_and_a_challenge_just_before_it(make_chip, play):
    chip = make_chip(*RESET)
    play(chip, f"{SELECT_SSSE} => …9000 \n 8424000004 A7EA1859 => 6982")
    play(make_chip(*RESET), PUK_PROVEN + "0020000000 => 63C3 \n 8424000004 A7EA1859 => 6984")


def test_a_pin_session(make_chip, play):
    play(
        make_chip(),
        f"""
        {SELECT_SSSE} => …9000
        0020000000 => 63C3
        0020000003111111 => 63C2
        0020000003123456 => 9000
        805E010007 123456 FF 654321 => 9000
        0020000003123456 => 63C2
        0020000003123456 => 63C1
        0020000003123456 => 63C0
        0020000003654321 => 6983
        0020000000 => 6983
        805E010007 654321 FF 123457 => 6983
        """,
    )


def test_tries_are_remembered_across_power_off(make_chip, play):
    chip = make_chip()
    play(chip, f"{SELECT_SSSE} => …9000 \n 0020000003111111 => 63C2")
    chip.power_off()
    chip.power_on()
    play(chip, f"0020000000 => 6A82 \n {SELECT_SSSE} => …9000 \n 0020000000 => 63C2")


def test_without_a_pin_an_empty_verify_succeeds_and_a_full_one_does_not(make_chip, play):
    play(make_chip(pin=""), f"{SELECT_SSSE} => …9000 \n 0020000000 => 9000 \n 0020000003123456 => 63C3")


def test_a_first_pin_is_set_and_cleared_by_change_pin(make_chip, play):
    play(
        make_chip(pin=""),
        f"""
        {SELECT_SSSE} => …9000
        805E010004 FF 654321 => 9000
        0020000003654321 => 9000
        805E010004 654321 FF => 9000
        0020000000 => 9000
        """,
    )


def test_an_odd_pin_ends_in_f(make_chip, play):
    play(make_chip(pin="12345"), f"{SELECT_SSSE} => …9000 \n 002000000312345F => 9000")


@pytest.mark.parametrize("new", ["12", "12AB56", "123F56"])
def test_a_new_pin_that_is_none_is_refused(make_chip, play, new: str):
    length = f"{4 + len(new) // 2:02X}"
    play(make_chip(), f"{SELECT_SSSE} => …9000 \n 805E0100{length} 123456 FF {new} => 6A80")


def test_records_are_read_by_number_by_sfi_and_all_at_once(make_chip, play):
    identifier = "0110650100D15600000500001234A1B2C3D4"
    play(
        make_chip(),
        f"""
        00B2012C12 => 6A82
        {SELECT_SSSE} => …9000
        00B2010412 => 6986
        00B2012C12 => {identifier} 9000
        00B2030406 => 0304332E3030 9000
        00B2000406 => 0304332E3030 9000
        00B207040B => 0709413030303030303131 9000
        00B2012D40 => {identifier}…9000
        00B206060F => 6C11
        00B2060611 => 0709413030303030303131 060420340115 9000
        00B2080406 => 6A83
        00B2010712 => 6A86
        """,
    )


def test_next_and_previous_start_at_the_record_read_last(make_chip, play):
    play(
        make_chip(),
        f"""
        {SELECT_SSSE} => …9000
        00A4000002EF05 => 9000
        00B2010012 => …9000
        00B2030206 => 0304332E3030 9000
        00B2030206 => 6A83
        00B2010312 => 0110…9000
        00B2070106000000 => 6700
        00B207010B => 0709…9000
        """,
    )


def test_a_wrong_le_is_answered_by_the_right_one(make_chip, play):
    play(make_chip(), f"{SELECT_SSSE} => …9000 \n 00B2012800 => 6C12 \n 00B2012813 => 6C12 \n 00B20128 => 6700")


def test_the_first_generation_has_no_name_extension(make_chip, play):
    play(
        make_chip(generation="1.00", algorithm="DES"),
        f"""
        {SELECT_SSSE} => 6F16…9000
        00B2033406 => 6C03
        00B2033403 => 0A0131 9000
        00B24E0016 => 6A83
        00A4020002EF08 => 6A82
        """,
    )


def test_a_long_name_goes_on_in_the_extension(make_chip, play):
    name = "阿卜杜热西提·买买提艾力·吐尔逊江古丽巴"
    chip = make_chip(generation="2.00", name=name)
    play(chip, f"{SELECT_SSSE} => …9000")
    first, more = (chip.transmit(bytes.fromhex(apdu))[2:-2] for apdu in ("00B2093020", "00B24E3016"))
    assert (len(first), len(more)) == (30, 20)
    assert "".join(part.rstrip(b"\0").decode("gb18030") for part in (first, more)) == name


def test_dates_as_years_is_a_quirk(make_chip, play):
    play(make_chip(ascii_dates=True), f"{SELECT_SSSE} => …9000 \n 00B2052806 => 050432303234 9000")


def test_the_photo_is_read_in_pieces_once_opened(make_chip, play):
    play(
        make_chip(generation="2.00", algorithm="DES"),
        f"""
        {SELECT_SSSE} => …9000
        00B0880000 => 6982
        00B0850000 => 6981
        00A4020002EF09 => 6A82
        """,
    )
    play(
        make_chip(generation="1.00", algorithm="DES"),
        f"""
        {SELECT_SSSE} => …9000
        00B0870000 => …9000
        00B002F010 => {"00" * 16} 9000
        00B002F020 => 6C10
        00B0030001 => 6B00
        00B2010010 => 6981
        00B00000 => 6700
        """,
    )


def test_a_challenge_serves_once(make_chip, play):
    play(
        make_chip(*READING[:2]),
        f"""
        {SELECT_SSSE} => …9000
        0088000010 A0A1A2A3A4A5A6A7 1122334455667788 00 => 6984
        0084000008 => …9000
        0084000008 => …9000
        0088000010 A0A1A2A3A4A5A6A7 1122334455667788 00 => …9000
        0088000010 A0A1A2A3A4A5A6A7 1122334455667788 00 => 6984
        0084000005 => 6700
        0084000010 => …9000
        """,
    )


def test_a_wrong_external_value_costs_a_try_and_the_third_blocks_the_key(make_chip, play):
    chip = make_chip()
    play(chip, f"{SELECT_SSSE} => …9000 \n 0082000A10 {'00' * 16} => 6984 \n 0082000B10 {'00' * 16} => 6A88")
    for answer in ("63C2", "63C1", "63C0", "6983"):
        play(chip, f"0084000008 => …9000 \n 0084000008 => …9000 \n 0082000A10 {'00' * 16} => {answer}")


def test_commands_outside_the_application_are_refused(make_chip, play):
    play(
        make_chip(),
        """
        00A4040006D15600000501 => 6A82
        00A4080002EF05 => 6A86
        00CA000000 => 6D00
        FF84000008 => 6E00
        00A4 => 6700
        00C0000010 => 6F00
        """,
    )


@pytest.mark.parametrize(
    "command",
    [f"0088000010 {'00' * 16} 00", f"0082000A10 {'00' * 16}", "0020000000", "805E010007 123456 FF 654321"],
)
def test_keys_and_pin_belong_to_the_application(make_chip, play, command: str):
    play(make_chip(), f"{command} => 6A82")


@pytest.mark.parametrize(
    ("command", "answer"),
    [
        (f"0088000110 {'00' * 16} 00", "6A88"),
        ("0088000008 0000000000000000 00", "6700"),
        ("0082000A08 0000000000000000", "6700"),
        ("0020000100", "6A86"),
        ("0020000005", "6700"),
        ("0020000001 12", "6700"),
        ("0020000009 123456789012345678", "6700"),
        ("805E000007 123456 FF 654321", "6A86"),
        ("805E010002 12 FF", "6700"),
        ("805E010006 123456 654321", "6A80"),
        ("8424000204 00000000", "6A86"),
        ("841E000004 00000000", "6A86"),
        ("841E000103 000000", "6700"),
        ("8416000104 00000000", "6A86"),
    ],
)
def test_a_malformed_command_is_told_what_is_wrong(make_chip, play, command: str, answer: str):
    play(make_chip(), f"{SELECT_SSSE} => …9000 \n {command} => {answer} \n 0020000000 => 63C3")


@pytest.mark.parametrize(
    ("block", "answer"),
    [("", "6700"), ("00" * 8, "6700"), ("FF" + "00" * 15, "6A80"), ("02AB12" + "00" * 13, "6A80"), ("00" * 16, "9000")],
)
def test_a_signed_reset_must_hold_a_pin_in_whole_blocks(make_chip, play, block: str, answer: str):
    chip = make_chip(*RESET)
    play(chip, PUK_PROVEN)
    session = bytes.fromhex("F55D3AD31AF4F7638A2A366D44075561")
    plain = bytes.fromhex(block)
    body = encipher(Algorithm.SM4, session, plain) if len(plain) % 16 == 0 else plain
    signed = bytes((0x84, 0x24, 0x00, 0x01, len(body) + 4)) + body
    assert chip.transmit(signed + mac(Algorithm.SM4, session, signed)).hex().upper() == answer
    assert chip.memory.pin == ("" if answer == "9000" else "123456")


def test_a_signed_command_too_short_for_its_mac_is_refused(make_chip, play):
    chip = make_chip(*RESET)
    play(chip, PUK_PROVEN)
    play(chip, "8424000003 000000 => 6700")


def test_over_bare_t0_data_waits_for_get_response(make_chip, play):
    play(
        make_chip(raw_t0=True),
        f"""
        {SELECT_SSSE} => 611E
        00C0000010 => 6C1E
        00C000001E => {FCI_3} 9000
        00C000001E => 6F00
        00B2012812 => 0110…9000
        """,
    )


def test_what_the_chip_keeps_comes_back_from_a_file(make_chip):
    chip = make_chip()
    chip.memory.external_tries["0A"] = 1
    assert Memory.from_json(chip.memory.as_json()) == chip.memory


HEADS = ["00A40400", "00A40200", "00B20100", "00B201FD", "00B08800", "00840000", "00880000", "0082000A", "00200000"]
HEADS += ["805E0100", "84240001", "84240000", "841E0001", "84160000", "00C00000"]
COMMANDS = st.builds(bytes.__add__, st.sampled_from([bytes.fromhex(head) for head in HEADS]), st.binary(max_size=24))


@given(raw_t0=st.booleans(), commands=st.lists(st.one_of(st.binary(max_size=24), COMMANDS), max_size=8))
def test_any_command_gets_an_answer(people_of_two_profiles, raw_t0: bool, commands: list[bytes]):
    for person in people_of_two_profiles:
        chip = ChipCard(person, person.cards[0], raw_t0=raw_t0)
        chip.power_on()
        chip.transmit(bytes.fromhex(SELECT_SSSE))
        for command in commands:
            assert len(chip.transmit(command)) >= 2
