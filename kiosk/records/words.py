"""A record in words that can be read aloud: one sentence for each insurance, stretches of time as people say them."""

from collections.abc import Sequence
from functools import reduce

from kiosk.backend.records import (
    Account,
    Insurance,
    Insured,
    InsuredState,
    MonthLine,
    PaymentKind,
    RecordAnswer,
    Unit,
)
from kiosk.records.history import YEAR, Gap, due, gaps, owed
from texts import Text, literal
from ui.pages import Tone

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
    """「职工养老：已缴 18 年 4 个月，其中 2009 年 3 月至 6 月中断」, with what else has to be known of it."""
    name = title(insured.insurance)
    if insured.months == 0 and insured.pension is None and not owed(lines):
        return Text("rights_record.never_paid", insurance=name)
    found = gaps(lines, yearly=yearly(insured.insurance))
    due_words = _owed(lines, yearly=yearly(insured.insurance))
    parts = {"deemed": _deemed(insured), "gaps": _gaps(found), "state": _state(insured), "owed": due_words}
    if insured.pension is None:
        return Text("rights_record.paid", insurance=name, span=span(insured.months), **parts)
    told = {"since": month(insured.pension.since), "money": money(insured.pension.monthly), "owed": due_words}
    if insured.months == 0:
        return Text("rights_record.receiving_only", insurance=name, **told)
    return Text("rights_record.receiving", insurance=name, span=span(insured.months), deemed=parts["deemed"], **told)


def note(insured: Insured, lines: Sequence[MonthLine], answer: RecordAnswer, told: Unit | None = None) -> Text | None:
    """What else is worth knowing: whom to ask of what is owed; how months came to be there; who pays today, unless that
    was `told` already; and last the account, which nothing may seem to be a part of.
    """
    unit = payer(insured, lines, answer)
    parts = (
        _whom_to_ask(lines, answer),
        *(_counted(kind, lines) for kind in _TOLD if insured.account is not None),
        Text("rights_record.deemed_means") if insured.deemed else None,
        None if unit is None or unit == told else _payer(unit),
        Text("rights_record.paid_by_unit") if insured.insurance is Insurance.WORK_INJURY else None,
        _account(insured.account),
    )
    known = [part for part in parts if part is not None]
    return reduce(_and, known) if known else None


def payer(insured: Insured, lines: Sequence[MonthLine], answer: RecordAnswer) -> Unit | None:
    """Who pays for it today; None where nobody does."""
    paying = insured.state is InsuredState.PAYING and lines and lines[-1].unit < len(answer.units)
    return answer.units[lines[-1].unit] if paying else None


def _whom_to_ask(lines: Sequence[MonthLine], answer: RecordAnswer) -> Text | None:
    """Of what is owed: the employer that owes it, or the tax office, to which contributions go; who has none, that."""
    owing = {line.unit for line in lines if line.kind is PaymentKind.OWED}
    by_unit = any(unit < len(answer.units) and answer.units[unit].number for unit in owing)
    return Text("rights_record.ask_unit" if by_unit else "rights_record.ask_tax") if owing else None


def _and(first: Text, second: Text) -> Text:
    return Text("rights_record.two_notes", first=first, second=second)


def _account(account: Account | None) -> Text | None:
    return account and Text("rights_record.account", year=account.year, money=money(account.total))


def _counted(kind: PaymentKind, lines: Sequence[MonthLine]) -> Text | None:
    """「已缴的有 3 年 9 个月是后来补缴的」."""
    months = sum(line.kind is kind for line in lines)
    return Text(f"rights_record.{kind.name.lower()}", span=span(months)) if months else None


def _payer(unit: Unit) -> Text:
    """The employer; who has none pays alone."""
    return Text("rights_record.unit_now", unit=literal(unit.name)) if unit.number else Text("rights_record.paid_alone")


def span(months: int) -> Text:
    """「18 年 4 个月」, 「18 年」, 「4 个月」."""
    years, rest = divmod(months, YEAR)
    if not rest and years:
        return Text("rights_record.span.years", years=years)
    if not years:
        return Text("rights_record.span.months", months=rest)
    return Text("rights_record.span.both", years=years, months=rest)


def month(number: int) -> Text:
    """「2009 年 3 月」."""
    return Text("rights_record.month", year=number // 100, month=Text(f"rights_record.months.m{number % 100:02}"))


def stretch(gap: Gap) -> Text:
    """「2009 年 3 月」, 「2009 年 3 月至 6 月」, 「2009 年 11 月至 2010 年 2 月」."""
    if gap.since == gap.until:
        return month(gap.since)
    if gap.since // 100 != gap.until // 100:
        return Text("rights_record.stretch.years", since=month(gap.since), until=month(gap.until))
    names = {"since": f"m{gap.since % 100:02}", "until": f"m{gap.until % 100:02}"}
    told = {key: Text(f"rights_record.months.{name}") for key, name in names.items()}
    return Text("rights_record.stretch.year", year=gap.since // 100, **told)


def money(fen: int) -> str:
    """分 as yuan: 1,234.56."""
    return f"{fen / 100:,.2f}"


def _deemed(insured: Insured) -> Text:
    return Text("rights_record.deemed", span=span(insured.deemed)) if insured.deemed else NOTHING


def _gaps(found: Sequence[Gap]) -> Text:
    if not found:
        return NOTHING
    if len(found) == 1:
        return Text("rights_record.one_gap", stretch=stretch(found[0]))
    return Text("rights_record.more_gaps", count=len(found), stretch=stretch(found[-1]))


def _owed(lines: Sequence[MonthLine], *, yearly: bool) -> Text:
    """「；另有 6 个月欠缴（2025 年 3 月至 8 月）」: apart from the gaps, with months of its own."""
    found = due(lines, yearly=yearly)
    if not found:
        return NOTHING
    told = {"span": span(owed(lines) * (YEAR if yearly else 1)), "stretch": stretch(found[-1])}
    if len(found) == 1:
        return Text("rights_record.owed", **told)
    return Text("rights_record.owed_apart", count=len(found), **told)


def _state(insured: Insured) -> Text:
    if insured.state is InsuredState.PAUSED and insured.until is not None:
        return Text("rights_record.paused", month=month(insured.until))
    return NOTHING
