"""Applications for a card and for its end: who may, what they do, and how the card is made by the calendar."""

import base64
import hashlib
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from sandbox.backend import applications, offers
from sandbox.backend.asked import Asked
from sandbox.backend.database import ApplicationRow, CardRow, Database, PersonRow, UploadRow
from sandbox.backend.operations import carry_out
from sandbox.backend.production import STEPS, make_cards
from sandbox.backend.refusals import REFUSALS, Refused
from sandbox.backend.sms import give_back, inbox, send
from sandbox.backend.uploads import LASTS, drop_expired, stage
from sandbox.people import Person
from sandbox.population import people

NOW = 1_790_000_000.0
DAY = 86400
EVERYBODY = {person.key: person for person in people(1)}
SVG = b"<svg />"
SESSION = "session-1"


class Counter:
    """A bureau with one person, whose telephone has answered."""

    def __init__(self, url: str, person: Person) -> None:
        self.now = NOW
        self.database = Database(url, [person], lambda: self.now, (make_cards, drop_expired))
        self.person = {"id_number": person.id_number}
        self.turn = 0
        self.prove()

    def prove(self) -> None:
        """Their telephone answers, now."""
        body = {"person": self.person, "session": SESSION}
        self.run(lambda session: send(session, body, self.now))
        code = self.run(lambda session: inbox(session, 1))[0].split()[-1]
        token = self.run(lambda session: give_back(session, {**body, "code": code}, self.now))["token"]
        self.proven = {"person": self.person, "proofs": ["id_card", "sms"], "sms": {"session": SESSION, "token": token}}

    def run(self, function: Callable[[Any], Any]) -> Any:
        return self.database.transact(function)

    def card(self) -> dict[str, Any]:
        """Of the card issued last."""
        names = (CardRow.handle, CardRow.identifier, CardRow.number, CardRow.state, CardRow.production, CardRow.bank)
        last = select(*names).order_by(CardRow.issued.desc())
        return self.run(lambda session: session.execute(last).first()._asdict())

    def policy(self, kind: str) -> dict[str, Any]:
        handle = {} if kind == "new" else {"handle": self.card()["handle"]}
        question = {**self.proven, "kind": kind, **handle}
        return self.run(lambda session: applications.policy(session, question, self.now))

    def against(self, kind: str) -> list[str]:
        return [obstacle["code"] for obstacle in self.policy(kind)["obstacles"]]

    def signature(self) -> dict[str, str]:
        digest = hashlib.sha256(SVG).hexdigest()
        content = base64.b64encode(SVG).decode()
        body = {"person": self.person, "kind": "signature", "media_type": "image/svg+xml"}
        whole = {**body, "digest": digest, "content": content}
        staged = self.run(lambda session: stage(session, "A", whole, self.now))
        return {"upload": staged["upload"], "digest": digest}

    def outcome(self, item: str, **changes: object) -> str:
        self.turn += 1
        wanted = {"bank": "cqrcb", "place": "songxi", "signature": self.signature()}
        meant = {} if item == "apply_card" else {"handle": self.card()["handle"]}
        operation = {**self.proven, **wanted, **meant, **changes}
        asked = Asked("A", item, f"{self.turn:032}", f"A-{self.turn}", "K7MQ", operation)
        told = self.run(lambda session: carry_out(session, asked, self.now))
        assert told["message"] == REFUSALS.get(told["code"], "")
        return told["code"] or told["outcome"]


@pytest.fixture
def counter(tmp_path: Path) -> Callable[[str], Counter]:
    return lambda key: Counter(f"sqlite:///{tmp_path / f'{key}.sqlite'}", EVERYBODY[key])


@pytest.mark.parametrize(
    ("key", "kind", "codes"),
    [
        ("wuka", "new", []),
        ("chengdu", "new", []),
        ("zhuxiao", "new", []),
        ("zhang", "new", ["HAS_CARD"]),
        ("lingka", "new", ["APPLICATION_PENDING"]),
        ("weicanbao", "new", ["NOT_INSURED"]),
        ("wuzhao", "new", ["NO_PHOTO"]),
        ("child", "new", ["HAS_CARD", "MINOR"]),
        ("zhao", "replacement", []),
        ("zhang", "replacement", ["NEED_FORMAL_LOSS"]),
        ("li", "replacement", ["NEED_FORMAL_LOSS"]),
        ("suo", "replacement", ["NEED_FORMAL_LOSS"]),
        ("xin", "replacement", ["NEED_FORMAL_LOSS"]),
        ("chen", "replacement", ["REPLACEMENT_PENDING"]),
        ("zhuxiao", "replacement", ["CARD_CANCELLED"]),
        ("zhang", "exchange", []),
        ("suo", "exchange", []),
        ("huan", "exchange", ["APPLICATION_PENDING"]),
        ("xin", "exchange", ["NOT_ACTIVATED"]),
        ("li", "exchange", ["CARD_LOST"]),
        ("zhao", "exchange", ["CARD_LOST"]),
        ("child", "exchange", ["MINOR"]),
    ],
)
def test_all_that_stands_against_an_application_is_told_at_once(
    counter: Callable[[str], Counter], key: str, kind: str, codes: list[str]
) -> None:
    assert counter(key).against(kind) == codes


@pytest.mark.parametrize(("key", "item"), [("wuka", "apply_card"), ("zhao", "replace_card")])
def test_a_card_is_made_step_by_step_as_the_calendar_goes_on(
    counter: Callable[[str], Counter], key: str, item: str
) -> None:
    bureau = counter(key)
    assert bureau.outcome(item) == "confirmed"
    for step in STEPS:
        bureau.now = NOW + step.days * DAY
        assert bureau.card()["production"] == step.production.value
    assert bureau.card()["state"] == {"wuka": "0", "zhao": "2"}[key]


def test_the_second_application_is_refused_as_pending(counter: Callable[[str], Counter]) -> None:
    for key, item, code in (
        ("wuka", "apply_card", "APPLICATION_PENDING"),
        ("zhao", "replace_card", "REPLACEMENT_PENDING"),
        ("yuliu", "cancel_card", "APPLICATION_PENDING"),
    ):
        bureau = counter(key)
        more = {"reason": "abroad"} if item == "cancel_card" else {}
        assert bureau.outcome(item, **more) == "confirmed"
        assert bureau.outcome(item, **more) == code


def test_an_exchange_needs_the_card_or_says_that_it_is_damaged(counter: Callable[[str], Counter]) -> None:
    bureau = counter("gen2")
    shown = {"identifier": bureau.card()["identifier"], "number": bureau.card()["number"]}
    assert bureau.outcome("exchange_card", reason="third_generation") == "NEED_OLD_CARD"
    assert bureau.outcome("exchange_card", reason="expired", card=shown) == "REASON_NOT_OFFERED"
    same = next(bank.key for bank in offers.BANKS if bank.name == bureau.card()["bank"])
    assert bureau.outcome("exchange_card", reason="bank", card=shown, bank=same) == "SAME_BANK"
    assert bureau.outcome("exchange_card", reason="damaged") == "confirmed"
    assert bureau.card()["state"] == "1"


def test_reasons_follow_from_the_card(counter: Callable[[str], Counter]) -> None:
    assert counter("gen2").policy("exchange")["reasons"] == ["damaged", "third_generation", "bank"]
    assert counter("expired").policy("exchange")["reasons"] == ["expired", "damaged", "third_generation", "bank"]
    assert counter("zhang").policy("exchange")["reasons"] == ["damaged", "bank"]


def test_a_cancellation_is_only_accepted_and_the_card_stays_as_it_is(counter: Callable[[str], Counter]) -> None:
    bureau = counter("yuliu")
    question = {**bureau.proven, "handle": bureau.card()["handle"]}
    policy = bureau.run(lambda session: applications.cancellation_policy(session, question, NOW))
    assert (policy["obstacles"], policy["medical_balance_fen"]) == ([], 123456)
    assert bureau.outcome("cancel_card", reason="abroad") == "confirmed"
    bureau.now += 30 * DAY
    assert bureau.card()["state"] == "1"
    assert bureau.run(lambda session: session.scalars(select(ApplicationRow.kind)).all()) == ["cancellation"]


@pytest.mark.parametrize(("key", "code"), [("expired", "BENEFIT_ON_CARD"), ("chen", "REPLACEMENT_PENDING")])
def test_what_hangs_on_a_card_keeps_it_from_being_cancelled(
    counter: Callable[[str], Counter], key: str, code: str
) -> None:
    assert counter(key).outcome("cancel_card", reason="other") == code


def test_both_proofs_are_needed(counter: Callable[[str], Counter]) -> None:
    bureau = counter("wuka")
    assert bureau.outcome("apply_card", proofs=["id_card"], sms=None) == "PROOF_NEEDED"
    bureau.proven = {**bureau.proven, "proofs": ["sms"]}
    with pytest.raises(Refused, match="PROOF_NEEDED"):
        bureau.policy("new")


def test_a_choice_that_is_not_offered_is_refused(counter: Callable[[str], Counter]) -> None:
    assert counter("wuka").outcome("apply_card", bank="nobank") == "CHOICE_NOT_OFFERED"
    assert counter("wuka").outcome("apply_card", place="nowhere") == "CHOICE_NOT_OFFERED"


# --- attachments ----------------------------------------------------------------------------------------------------


def test_an_attachment_waits_for_its_operation_and_is_gone_after_a_while(counter: Callable[[str], Counter]) -> None:
    bureau = counter("wuka")
    signature = bureau.signature()
    bureau.now += LASTS
    bureau.prove()
    assert bureau.outcome("apply_card", signature=signature) == "UPLOAD_GONE"
    kept = bureau.run(lambda session: session.scalars(select(UploadRow.upload)).all())
    assert signature["upload"] not in kept


def test_what_an_operation_took_stays_and_is_taken_once(counter: Callable[[str], Counter]) -> None:
    bureau = counter("gen2")
    signature = bureau.signature()
    assert bureau.outcome("exchange_card", reason="damaged", signature=signature) == "confirmed"
    bureau.now += 10 * DAY
    assert bureau.run(lambda session: session.scalars(select(UploadRow.taken_by)).all())[0]


def test_somebody_elses_attachment_is_not_taken(counter: Callable[[str], Counter]) -> None:
    bureau = counter("wuka")
    signature = bureau.signature()
    bureau.run(lambda session: setattr(session.get(UploadRow, signature["upload"]), "id_number", "somebody"))
    assert bureau.outcome("apply_card", signature=signature) == "UPLOAD_GONE"


def test_a_refused_application_leaves_nothing(counter: Callable[[str], Counter]) -> None:
    bureau = counter("zhang")
    assert bureau.outcome("apply_card") == "HAS_CARD"
    assert bureau.run(lambda session: session.scalars(select(ApplicationRow.kind)).all()) == []


def test_a_new_cards_holder_is_told_by_message(counter: Callable[[str], Counter]) -> None:
    bureau = counter("wuka")
    bureau.outcome("apply_card")
    assert "社保卡申请已受理" in bureau.run(lambda session: inbox(session, 1))[0]
    assert bureau.run(lambda session: session.scalars(select(PersonRow.photo)).one()) < date(2026, 11, 20)
