"""Specimens of the pages on which a record is looked at and printed; one of them is forty years long."""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import shake_256

from texts import Kind, Personal, Text, literal
from ui.pages import AnyPage, Button, Steps, Tone
from ui.record_pages import (
    InsuredLine,
    Legend,
    MonthNumbers,
    MonthRange,
    MonthsTable,
    PdfPreview,
    RightsSummary,
    ScanCode,
    TablePart,
    TableWords,
    YearBar,
    months_between,
)

_WIDE, _HIGH = 420, 594
_INK, _EDGE = 0x33, 24
_CORNER = 7
_UNTIL = datetime(2026, 11, 21, 3, 22, tzinfo=UTC)


def _both(chinese: str, english: str) -> Text:
    return Text("common.in_both", zh_CN=chinese, en=english)


def _steps(current: int) -> Steps:
    names = (f"rights_record.steps.{name}" for name in ("identify", "look", "hand_out", "done"))
    return Steps(tuple(map(Text, names)), current)


_LEGEND = Legend(
    chart=_both("每年缴了几个月", "Months paid in each year"),
    paid=_both("按时缴", "In time"),
    late=_both("后来补缴", "Paid later"),
    owed=_both("欠缴", "Owed"),
    missing=_both("中断（没有缴费）", "A gap (nothing paid)"),
)
_PENSION = (
    YearBar(2008, 10),
    YearBar(2009, 8, missing=4),
    *(YearBar(year, 12) for year in range(2010, 2026)),
    YearBar(2026, 10),
)
_UNEMPLOYMENT = (
    YearBar(2012, 6),
    *(YearBar(year, 12) for year in (2013, 2014)),
    YearBar(2015, 6, missing=6),
    *(YearBar(year, 12) for year in (2016, 2017)),
    YearBar(2018, 8, 4),
    YearBar(2019, 12),
    YearBar(2020, 9, 0, 3),
    YearBar(2021, 5),
)
_INJURY = (YearBar(2012, 6), *(YearBar(year, 12) for year in range(2013, 2026)), YearBar(2026, 10))
_FORTY_YEARS = (
    YearBar(1987, 4),
    *(YearBar(year, 12) for year in range(1988, 2009)),
    YearBar(2009, 8, missing=4),
    *(YearBar(year, 12) for year in range(2010, 2026)),
    YearBar(2026, 10),
)
_INSURED = (
    InsuredLine(
        _both("职工养老", "Employee pension"),
        _both(
            "职工养老：已缴 18 年 4 个月；2009 年 3 月至 6 月中断，不计入缴费年限",
            "Employee pension: 18 years 4 months paid; not counted: a gap (March to June 2009)",
        ),
        (
            _both("现在的参保单位是重庆两江示例软件有限公司", "Now insured through 重庆两江示例软件有限公司"),
            _both("个人账户在 2025 年底有 74,687.70 元", "Your account at the end of 2025: 74,687.70 yuan"),
        ),
        Tone.NEUTRAL,
        _PENSION,
    ),
    InsuredLine(
        _both("失业保险", "Unemployment"),
        _both(
            "失业保险：已缴 8 年 2 个月；2015 年 7 月至 12 月中断，不计入缴费年限；"
            "2020 年 10 月至 12 月欠缴，补缴以前不计入；2021 年 5 月以后没有再缴",
            "Unemployment: 8 years 2 months paid; not counted: a gap (July to December 2015); not counted until paid: "
            "months owed (October to December 2020); nothing since May 2021",
        ),
        (Text("rights_record.ask_unit", unit=literal("重庆两江示例软件有限公司")),),
        Tone.ATTENTION,
        _UNEMPLOYMENT,
    ),
    InsuredLine(
        _both("工伤保险", "Work injury"),
        _both("工伤保险：已缴 14 年 4 个月", "Work injury: 14 years 4 months paid"),
        (_both("由用人单位缴费，个人不缴费", "The employer alone pays for it"),),
        Tone.GOOD,
        _INJURY,
    ),
)
_LOOK = Button("look", _both("看每月明细", "Month by month"), "search")
_PAPER = Button("paper", _both("打印或保存", "Print or save"), "print")
_FINISH = Button("finish", _both("看完了", "Finished"))
_WORDS = TableWords(
    month=_both("年月", "Month"),
    base=_both("缴费基数", "Wage base"),
    by_unit=_both("单位缴", "Employer"),
    by_person=_both("个人缴", "You"),
    state=_both("状态", "State"),
    kinds=(_both("正常", "Paid"), _both("补缴", "Late"), _both("转入", "Moved"), _both("欠缴", "Owed")),
    everything=_both("全部", "All"),
    none=_both("没有缴费记录", "Nothing paid"),
)


def records() -> Iterator[tuple[str, AnyPage]]:
    """Each by its file name."""
    person = (Personal(Kind.NAME, "张小满"), Personal(Kind.ID_NUMBER, "500103199005219700"))
    warning = _both("屏幕上会显示您的缴费金额，请留意身后。", "Amounts are shown. Mind who stands behind you.")
    elsewhere = _both(
        "医疗保险由医保局管理，请通过“重庆医保”查询。", "Medical insurance: ask the medical insurance agency."
    )
    how = _both("截至 2026 年 11 月 20 日，重庆市渝中区", "As of 20 Nov 2026, Yuzhong District, Chongqing")
    whole = RightsSummary(
        headline=Text("rights_record.headline_owed", count=len(_INSURED)),
        card_in=True,
        how=how,
        steps=_steps(1),
        person=person,
        warning=warning,
        insured=_INSURED,
        legend=_LEGEND,
        elsewhere=elsewhere,
        main=_PAPER,
        buttons=(_LOOK,),
    )
    yield "rights_summary", whole
    forty_years = replace(_INSURED[0], years=_FORTY_YEARS)
    yield "rights_summary_long", replace(whole, insured=(forty_years, *_INSURED[1:]))
    yield (
        "rights_summary_none",
        replace(
            whole,
            headline=_both("没有您的参保记录", "No record of you here"),
            how=_both(
                "截至 2026 年 11 月 20 日，重庆市渝中区没有您的养老、失业、工伤保险记录。"
                "如有疑问，请带身份证到渝中区社会保险事务中心核实。",
                "As of 20 November 2026 there is no record of an insurance of yours. If in doubt, ask at the counter.",
            ),
            warning=None,
            insured=(),
            main=_FINISH,
            buttons=(),
        ),
    )
    yield "months_table", own_table()
    yield "months_table_long", table()
    nothing = replace(table(0), headline=_both("没有查到缴费记录", "Nothing was paid"), how=None, main=_FINISH)
    yield "months_table_none", replace(nothing, words=replace(_WORDS, none=Text("rights_record.table.none")))
    yield (
        "month_range",
        MonthRange(
            headline=_both("打印哪一段时间？", "Which months?"),
            card_in=True,
            how=_both("上下滑动，选开始和结束的年月。", "Slide up or down."),
            steps=_steps(2),
            back=True,
            first=198708,
            last=202610,
            most=120,
            since=202001,
            until=202610,
            from_words=_both("从", "From"),
            to_words=_both("到", "To"),
            too_long=_both("一次最多 10 年，开始不能晚于结束。", "At most ten years, in order."),
            proceed=_both("就选这一段", "These months"),
        ),
    )
    yield (
        "pdf_preview",
        PdfPreview(
            headline=_both("请核对，没问题就打印", "Check it, then print"),
            card_in=True,
            how=_both("共 2 页，编号 S20261120000001", "2 pages, number S20261120000001"),
            steps=_steps(2),
            back=True,
            images=(_sheet(), _sheet()),
            page_words=tuple(_both(f"第 {page} 页，共 2 页", f"Page {page} of 2") for page in (1, 2)),
            main=Button("print", _both("打印 2 张", "Print it"), "print"),
        ),
    )
    yield (
        "scan_code",
        ScanCode(
            headline=Text("rights_record.scan"),
            steps=_steps(3),
            rows=code_like(33),
            said=Text("rights_record.scan_said"),
            points=(
                Text("rights_record.scan_word"),
                Text("rights_record.scan_until", until=_UNTIL, tries=5),
                Text("rights_record.scan_waiting"),
            ),
            main=Button("finish", Text("common.finish")),
        ),
    )


def code_like(side: int) -> tuple[str, ...]:
    """Rows of 0 and 1 that look like a code for phones (ISO/IEC 18004), and say nothing."""
    chance = shake_256(b"code").digest(side * side)
    return tuple("".join("01"[_dark(x, y, side, chance[y * side + x])] for x in range(side)) for y in range(side))


def _dark(x: int, y: int, side: int, chance: int) -> bool:
    """Three corners hold rings in a light margin; the rest is by chance."""
    for left, top in ((0, 0), (side - _CORNER, 0), (0, side - _CORNER)):
        ring = max(abs(x - left - _CORNER // 2), abs(y - top - _CORNER // 2))
        if ring <= _CORNER // 2 + 1:
            return ring in (0, 1, _CORNER // 2)
    return bool(chance & 1)


def own_table() -> MonthsTable:
    """The months of the same person as in the summary."""
    months = {
        "employee_pension": [*months_between(200803, 200902), *months_between(200907, 202610)],
        "unemployment": [*months_between(201207, 201506), *months_between(201601, 202105)],
        "work_injury": months_between(201207, 202610),
    }
    owed, late = months_between(202010, 202012), months_between(201809, 201812)
    parts = (
        TablePart(key, line.title, tuple(_line(key, month, owed, late) for month in months[key]))
        for key, line in zip(months, _INSURED, strict=True)
    )
    return replace(table(), parts=tuple(parts))


def _line(key: str, month: int, owed: list[int], late: list[int]) -> MonthNumbers:
    """What was paid for a month: a base that grows by the year, at the rates of the insurance."""
    base = (3300 + (month // 100 - 2008) * 210) * 100
    by_unit, by_person = {"employee_pension": (16, 8), "unemployment": (0.5, 0.5), "work_injury": (0.4, 0)}[key]
    kind = 0 if key != "unemployment" else 3 if month in owed else 1 if month in late else 0
    return month, base, round(base * by_unit / 100), round(base * by_person / 100), kind, month, 0


def table(years: int = 40, insurances: int = 5) -> MonthsTable:
    """So many years of so many insurances, month by month up to October 2026."""
    names = (
        ("职工养老", "Employee pension"),
        ("机关养老", "Civil pension"),
        ("居民养老", "Resident pension"),
        ("失业保险", "Unemployment"),
        ("工伤保险", "Work injury"),
    )
    months = months_between((2026 - years) * 100 + 11, 202610) if years else []
    lines = tuple(_of_many(month, place, len(months)) for place, month in enumerate(months))
    return MonthsTable(
        headline=_both("每月缴费明细", "Month by month"),
        card_in=True,
        how=Text("rights_record.table.how"),
        steps=_steps(1),
        parts=tuple(TablePart(_key(name[1]), _both(*name), lines) for name in names[:insurances]) if years else (),
        units=("重庆两江示例软件有限公司", "重庆示例机床（集团）有限责任公司渝中分公司"),
        words=_WORDS,
        back=True,
        pick=_both("哪一行有疑问，点一下那一行", "Touch a line that you doubt"),
        doubt=_both("这行有疑问", "Doubt this"),
        main=_PAPER,
    )


def _of_many(month: int, place: int, count: int) -> MonthNumbers:
    """As in a long record: the base grows, there are two employers, some months are owed or paid later."""
    base, kind = 652300 - (count - place) * 500, 3 if place % 97 == 5 else place % 41 // 40  # noqa: PLR2004
    return month, base, base * 16 // 100, base * 8 // 100, kind, month, place % 2


def _key(name: str) -> str:
    return name.lower().replace(" ", "_")


def _sheet() -> bytes:
    """A page of A4 with grey lines where words would be, as PNG (ISO/IEC 15948)."""
    rows = bytearray()
    for y in range(_HIGH):
        inked = y > 2 * _EDGE and y % 18 < 6 and y < _HIGH - _EDGE  # noqa: PLR2004
        line = bytes([_INK + 0x80 if inked else 0xFF]) * (_WIDE - 2 * _EDGE)
        rows += b"\0" + b"\xff" * _EDGE + line + b"\xff" * _EDGE
    head = struct.pack(">IIBBBBB", _WIDE, _HIGH, 8, 0, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(bytes(rows))), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )
