"""The photo of an ID card: handed on as it is, opened by a configured program alone, never made up."""

from pathlib import Path

import pytest

from devices.faults import DeviceError
from devices.id_card import IdCard, parse_card
from devices.id_photo import MOST_BYTES, UNDECODED, PhotoDecoder
from devices.id_reader import IdReader
from sandbox.id_card import text_block
from sandbox.population import people

WLT = bytes(range(256)) * 4


@pytest.fixture
def card() -> IdCard:
    return parse_card(text_block(people(1)[0]), WLT)


def program(folder: Path, words: str) -> str:
    path = folder / "decode"
    path.write_text(f"#!/bin/sh\n{words}\n")
    path.chmod(0o700)
    return str(path)


def reader(decoder: PhotoDecoder | None) -> IdReader:
    return IdReader("socket://127.0.0.1:1", decoder=decoder)


def test_without_a_decoder_the_photo_stays_as_it_was_read(card: IdCard) -> None:
    assert card.photo == WLT
    assert reader(None).picture(card) is None


def test_a_decoder_gets_the_photo_and_gives_the_picture(card: IdCard, tmp_path: Path) -> None:
    decoder = PhotoDecoder(program(tmp_path, "printf BM; cat"))
    assert reader(decoder).picture(card) == b"BM" + WLT


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("cat > /dev/null; exit 3", "exit status 3"),
        ("cat > /dev/null; echo no picture", "11 bytes that are no BMP, PNG or JPEG"),
        ("cat > /dev/null", "0 bytes"),
        (f"printf BM; head -c {MOST_BYTES} /dev/zero", "are no BMP"),
        ("exec sleep 5", "no picture within 0.05 s"),
    ],
)
def test_a_decoder_that_fails_is_told_and_nothing_takes_the_pictures_place(
    card: IdCard, tmp_path: Path, words: str, told: str
) -> None:
    with pytest.raises(DeviceError, match=told) as failed:
        PhotoDecoder(program(tmp_path, words), 0.05 if "sleep" in words else 5.0).decode(card.photo)
    assert failed.value.fault is UNDECODED


def test_a_decoder_that_is_not_there_is_told() -> None:
    with pytest.raises(DeviceError, match="No such file"):
        PhotoDecoder("/nowhere/decode").decode(WLT)
