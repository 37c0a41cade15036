"""Pages of a record, by touch: sentences first, forty years in a list, two wheels, a page as it will be printed."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from on_the_glass import plain, seen
from PySide6.QtCore import QSize

from texts import Language, Show
from ui.hand import visible_items
from ui.pages import UnknownActionError
from ui.pen import Pen
from ui.record_pages import Doubted, MonthRange, Months, RightsSummary, YearBar, distance, months_between
from ui.rendering_records import RECORD_DRAWERS, lines_of, unparted
from ui.sheets import PagePictures, sheet
from ui.specimens import pages
from ui.specimens_records import table
from ui.theme import ThemeName

PAGES = pages()


def months_list(bench: Any) -> Any:
    return next(i for i in visible_items(bench.screen.window.contentItem()) if i.objectName() == "months")


def rows(bench: Any) -> list[Any]:
    return [i for i in visible_items(bench.screen.window.contentItem()) if i.property("cells") is not None]


def in_sight(bench: Any) -> list[str]:
    """The labels of the rows that can be seen, from above."""
    months = months_list(bench)
    top, bottom = months.property("contentY"), months.property("contentY") + months.height()
    found = sorted((row.y(), str(row.property("label"))) for row in rows(bench))
    return [label for y, label in found if top - 1 <= y < bottom]


def enabled(bench: Any, label: str) -> bool:
    return any(i.property("label") == label and i.isEnabled() for i in bench.hand._controls())


def test_the_number_is_masked_until_it_is_held(bench: Any) -> None:
    bench.show(PAGES["rights_summary"])
    assert "500103********9700" in seen(bench)
    bench.screen.bridge.reveal(True, True)
    assert "500103 1990 0521 9700" in seen(bench)
    bench.screen.bridge.reveal(False, True)
    assert "500103********9700" in seen(bench)


def test_the_warning_and_the_way_to_medical_insurance_are_on_the_page(make_bench: Callable[..., Any]) -> None:
    bench = make_bench(theme=ThemeName.CARE)
    bench.show(PAGES["rights_summary"])
    assert "屏幕上会显示您的缴费金额，请留意身后。" in seen(bench)
    assert any("职工养老：已缴 18 年 4 个月" in words for words in seen(bench)), "关怀版 shows the summary first"


def test_the_chart_changes_with_the_insurance(bench: Any) -> None:
    bench.show(PAGES["rights_summary"])
    bench.hand.press("下一页")
    bench.settle()
    odd = "2008 年从 3 月起缴了 10 个月；2009 年缴了 8 个月；2026 年到 10 月缴了 10 个月"
    assert f"不满 12 个月的年份：{odd}" in seen(bench)
    bench.hand.press("失业保险")
    bench.settle()
    odd = "2012 年从 7 月起缴了 6 个月；2015 年缴了 6 个月；2020 年缴了 9 个月，另欠 3 个月；2021 年到 5 月缴了 5 个月"
    assert f"不满 12 个月的年份：{odd}" in seen(bench)


def test_only_the_rows_in_sight_are_made(bench: Any) -> None:
    bench.show(table())
    bench.hand.press("全部")
    bench.settle()
    assert months_list(bench).property("count") == 2400
    assert len(rows(bench)) < 20


def test_forty_years_are_leafed_through_by_large_buttons(bench: Any) -> None:
    bench.show(table())
    first = in_sight(bench)
    assert first[0].startswith("2026年10月")
    bench.hand.press("下一页")
    bench.settle()
    assert not set(in_sight(bench)) & set(first)
    bench.hand.press("上一页")
    bench.settle()
    assert in_sight(bench) == first
    assert not enabled(bench, "上一页")


def test_a_line_is_doubted_by_touching_it(bench: Any) -> None:
    bench.show(table())
    assert "哪一行有疑问，点一下那一行" in seen(bench)
    assert not enabled(bench, "这行有疑问")
    bench.hand.press(in_sight(bench)[2])
    bench.settle()
    assert "哪一行有疑问，点一下那一行" not in seen(bench)
    bench.hand.press("这行有疑问")
    action = bench.core.actions[-1]
    assert table().answer(action.name, action.value) == Doubted("employee_pension", 202608)


def test_the_main_button_goes_on_whether_a_line_is_chosen_or_not(bench: Any) -> None:
    bench.show(table())
    for _ in range(2):
        bench.hand.press("打印或保存")
        action = bench.core.actions[-1]
        assert table().answer(action.name, action.value) == "paper"
        bench.hand.press(in_sight(bench)[0])
        bench.settle()


def test_a_chosen_line_can_be_let_go_again(bench: Any) -> None:
    bench.show(table())
    label = in_sight(bench)[0]
    bench.hand.press(label)
    bench.settle()
    bench.hand.press(label)
    bench.settle()
    assert not enabled(bench, "这行有疑问")


def test_a_finger_scrolls_the_list(bench: Any) -> None:
    bench.show(table())
    months_list(bench).setProperty("contentY", 5000)
    bench.settle()
    assert not in_sight(bench)[0].startswith("2026年10月")
    assert enabled(bench, "上一页")


def test_nothing_of_the_table_is_left_after_the_session(bench: Any) -> None:
    bench.show(table())
    bench.screen.bridge.incoming_reset.emit()
    bench.settle()
    assert not any("2026年10月" in words for words in seen(bench))


@pytest.mark.parametrize("value", ["", "employee_pension", "employee_pension 190001", "nothing 202610", None, 5])
def test_a_doubt_names_a_line_of_the_table(value: object) -> None:
    with pytest.raises(UnknownActionError):
        table().answer("doubt", value)


def test_a_stretch_of_months_is_chosen_by_two_wheels(bench: Any) -> None:
    bench.show(PAGES["month_range"])
    bench.hand.press("就选这一段")
    action = bench.core.actions[-1]
    assert PAGES["month_range"].answer(action.name, action.value) == Months(202001, 202610)


def test_a_wheel_is_turned_year_by_year(bench: Any) -> None:
    bench.show(PAGES["month_range"])
    bench.hand.press("早一年")
    bench.settle()
    bench.hand.press("就选这一段")
    assert bench.core.actions[-1].value == "201901 202610"


def test_a_stretch_that_is_too_long_says_so_and_cannot_be_chosen(bench: Any) -> None:
    bench.show(PAGES["month_range"])
    for _ in range(4):
        bench.hand.press("早一年")
        bench.settle()
    assert "一次最多 10 年，开始不能晚于结束。" in seen(bench)
    assert not enabled(bench, "就选这一段")


@pytest.mark.parametrize("value", ["202610 202001", "198001 202610", "202001 202613", "202001", "", None])
def test_a_stretch_lies_within_its_bounds_and_in_order(value: object) -> None:
    page = PAGES["month_range"]
    assert isinstance(page, MonthRange)
    with pytest.raises(UnknownActionError):
        replace(page, most=1000).answer("enter", value)


def test_a_page_is_turned_and_enlarged_before_it_is_printed(bench: Any) -> None:
    bench.show(PAGES["pdf_preview"])
    assert "放大看  1 / 2" in bench.hand.labels()
    bench.hand.press("下一页")
    bench.settle()
    assert "放大看  2 / 2" in bench.hand.labels()
    bench.hand.press("放大看  2 / 2")
    bench.settle()
    assert "看整页  2 / 2" in bench.hand.labels()
    bench.hand.press("打印 2 张")
    assert PAGES["pdf_preview"].answer(bench.core.actions[-1].name, bench.core.actions[-1].value) == "print"


def test_the_code_on_the_screen_is_black_on_white_in_every_theme(make_bench: Callable[..., Any]) -> None:
    bench = make_bench(theme=ThemeName.CONTRAST)
    bench.show(PAGES["scan_code"])
    bench.settle()
    image = bench.screen.grab()
    colours = {image.pixelColor(x, y).name() for x in range(300, 780, 3) for y in range(500, 900, 3)}
    assert {"#000000", "#ffffff"} <= colours


def test_an_english_line_has_english_months_and_its_kind() -> None:
    part = replace(table(1, 1).parts[0], lines=((202601, 0, 0, 5, 1, 202603, 0),))
    assert lines_of(part, ["Paid", "Late"], ("unit",), Language.EN).split("\t") == [
        "202601",
        "Jan 2026",
        "—",
        "—",
        "0.05",
        "Late",
        "unit",
        "1",
    ]


def test_a_line_of_a_year_is_named_by_its_year() -> None:
    part = replace(table(1, 1).parts[0], lines=((202512, 0, 0, 40000, 0, 202512, 0),), yearly=True)
    assert lines_of(part, ["正常"], (), Language.ZH_CN).split("\t")[1] == "2025"


def test_months_are_counted_over_the_turn_of_the_year() -> None:
    assert months_between(202511, 202602) == [202511, 202512, 202601, 202602]
    assert distance(202511, 202602) == 3


def test_a_bar_knows_paid_late_owed_and_missing_months() -> None:
    assert YearBar(2020, 6) == (2020, 6, 0, 0, 0)


def test_a_page_of_the_document_stands_on_the_screen_at_once(bench: Any) -> None:
    bench.show(PAGES["pdf_preview"])
    image = bench.screen.grab()
    assert any(image.pixelColor(540, y).lightness() < 200 for y in range(400, 1500)), "the grey lines of the specimen"


def test_no_page_of_a_document_outlives_it(bench: Any) -> None:
    sheets = PagePictures(lambda: None, sheet)
    assert sheets.requestImage("00000000/0", QSize(), QSize()).size() == QSize(1, 1)


def caption(*bars: YearBar, whole: bool = False) -> str:
    page = PAGES["rights_summary"]
    assert isinstance(page, RightsSummary)
    drawn = RECORD_DRAWERS[RightsSummary](
        replace(page, insured=(replace(page.insured[0], years=bars),)), Pen(Language.ZH_CN, Show.MASKED)
    )
    return plain(str(drawn["insured"][0]["yearsSaid" if whole else "caption"]))


def test_a_chart_of_whole_years_says_so() -> None:
    assert caption(YearBar(2020, 12), YearBar(2021, 10, 2)) == "2020 年至 2021 年，每年都缴了 12 个月"


def test_of_many_years_that_are_not_whole_the_last_ones_are_named() -> None:
    bars = [YearBar(year, 5, 0, 0, 7) for year in range(2010, 2017)]
    assert caption(*bars).startswith("7 年不满 12 个月，最近的是：2011 年缴了 5 个月；")
    assert caption(*bars).endswith("；2016 年缴了 5 个月")
    assert "2010 年缴了 5 个月" in caption(*bars, whole=True), "who cannot see the chart hears them all"


def test_a_year_alone_has_neither_a_first_month_nor_a_last() -> None:
    assert caption(YearBar(2020, 5)) == "不满 12 个月的年份：2020 年缴了 5 个月"


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("已缴 18 年 4 个月，未计入", "已缴 18~年 4~个|月，未|计|入"),
        ("请问“重庆医保”，在窗口", "请问“|重|庆|医|保|”，在|窗|口"),
        ("现在每月 4,055.42 元，共 40 年", "现在每|月~4,055.42~元，共 40|~|年"),
        ("4 months paid", "4 months paid"),
        ("", ""),
    ],
)
def test_a_number_keeps_its_unit_a_name_is_whole_and_no_character_is_left_alone(words: str, kept: str) -> None:
    assert unparted(words) == kept.replace("~", "\u00a0").replace("|", "\u2060")


def test_years_are_named_evenly(make_bench: Callable[..., Any]) -> None:
    bench = make_bench(theme=ThemeName.CARE)
    page = PAGES["rights_summary"]
    assert isinstance(page, RightsSummary)
    bars = (YearBar(1998, 4), *(YearBar(year, 12) for year in range(1999, 2026)), YearBar(2026, 10))
    bench.show(replace(page, insured=(replace(page.insured[0], years=bars),)))
    while enabled(bench, "下一页"):
        bench.hand.press("下一页")
        bench.settle()
    years = [words for words in seen(bench) if words.isdecimal()]
    assert years == ["2000", "2005", "2010", "2015", "2020", "2025"]


def test_a_card_that_goes_on_says_whose_it_is(make_bench: Callable[..., Any]) -> None:
    bench = make_bench(theme=ThemeName.CARE)
    page = PAGES["rights_summary"]
    assert isinstance(page, RightsSummary)
    long = replace(page.insured[0], notes=page.insured[0].notes * 4)
    bench.show(replace(page, insured=(long,)))
    assert "职工养老（续）" not in seen(bench)
    bench.hand.press("下一页")
    bench.settle()
    assert "职工养老（续）" in seen(bench)


def test_the_chart_tells_only_what_it_shows(make_bench: Callable[..., Any]) -> None:
    bench = make_bench(theme=ThemeName.CARE)
    bench.show(PAGES["rights_summary"])
    while enabled(bench, "下一页"):
        bench.hand.press("下一页")
        bench.settle()
    assert {"按时缴", "中断（没有缴费）"} <= set(seen(bench))
    assert not {"后来补缴", "欠缴"} & set(seen(bench))


def test_the_table_tells_its_unit_and_its_columns_in_large_words(make_bench: Callable[..., Any]) -> None:
    bench = make_bench(theme=ThemeName.CARE)
    bench.show(table())
    assert {"以元计，最近的在上。按缴费基数的比例缴。", "哪一行有疑问，点一下那一行", "状态"} <= set(seen(bench))
    assert "重庆两江示例软件有限公司" in seen(bench), "and who paid"
    assert "返回" in bench.hand.labels()
