"""A mark for more than a PIN change: reset, unblocking, activation, and the HSM that commands a card under one."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from sandbox.backend.asked import Asked
from sandbox.backend.database import CardRow, Database, MarkRow
from sandbox.backend.operations import carry_out, standing
from sandbox.backend.pin_change import close
from sandbox.backend.pin_reset import shown_for
from sandbox.backend.refusals import Refused
from sandbox.backend.sms import give_back, inbox, send
from sandbox.people import ApplicationState
from sandbox.population import people

ZHANG = people(1)[0]
NOW = 1_800_000_000.0
PERSON = {"id_number": ZHANG.id_number}
SHOWN = {"identifier": ZHANG.cards[0].identifier, "number": ZHANG.cards[0].number}
FIRST, SECOND = "a" * 32, "b" * 32


class Desk:
    """A bureau with one person whose telephone has answered."""

    def __init__(self, url: str, state: ApplicationState) -> None:
        person = replace(ZHANG, cards=(replace(ZHANG.cards[0], state=state),))
        self.database = Database(url, [person], lambda: NOW)
        body = {"person": PERSON, "session": "session-1"}
        self.run(send, body)
        code = self.database.transact(lambda session: inbox(session, 1))[0].split()[-1]
        self.sms = {"session": "session-1", "token": self.run(give_back, {**body, "code": code})["token"]}

    def run(self, function, body):
        return self.database.transact(lambda session: function(session, body, NOW))

    def begin(self, item: str, key: str = FIRST, **changes: object) -> str:
        operation = {"person": PERSON, "proofs": ["id_card", "sms"], "sms": self.sms, "card": SHOWN, **changes}
        self.asked = Asked("A", item, key, f"A-{key[:6].upper()}", "K7MQ", operation)
        told = self.database.transact(lambda session: carry_out(session, self.asked, NOW))
        return told["code"] or told["outcome"]

    def close(self, chip: str, mark: str = FIRST) -> str:
        return self.run(close, {"mark": mark, "chip": chip, "card": SHOWN})["chip"]

    def shown_for(self, mark: str = FIRST, card: dict = SHOWN) -> str:
        return self.database.transact(lambda session: shown_for(session, mark, card))

    @property
    def state(self) -> str:
        return self.database.transact(lambda session: session.scalars(select(CardRow.state)).one())

    @property
    def marks(self) -> dict[str, str]:
        rows = self.database.transact(lambda session: session.execute(select(MarkRow.mark, MarkRow.state)).all())
        return {mark[0]: state for mark, state in rows}

    def standing(self) -> str | None:
        return self.database.transact(lambda session: standing(session, self.asked.reference, self.asked.check))


@pytest.fixture
def desk(tmp_path):
    return lambda state=ApplicationState.NORMAL: Desk(f"sqlite:///{tmp_path / 'bureau.sqlite'}", state)


def code_of(action, *args, **kwargs) -> str:
    with pytest.raises(Refused) as refused:
        action(*args, **kwargs)
    return refused.value.code


SEALED, NORMAL, LOCKED = ApplicationState.SEALED, ApplicationState.NORMAL, ApplicationState.LOCKED
FORMAL_LOSS, CANCELLED = ApplicationState.FORMAL_LOSS, ApplicationState.CANCELLED


@pytest.mark.parametrize(
    ("state", "restoring", "activation"),
    [
        (SEALED, "NOT_ACTIVATED", "confirmed"),
        (NORMAL, "confirmed", "ALREADY_ACTIVE"),
        (FORMAL_LOSS, "CARD_LOST", "CARD_LOST"),
        (ApplicationState.TEMPORARY_LOSS, "CARD_LOST", "CARD_LOST"),
        (LOCKED, "CARD_LOCKED", "CARD_LOCKED"),
        (CANCELLED, "CARD_CANCELLED", "CARD_CANCELLED"),
    ],
)
def test_what_may_be_begun_in_which_state(desk, state, restoring, activation):
    bureau = desk(state)
    assert [bureau.begin(item, key) for item, key in (("reset_pin", "1" * 32), ("unblock_pin", "2" * 32))] == [
        restoring,
        restoring,
    ]
    assert bureau.begin("activate", "3" * 32) == activation


@pytest.mark.parametrize("changes", [{"proofs": ["id_card"], "sms": None}, {"proofs": ["card_pin"]}])
def test_card_and_pin_alone_restore_nothing(desk, changes):
    assert desk().begin("reset_pin", **changes) in {"PROOF_NEEDED"}


def test_a_card_is_active_once_its_chip_has_a_pin_of_its_holder(desk):
    bureau = desk(SEALED)
    bureau.begin("activate")
    assert (bureau.state, bureau.standing()) == ("0", "pending")
    assert bureau.close("changed") == "changed"
    assert (bureau.state, bureau.standing()) == ("1", "done")


def test_a_card_whose_chip_was_not_changed_stays_sealed(desk):
    bureau = desk(SEALED)
    bureau.begin("activate")
    bureau.close("unchanged")
    assert (bureau.state, bureau.standing()) == ("0", "not_done")


def test_a_reset_that_was_done_ends_what_was_left_open_before_it(desk):
    bureau = desk()
    bureau.begin("reset_pin", FIRST)
    assert bureau.begin("reset_pin", SECOND) == "confirmed"
    bureau.close("changed", SECOND)
    assert bureau.marks == {"a": "unchanged", "b": "changed"}
    assert code_of(bureau.close, "changed", FIRST) == "MARK_CLOSED"
    assert bureau.close("unchanged", FIRST) == "unchanged"


def test_a_reset_that_was_not_done_leaves_the_earlier_mark_open(desk):
    bureau = desk()
    bureau.begin("reset_pin", FIRST)
    bureau.begin("reset_pin", SECOND)
    bureau.close("unchanged", SECOND)
    assert bureau.marks == {"a": "open", "b": "unchanged"}


def test_the_hsm_commands_only_the_card_of_an_open_mark(desk):
    bureau = desk()
    assert code_of(bureau.shown_for) == "NO_MARK"
    bureau.begin("unblock_pin")
    assert bureau.shown_for() == "unblock_pin"
    assert code_of(bureau.shown_for, card={**SHOWN, "number": "C00000000"}) == "CARD_MISMATCH"
    bureau.close("changed")
    assert code_of(bureau.shown_for) == "MARK_CLOSED"


def test_a_mark_of_a_pin_change_opens_no_command_of_the_hsm(desk):
    bureau = desk()
    assert bureau.begin("change_pin", proofs=["card_pin"]) == "confirmed"
    assert code_of(bureau.shown_for) == "NO_MARK"
