"""The made-up residents: the same by seed, valid in every number, and nobody missing."""

import json
from collections import Counter
from datetime import datetime, timedelta
from itertools import product

import pytest

from sandbox.card import CardSlot
from sandbox.chip import READING_KEY, SSSE_NAME, ChipCard
from sandbox.hsm import Hsm
from sandbox.keys import Algorithm
from sandbox.numbers import card_number, id_number
from sandbox.people import ApplicationState, BankState, ElectronicCard, Person, Production
from sandbox.population import NOW, as_json, card_keys, people
from sandbox.stories import STORIES

ALL = people()
BY_KEY = {person.key: person for person in ALL}
CARDS = [card for person in ALL for card in person.cards]


def test_the_same_seed_gives_the_same_people_and_another_seed_others():
    assert people() == ALL
    assert people(2) != ALL


@pytest.mark.parametrize("seed", range(5))
def test_nothing_is_given_out_twice(seed: int):
    residents = people(seed)
    cards = [card for person in residents for card in person.cards]
    for things in (
        [person.key for person in residents],
        [person.id_number for person in residents],
        [card.number for card in cards],
        [card.identifier for card in cards],
        [card.atr for card in cards],
        [card.chip.pin for card in cards if card.chip.pin and card.state is not ApplicationState.SEALED],
    ):
        assert len(things) == len(set(things))


def test_there_are_a_few_hundred():
    assert len(ALL) == 300
    assert [person.key for person in ALL][: len(STORIES)] == list(STORIES)


def test_numbers_check():
    for person in ALL:
        assert person.id_kind == "I" or id_number(person.id_number[:17]) == person.id_number
        assert person.id_kind != "resident" or person.id_number.startswith("500103")
        assert person.id_kind != "resident" or int(person.id_number[16]) % 2 == int(person.sex) % 2
    for card in CARDS:
        assert card_number(card.number[:8]) == card.number


def test_a_cards_numbers_agree_with_each_other():
    for card in CARDS:
        assert card.identifier[6:16] == "D156000005"
        assert card.atr.startswith("3B6D0000")
        assert len(bytes.fromhex(card.atr)) == 4 + 13
        assert card.atr[-12:] == card.identifier[:4] + card.identifier[16:24]
        assert card.issued < card.expires


def test_only_sealed_cards_have_the_initial_pin_and_that_of_one_who_never_changed_it():
    initial = {person.key for person in ALL for card in person.cards if card.chip.pin == "123456"}
    sealed = {person.key for person in ALL for card in person.cards if card.state is ApplicationState.SEALED}
    assert initial - sealed == {"chushi"}
    assert sealed <= initial


def test_every_pair_of_states_occurs():
    seen = Counter((card.state, card.bank_state) for card in CARDS)
    assert set(seen) >= set(product(ApplicationState, BankState))
    assert {card.production for card in CARDS} == set(Production)
    assert {person.electronic_card for person in ALL} == set(ElectronicCard)
    with_production = (ApplicationState.SEALED, ApplicationState.NORMAL, ApplicationState.FORMAL_LOSS)
    assert {(card.state, card.production) for card in CARDS} >= set(product(with_production, Production))


def test_every_kind_of_chip_occurs():
    chips = {(card.chip.generation, card.chip.algorithm) for card in CARDS}
    assert chips == {("1.00", "DES"), ("2.00", "DES"), ("3.00", "DES"), ("3.00", "SM4")}
    assert {card.chip.blocked for card in CARDS} == {"", "application", "card"}
    assert {0, 1, 6} <= {card.chip.tries_left for card in CARDS}


def test_every_kind_of_person_occurs():
    assert {person.id_kind for person in ALL} == {"resident", "I", "J", "Y"}
    assert {len(person.cards) for person in ALL} == {0, 1, 2}
    assert {len(person.name) for person in ALL} >= {1, 2, 3, 4, 20}
    assert any(person.id_valid_to is None for person in ALL)
    assert any(person.id_valid_to and person.id_valid_to < NOW.date() for person in ALL)
    assert all(any(rare in person.name for person in ALL) for rare in "𬍛䶮")


def test_names_fit_the_card_and_lie_outside_gbk_where_they_are_rare():
    for person in ALL:
        assert 1 <= len(person.name) <= 20
    with pytest.raises(UnicodeEncodeError):
        BY_KEY["rare"].name.encode("gbk")
    with pytest.raises(UnicodeEncodeError):
        BY_KEY["yan"].name.encode("gbk")


def test_a_temporary_loss_ends_some_time_after_the_moment_that_is_told_of():
    then = datetime(2030, 1, 1, 12, 0)
    for now in (NOW, then):
        (li,) = (person for person in people(now=now) if person.key == "li")
        assert li.cards[0].loss_until == now + timedelta(days=5)
    for card in CARDS:
        assert (card.loss_until is not None) == (card.state is ApplicationState.TEMPORARY_LOSS)
        assert card.loss_until is None or card.loss_until > NOW


def test_every_story_tells_something_and_its_own_pin():
    for key in STORIES:
        person = BY_KEY[key]
        assert person.story
        if "密码 " in person.story:
            assert person.story.endswith(person.cards[-1].chip.pin)


def test_papers_are_valid_unless_the_story_says_otherwise():
    for key in STORIES:
        until = BY_KEY[key].id_valid_to
        assert (until is not None and until < NOW.date()) == (key == "idexpired")


def test_addresses_fit_an_identity_card():
    assert all(len(person.address) <= 35 for person in ALL)


def read_holder(person: Person, index: int = 0) -> bytes:
    """The card's EF06 record 08, by the HSM where the card asks for it."""
    card = person.cards[index]
    chip = ChipCard(person, card)
    chip.power_on()
    assert chip.transmit(bytes.fromhex("00A404000F") + SSSE_NAME)[-2:] == b"\x90\x00"
    raw, factor = (chip.transmit(bytes.fromhex("0084000008"))[:8] for _ in range(2))
    if card.chip.generation == "3.00":
        algorithm = Algorithm[card.chip.algorithm].value
        question = (card.identifier[:6], card.atr[8:], algorithm, card.identifier, factor.hex(), raw.hex())
        value = Hsm().authorise_reading(*question, factor.hex(), raw.hex()).external_auth
        command = bytes((0x00, 0x82, 0x00, READING_KEY, 0x10)) + bytes.fromhex(value) + raw
        assert chip.transmit(command) == b"\x90\x00"
    return chip.transmit(bytes.fromhex("00B2083014"))


def test_every_card_that_works_gives_its_holders_number():
    for person in ALL:
        for index, card in enumerate(person.cards):
            if not card.chip.blocked:
                assert read_holder(person, index)[2:-2].rstrip(b"\0").decode() == person.id_number


def test_a_slot_knows_all_of_them():
    slot = CardSlot(ALL)
    assert "张小满" in slot.command("list", "zhang")
    assert slot.command("list").endswith("用 list 词 查找")


def test_as_json_tells_pins_and_keys():
    told = {person["key"]: person for person in json.loads(as_json(ALL))}
    card = told["zhang"]["cards"][0]
    assert card["chip"]["pin"] == "120119"
    assert card["keys"] == card_keys(BY_KEY["zhang"].cards[0])
    assert card["state"] == "1"
    assert card["issued"] == BY_KEY["zhang"].cards[0].issued.isoformat()
