"""A record in words that can be read aloud: one sentence for each insurance, stretches of time as people say them."""

from collections.abc import Mapping, Sequence
from datetime import date

from kiosk.backend.records import (
    Insurance,
    Insured,
    InsuredState,
    MonthLine,
    PaymentKind,
    RecordAnswer,
    Unit,
)
from kiosk.records.history import Stretch, gaps, owed, stretches
from texts import Text, literal
from ui.pages import Tone
from ui.record_pages import YEAR

_TONES = {
    InsuredState.PAYING: Tone.GOOD,
    InsuredState.RECEIVING: Tone.GOOD,
    InsuredState.PAUSED: Tone.ATTENTION,
    InsuredState.ENDED: Tone.NEUTRAL,
}
_TOLD = (PaymentKind.ARREARS, PaymentKind.TRANSFERRED)
"""How months came to be there, where not as they should."""
NOTHING = literal("")


def title(insurance: Insurance) -> Text:
    """「职工养老」."""
    return Text(f"rights_record.insurance.{insurance.value}")


def yearly(insurance: Insurance) -> bool:
    """Whether a line of it stands for a year."""
    return insurance is Insurance.RESIDENT_PENSION


def tone(insured: Insured, lines: Sequence[MonthLine]) -> Tone:
    """How it stands, as colour and sign beside the words; what is owed wants attention, and no gap is praised."""
    if owed(lines):
        return Tone.ATTENTION
    broken = insured.state is InsuredState.PAYING and gaps(lines, yearly=yearly(insured.insurance))
    return Tone.NEUTRAL if broken else _TONES[insured.state]


def verdict(answer: RecordAnswer, lines: Mapping[Insurance, Sequence[MonthLine]]) -> Text:
    """「您缴了 3 种社会保险，有欠缴」: what was found, and the gravest of what is wrong with it."""
    if not answer.insurances:
        return Text("rights_record.headline_none")
    if any(one.pension for one in answer.insurances):
        return Text("rights_record.headline_receiving")
    paid = [one for one in answer.insurances if one.months or lines[one.insurance]]
    if not paid:
        return Text("rights_record.headline_unpaid")
    wrong = {
        "owed": any(owed(lines[one.insurance]) for one in paid),
        "gap": any(gaps(lines[one.insurance], yearly=yearly(one.insurance)) for one in paid),
        "paused": any(one.state is InsuredState.PAUSED for one in paid),
    }
    gravest = next((name for name, is_so in wrong.items() if is_so), "fine")
    return Text(f"rights_record.headline_{gravest}", count=len(paid))


def sentence(insured: Insured, lines: Sequence[MonthLine]) -> Text:
    """「职工养老：已缴 18 年 4 个月；2009 年 3 月至 6 月中断，不计入缴费年限」: what counts, then what does not."""
    name = title(insured.insurance)
    if insured.months == 0 and insured.pension is None and not owed(lines):
        return Text("rights_record.never_paid", insurance=name)
    parts = {"span": span(insured.months), "deemed": _deemed(insured), "uncounted": _uncounted(insured, lines)}
    if insured.pension is None:
        return Text("rights_record.paid", insurance=name, state=_state(insured), **parts)
    told = {"since": month(insured.pension.since), "money": money(insured.pension.monthly)}
    which = "receiving" if insured.months else "receiving_only"
    return Text(f"rights_record.{which}", insurance=name, **parts, **told)


def notes(
    insured: Insured, lines: Sequence[MonthLine], answer: RecordAnswer, paying: Text | None = None
) -> tuple[Text, ...]:
    """What else is worth knowing, each by itself: whom to ask of what is owed, and how much that is; of gaps, once; how
    months came to be there; who is `paying`; and last the account.
    """
    told = insured.account is not None and insured.pension is None
    parts = (
        _whom_to_ask(lines, answer),
        _how_much(insured, lines),
        Text("rights_record.gap_means") if told and gaps(lines, yearly=yearly(insured.insurance)) else None,
        *(_came(kind, insured, lines) for kind in _TOLD),
        Text("rights_record.deemed_means") if insured.deemed else None,
        paying,
        Text("rights_record.paid_by_unit") if insured.insurance is Insurance.WORK_INJURY else None,
        _account(insured),
    )
    return tuple(part for part in parts if part is not None)


def who_pays(answer: RecordAnswer, lines: Mapping[Insurance, Sequence[MonthLine]]) -> tuple[Text | None, ...]:
    """For each insurance who pays for it today, said once: of all together, or where it is another one than before."""
    units = [_payer(one, lines[one.insurance], answer) for one in answer.insurances]
    first = units[0] if units else None
    if first is not None and len(units) > 1 and all(unit == first for unit in units):
        return (_paying(first, "_all"), *(None for _ in units[1:]))
    told: list[Text | None] = []
    known: Unit | None = None
    for unit in units:
        told.append(None if unit is None or unit == known else _paying(unit))
        known = unit or known
    return tuple(told)


def _payer(insured: Insured, lines: Sequence[MonthLine], answer: RecordAnswer) -> Unit | None:
    if insured.state is not InsuredState.PAYING or not lines or lines[-1].kind is PaymentKind.OWED:
        return None
    return answer.units[lines[-1].unit] if lines[-1].unit < len(answer.units) else None


def _whom_to_ask(lines: Sequence[MonthLine], answer: RecordAnswer) -> Text | None:
    """Of what is owed: the employer that owes it, or the tax office, to which contributions go; who has none, that."""
    owing = {line.unit for line in owed(lines) if line.unit < len(answer.units)}
    employers = [answer.units[unit].name for unit in owing if answer.units[unit].number]
    if len(employers) == 1:
        return Text("rights_record.ask_unit", unit=literal(employers[0]))
    return Text("rights_record.ask_units" if employers else "rights_record.ask_tax") if owed(lines) else None


def _how_much(insured: Insured, lines: Sequence[MonthLine]) -> Text | None:
    """What is owed for how long: the unit's share and the person's, as far as either has one.

    A unit withholds its people's share and pays it with its own (《社会保险法》, article 60).
    """
    due = owed(lines)
    by_unit, by_person = sum(line.by_unit for line in due), sum(line.by_person for line in due)
    if not (by_unit or by_person):
        return None
    whose = "both" if by_unit and by_person else "unit" if by_unit else "person"
    told = {"unit": money(by_unit), "person": money(by_person), "total": money(by_unit + by_person)}
    return Text(f"rights_record.owed_money.{whose}", span=span(_months(insured, due)), **told)


def _came(kind: PaymentKind, insured: Insured, lines: Sequence[MonthLine]) -> Text | None:
    """「2020 年 1 月至 2 月的 2 个月是后来补缴的，已计入」."""
    found = stretches(lines, kind, yearly=yearly(insured.insurance))
    if not found:
        return None
    months = _months(insured, [line for line in lines if line.kind is kind])
    which = kind.name.lower() if len(found) == 1 else f"{kind.name.lower()}_apart"
    return Text(f"rights_record.{which}", span=span(months), stretch=stretch(found[-1]), count=len(found))


def _months(insured: Insured, lines: Sequence[MonthLine]) -> int:
    return len(lines) * (YEAR if yearly(insured.insurance) else 1)


def _paying(unit: Unit, which: str = "") -> Text:
    """The employer; who has none pays alone."""
    if not unit.number:
        return Text("rights_record.paid_alone")
    return Text(f"rights_record.unit_now{which}", unit=literal(unit.name))


def _account(insured: Insured) -> Text | None:
    """What was there at a year's end; of a year before the pension began it is not what is there now, and says so."""
    account, pension = insured.account, insured.pension
    if account is None:
        return Text("rights_record.nothing_kept") if pension and not insured.months else None
    before = pension is not None and account.year < pension.since // 100
    return Text(
        "rights_record.account_before" if before else "rights_record.account",
        year=account.year,
        money=money(account.total),
    )


def span(months: int) -> Text:
    """「18 年 4 个月」, 「18 年」, 「4 个月」."""
    years, rest = divmod(months, YEAR)
    parts = [_counted(name, number) for name, number in (("year", years), ("month", rest)) if number]
    if len(parts) == 2:  # noqa: PLR2004 - years and months
        return Text("rights_record.span.both", years=parts[0], months=parts[1])
    return parts[0] if parts else _counted("month", 0)


def _counted(name: str, number: int) -> Text:
    """One, or more: a language may tell them apart."""
    return Text(f"rights_record.span.{name}" if number == 1 else f"rights_record.span.{name}s", count=number)


def month(number: int) -> Text:
    """「2009 年 3 月」."""
    return Text("rights_record.month", year=number // 100, month=Text(f"rights_record.months.m{number % 100:02}"))


def day(of: date) -> Text:
    """「2026 年 11 月 22 日」."""
    return Text("rights_record.day", month=month(of.year * 100 + of.month), day=of.day)


def stretch(found: Stretch) -> Text:
    """「2009 年 3 月」, 「2009 年 3 月至 6 月」, 「2009 年 11 月至 2010 年 2 月」."""
    if found.since == found.until:
        return month(found.since)
    if found.since // 100 != found.until // 100:
        return Text("rights_record.stretch.years", since=month(found.since), until=month(found.until))
    names = {"since": f"m{found.since % 100:02}", "until": f"m{found.until % 100:02}"}
    told = {key: Text(f"rights_record.months.{name}") for key, name in names.items()}
    return Text("rights_record.stretch.year", year=found.since // 100, **told)


def money(fen: int) -> str:
    """分 as yuan: 1,234.56."""
    return f"{fen / 100:,.2f}"


def _deemed(insured: Insured) -> Text:
    if not insured.deemed:
        return NOTHING
    return Text("rights_record.deemed", span=span(insured.deemed), total=span(insured.months + insured.deemed))


def _uncounted(insured: Insured, lines: Sequence[MonthLine]) -> Text:
    """「；2009 年 3 月至 6 月中断，不计入缴费年限」: gaps, which are past for a pensioner, and what is owed."""
    by_year = yearly(insured.insurance)
    found = {
        "gap": () if insured.pension else gaps(lines, yearly=by_year),
        "owed": stretches(lines, PaymentKind.OWED, yearly=by_year),
    }
    parts = {what: _told(what, each) for what, each in found.items() if each}
    if len(parts) == len(found):
        return Text("rights_record.neither_counted", **parts)
    return next((Text(f"rights_record.{what}_not_counted", **{what: told}) for what, told in parts.items()), NOTHING)


def _told(what: str, found: Sequence[Stretch]) -> Text:
    """One stretch by its months; of more how many, and the last."""
    which = what if len(found) == 1 else f"{what}_apart"
    return Text(f"rights_record.{which}", stretch=stretch(found[-1]), count=len(found))


def _state(insured: Insured) -> Text:
    """Since when nothing has come any more, or what was the last month of all."""
    names = {InsuredState.PAUSED: "paused", InsuredState.ENDED: "ended"}
    if insured.state not in names or insured.until is None:
        return NOTHING
    return Text(f"rights_record.{names[insured.state]}", month=month(insured.until))
