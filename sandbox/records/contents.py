"""What stands in a record: the bureau's own words and figures, ready to be set on paper or told to a terminal."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, unique
from typing import Any, Final

from sandbox.records.careers import Insurance, Payment
from sandbox.records.histories import AGENCY, PLACE, Held, History, Month


@unique
class Document(Enum):
    """The papers that can be asked for."""

    CERTIFICATE = "certificate"
    """参保缴费证明."""
    STATEMENT = "statement"
    """个人权益记录单."""
    PAYMENTS = "payments"
    """缴费明细."""
    BENEFITS = "benefits"
    """待遇领取证明."""


SAMPLE: Final = "（样张）"
TITLES: Final[Mapping[Document, str]] = {
    Document.CERTIFICATE: "社会保险参保缴费证明",
    Document.STATEMENT: "社会保险个人权益记录单",
    Document.PAYMENTS: "社会保险缴费明细",
    Document.BENEFITS: "社会保险待遇领取证明",
}
INSURANCES: Final[Mapping[Insurance, str]] = {
    Insurance.EMPLOYEE_PENSION: "企业职工基本养老保险",
    Insurance.CIVIL_PENSION: "机关事业单位基本养老保险",
    Insurance.RESIDENT_PENSION: "城乡居民基本养老保险",
    Insurance.UNEMPLOYMENT: "失业保险",
    Insurance.WORK_INJURY: "工伤保险",
}
STATES: Final[Mapping[str, str]] = {
    "paying": "正常参保",
    "paused": "暂停缴费",
    "ended": "终止参保",
    "receiving": "待遇领取",
}
PAYMENTS: Final[Mapping[Payment, str]] = {
    Payment.NORMAL: "正常",
    Payment.ARREARS: "补缴",
    Payment.TRANSFERRED: "转入",
    Payment.OWED: "欠缴",
}
_ALWAYS: Final = (
    "如有疑问，请持本人有效身份证件到参保地经办机构核实。",
    "本件仅供参考，不作为待遇计发的最终依据。",
    "本件涉及个人信息，请妥善保管。",
    "扫描二维码或凭查验码可查验真伪。",
)
_INJURY_NOTE: Final = "工伤保险由用人单位缴费，个人不缴费，没有个人账户；失业保险没有个人账户。"
_MEDICAL_NOTE: Final = "医疗保险、生育保险权益记录由医疗保障部门出具，请通过“重庆医保”渠道查询。"
_WHOLE_YEAR: Final = 12


@dataclass(frozen=True)
class Wanted:
    """What a record shall be about. Months are YYYYMM, both included; `large`: 12 pt instead of 9.5."""

    document: Document
    insurances: tuple[Insurance, ...]
    since: int
    until: int
    large: bool = False


def contents(
    person: Mapping[str, str], past: History, wanted: Wanted, today: str, good_until: str = ""
) -> dict[str, Any]:
    """All that is set on paper, but for serial number and code. Days as YYYY年MM月DD日; `good_until` "" for ever."""
    chosen = [held for held in past.held if held.insurance in wanted.insurances]
    detailed = wanted.document in (Document.STATEMENT, Document.PAYMENTS)
    return {
        "title": TITLES[wanted.document],
        "large": wanted.large,
        "printed": today,
        "head": _head(person, past, wanted if detailed else None),
        "insured": [_insured(held) for held in chosen],
        "units": [[str(place + 1), number or "—", name] for place, (number, name) in enumerate(past.units)],
        "years": [_years(held, wanted) for held in chosen] if wanted.document is Document.STATEMENT else [],
        "lines": [_lines(held, wanted) for held in chosen] if wanted.document is Document.PAYMENTS else [],
        "accounts": [_account(held, wanted) for held in chosen if held.account]
        if wanted.document is Document.STATEMENT
        else [],
        "pensions": [_pension(held) for held in chosen if held.pension_monthly],
        "sentences": [_sentence(held) for held in chosen] if wanted.document is Document.CERTIFICATE else [],
        "notes": [
            *_ALWAYS,
            *([f"有效期至 {good_until}。"] if good_until else []),
            *([_INJURY_NOTE] if detailed else []),
            _MEDICAL_NOTE,
        ],
        "agency": AGENCY,
    }


def money(fen: int) -> str:
    """分 as 1,234.56."""
    return f"{fen / 100:,.2f}"


def day_of(month: int) -> str:
    """YYYYMM as 2009-03; "—" for none."""
    return f"{month // 100}-{month % 100:02}" if month else "—"


def _head(person: Mapping[str, str], past: History, period: Wanted | None) -> list[list[str]]:
    unit = next((name for held in past.held if held.state == "paying" for name in _last_unit(past, held)), "—")
    rows = [
        ["姓名", person["name"]],
        ["社会保障号码", person["id_number"]],
        ["个人编号", past.personal_number],
        ["性别", person["sex"]],
        ["参保地", PLACE],
        ["现参保单位", unit],
    ]
    return [*rows, ["查询时段", f"{day_of(period.since)} 至 {day_of(period.until)}"]] if period else rows


def _last_unit(past: History, held: Held) -> list[str]:
    return [past.units[held.lines[-1].unit][1]] if held.lines else []


def _insured(held: Held) -> list[str]:
    first, last = (day_of(held.lines[place].month) if held.lines else "—" for place in (0, -1))
    months = f"{held.months}" + (f"（另视同 {held.deemed}）" if held.deemed else "")
    return [INSURANCES[held.insurance], STATES[held.state], f"{first} 至 {last}", months, AGENCY.removesuffix(SAMPLE)]


def _within(held: Held, wanted: Wanted) -> list[Month]:
    return [line for line in held.lines if wanted.since <= line.month <= wanted.until]


def _lines(held: Held, wanted: Wanted) -> dict[str, Any]:
    lines = _within(held, wanted)
    paid = [line for line in lines if line.payment is not Payment.OWED]
    return {
        "title": INSURANCES[held.insurance],
        "yearly": held.insurance is Insurance.RESIDENT_PENSION,
        "rows": [_line(held, line) for line in lines],
        "total": [
            f"已缴 {_counted(held, paid)} 个月",
            "",
            money(sum(line.by_unit for line in paid)),
            _by_person(held, sum(line.by_person for line in paid)),
            "",
            "",
            "",
        ],
    }


def _line(held: Held, line: Month) -> list[str]:
    yearly = held.insurance is Insurance.RESIDENT_PENSION
    return [
        f"{line.month // 100} 年" if yearly else day_of(line.month),
        "—" if yearly else money(line.base),
        money(line.by_unit),
        _by_person(held, line.by_person),
        PAYMENTS[line.payment],
        day_of(line.credited),
        str(line.unit + 1),
    ]


def _by_person(held: Held, fen: int) -> str:
    """For work injury people pay nothing themselves."""
    return "—" if held.insurance is Insurance.WORK_INJURY else money(fen)


def _counted(held: Held, lines: Sequence[Month]) -> int:
    return len(lines) * (_WHOLE_YEAR if held.insurance is Insurance.RESIDENT_PENSION else 1)


def _years(held: Held, wanted: Wanted) -> dict[str, Any]:
    lines = _within(held, wanted)
    rows: list[list[str]] = []
    for year in sorted({line.month // 100 for line in lines}):
        own = [line for line in lines if line.month // 100 == year]
        paid = [line for line in own if line.payment is not Payment.OWED]
        owed = _counted(held, own) - _counted(held, paid)
        base = money(round(sum(line.base for line in own) / len(own)))
        rows.append([
            str(year),
            str(_counted(held, paid)) + (f"（欠缴 {owed}）" if owed else ""),
            "—" if held.insurance is Insurance.RESIDENT_PENSION else base,
            money(sum(line.by_unit for line in paid)),
            _by_person(held, sum(line.by_person for line in paid)),
        ])  # fmt: skip
    return {"title": INSURANCES[held.insurance], "rows": rows}


def _account(held: Held, wanted: Wanted) -> dict[str, Any]:
    first, last = wanted.since // 100, wanted.until // 100
    rows = [
        [str(one.year), money(one.principal), money(one.interest), money(one.total)]
        for one in held.account
        if first <= one.year <= last
    ]
    return {"title": INSURANCES[held.insurance], "rows": rows}


def _pension(held: Held) -> list[str]:
    return [INSURANCES[held.insurance], day_of(held.pension_since), money(held.pension_monthly), "正常发放"]


def _sentence(held: Held) -> str:
    name = INSURANCES[held.insurance]
    if not held.lines:
        return f"{name}：没有缴费记录，现状态为{STATES[held.state]}。"
    first, last = day_of(held.lines[0].month), day_of(held.lines[-1].month)
    deemed = f"，另有视同缴费 {held.deemed} 个月" if held.deemed else ""
    owed = sum(line.payment is Payment.OWED for line in held.lines)
    paid = f"累计实际缴费 {held.months} 个月{deemed}" + (f"，欠缴 {owed} 个月" if owed else "")
    return f"{name}：{first} 至 {last} 期间{paid}，现状态为{STATES[held.state]}。"
