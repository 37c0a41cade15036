"""Turns the pages of a record into what QML draws; a table becomes one string, which QML takes apart by itself.

Two thousand lines as objects would take the interpreter a tenth of a second to hand over; as one string a millisecond.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final
from zlib import crc32

from texts import Language, Text
from ui.pages import AnyPage
from ui.pen import Drawn, Pen, draw_action, draw_buttons, draw_main
from ui.record_pages import (
    YEAR,
    InsuredLine,
    Legend,
    MonthRange,
    MonthsTable,
    PdfPreview,
    RightsSummary,
    ScanCode,
    TablePart,
    YearBar,
    months_between,
)

_CELL, _LINE = "\t", "\n"
_UNIT: Final = re.compile(r"(?<=\d) (?=[年月日元个次段])")
_NAMED: Final = re.compile("“[^”]{1,6}”")
_NO_BREAK_SPACE, _JOINED = "\u00a0", "\u2060"
_LAST: Final = 3
"""So many characters, the stop included, come onto the last line at least."""
_CAPTIONED: Final = 6
"""As many years as can be taken in below a chart."""
_NAMES: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def _summary(page: RightsSummary, pen: Pen) -> Drawn:
    return {
        "person": [pen.personal(value) for value in page.person],
        "hasPersonal": bool(page.person),
        "warning": unparted(pen(page.warning)),
        "insured": [_insured(line, pen) for line in page.insured],
        "legend": _legend(page.legend, pen) if page.legend else None,
        "elsewhere": unparted(pen(page.elsewhere)),
        "main": draw_main(page.main, pen),
        "buttons": draw_buttons(page.buttons, pen),
    }


def _insured(line: InsuredLine, pen: Pen) -> Drawn:
    title, sentence, notes = pen(line.title), pen(line.sentence), pen.all(line.notes)
    return {
        "title": title,
        "continued": pen(Text("ui.words.continued", title=title)),
        "sentence": unparted(sentence),
        "notes": [unparted(note) for note in notes],
        "said": pen(Text("ui.words.listed")).join((sentence, *notes)),
        "tone": line.tone.value,
        "years": [list(year) for year in line.years],
        "yearsSaid": _years_said(line.years, len(line.years), pen),
        "caption": unparted(_years_said(line.years, _CAPTIONED, pen)),
    }


def unparted(words: str) -> str:
    """Chinese words whose lines break where nobody stumbles: a number keeps its unit, a name is whole, the last line is
    no lone character.
    """
    kept = _UNIT.sub(_NO_BREAK_SPACE, words).replace("个月", f"个{_JOINED}月")
    kept = kept.replace("每月 ", f"每{_JOINED}月{_NO_BREAK_SPACE}")
    kept = _NAMED.sub(lambda found: _JOINED.join(found[0]), kept)
    return kept if words.isascii() else kept[:-_LAST] + _JOINED.join(kept[-_LAST:])


def _years_said(bars: Sequence[YearBar], most: int, pen: Pen) -> str:
    """The chart in words: 「不满 12 个月的年份：1998 年从 9 月起缴了 4 个月；…」, the last `most`."""
    if not bars:
        return ""
    odd = [_year_said(bar, bars, pen) for bar in bars if bar.paid + bar.late < YEAR]
    if not odd:
        return pen(Text("ui.words.years_full", since=bars[0].year, until=bars[-1].year))
    which = "years_odd" if len(odd) <= most else "years_odd_last"
    years = pen(Text("ui.words.listed")).join(odd[-most:])
    return pen(Text(f"ui.words.{which}", years=years, count=len(odd)))


def _year_said(bar: YearBar, bars: Sequence[YearBar], pen: Pen) -> str:
    """「2025 年缴了 6 个月，另欠 6 个月」; of the first year and the last one also the month from which, to which."""
    owed = pen(Text("ui.words.months_owed", count=bar.owed)) if bar.owed else ""
    told = {"year": bar.year, "months": bar.paid + bar.late, "owed": owed, "bounds": _bounds(bar, bars, pen)}
    return pen(Text("ui.words.year_months", **told))


def _bounds(bar: YearBar, bars: Sequence[YearBar], pen: Pen) -> str:
    lined = bar.paid + bar.late + bar.owed + bar.missing
    if bars[0] is bars[-1] or lined >= YEAR or bar not in (bars[0], bars[-1]):
        return ""
    first = bar is bars[0]
    month = Text(f"rights_record.months.m{YEAR + 1 - lined if first else lined:02}")
    return pen(Text("ui.words.from_month" if first else "ui.words.to_month", month=month))


def _legend(legend: Legend, pen: Pen) -> Drawn:
    return {name: pen(getattr(legend, name)) for name in ("chart", "paid", "late", "owed", "missing")}


def _table(page: MonthsTable, pen: Pen) -> Drawn:
    words = page.words
    kinds = [pen(kind) for kind in words.kinds]
    return {
        "parts": [
            {"key": part.key, "title": pen(part.title), "lines": lines_of(part, kinds, page.units, pen.language)}
            for part in page.parts
        ],
        "words": {
            name: pen(getattr(words, name)) for name in ("month", "base", "by_unit", "by_person", "state", "everything")
        },
        "none": pen(words.none),
        "pick": pen(page.pick),
        "doubt": draw_action("doubt", page.doubt, pen),
        "main": draw_main(page.main, pen),
    }


def lines_of(part: TablePart, kinds: list[str], units: tuple[str, ...], language: Language) -> str:
    """One line for each month, newest first: its number and name, base, unit's and person's part, kind, unit."""
    name = _year if part.yearly else _month_namer(language)
    rows = [
        _CELL.join((
            str(month),
            name(month),
            _money(base),
            _money(by_unit),
            _money(by_person),
            kinds[kind],
            units[unit] if unit < len(units) else "",
            str(kind),
        ))
        for month, base, by_unit, by_person, kind, _, unit in reversed(part.lines)
    ]  # fmt: skip
    return _LINE.join(rows)


def _year(month: int) -> str:
    return str(month // 100)


def _money(fen: int) -> str:
    """分 as 1,234.56; nothing for none."""
    return f"{fen / 100:,.2f}" if fen else "—"


def _month_namer(language: Language) -> Callable[[int], str]:
    if language is Language.EN:
        return lambda month: f"{_NAMES[month % 100 - 1]} {month // 100}"
    return lambda month: f"{month // 100}年{month % 100}月"


def _months(page: MonthRange, pen: Pen) -> Drawn:
    name = _month_namer(pen.language)
    months = months_between(page.first, page.last)
    return {
        "months": months,
        "names": [name(month) for month in months],
        "since": page.since,
        "until": page.until,
        "most": page.most,
        "fromWords": pen(page.from_words),
        "toWords": pen(page.to_words),
        "tooLong": pen(page.too_long),
        "main": draw_action("enter", page.proceed, pen),
    }


def _preview(page: PdfPreview, pen: Pen) -> Drawn:
    return {
        "images": [f"image://sheet/{crc32(image):08x}/{number}" for number, image in enumerate(page.images)],
        "pageWords": [pen(words) for words in page.page_words],
        "main": draw_main(page.main, pen),
        "buttons": draw_buttons(page.buttons, pen),
    }


def _scan(page: ScanCode, pen: Pen) -> Drawn:
    return {
        "rows": list(page.rows),
        "said": pen(page.said),
        "points": [pen(point) for point in page.points],
        "main": draw_main(page.main, pen),
    }


RECORD_DRAWERS: Final[Mapping[type[AnyPage], Callable[[Any, Pen], Drawn]]] = {
    RightsSummary: _summary,
    MonthsTable: _table,
    MonthRange: _months,
    PdfPreview: _preview,
    ScanCode: _scan,
}
"""Page kind → its drawer."""
