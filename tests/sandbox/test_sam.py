"""The SAM module, against frames of the SAM-V protocol written out as bytes."""

from datetime import date
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.id_card import permanent_residence_2023_text, photo_block, residence_permit_text, text_block
from sandbox.people import ElectronicCard, Person
from sandbox.sam import Command, Place, SamModule, answer

FIND = bytes.fromhex("AAAAAA9669 0003 20 01 22")
SELECT = bytes.fromhex("AAAAAA9669 0003 20 02 21")
READ = bytes.fromhex("AAAAAA9669 0003 30 01 32")
READ_WITH_FINGERPRINT = bytes.fromhex("AAAAAA9669 0003 30 10 23")
READ_ADDRESS = bytes.fromhex("AAAAAA9669 0003 30 03 30")
NO_CARD = bytes.fromhex("AAAAAA9669 0004 000080 84")
FOUND = bytes.fromhex("AAAAAA9669 0008 00009F 00000000 97")
SELECTED = bytes.fromhex("AAAAAA9669 000C 000090 0000000000000000 9C")
READ_FAILED = bytes.fromhex("AAAAAA9669 0004 000041 45")
ZHANG_TEXT_SHA256 = "f74cf178bec04facf0ae3194b6d4b2abd050ce276efea7088385ca9024a7659e"


def person(**fields: object) -> Person:
    values: dict[str, object] = {
        "key": "zhang",
        "id_number": "110101199003070011",
        "name": "张三",
        "sex": "1",
        "ethnic": "01",
        "birth": date(1990, 3, 7),
        "address": "北京市东城区示例街道1号",
        "authority": "北京市公安局东城分局",
        "id_valid_from": date(2020, 1, 1),
        "id_valid_to": date(2040, 1, 1),
        "phone": "",
        "electronic_card": ElectronicCard.ISSUED,
    }
    return Person(**(values | fields))  # type: ignore[arg-type]


def foreigner(**fields: object) -> Person:
    return person(
        name="玛丽亚 ZHANG, MARIA TEST", sex="2", birth=date(1985, 6, 12), id_valid_from=date(2018, 3, 1),
        id_valid_to=date(2028, 3, 1), **fields,
    )  # fmt: skip


def ask(module: SamModule, *frames: bytes) -> bytes:
    return b"".join(reply for frame in frames for _, reply in module.feed(frame))


@pytest.fixture
def module() -> SamModule:
    module = SamModule()
    module.photo = bytes(1024)
    return module


def test_the_text_block_of_the_published_example_is_exact() -> None:
    assert sha256(text_block(person())).hexdigest() == ZHANG_TEXT_SHA256


def test_a_resident_card_is_found_selected_and_read_as_published(module: SamModule) -> None:
    module.lay(person())

    assert ask(module, FIND) == FOUND
    assert ask(module, SELECT) == SELECTED
    reply = ask(module, READ)
    assert len(reply) == 1295
    assert reply.startswith(bytes.fromhex("AAAAAA9669 0508 000090 0100 0400 205F094E"))
    assert reply[-1] == 0x6A


def test_each_other_certificate_has_its_published_checksum(module: SamModule) -> None:
    permit = person(
        name="陈小明", birth=date(1985, 6, 12), address="广东省深圳市示例路2号", authority="深圳市公安局",
        id_number="810000198506120016", id_valid_from=date(2022, 3, 1), id_valid_to=date(2027, 3, 1),
    )  # fmt: skip
    first_edition = foreigner(id_number="CAN110085061203", id_kind="I")
    second_edition = person(
        name="玛丽亚 ZHANG, MARIA TEST", sex="2", birth=date(1985, 6, 12), id_number="931111198506120019",
        id_valid_from=date(2024, 1, 1), id_valid_to=date(2034, 1, 1),
    )  # fmt: skip

    def checksum(text: bytes) -> int:
        return answer(0x90, bytes.fromhex("0100 0400") + text + bytes(1024))[-1]

    assert checksum(residence_permit_text(permit, permit="H12345678")) == 0xE9
    assert checksum(text_block(first_edition)) == 0x97
    assert checksum(permanent_residence_2023_text(second_edition)) == 0xE5


def test_the_type_of_certificate_stands_at_byte_248() -> None:
    kinds = {"resident": " ", "I": "I", "J": "J", "Y": "Y"}
    for kind, letter in kinds.items():
        block = text_block(person(id_kind=kind))
        assert len(block) == 256
        assert block[248:250].decode("utf-16-le") == letter


def test_a_long_name_is_cut_but_never_inside_a_rare_character() -> None:
    name = text_block(person(name="一二三四五六七八九十一二三四𠮷"))[:30].decode("utf-16-le")

    assert name == "一二三四五六七八九十一二三四 "


def test_long_term_validity_is_written_in_words() -> None:
    assert text_block(person(id_valid_to=None))[204:220].decode("utf-16-le") == "长期      "


def test_a_photo_is_opaque_and_holds_a_preamble() -> None:
    photo = photo_block(person())

    assert len(photo) == 1024
    assert bytes.fromhex("AAAAAA9669") in photo
    assert photo == photo_block(person())


def test_without_a_card_nothing_is_found(module: SamModule) -> None:
    assert ask(module, FIND) == NO_CARD
    assert ask(module, READ) == READ_FAILED


def test_select_needs_find_and_read_needs_select(module: SamModule) -> None:
    module.lay(person())

    assert ask(module, SELECT) == bytes.fromhex("AAAAAA9669 0004 000081 85")
    assert ask(module, READ) == READ_FAILED
    assert ask(module, READ_ADDRESS) == READ_FAILED


def test_a_card_that_was_read_is_found_again_only_after_it_was_taken_away(module: SamModule) -> None:
    module.lay(person())
    ask(module, FIND, SELECT, READ)

    assert ask(module, FIND) == NO_CARD
    module.lift()
    module.lay(person())
    assert ask(module, FIND) == FOUND


def test_some_modules_find_a_card_again_after_reading() -> None:
    module = SamModule(stays_findable=True)
    module.lay(person())
    ask(module, FIND, SELECT, READ)

    assert ask(module, FIND) == FOUND


def test_an_additional_address_follows_the_read(module: SamModule) -> None:
    module.addresses = ("上海市浦东新区示例路3号",)
    module.lay(person())
    ask(module, FIND, SELECT, READ)

    reply = ask(module, READ_ADDRESS)
    assert len(reply) == 81
    assert reply.startswith(
        bytes.fromhex("AAAAAA9669 004A 000090 0A4E776D025E666D1C4EB0653A533A798B4FEF8D3300F7532000")
    )
    assert reply[-1] == 0x6F


def test_a_card_without_additional_address_says_so(module: SamModule) -> None:
    module.lay(person())
    ask(module, FIND, SELECT, READ)

    assert ask(module, READ_ADDRESS) == bytes.fromhex("AAAAAA9669 0004 000091 95")


@pytest.mark.parametrize(("fingerprint", "length"), [(1024, 2321), (512, 1809), (0, 1297)])
def test_fingerprints_have_three_lengths(module: SamModule, fingerprint: int, length: int) -> None:
    module.fingerprint = bytes(fingerprint)
    module.lay(person())

    assert len(ask(module, FIND, SELECT, READ_WITH_FINGERPRINT)) - len(FOUND) - len(SELECTED) == length


def test_the_sam_id_is_the_published_one(module: SamModule) -> None:
    request = bytes.fromhex("AAAAAA9669 0003 12 FF EE")

    reply = "AAAAAA9669 0014 000090 0500 0100 15DB3201 87D61200 4E61BC00 AD"
    assert ask(module, request) == bytes.fromhex(reply)


@pytest.mark.parametrize("request_", ["10FFEC", "11FFED", "600063", "600467"])
def test_the_module_s_own_commands_are_granted(module: SamModule, request_: str) -> None:
    frame = bytes.fromhex("AAAAAA9669 0003" + request_)

    assert ask(module, frame) == bytes.fromhex("AAAAAA9669 0004 000090 94")


def test_sleep_and_wake_have_no_parameter(module: SamModule) -> None:
    assert ask(module, bytes.fromhex("AAAAAA9669 0002 00 02")) == answer(0x90)
    assert ask(module, bytes.fromhex("AAAAAA9669 0002 01 03")) == answer(0x90)


@pytest.mark.parametrize(
    ("request_", "sw3"),
    [
        ("0003 20 01 23", 0x10),
        ("0003 55 01 57", 0x21),
        ("0001 01", 0x11),
        ("0500 20 01 22", 0x11),
    ],
)
def test_a_request_that_is_wrong_is_told_how(module: SamModule, request_: str, sw3: int) -> None:
    assert ask(module, bytes.fromhex("AAAAAA9669" + request_)) == answer(sw3)


@given(st.binary(max_size=40).map(lambda noise: noise.replace(b"\xaa", b"\x96")), st.integers(1, 9))
def test_a_request_is_understood_however_it_arrives(noise: bytes, at: int) -> None:
    module = SamModule()
    module.lay(person())

    assert ask(module, noise, FIND[:at], FIND[at:]) == FOUND


@given(st.lists(st.binary(max_size=64)))
def test_no_bytes_bring_the_module_down(chunks: list[bytes]) -> None:
    module = SamModule()
    ask(module, *chunks)

    ask(module, bytes(600))
    assert ask(module, FIND) == NO_CARD


def test_a_refused_select_lets_the_card_be_found_anew(module: SamModule) -> None:
    module.refusals = {Command.SELECT: 0x32}
    module.lay(person())

    assert ask(module, FIND, SELECT) == FOUND + bytes.fromhex("AAAAAA9669 0004 000032 36")
    assert module.place is Place.PRESENTED
