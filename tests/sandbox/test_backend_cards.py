"""What the made-up bureau tells of whose cards, and when it refuses."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from sandbox.backend.cards import cards_of
from sandbox.backend.database import Database
from sandbox.backend.refusals import Refused
from sandbox.people import ApplicationState, Person, Production
from sandbox.population import people

ZHANG = people(1)[0]


@pytest.fixture
def ask(tmp_path):
    def ask(person: Person, *proofs: str, card: tuple[str, str] | None = None, asked: str | None = None):
        database = Database(f"sqlite:///{tmp_path / 'bureau.sqlite'}", [person])
        question = {"person": {"id_number": asked or person.id_number}, "proofs": proofs or ["id_card"]}
        if card is not None:
            question["card"] = {"identifier": card[0], "number": card[1]}
        with database.session() as session:
            return cards_of(session, question, 0.0)

    return ask


def own(person: Person) -> tuple[str, str]:
    return person.cards[0].identifier, person.cards[0].number


def with_cards(*changes: dict[str, object]) -> Person:
    cards = [
        replace(ZHANG.cards[0], identifier=f"500103D1560000050000000{turn}00000000", number=f"C0000000{turn}", **change)
        for turn, change in enumerate(changes)
    ]
    return replace(ZHANG, cards=tuple(cards))


def test_states_hold_no_digit_but_the_last_four_of_the_card(ask):
    told = str(ask(ZHANG))
    assert ZHANG.cards[0].number not in told
    assert ZHANG.cards[0].bank_account[-4:] not in told.replace(ZHANG.cards[0].number[-4:], "")
    assert ZHANG.phone not in told


def test_card_and_pin_open_the_numbers(ask):
    answer = ask(ZHANG, "card_pin", card=own(ZHANG))
    assert answer["detail"] == "full"
    assert answer["cards"][0]["number"] == ZHANG.cards[0].number


def test_a_pin_without_its_card_opens_nothing(ask):
    assert ask(ZHANG, "card_pin")["detail"] == "states"


@pytest.mark.parametrize(
    ("state", "loss"), [(ApplicationState.TEMPORARY_LOSS, True), (ApplicationState.FORMAL_LOSS, False)]
)
def test_only_a_temporary_loss_ends_by_itself(ask, state, loss):
    until = next(card.loss_until for person in people(1) for card in person.cards if card.loss_until)
    told = ask(with_cards({"state": state, "loss_until": until}))["cards"][0]["application"]
    assert (told["state"], told["loss_until"]) == (state.value, until.isoformat() if loss else None)
    assert told["lost_at"] == ((until - timedelta(days=7)).isoformat() if loss else None)


def test_the_current_card_is_the_last_that_is_not_cancelled(ask):
    person = with_cards(
        {"issued": date(2025, 1, 1), "state": ApplicationState.SEALED},
        {"issued": date(2015, 1, 1), "state": ApplicationState.FORMAL_LOSS},
        {"issued": date(2026, 1, 1), "state": ApplicationState.CANCELLED},
    )
    told = [(card["number_tail"], card["is_current"]) for card in ask(person)["cards"]]
    assert told == [("0001", False), ("0000", True), ("0002", False)]


def test_somebody_whose_cards_are_all_cancelled_has_no_current_one(ask):
    assert not ask(with_cards({"state": ApplicationState.CANCELLED}))["cards"][0]["is_current"]


def test_a_card_that_is_being_made_has_a_step_and_the_time_of_it(ask):
    told = ask(with_cards({"production": Production.AT_PICKUP, "pickup": "网点"}))["cards"][0]["production"]
    assert told["step"] == "at_pickup"
    assert told["pickup"] == "网点"
    assert told["updated"].endswith("+08:00")


def refused(ask, *args: object, **kwargs: object) -> str:
    with pytest.raises(Refused) as caught:
        ask(*args, **kwargs)
    return caught.value.code


def test_every_reason_to_refuse(ask):
    assert refused(ask, ZHANG, asked="500103199001010009") == "NO_RECORD"
    assert refused(ask, replace(ZHANG, cards=())) == "NO_RECORD"
    assert refused(ask, replace(ZHANG, alive=False)) == "DECEASED"
    assert refused(ask, ZHANG, card=("510104" + "0" * 26, "C00000000")) == "OTHER_CITY"
    assert refused(ask, ZHANG, card=("500103" + "0" * 26, ZHANG.cards[0].number)) == "CARD_MISMATCH"
    assert refused(ask, ZHANG, card=(ZHANG.cards[0].identifier, "C00000000")) == "CARD_MISMATCH"


def test_another_citys_card_is_not_on_the_bureaus_record(ask):
    card = replace(ZHANG.cards[0], identifier="510104" + "0" * 26)
    assert refused(ask, replace(ZHANG, cards=(card,))) == "NO_RECORD"
