"""Who comes for which item of the catalogue to operate the terminal without touching its glass.

A new item joins with a line in `VISITS`: the walks by keyboard and by assistive technology fail for one without.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

OLD_PIN, NEW_PIN, WRONG_PIN = "120119", "704926", "135790"
ADDRESS, REMARK = "重庆市和平路8号", "请先打电话"
SPELLED = {ADDRESS: "chongqingshi hepinglu 8hao ", REMARK: "qingxiandadianhua "}
"""How words are typed on a keyboard of letters: pinyin, and a space for the first candidate."""
STREET, FRIEND = "重庆市和平路", "王小明"
PARTS = {
    STREET: (("chongqing", "重庆"), ("shi", "市"), ("heping", "和平"), ("lu", "路")),
    FRIEND: (("wang", "王"), ("xiaoming", "小明")),
}
"""How words are written with a finger: pinyin and the candidate, part by part."""
LAST_REFERENCE = "{reference}"
"""Typed as the reference that was told last in this walk."""
BY_THEIR_FACE = "zhuxiao"
"""Whose pension waits for a certification."""


@dataclass(frozen=True)
class Visit:
    """One person, each with a card of their own, so that none finds another one's work done.

    `answers`: headline's text id → what is pressed, typed or written there, as `Resident` takes it. `ends`: the
    headline's text id of the last result, or its code where it is a refusal; "" where none is shown. `item`: what they
    come for, where the visit is called otherwise.
    """

    who: str
    ends: str = ""
    answers: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    item: str = ""


def _pin(digits: str) -> dict[str, tuple[str, ...]]:
    return {"identity.enter_pin": (digits,)}


VISITS: Mapping[str, Visit] = {
    "card_status": Visit("zhang", answers={"identity.enter_pin": (WRONG_PIN, OLD_PIN)}),
    "report_loss": Visit("ming", "report_loss.temporary.done"),
    "change_pin": Visit(
        "gen2", "change_pin.done", _pin("927406") | {"change_pin.new": (NEW_PIN,), "change_pin.again": (NEW_PIN,)}
    ),
    "rights_record": Visit("anna", "dispute_record.done", _pin("716405")),
    "reset_pin": Visit("gen3des", "reset_pin.done", {"reset_pin.new": (NEW_PIN,), "reset_pin.again": (NEW_PIN,)}),
    "unblock_pin": Visit("locked", "unblock_pin.done"),
    "activate": Visit(
        "xin",
        "activate.done",
        {"activate.initial": ("123456",), "activate.new": (NEW_PIN,), "activate.again": (NEW_PIN,)},
    ),
    "lock_application": Visit("rare", "lock_application.done"),
    "unlock_application": Visit("suo", "unlock_application.done", _pin("753091")),
    "check_reference": Visit("suo", "check_reference.done", {"check_reference.type_it": (LAST_REFERENCE,)}),
    "withdraw_loss_report": Visit("li", "withdraw_loss_report.done"),
    "change_information": Visit("yan", "change_information.done", {"change_information.type_phone": ("13900001234",)}),
    "apply_card": Visit("wuka", "apply_card.done"),
    "replace_card": Visit("zhao", "replace_card.done"),
    "exchange_card": Visit("one", "exchange_card.done"),
    "cancel_card": Visit("yuliu", "cancel_card.done"),
    "request_assistance": Visit(
        "elocked",
        "request_assistance.done",
        _pin("537029")
        | {
            "request_assistance.which": ("3",),
            "request_assistance.where": ("home",),
            "request_assistance.address": (ADDRESS,),
            "request_assistance.remark": (REMARK,),
            "request_assistance.phone": ("19912345678",),
        },
    ),
    "pension_together": Visit(
        "gen1",
        "together.one_done",
        {
            "pension_together.overview": ("begin",),
            "pension_together.payout_ask": ("not_now",),
            "pension_together.contact_ask": ("phone",),
            "change_information.type_phone": ("13900001235",),
        },
    ),
    "certify_pension": Visit(
        BY_THEIR_FACE, "certify_pension.resume.done", {"certify_pension.told.suspended": ("begin",)}
    ),
}
"""Item → visit, in the order in which they are walked."""

STAFF: Mapping[str, Visit] = {
    "staff": Visit(
        "zhang",
        "staff.left_cards.entered",
        {
            "staff.number": ("1001",),
            "staff.password": ("246810",),
            "staff.what_to_do": ("today", "requests", "paper", "notices", "service", "left_cards", "sign_out"),
            "staff.today.count": ("menu",),
            "staff.requests.count": ("menu",),
            "staff.paper.headline": ("menu",),
            "staff.notices.none": ("menu",),
            "staff.service.why": ("menu",),
            "staff.left_cards.count": ("enter",),
            "staff.left_cards.which_kind": ("id_card",),
            "staff.left_cards.tail": ("002X",),
        },
    )
}
"""What staff do at their desk; behind Home's corner, and so in no catalogue."""

AT_THE_DESK = Visit(
    "zhang",
    "accept_entrustment.done",
    {
        "staff.number": ("1001",),
        "staff.password": ("246810",),
        "staff.what_to_do": ("requests", "sign_out"),
        "staff.requests.count": ("new", "menu"),
        "entrusting.which": ("1",),
        "entrusting.who": ("agent",),
        "entrusting.lay_agents": ("zhang",),
        "entrusting.lay_persons": ("zhao",),
        "entrusting.relation": ("family",),
        "documents.readable": ("keep",),
        "request_assistance.phone": ("19912345678",),
    },
    "staff",
)
"""An agent brings a 委托书, which is photographed where a camera sees the desk."""

TECHNICIAN: Mapping[str, Visit] = {
    "technician": Visit(
        "zhang",
        "",
        {
            "staff.number": ("9001",),
            "staff.password": ("975310",),
            "staff.what_to_do": ("diagnostics", "logs", "sign_out"),
            "diagnostics.headline_bad": ("disk", "menu"),
            "diagnostics.headline_good": ("disk", "menu"),
            "doctor.check.disk": ("all",),
            "staff.logs.which": ("staff",),
            "staff.logs.since": ("day",),
            "staff.logs.found": ("menu",),
            "staff.logs.none": ("menu",),
        },
    )
}
"""What a technician does: look at everything, open one, search the log, go."""
