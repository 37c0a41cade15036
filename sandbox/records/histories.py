"""A person's insurances month by month, reckoned from their career: the same each time, and kept nowhere."""

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from random import Random
from typing import NamedTuple

from sandbox.records.careers import (
    AS_RESIDENT,
    CAREERS,
    FLEXIBLE,
    VILLAGE,
    Career,
    Insurance,
    Payment,
    Stretch,
    later,
    ordinary,
)

AGENCY = "渝中区社会保险事务中心（样张）"
PLACE = "重庆市渝中区"
SINCE_YEAR = 1992
"""Before this nobody paid: those years are deemed paid (视同缴费)."""
_FIRST_WAGE, _GROWTH = 3200, 1.098
_UNEMPLOYMENT_SINCE, _INJURY_SINCE = 199901, 200401
_ACCOUNT_SHARE = 0.08
_YEAR = 12


class Month(NamedTuple):
    """One insurance in one month; money in 分 (fen). `unit`: place in the list of units; `credited`: 0 where owed.

    A resident's pension is paid once for a year: its line stands in December and counts for twelve months.
    """

    month: int
    base: int
    by_unit: int
    by_person: int
    payment: Payment
    credited: int
    unit: int


class AccountYear(NamedTuple):
    """个人账户 in one year, in 分: what came in, the interest on it, and what is there at the end of it."""

    year: int
    principal: int
    interest: int
    total: int


@dataclass(frozen=True)
class Held:
    """One insurance of one person. `months`: counted as paid; `deemed`: 视同缴费 months on top of them."""

    insurance: Insurance
    lines: tuple[Month, ...]
    state: str
    months: int
    deemed: int
    account: tuple[AccountYear, ...]
    pension_since: int
    pension_monthly: int
    """分 a month as it is now; 0 where none is paid."""


@dataclass(frozen=True)
class History:
    """Everything of one person that a record can tell."""

    personal_number: str
    units: tuple[tuple[str, str], ...]
    """(单位编号, 单位名称)."""
    held: tuple[Held, ...]


@lru_cache(maxsize=64)
def history(key: str, id_number: str, this_month: int) -> History:
    """The history of the person with that nickname and ID number up to the month before `this_month` (YYYYMM)."""
    seed = zlib.crc32(id_number.encode())
    birth_year = int(id_number[6:10]) if len(id_number) == 18 else 1985  # noqa: PLR2004 - GB 11643
    woman = len(id_number) == 18 and int(id_number[16]) % 2 == 0  # noqa: PLR2004
    random = Random(seed)  # noqa: S311 - made up again the same way
    career = CAREERS[key] if key in CAREERS else ordinary(birth_year, woman, random, this_month)
    units = _units(career)
    every = (_held(insurance, career, units, this_month) for insurance in _insurances(career))
    held = tuple(one for one in every if one.lines or one.pension_since)
    return History(f"500{seed % 10**9:09}", tuple((_unit_number(unit), unit) for unit in units), held)


def months_of(stretch: Stretch, this_month: int) -> Iterator[int]:
    """The months of a stretch that are over."""
    month, last = stretch.since, stretch.until or later(this_month, -1)
    while month <= last:
        yield month
        month = later(month, 1)


def _insurances(career: Career) -> list[Insurance]:
    paid = {insurance for stretch in career.stretches for insurance in stretch.insurances}
    paid |= {pension.insurance for pension in career.pensions}
    return [insurance for insurance in Insurance if insurance in paid]


def _units(career: Career) -> list[str]:
    return list(dict.fromkeys(stretch.unit for stretch in career.stretches))


def _unit_number(unit: str) -> str:
    """Eight digits; people without an employer have none."""
    return "" if unit in (FLEXIBLE, VILLAGE) else f"{zlib.crc32(unit.encode()) % 10**8:08}"


def _held(insurance: Insurance, career: Career, units: Sequence[str], this_month: int) -> Held:
    lines = tuple(sorted(_lines(insurance, career, units, this_month)))
    pension = next((one for one in career.pensions if one.insurance is insurance), None)
    counts = _YEAR if insurance is Insurance.RESIDENT_PENSION else 1
    paid = sum(counts for line in lines if line.payment is not Payment.OWED)
    return Held(
        insurance=insurance,
        lines=lines,
        state=_state(lines, insurance, career, this_month),
        months=paid,
        deemed=career.deemed if insurance is Insurance.EMPLOYEE_PENSION else 0,
        account=_account(insurance, lines, min(this_month, pension.since if pension else this_month)),
        pension_since=pension.since if pension else 0,
        pension_monthly=_grown(pension.monthly, pension.since, this_month) if pension and not career.ended else 0,
    )


def _lines(insurance: Insurance, career: Career, units: Sequence[str], this_month: int) -> Iterator[Month]:
    for stretch in career.stretches:
        if insurance not in stretch.insurances:
            continue
        unit = units.index(stretch.unit)
        for month in months_of(stretch, this_month):
            if stretch.insurances == AS_RESIDENT:
                if month % 100 == _YEAR:
                    yield Month(month, 0, 0, stretch.grade * 100, stretch.payment, month, unit)
            elif month >= _since(insurance):
                yield _employed(insurance, stretch, month, unit)


def _since(insurance: Insurance) -> int:
    since = {Insurance.UNEMPLOYMENT: _UNEMPLOYMENT_SINCE, Insurance.WORK_INJURY: _INJURY_SINCE}
    return since.get(insurance, SINCE_YEAR * 100 + 1)


def _employed(insurance: Insurance, stretch: Stretch, month: int, unit: int) -> Month:
    """The rates of the year are sample ones; each share is rounded to 分, half up."""
    base = _base(stretch.wage, month)
    by_unit, by_person = _rates(insurance, month, alone=stretch.unit == FLEXIBLE)
    credited = 0 if stretch.payment is Payment.OWED else stretch.credited or later(month, 1)
    return Month(month, base, _part(base, by_unit), _part(base, by_person), stretch.payment, credited, unit)


def _base(wage: float, month: int) -> int:
    """缴费基数 in 分, in whole yuan: it changes once a year, in July."""
    year = month // 100 - (1 if month % 100 < 7 else 0)  # noqa: PLR2004 - July
    return round(_FIRST_WAGE * _GROWTH ** (year - SINCE_YEAR) / _YEAR * wage) * 100


def _rates(insurance: Insurance, month: int, *, alone: bool) -> tuple[int, int]:
    """What unit and person pay, in tenths of a per cent."""
    if alone:
        return 0, 200
    match insurance:
        case Insurance.UNEMPLOYMENT:
            return (20, 10) if month < 201505 else (5, 5)  # noqa: PLR2004
        case Insurance.WORK_INJURY:
            return 5, 0
        case _:
            return 200 if month < 201605 else 190 if month < 201905 else 160, 80  # noqa: PLR2004


def _part(base: int, rate: int) -> int:
    return (base * rate + 500) // 1000


def _state(lines: Sequence[Month], insurance: Insurance, career: Career, this_month: int) -> str:
    if career.ended:
        return "ended"
    if any(pension.insurance is insurance for pension in career.pensions):
        return "receiving"
    if career.pensions:
        return "ended"
    last = lines[-1].month if lines else 0
    recent = later(this_month, -_YEAR if insurance is Insurance.RESIDENT_PENSION else -1)
    return "paying" if last >= recent else "paused"


def _account(insurance: Insurance, lines: Sequence[Month], until: int) -> tuple[AccountYear, ...]:
    """Up to the end of the year before `until`, when it begins to be paid out; interest at sample rates."""
    if insurance in (Insurance.UNEMPLOYMENT, Insurance.WORK_INJURY):
        return ()
    years: list[AccountYear] = []
    total = 0
    for year in range(lines[0].month // 100 if lines else until // 100, until // 100):
        own = [line for line in lines if line.month // 100 == year and line.payment is not Payment.OWED]
        resident = insurance is Insurance.RESIDENT_PENSION
        principal = sum(line.by_person if resident else round(line.base * _ACCOUNT_SHARE) for line in own)
        interest = round((total + principal / 2) * (0.06 if year >= 2016 else 0.03))  # noqa: PLR2004
        total += principal + interest
        years.append(AccountYear(year, principal, interest, total))
    return tuple(years)


def _grown(monthly: float, since: int, this_month: int) -> int:
    """A pension in 分, after its yearly adjustments."""
    return round(monthly * 1.045 ** (this_month // 100 - since // 100) * 100)
