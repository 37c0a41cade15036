"""The files on a card: what each generation has, how long it is, and how names are laid in."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.card_files import EF05, EF06, EF08, files_of, split_name

NAMES = st.text(
    st.one_of(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), st.sampled_from("𬍛䶮·A")), max_size=20
)


@pytest.fixture
def files(trace_person):
    def of(generation: str):
        card = trace_person.cards[0]
        chip = replace(card.chip, generation=generation)
        return files_of(trace_person, replace(card, chip=chip), 0x0A)

    return of


def test_whole_files_have_the_lengths_that_drivers_ask_for(files):
    assert len(b"".join(files("2.00")[EF05].records)) == 0x40
    assert len(b"".join(files("2.00")[EF06].records)) == 0x5B


def test_the_holder_file_is_guarded_on_the_third_generation_only(files):
    assert [files(generation)[EF06].key for generation in ("1.00", "2.00", "3.00")] == [None, None, 0x0A]


def test_the_first_generation_has_neither_photo_nor_name_extension(files):
    assert EF08 not in files("1.00")
    assert [record[0] for record in files("1.00")[EF06].records] == [0x08, 0x09, 0x0A, 0x0B, 0x0C, 0x0D]


def test_a_birthplace_that_is_not_known_is_all_ones(trace_person):
    foreigner = replace(trace_person, birthplace="", id_number="CAN110085061203", ethnic="")
    records = files_of(foreigner, trace_person.cards[0], 0x0A)[EF06].records
    assert b"\x0c\x03\xff\xff\xff" in records
    assert b"\x0b\x01\x99" in records


@given(NAMES)
def test_no_character_is_torn_between_name_and_extension(name: str):
    first, more = split_name(name)
    assert (len(first), len(more)) == (30, 20)
    read = "".join(part.rstrip(b"\0").decode("gb18030") for part in (first, more))
    assert name.startswith(read)
    assert read == name or len(name.encode("gb18030")) > 44
