"""The SAM-V frames: published vectors, streams cut at every byte, damage, and anything at all."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.sam_v import PREAMBLE, Command, Damage, FrameCutter, Reply, SamVError, build, card_blocks, sam_id, xor

# 张三, male, Han, 1990-03-07, 北京市东城区示例街道1号: a person who does not exist
RESIDENT_TEXT = bytes.fromhex(
    "205F094E200020002000200020002000200020002000200020002000200031003000310031003900390030003000330030003700"
    "1753AC4E025E1C4ECE573A533A798B4F578853903100F75320002000200020002000200020002000200020002000200020002000"
    "20002000200020002000200020002000200031003100300031003000310031003900390030003000330030003700300030003100"
    "31001753AC4E025E6C51895B405C1C4ECE570652405C200020002000200020003200300032003000300031003000310032003000"
    "340030003000310030003100200020002000200020002000200020002000200020002000200020002000200020002000"
)
READ_DATA = b"\x01\x00\x04\x00" + RESIDENT_TEXT + bytes(1024)
READ_REPLY = build(b"\x00\x00\x90" + READ_DATA)


@pytest.mark.parametrize(
    ("command", "frame"),
    [
        (Command.RESET, "AAAAAA9669000310FFEC"),
        (Command.STATUS, "AAAAAA9669000311FFED"),
        (Command.SAM_ID, "AAAAAA9669000312FFEE"),
        (Command.FIND, "AAAAAA96690003200122"),
        (Command.SELECT, "AAAAAA96690003200221"),
        (Command.READ, "AAAAAA96690003300132"),
        (Command.READ_WITH_FINGERPRINT, "AAAAAA96690003301023"),
        (Command.NEW_ADDRESS, "AAAAAA96690003300330"),
    ],
)
def test_each_command_is_the_published_frame(command: Command, frame: str) -> None:
    assert command.frame == bytes.fromhex(frame)


@pytest.mark.parametrize(
    ("frame", "sw3", "data"),
    [
        ("AAAAAA9669000400009094", 0x90, ""),
        ("AAAAAA9669000800009F0000000097", 0x9F, "00000000"),
        ("AAAAAA9669000400008084", 0x80, ""),
        ("AAAAAA9669000C00009000000000000000009C", 0x90, "0000000000000000"),
        ("AAAAAA9669000400008185", 0x81, ""),
        ("AAAAAA9669000400004145", 0x41, ""),
        ("AAAAAA9669000400009195", 0x91, ""),
        ("AAAAAA9669000400003236", 0x32, ""),
        ("AAAAAA9669000400006662", 0x66, ""),
    ],
)
def test_each_published_answer_is_understood(frame: str, sw3: int, data: str) -> None:
    assert FrameCutter().feed(bytes.fromhex(frame)) == (Reply(sw3, bytes.fromhex(data)),)


def test_the_whole_read_answer_has_the_published_length_and_checksum() -> None:
    assert hashlib.sha256(RESIDENT_TEXT).hexdigest() == (
        "f74cf178bec04facf0ae3194b6d4b2abd050ce276efea7088385ca9024a7659e"
    )
    assert len(READ_REPLY) == 1295
    assert READ_REPLY.startswith(bytes.fromhex("AAAAAA966905080000900100040020 5F094E"))
    assert READ_REPLY[-1] == 0x6A


def test_a_frame_split_at_any_byte_is_the_same_frame() -> None:
    for at in range(len(READ_REPLY) + 1):
        cutter = FrameCutter()
        found = cutter.feed(READ_REPLY[:at]) + cutter.feed(READ_REPLY[at:])
        assert found == (Reply(0x90, READ_DATA),)


def test_a_frame_that_comes_byte_by_byte_says_how_much_is_missing() -> None:
    cutter = FrameCutter()
    reply = build(b"\x00\x00\x90" + b"12345678")
    for at in range(len(reply) - 1):
        assert cutter.feed(reply[at : at + 1]) == ()
        assert 1 <= cutter.wanted <= len(reply) - at - 1
    assert cutter.wanted == 1
    assert cutter.feed(reply[-1:]) == (Reply(0x90, b"12345678"),)


def test_glued_frames_come_out_in_order() -> None:
    first, second = build(b"\x00\x00\x80"), build(b"\x00\x00\x9f\x01\x02\x03\x04")
    assert FrameCutter().feed(first + second) == (Reply(0x80, b""), Reply(0x9F, b"\x01\x02\x03\x04"))


def test_garbage_before_a_preamble_is_dropped_even_if_it_looks_like_one() -> None:
    assert FrameCutter().feed(b"\x00\xaa\xaa\xaa\xaa" + PREAMBLE[3:] + b"\x00\x04\x00\x00\x80\x84") == (
        Reply(0x80, b""),
    )


def test_a_preamble_inside_the_photo_begins_no_frame() -> None:
    photo = PREAMBLE + b"\x00\x04\x00\x00\x80\x84"
    reply = build(b"\x00\x00\x90" + photo)
    assert FrameCutter().feed(reply + build(b"\x00\x00\x91")) == (Reply(0x90, photo), Reply(0x91, b""))


def test_a_wrong_checksum_is_told_and_the_next_frame_is_found_by_length() -> None:
    damaged = READ_REPLY[:-1] + b"\x00"
    assert FrameCutter().feed(damaged + build(b"\x00\x00\x80")) == (Damage.CHECKSUM, Reply(0x80, b""))


@pytest.mark.parametrize("length", [0, 3, 0x1001, 0xFFFF])
def test_an_impossible_length_is_told_and_does_not_swallow_what_follows(length: int) -> None:
    damaged = PREAMBLE + length.to_bytes(2, "big")
    assert FrameCutter().feed(damaged + build(b"\x00\x00\x80")) == (Damage.LENGTH, Reply(0x80, b""))


def test_a_frame_that_stopped_half_way_can_be_forgotten() -> None:
    cutter = FrameCutter()
    cutter.feed(READ_REPLY[:700])
    assert cutter.started
    cutter.forget()
    assert cutter.feed(build(b"\x00\x00\x80")) == (Reply(0x80, b""),)


def test_the_blocks_of_a_card_are_text_and_photo() -> None:
    blocks = card_blocks(READ_DATA)
    assert (blocks.text, blocks.photo, blocks.fingerprint) == (RESIDENT_TEXT, bytes(1024), b"")
    assert repr(RESIDENT_TEXT) not in repr(blocks)


@pytest.mark.parametrize("length", [0, 512, 1024])
def test_a_fingerprint_of_any_of_its_lengths_is_taken_off(length: int) -> None:
    head = b"\x01\x00\x04\x00" + length.to_bytes(2, "big")
    assert (
        card_blocks(head + RESIDENT_TEXT + bytes(1024) + b"F" * length, fingerprint=True).fingerprint == b"F" * length
    )


def test_the_sam_id_is_printed_as_on_its_label() -> None:
    assert sam_id(bytes.fromhex("0500010015DB320187D612004E61BC00")) == "05.01-20110101-0001234567-0012345678"


@given(st.lists(st.binary(max_size=64), max_size=8))
def test_any_stream_gives_replies_or_damage_and_holds_no_more_than_one_frame(chunks: list[bytes]) -> None:
    cutter = FrameCutter()
    for chunk in chunks:
        for found in cutter.feed(chunk):
            assert isinstance(found, Reply | Damage)
        assert cutter.wanted >= 1


@given(st.binary(max_size=40).filter(lambda noise: b"\xaa" not in noise), st.binary(max_size=80))
def test_any_data_survives_being_framed_behind_any_noise(noise: bytes, data: bytes) -> None:
    assert FrameCutter().feed(noise + build(b"\x00\x00\x90" + data)) == (Reply(0x90, data),)


@given(st.binary(max_size=64) | st.binary(max_size=1024).map(lambda rest: b"\x01\x00\x00\x10" + rest))
def test_any_payload_is_blocks_or_a_typed_error(data: bytes) -> None:
    for parse in (card_blocks, lambda raw: card_blocks(raw, fingerprint=True), sam_id):
        try:
            parse(data)
        except SamVError:
            continue


@given(st.binary())
def test_the_checksum_of_a_checked_frame_is_zero(data: bytes) -> None:
    assert xor(data + bytes([xor(data)])) == 0
