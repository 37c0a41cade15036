"""The bank's half as a draft of its own, and the words for a bank whose telephone nobody knows."""

from typing import Any

import pytest

from kiosk.backend.operations import BankHalf, LossPolicy
from kiosk.backend.schemas import CardStates, Proof, SmsProof
from kiosk.bank_half import bank_draft, bank_point, bank_row, call, goes_along
from kiosk.identity import Resident
from texts import Language, Text, render

HANDLE = "0" * 24
RESIDENT = Resident(
    "500103199005219700", "", (Proof.TYPED_NUMBER, Proof.SMS), sms=SmsProof(session="session-1", token="0" * 32)
)


def card(state: str) -> CardStates:
    told: dict[str, Any] = {
        "handle": HANDLE,
        "number_tail": "0011",
        "issued": "2023-06-15",
        "expires": "2033-06-15",
        "is_current": True,
        "application": {"state": "1"},
        "bank": {"name": "重庆银行", "state": state, "hotline": "956023"},
        "chip": {"generation": "3.00"},
        "production": {},
        "electronic_card": "issued",
    }
    return CardStates.model_validate(told, strict=False)


def policy(*, reports: bool, hotline: str = "956023") -> LossPolicy:
    return LossPolicy(handle=HANDLE, kinds=(), bank=BankHalf(name="重庆银行", hotline=hotline, reports=reports))


def words(text: Text | None) -> str:
    return "" if text is None else render(text, Language.ZH_CN)


def test_the_bank_waits_for_nobody_and_nobody_for_the_bank() -> None:
    draft = bank_draft(RESIDENT, card("normal"))
    assert draft.repeatable
    assert draft.person not in ("", RESIDENT.id_number)
    assert draft.card != HANDLE
    assert draft.halves[0].body["person"] == {"id_number": RESIDENT.id_number}


@pytest.mark.parametrize(
    ("state", "reports", "along", "said"),
    [
        ("normal", True, True, "同时替您向重庆银行报口头挂失"),
        ("normal", False, False, "请另外拨打重庆银行 956023"),
        ("not_activated", True, False, "还没有激活"),
        ("verbal_loss", True, False, "已经在银行挂失"),
        ("closed", False, False, "已销户"),
    ],
)
def test_what_becomes_of_the_account_is_said_beforehand(state: str, reports: bool, along: bool, said: str) -> None:
    told = card(state), policy(reports=reports)
    assert goes_along(*told) is along
    assert said in words(bank_point(*told).words)


def test_an_account_that_was_not_reported_says_whom_to_call() -> None:
    assert "956023" in words(bank_row(card("normal"), policy(reports=False), None).meaning)
    assert words(call(policy(reports=False, hotline="").bank)) == "联系重庆银行"
