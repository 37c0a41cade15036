"""A record in words that can be read aloud: one sentence for each insurance, stretches of time as people say them."""

from collections.abc import Sequence

from kiosk.backend.records import (
    Account,
    Insurance,
    Insured,
    InsuredState,
    MonthLine,
    PaymentKind,
    Pension,
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
"""How months came to be there; told once, where there is an account."""
NOTHING = literal("")


def title(insurance: Insurance) -> Text:
    """「职工养老」."""
    return Text(f"rights_record.insurance.{insurance.value}")


def yearly(insurance: Insurance) -> bool:
    """Whether a line of it stands for a year."""
    return insurance is Insurance.RESIDENT_PENSION


def tone(insured: Insured, lines: Sequence[MonthLine]) -> Tone:
    """How it stands, as colour and sign beside the words; what is owed wants attention."""
    return Tone.ATTENTION if owed(lines) else _TONES[insured.state]


def sentence(insured: Insured, lines: Sequence[MonthLine]) -> Text:
    """「职工养老：已缴 18 年 4 个月；2009 年 3 月至 6 月中断，未计入」: what counts first, then what does not."""
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
    insured: Insured, lines: Sequence[MonthLine], answer: RecordAnswer, told: Unit | None = None
) -> tuple[Text, ...]:
    """What else is worth knowing, each by itself: whom to ask of what is owed, and how much that is; how months came to
    be there; who pays today, unless that was `told` already; and last the account.
    """
    unit = payer(insured, lines, answer)
    parts = (
        _whom_to_ask(lines, answer),
        _how_much(insured, lines),
        *(_came(kind, insured, lines) for kind in _TOLD if insured.account is not None),
        Text("rights_record.deemed_means") if insured.deemed else None,
        None if unit is None or unit == told else _payer(unit),
        Text("rights_record.paid_by_unit") if insured.insurance is Insurance.WORK_INJURY else None,
        _account(insured.account, insured.pension),
    )
    return tuple(part for part in parts if part is not None)


def payer(insured: Insured, lines: Sequence[MonthLine], answer: RecordAnswer) -> Unit | None:
    """Who pays for it today; None where nobody does."""
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
    """What is owed for how long: the unit's share and the person's, as far as either has one."""
    due = owed(lines)
    by_unit, by_person = sum(line.by_unit for line in due), sum(line.by_person for line in due)
    if not (by_unit or by_person):
        return None
    whose = "both" if by_unit and by_person else "unit" if by_unit else "person"
    told = {"unit": money(by_unit), "person": money(by_person)}
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


def _payer(unit: Unit) -> Text:
    """The employer; who has none pays alone."""
    return Text("rights_record.unit_now", unit=literal(unit.name)) if unit.number else Text("rights_record.paid_alone")


def _account(account: Account | None, pension: Pension | None) -> Text | None:
    """What was there at a year's end; of a year before the pension began it is not what is there now, and says so."""
    if account is None:
        return None
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
    """「；2009 年 3 月至 6 月中断，未计入」: gaps, which are past for a pensioner, and what is owed."""
    by_year = yearly(insured.insurance)
    found = {
        "gap": () if insured.pension else gaps(lines, yearly=by_year),
        "owed": stretches(lines, PaymentKind.OWED, yearly=by_year),
    }
    parts = [_told(what, each) for what, each in found.items() if each]
    if len(parts) == len(found):
        return Text("rights_record.neither_counted", first=parts[0], second=parts[1])
    return Text("rights_record.not_counted", what=parts[0]) if parts else NOTHING


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
