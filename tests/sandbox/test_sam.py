"""The SAM module, against frames of the SAM-V protocol written out as bytes."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

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


def ask(module: SamModule, *frames: bytes) -> bytes:
    return b"".join(reply for frame in frames for _, reply in module.feed(frame))


@pytest.fixture
def module() -> SamModule:
    module = SamModule()
    module.photo = bytes(1024)
    return module


def test_a_resident_card_is_found_selected_and_read_as_published(module: SamModule) -> None:
    module.lay(person())

    assert ask(module, FIND) == FOUND
    assert ask(module, SELECT) == SELECTED
    reply = ask(module, READ)
    assert len(reply) == 1295
    assert reply.startswith(bytes.fromhex("AAAAAA9669 0508 000090 0100 0400 205F094E"))
    assert reply[-1] == 0x6A


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
