"""Text blocks, against the published examples of all four certificates."""

from datetime import date
from functools import reduce
from hashlib import sha256
from operator import xor

from sandbox.id_card import (
    both_names,
    permanent_residence_2023_text,
    photo_block,
    residence_permit_text,
    text_block,
    travel_permit,
)
from sandbox.people import ElectronicCard, Person

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


def test_the_text_block_of_the_published_example_is_exact() -> None:
    assert sha256(text_block(person())).hexdigest() == ZHANG_TEXT_SHA256


def test_each_other_certificate_has_its_published_checksum() -> None:
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
        return reduce(xor, bytes.fromhex("0508 000090 0100 0400") + text)

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


def test_a_foreigner_has_a_latin_name_even_when_none_is_told() -> None:
    assert both_names(person(name="玛丽亚 ZHANG, MARIA TEST")) == ("玛丽亚", "ZHANG, MARIA TEST")
    assert both_names(person(name="安娜")) == ("安娜", "TEST, ZHANG")


def test_a_travel_permit_tells_where_it_is_from() -> None:
    assert travel_permit("810000198506120016")[0] == "H"
    assert travel_permit("820000198506120016")[0] == "M"
    assert len(travel_permit("830000198506120016")) == 8
