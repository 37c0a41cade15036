"""What is registered of a person: told masked, changed by its holder, a telephone only by its own code."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from filing_counter import Counter, counter_of
from sqlalchemy import select

from sandbox.backend import contacts, sms
from sandbox.backend.database import PersonRow
from sandbox.backend.refusals import Refused
from sandbox.backend.sms import inbox

NEW = "13900001234"
VISIT = "session-1"


@pytest.fixture
def counter(tmp_path: Path) -> Callable[[str], Counter]:
    return lambda key: counter_of(tmp_path, key)


def registered(bureau: Counter) -> dict[str, Any]:
    return bureau.run(lambda session: contacts.registered(session, bureau.proven, bureau.now))


def answered(bureau: Counter, phone: str = NEW) -> dict[str, str]:
    """The proof of a new telephone."""
    body = {**bureau.proven, "session": VISIT, "phone": phone}
    bureau.run(lambda session: contacts.send_to_new_phone(session, body, bureau.now))
    code = bureau.run(lambda session: inbox(session, 1))[0].split()[-1]
    given = {"person": bureau.person, "session": VISIT, "code": code}
    told = bureau.run(lambda session: sms.give_back(session, given, bureau.now, registered=False))
    return {"session": VISIT, "token": told["token"]}


def changed(bureau: Counter, field: str, value: str, **more: object) -> str:
    return bureau.outcome("change_information", field=field, value=value, **more)


def stands(bureau: Counter, field: str) -> str:
    return bureau.run(lambda session: session.scalars(select(getattr(PersonRow, field))).one())


def test_nothing_comes_whole(counter: Callable[[str], Counter]) -> None:
    bureau = counter("yuliu")
    told = registered(bureau)
    assert told == {
        "phone": f"199****{stands(bureau, 'phone')[-4:]}",
        "address": "重庆市渝中区****",
        "contact": "谢**",
    } | {"obstacles": []}
    assert registered(counter("zhang"))["contact"] is None


@pytest.mark.parametrize(
    ("key", "codes"),
    [("chen", ["REPLACEMENT_PENDING"]), ("child", ["MINOR"]), ("zhuxiao", ["CARD_CANCELLED"]), ("li", []), ("suo", [])],
)
def test_what_stands_against_a_change_is_told(counter: Callable[[str], Counter], key: str, codes: list[str]) -> None:
    bureau = counter(key)
    assert [obstacle["code"] for obstacle in registered(bureau)["obstacles"]] == codes
    assert changed(bureau, "contact", "谢佳木") == (codes or ["confirmed"])[0]


def test_an_address_is_changed_and_the_telephone_told(counter: Callable[[str], Counter]) -> None:
    bureau = counter("zhang")
    assert changed(bureau, "address", "重庆市渝中区听涛路7号") == "confirmed"
    assert stands(bureau, "address") == "重庆市渝中区听涛路7号"
    assert "联系地址已变更" in bureau.run(lambda session: inbox(session, 1))[0]
    assert changed(bureau, "address", "重庆市渝中区听涛路7号") == "SAME_VALUE"


def test_a_telephone_is_changed_by_its_own_code_and_the_old_one_is_told(counter: Callable[[str], Counter]) -> None:
    bureau = counter("zhang")
    old, proof = stands(bureau, "phone"), answered(bureau)
    assert changed(bureau, "phone", "13900009999", phone_proof=proof) == "PROOF_NEEDED"
    assert changed(bureau, "phone", NEW, phone_proof=proof) == "confirmed"
    assert stands(bureau, "phone") == NEW
    assert old in bureau.run(lambda session: inbox(session, 1))[0]


def test_the_registered_telephones_proof_is_none_of_a_new_one(counter: Callable[[str], Counter]) -> None:
    bureau = counter("zhang")
    assert changed(bureau, "phone", NEW, phone_proof=bureau.proven["sms"]) == "PROOF_EXPIRED"
    assert changed(bureau, "phone", NEW) == "PROOF_NEEDED"


def test_no_code_goes_to_the_number_that_is_registered(counter: Callable[[str], Counter]) -> None:
    bureau = counter("zhang")
    with pytest.raises(Refused, match="SAME_VALUE"):
        answered(bureau, stands(bureau, "phone"))


def test_card_and_pin_open_it_too_and_an_id_card_alone_does_not(counter: Callable[[str], Counter]) -> None:
    bureau = counter("zhang")
    card = bureau.card()
    shown = {"identifier": card["identifier"], "number": card["number"]}
    bureau.proven = {"person": bureau.person, "proofs": ["card_pin"], "card": shown}
    assert registered(bureau)["obstacles"] == []
    bureau.proven = {"person": bureau.person, "proofs": ["id_card"]}
    with pytest.raises(Refused, match="PROOF_NEEDED"):
        registered(bureau)
