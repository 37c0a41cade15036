"""Who comes for which of the nine card services, and for each thing that can be done in them, with a finger."""

from collections.abc import Mapping
from typing import Final

from accessible_visits import FRIEND, LAST_REFERENCE, NEW_PIN, OLD_PIN, STREET, Visit

from sandbox.population import people

ID_NUMBERS: Final = {person.key: person.id_number for person in people(1)[:60]}
BY_ID_CARD: Final = {"identity.insert_card": ("id_card",)}


def pin(digits: str) -> dict[str, tuple[str, ...]]:
    """Their card's PIN."""
    return {"identity.enter_pin": (digits,)}


def new_pin(item: str) -> dict[str, tuple[str, ...]]:
    """A new PIN, twice."""
    return {f"{item}.new": (NEW_PIN,), f"{item}.again": (NEW_PIN,)}


def changing(field: str, **written: str) -> dict[str, tuple[str, ...]]:
    """One field of what is registered, and its new value by the end of the page's headline."""
    values = {f"change_information.{name}": (value,) for name, value in written.items()}
    return {"change_information.which": (field,), **values}


def exchanged(who: str, why: str) -> Visit:
    """换领、换发 for a reason."""
    return Visit(who, "exchange_card.done", {"exchange_card.why": (why,)}, item="exchange_card")


CARD_SERVICES: Final[Mapping[str, Visit]] = {
    "申领": Visit("wuka", "apply_card.done", item="apply_card"),
    "启用": Visit("xin", "activate.done", {"activate.initial": ("123456",), **new_pin("activate")}, item="activate"),
    "启用，初始密码不知道": Visit(
        "p001", "activate.done", {"activate.initial": ("not_known",), **new_pin("activate")}, item="activate"
    ),
    "应用状态查询": Visit("zhang", answers=pin(OLD_PIN), item="card_status"),
    "应用状态查询，凭身份证": Visit("wang", answers=BY_ID_CARD, item="card_status"),
    "变更手机号": Visit(
        "yan", "change_information.done", changing("phone", type_phone="13900001234"), item="change_information"
    ),
    "变更地址": Visit(
        "p010", "change_information.done", changing("address", write_address=STREET), item="change_information"
    ),
    "变更联系人": Visit(
        "p014", "change_information.done", changing("contact", write_contact=FRIEND), item="change_information"
    ),
    "锁定": Visit("rare", "lock_application.done", item="lock_application"),
    "解锁": Visit("suo", "unlock_application.done", item="unlock_application"),
    "密码修改": Visit("gen2", "change_pin.done", pin("927406") | new_pin("change_pin"), item="change_pin"),
    "密码重置": Visit("gen3des", "reset_pin.done", new_pin("reset_pin"), item="reset_pin"),
    "密码解锁": Visit("locked", "unblock_pin.done", item="unblock_pin"),
    "临时挂失，银行一起": Visit("p016", "report_loss.temporary.done", item="report_loss"),
    "正式挂失": Visit("p020", "report_loss.formal.done", {"report_loss.which_kind": ("formal",)}, item="report_loss"),
    "卡和身份证都丢了": Visit(
        "p008",
        "report_loss.temporary.done",
        {"identity.lay_id_card": ("typed_number",), "typed_number.type_it": (ID_NUMBERS["p008"],)},
        item="report_loss",
    ),
    "解挂，临时": Visit("li", "withdraw_loss_report.done", item="withdraw_loss_report"),
    "解挂，正式": Visit("p005", "withdraw_loss_report.done", item="withdraw_loss_report"),
    "补领": Visit("zhao", "replace_card.done", item="replace_card"),
    "换领，到期": exchanged("expired", "expired"),
    "换领，损坏": exchanged("one", "damaged"),
    "换领，换银行": exchanged("long", "bank"),
    "换发第三代": exchanged("ascii", "third_generation"),
    "换领，读不出": Visit(
        "appblocked", "exchange_card.done", {"identity.insert_card": ("unreadable",)}, item="exchange_card"
    ),
    "注销": Visit("yuliu", "cancel_card.done", item="cancel_card"),
    "进度查询": Visit(
        "yuliu", "check_reference.done", {"check_reference.type_it": (LAST_REFERENCE,)}, item="check_reference"
    ),
}
"""Name → visit, in the order in which they are walked; each person shows a telephone once."""
