"""The bureau's answer to who holds which cards in which state, and its reasons to give none."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from sandbox.backend.database import CHONGQING, CardRow, PersonRow
from sandbox.people import ApplicationState

TAIL = 4

REFUSALS: Mapping[str, str] = {
    "NO_RECORD": "未查询到您的社会保障卡信息。",
    "CARD_MISMATCH": "插入的社保卡不是您当前有效的卡片。",
    "OTHER_CITY": "此卡非重庆市发行，请到发卡地办理，或拨打12333。",
    "DECEASED": "系统登记的状态与办理条件不符，请到窗口核实。",
    "HSM_REFUSED": "无法确认这张卡片，请到窗口核实。",
    "HSM_UNAVAILABLE": "暂时无法读取第三代社会保障卡，请稍后再试。",
    "BUSY": "该社保卡有业务正在办理，请稍后再试。",
}
"""The bureau's reasons and its wording for each."""

HOTLINES: Mapping[str, str] = {
    "中国银行": "95566",
    "农业银行": "95599",
    "建设银行": "95533",
    "邮储银行": "95580",
    "工商银行": "95588",
    "交通银行": "95559",
    "重庆农村商业银行": "95389",
    "重庆银行": "956023",
    "民生银行": "95568",
    "招商银行": "95555",
    "兴业银行": "95561",
    "光大银行": "95595",
    "广发银行": "95508",
    "浦发银行": "95528",
    "中信银行": "95558",
}
"""The co-operating banks' telephone numbers, where they are known."""


class Refused(Exception):  # noqa: N818 - says what the bureau did
    """The bureau's no, by one of `REFUSALS`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def cards_of(session: Session, question: Mapping[str, Any]) -> dict[str, Any]:
    """The body of the answer to POST /v1/cards/query; `Refused` with the reason."""
    shown: Mapping[str, str] | None = question.get("card")
    if shown is not None and not shown["identifier"].startswith(CHONGQING):
        raise Refused("OTHER_CITY")
    person = session.get(PersonRow, question["person"]["id_number"])
    if person is None or not person.cards:
        raise Refused("NO_RECORD")
    if not person.alive:
        raise Refused("DECEASED")
    if shown is not None and not any(_is_it(card, shown) for card in person.cards):
        raise Refused("CARD_MISMATCH")
    return _answer(person, full=shown is not None and "card_pin" in question["proofs"])


def _is_it(card: CardRow, shown: Mapping[str, str]) -> bool:
    return (card.identifier, card.number) == (shown["identifier"], shown["number"])


def _answer(person: PersonRow, *, full: bool) -> dict[str, Any]:
    current = _current(person.cards)
    return {
        "person": {"id_number": person.id_number, "name": person.name},
        "detail": "full" if full else "states",
        "cards": [_told(card, card is current, person.electronic_card, full=full) for card in person.cards],
    }


def _current(cards: Sequence[CardRow]) -> CardRow | None:
    """The valid card: the one issued last of those that are not cancelled."""
    valid = [card for card in cards if card.state != ApplicationState.CANCELLED.value]
    return valid[-1] if valid else None


def _told(card: CardRow, is_current: bool, electronic_card: str, *, full: bool) -> dict[str, Any]:
    told = {
        "number_tail": card.number[-TAIL:],
        "issued": card.issued.isoformat(),
        "expires": card.expires.isoformat(),
        "is_current": is_current,
        "application": {"state": card.state, "loss_until": card.loss_until},
        "bank": _bank(card, full=full),
        "chip": {"generation": card.generation},
        "production": {"step": card.production, "pickup": card.pickup, "updated": card.production_updated},
        "electronic_card": electronic_card,
    }
    return {**told, "number": card.number} if full else told


def _bank(card: CardRow, *, full: bool) -> dict[str, str]:
    bank = {"name": card.bank, "state": card.bank_state, "hotline": HOTLINES.get(card.bank, "")}
    return {**bank, "account_tail": card.bank_account[-TAIL:]} if full and card.bank_account else bank
