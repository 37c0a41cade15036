"""What is read off the lines of an insurance, and how it is said aloud in both languages."""

from datetime import date

import pytest

from kiosk.backend.records import (
    Account,
    Insurance,
    Insured,
    InsuredState,
    MonthLine,
    PaymentKind,
    Pension,
    RecordAnswer,
)
from kiosk.records.history import Stretch, gaps, later, owed, stretches, years
from kiosk.records.pages import periods
from kiosk.records.words import day, notes, sentence, span, stretch, tone, verdict, who_pays
from texts import Language, Text, render
from ui.pages import Tone
from ui.record_pages import Months, YearBar, months_between


def chinese(text: Text) -> str:
    return render(text, Language.ZH_CN)


def lines(*stretches: tuple[int, int], kind: PaymentKind = PaymentKind.NORMAL) -> tuple[MonthLine, ...]:
    return tuple(
        MonthLine(month, 100000, 16000, 8000, kind, month, 0)
        for since, until in stretches
        for month in months_between(since, until)
    )


def insured(months: int, state: InsuredState = InsuredState.PAYING, **more: object) -> Insured:
    told = {"insurance": Insurance.EMPLOYEE_PENSION, "state": state, "deemed": 0, "lines": 0, "until": 202410}
    return Insured.model_validate({**told, "months": months, **more})


@pytest.mark.parametrize(
    ("whole", "paid", "words"),
    [
        (insured(12), lines((202501, 202512)), "您缴了 1 种社会保险，没有中断"),
        (insured(12, InsuredState.PAUSED), lines((202501, 202512)), "您缴了 1 种社会保险，有停缴"),
        (insured(11), lines((202501, 202506), (202508, 202512)), "您缴了 1 种社会保险，有中断"),
        (
            insured(1),
            (*lines((202501, 202501)), *lines((202503, 202503), kind=PaymentKind.OWED)),
            "您缴了 1 种社会保险，有欠缴",
        ),
        (insured(0), (), "没有查到您的缴费"),
        (insured(12, InsuredState.RECEIVING, pension=Pension(since=202601, monthly=1)), (), "您正在领养老金"),
    ],
)
def test_the_headline_is_the_result_with_the_gravest_of_what_is_wrong(
    whole: Insured, paid: tuple[MonthLine, ...], words: str
) -> None:
    answer = answer_with(insurances=(whole,))
    assert chinese(verdict(answer, {whole.insurance: paid})) == words


def test_the_sentence_that_everybody_comes_for() -> None:
    paid = lines((200611, 200902), (200907, 202506))
    assert (
        chinese(sentence(insured(220), paid)) == "职工养老：已缴 18 年 4 个月；2009 年 3 月至 6 月中断，不计入缴费年限"
    )


def test_several_gaps_are_counted_and_the_last_one_named() -> None:
    paid = lines((201501, 201503), (201505, 201512), (201702, 201710))
    assert chinese(sentence(insured(20), paid)).endswith(
        "；中断 2 次（最近一次是 2016 年 1 月至 2017 年 1 月），不计入缴费年限"
    )


def test_what_is_owed_is_no_gap() -> None:
    paid = (*lines((202001, 202003)), *lines((202004, 202005), kind=PaymentKind.OWED), *lines((202006, 202007)))
    assert gaps(paid) == ()
    assert len(owed(paid)) == 2
    assert (
        chinese(sentence(insured(5), paid)) == "职工养老：已缴 5 个月；2020 年 4 月至 5 月欠缴，补缴以前不计入缴费年限"
    )


def test_what_is_owed_is_told_apart_from_the_gap_with_its_own_months() -> None:
    paid = lines((202301, 202303), (202306, 202502))
    words = chinese(sentence(insured(10), (*paid, *lines((202503, 202508), kind=PaymentKind.OWED))))
    counted_not = "2023 年 4 月至 5 月中断，不计入缴费年限；2025 年 3 月至 8 月欠缴，补缴以前不计入"
    assert words == f"职工养老：已缴 10 个月；{counted_not}"


def test_what_is_owed_at_several_times_is_counted_and_the_last_named() -> None:
    owing = lines((202401, 202401), (202503, 202504), kind=PaymentKind.OWED)
    words = chinese(sentence(insured(0), owing))
    assert words.endswith("中断，不计入缴费年限；欠缴 2 次（最近一次是 2025 年 3 月至 4 月），补缴以前不计入")


def said(*told: Text) -> list[str]:
    return [chinese(each) for each in told]


@pytest.mark.parametrize(
    ("number", "words"),
    [("04711234", "欠缴单位是示例公司，请向该单位或税务部门询问"), ("", "欠缴的月份，请向税务部门询问")],
)
def test_whom_to_ask_of_what_is_owed_depends_on_who_owes_it(number: str, words: str) -> None:
    owing = lines((202504, 202505), kind=PaymentKind.OWED)
    whom, how_much = notes(insured(1, InsuredState.PAUSED), owing, answer_with({"number": number, "name": "示例公司"}))
    assert chinese(whom) == words
    owed = "欠缴 2 个月共 480.00 元，不含滞纳金：单位部分 320.00 元由单位缴，"
    assert chinese(how_much) == owed + "个人部分 160.00 元由欠缴单位从工资里代扣代缴，不用您自己来缴"


def test_several_employers_that_owe_are_left_to_the_table() -> None:
    first, second = lines((202504, 202505), kind=PaymentKind.OWED)
    units = ({"number": "04711234", "name": "甲"}, {"number": "04711235", "name": "乙"})
    whom, *_ = notes(insured(1, InsuredState.PAUSED), (first, second._replace(unit=1)), answer_with(*units))
    assert chinese(whom) == "欠缴的不止一家单位，明细里写着是哪几家，请向单位或税务部门询问"


@pytest.mark.parametrize(
    ("by_unit", "by_person", "words"),
    [
        (100, 0, "欠缴 1 个月共 1.00 元，由单位缴，不含滞纳金"),
        (0, 100, "欠缴 1 个月共 1.00 元，由您自己缴，不含滞纳金"),
    ],
)
def test_of_what_is_owed_only_a_share_that_there_is_is_told(by_unit: int, by_person: int, words: str) -> None:
    owing = MonthLine(202504, 100000, by_unit, by_person, PaymentKind.OWED, 0, 0)
    _, how_much = notes(insured(1, InsuredState.PAUSED), (owing,), answer_with())
    assert chinese(how_much) == words


def test_an_amount_that_is_not_known_is_not_told() -> None:
    owing = MonthLine(202504, 0, 0, 0, PaymentKind.OWED, 0, 0)
    assert said(*notes(insured(1), (owing,), answer_with())) == ["欠缴的月份，请向税务部门询问"]


def test_what_is_owed_wants_attention() -> None:
    assert tone(insured(5), lines((202004, 202005), kind=PaymentKind.OWED)) is Tone.ATTENTION
    assert tone(insured(5), lines((202004, 202005))) is Tone.GOOD


@pytest.mark.parametrize(("number", "words"), [("04711234", "现在的参保单位是示例公司"), ("", "现在由您自己缴费")])
def test_who_has_no_employer_pays_alone(number: str, words: str) -> None:
    answer = answer_with({"number": number, "name": "示例公司"}, insurances=(insured(12),))
    assert paying(answer, lines((202511, 202610))) == [words]


def test_nobody_is_said_to_pay_what_is_owed() -> None:
    answer = answer_with({"number": "04711234", "name": "示例公司"}, insurances=(insured(0),))
    assert paying(answer, lines((202610, 202610), kind=PaymentKind.OWED)) == [None]


def test_one_employer_of_all_insurances_is_told_once_as_that() -> None:
    both = (insured(12), insured(12, insurance=Insurance.UNEMPLOYMENT))
    answer = answer_with({"number": "04711234", "name": "示例公司"}, insurances=both)
    paid = lines((202511, 202610))
    assert paying(answer, paid, paid) == ["各险种现在的参保单位是示例公司", None]


def test_an_employer_is_told_again_only_where_it_is_another_one() -> None:
    three = tuple(insured(12, insurance=one) for one in list(Insurance)[:3])
    units = ({"number": "04711234", "name": "甲"}, {"number": "04711235", "name": "乙"})
    paid = lines((202511, 202610))
    second = tuple(line._replace(unit=1) for line in paid)
    assert paying(answer_with(*units, insurances=three), paid, paid, second) == [
        "现在的参保单位是甲",
        None,
        "现在的参保单位是乙",
    ]


def paying(answer: RecordAnswer, *paid: tuple[MonthLine, ...]) -> list[str | None]:
    each = {one.insurance: lines_of_one for one, lines_of_one in zip(answer.insurances, paid, strict=True)}
    return [told and chinese(told) for told in who_pays(answer, each)]


def answer_with(*units: dict[str, str], insurances: tuple[Insured, ...] = ()) -> RecordAnswer:
    told = {"person": {"id_number": "500103199005219700", "name": "张小满"}, "as_of": date(2026, 11, 20)}
    more = {"personal_number": "1", "place": "x", "agency": "x", "insurances": insurances, "documents": ()}
    return RecordAnswer.model_validate({**told, **more, "units": units, "most_months": 120})


def test_how_months_came_to_be_there_is_told_beside_the_account() -> None:
    paid = (*lines((202001, 202002), kind=PaymentKind.ARREARS), *lines((202003, 202003), kind=PaymentKind.TRANSFERRED))
    whole = insured(3, InsuredState.ENDED, account=Account(year=2025, total=100))
    assert said(*notes(whole, paid, answer_with())) == [
        "2020 年 1 月至 2 月的 2 个月是后来补缴的，已计入",
        "2020 年 3 月的 1 个月是从外地转入的，已计入",
        "个人账户在 2025 年底有 1.00 元",
    ]


def test_arrears_of_several_times_are_counted_and_the_last_named() -> None:
    paid = lines((202001, 202001), (202003, 202004), kind=PaymentKind.ARREARS)
    told = notes(insured(3, InsuredState.ENDED, account=Account(year=2025, total=100)), paid, answer_with())
    assert chinese(told[1]) == "有 3 个月是分 2 次后来补缴的，已计入，最近一次是 2020 年 3 月至 4 月"


def test_an_account_from_before_the_pension_says_that_it_is() -> None:
    whole = insured(3, InsuredState.RECEIVING, account=Account(year=2015, total=2614641))
    pension = Pension(since=201602, monthly=1)
    words = "个人账户在领养老金以前（2015 年底）有 26,146.41 元，现在有多少请向窗口询问"
    assert said(*notes(whole.model_copy(update={"pension": pension}), (), answer_with())) == [words]


def test_what_deemed_paid_means_is_told() -> None:
    told = notes(insured(3, InsuredState.ENDED, deemed=12), (), answer_with())
    assert said(*told) == ["视同缴费是以前工作、没有缴费也算数的年限"]


def test_of_a_gap_it_is_told_whom_to_ask_once() -> None:
    broken = lines((202001, 202003), (202005, 202006))
    words = "各险种中断的时候如在上班，请向当时的单位询问，也可以到窗口询问"
    assert words in said(*notes(insured(5, account=Account(year=2025, total=100)), broken, answer_with()))
    assert notes(insured(5), broken, answer_with()) == (), "it was told of the pension"


def test_a_gap_is_not_praised() -> None:
    assert tone(insured(5), lines((202001, 202003), (202005, 202006))) is Tone.NEUTRAL


def test_of_a_pension_alone_it_is_told_that_nothing_else_is_on_record() -> None:
    alone = insured(0, InsuredState.RECEIVING, pension=Pension(since=200907, monthly=16907))
    assert said(*notes(alone, (), answer_with())) == ["这里没有缴费和个人账户的记录；缴过的话，请到窗口核实"]


def test_a_day_is_said_as_the_months_are() -> None:
    assert chinese(day(date(2026, 11, 20))) == "2026 年 11 月 20 日"
    assert render(day(date(2026, 11, 20)), Language.EN) == "20 November 2026"


def test_who_stopped_paying_hears_since_when() -> None:
    words = chinese(sentence(insured(12, InsuredState.PAUSED), lines((202311, 202410))))
    assert words == "职工养老：已缴 1 年；2024 年 10 月以后没有再缴"


def test_what_has_ended_hears_its_last_month() -> None:
    words = chinese(sentence(insured(12, InsuredState.ENDED), lines((202311, 202410))))
    assert words == "职工养老：已缴 1 年；缴到 2024 年 10 月为止"


def test_a_pensioner_hears_the_pension_first() -> None:
    pension = Pension(since=201602, monthly=405542)
    words = chinese(
        sentence(insured(288, InsuredState.RECEIVING, pension=pension, deemed=192), lines((199201, 199203)))
    )
    assert (
        words
        == "职工养老：2016 年 2 月起领养老金，现在每月 4,055.42 元；退休前已缴 24 年，加上视同缴费 16 年，共 40 年"
    )


def test_who_never_paid_hears_that() -> None:
    assert chinese(sentence(insured(0, InsuredState.PAUSED), ())) == "职工养老：没有缴费记录"


def test_a_pension_alone_names_no_contributions() -> None:
    words = sentence(insured(0, InsuredState.RECEIVING, pension=Pension(since=200907, monthly=16907)), ())
    assert chinese(words) == "职工养老：2009 年 7 月起领养老金，现在每月 169.07 元"


def test_a_resident_pays_by_the_year() -> None:
    paid = lines((201012, 201012), (201112, 201112), (201412, 201412))
    assert gaps(paid, yearly=True) == (Stretch(201201, 201312),)
    assert years(paid, yearly=True)[0] == YearBar(2010, 12)
    assert years(paid, yearly=True)[2] == YearBar(2012, 0, missing=12)
    owing = lines((201112, 201112), (201212, 201212), kind=PaymentKind.OWED)
    assert stretches(owing, PaymentKind.OWED, yearly=True) == (Stretch(201101, 201212),)


@pytest.mark.parametrize(("months", "words"), [(220, "18 年 4 个月"), (24, "2 年"), (5, "5 个月"), (0, "0 个月")])
def test_stretches_of_time_are_said_as_people_say_them(months: int, words: str) -> None:
    assert chinese(span(months)) == words


@pytest.mark.parametrize(("months", "words"), [(13, "1 year 1 month"), (26, "2 years 2 months")])
def test_english_tells_one_from_more(months: int, words: str) -> None:
    assert render(span(months), Language.EN) == words


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (Stretch(200903, 200903), "2009 年 3 月"),
        (Stretch(200903, 200906), "2009 年 3 月至 6 月"),
        (Stretch(200911, 201002), "2009 年 11 月至 2010 年 2 月"),
    ],
)
def test_gaps_are_said_as_people_say_them(found: Stretch, words: str) -> None:
    assert chinese(stretch(found)) == words


def test_every_year_has_a_bar_even_an_empty_one() -> None:
    paid = (*lines((201011, 201012)), *lines((201201, 201202), kind=PaymentKind.ARREARS))
    assert years(paid) == (YearBar(2010, 2), YearBar(2011, 0, missing=12), YearBar(2012, 0, 2))
    assert years(()) == ()


def test_the_usual_periods_end_with_the_month_before() -> None:
    assert periods(date(2026, 11, 20), 120) == {
        "months12": Months(202511, 202610),
        "years3": Months(202311, 202610),
        "this_year": Months(202601, 202610),
    }


def test_in_january_this_year_is_the_one_that_has_ended() -> None:
    assert periods(date(2026, 1, 3), 120)["this_year"] == Months(202501, 202512)


def test_no_period_is_longer_than_a_paper() -> None:
    assert periods(date(2026, 11, 20), 6)["years3"] == Months(202605, 202610)


def test_months_go_over_the_turn_of_the_year() -> None:
    assert later(202612, 1) == 202701
    assert later(202601, -13) == 202412


def test_an_account_has_its_year() -> None:
    assert insured(1, account=Account(year=2025, total=1)).account is not None
