"""The pages of a record: in short, by month, what to print of it and how."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from kiosk.backend.records import DocumentKind, DocumentOffered, Insurance, RecordAnswer
from kiosk.records.bureau import Record
from kiosk.records.history import later, years
from kiosk.records.paper import Paper
from kiosk.records.words import day, month, notes, sentence, title, tone, verdict, who_pays, yearly
from kiosk.refusals import refusal_words
from texts import Kind, Personal, Text, literal
from ui.pages import Button, Choice, Confirm, Point, Steps, Tone
from ui.record_pages import (
    YEAR,
    InsuredLine,
    Legend,
    MonthRange,
    Months,
    MonthsTable,
    PdfPreview,
    RightsSummary,
    TablePart,
    TableWords,
)

LOOK: Final = Button("look", Text("rights_record.look"), icon="search")
PAPER: Final = Button("paper", Text("rights_record.paper"), icon="print")
FINISH: Final = Button("finish", Text("rights_record.finish"))
PRINT: Final = Button("print", Text("rights_record.print"), icon="print")
ALL: Final = "all"
OWN: Final = "own"
_LISTED: Final = frozenset({DocumentKind.STATEMENT, DocumentKind.PAYMENTS})
"""What lists single months or years, and so needs a period."""


def steps(current: int) -> Steps:
    """① 核验身份 ② 查看 ③ 打印或保存 ④ 完成."""
    names = ("identify", "look", "hand_out", "done")
    return Steps(tuple(Text(f"rights_record.steps.{name}") for name in names), current)


def summary(record: Record) -> RightsSummary:
    """A sentence for each insurance, its years, whose they are."""
    answer, insured = record.answer, tuple(_insured_lines(record))
    return RightsSummary(
        headline=verdict(answer, record.lines),
        how=Text(
            "rights_record.how" if insured else "rights_record.how_none",
            day=day(answer.as_of),
            place=literal(answer.place),
            agency=literal(answer.agency),
        ),
        steps=steps(1),
        person=(Personal(Kind.NAME, answer.person.name), Personal(Kind.ID_NUMBER, answer.person.id_number)),
        warning=_warning(record) if insured else None,
        insured=insured,
        legend=_legend(),
        elsewhere=Text("rights_record.elsewhere"),
        main=PAPER if insured else FINISH,
        buttons=(LOOK,) if any(record.lines.values()) else (),
    )


def _warning(record: Record) -> Text:
    """Of which amounts stand there: contributions, benefits, or both."""
    insurances = record.answer.insurances
    if not any(one.pension for one in insurances):
        return Text("rights_record.warning")
    both = any(one.months or record.lines[one.insurance] for one in insurances)
    return Text("rights_record.warning_both" if both else "rights_record.warning_benefits")


def _insured_lines(record: Record) -> Iterator[InsuredLine]:
    for one, paying in zip(record.answer.insurances, who_pays(record.answer, record.lines), strict=True):
        lines = record.lines[one.insurance]
        yield InsuredLine(
            title=title(one.insurance),
            sentence=sentence(one, lines),
            notes=notes(one, lines, record.answer, paying),
            tone=tone(one, lines),
            years=years(lines, yearly=yearly(one.insurance)),
        )


def months_table(record: Record) -> MonthsTable:
    """Every month of every insurance."""
    names = ("normal", "arrears", "transferred", "owed")
    return MonthsTable(
        headline=Text("rights_record.table.headline"),
        how=Text("rights_record.table.how"),
        steps=steps(1),
        parts=tuple(
            TablePart(one.insurance.value, title(one.insurance), record.lines[one.insurance], yearly(one.insurance))
            for one in record.answer.insurances
            if record.lines[one.insurance]
        ),
        units=tuple(unit.name for unit in record.answer.units),
        words=TableWords(
            month=Text("rights_record.table.month"),
            base=Text("rights_record.table.base"),
            by_unit=Text("rights_record.table.by_unit"),
            by_person=Text("rights_record.table.by_person"),
            state=Text("rights_record.table.state"),
            kinds=tuple(Text(f"rights_record.table.{name}") for name in names),
            everything=Text("rights_record.table.everything"),
            none=Text("rights_record.table.none"),
        ),
        pick=Text("rights_record.table.pick"),
        doubt=Text("rights_record.table.doubt"),
        main=PAPER,
    )


def dispute_confirmation(answer: RecordAnswer, insurance: Insurance, doubted: int) -> Confirm:
    """Which line, what happens with it, and what does not change."""
    return Confirm(
        headline=Text("dispute_record.confirm"),
        how=Text("dispute_record.confirm_how"),
        steps=steps(2),
        person=(Personal(Kind.NAME, answer.person.name),),
        points=(
            Point(Text("dispute_record.line"), line_words(insurance, doubted), Tone.ATTENTION),
            Point(Text("dispute_record.what"), Text("dispute_record.what_words"), Tone.NEUTRAL),
            Point(Text("dispute_record.until"), Text("dispute_record.until_words"), Tone.GOOD),
        ),
        proceed=Text("dispute_record.proceed"),
        danger=False,
    )


def line_words(insurance: Insurance, doubted: int) -> Text:
    """「职工养老 2009 年 3 月」."""
    return Text("dispute_record.which", insurance=title(insurance), month=month(doubted))


def kinds_choice(offered: Sequence[DocumentOffered]) -> Choice:
    """Which paper; one that cannot be had today says why."""
    return Choice(
        headline=Text("rights_record.which_paper"),
        steps=steps(2),
        options=tuple(
            Button(
                one.document.value,
                Text(f"rights_record.document.{one.document.value}"),
                icon="document",
                detail=Text(f"rights_record.document_detail.{one.document.value}"),
                enabled=one.code is None,
                reason=None if one.code is None else refusal_words(one.code),
            )
            for one in offered
        ),
    )


def insurances_choice(answer: RecordAnswer) -> Choice:
    """All, or one of them."""
    every = Button(ALL, Text("rights_record.all_insurances"), icon="document")
    single = (Button(one.insurance.value, title(one.insurance), icon="document") for one in answer.insurances)
    return Choice(headline=Text("rights_record.which_insurances"), steps=steps(2), options=(every, *single))


def periods(as_of: date, most: int) -> dict[str, Months]:
    """近 12 个月, 近 3 年, 本年度: up to the month before, and no longer than one paper may list."""
    last = later(as_of.year * 100 + as_of.month, -1)
    lengths = {"months12": YEAR, "years3": 3 * YEAR, "this_year": last % 100}
    return {name: Months(later(last, 1 - min(length, most)), last) for name, length in lengths.items()}


def period_choice(as_of: date, most: int) -> Choice:
    """The usual periods with their months, and one's own."""
    usual = tuple(
        Button(
            name,
            Text(f"rights_record.period.{name}"),
            icon="clock",
            detail=Text("rights_record.stretch.years", since=month(period.since), until=month(period.until)),
        )
        for name, period in periods(as_of, most).items()
    )
    own = Button(OWN, Text("rights_record.period.own"), icon="clock", detail=Text("rights_record.period.own_detail"))
    return Choice(headline=Text("rights_record.which_period"), steps=steps(2), options=(*usual, own))


def month_range(record: Record) -> MonthRange:
    """From the first month with a line to the last one that is over."""
    answer = record.answer
    last = later(answer.as_of.year * 100 + answer.as_of.month, -1)
    months = [line.month for lines in record.lines.values() for line in lines]
    first = min((*months, last))
    return MonthRange(
        headline=Text("rights_record.which_months"),
        how=Text("rights_record.which_months_how"),
        steps=steps(2),
        first=first,
        last=last,
        most=answer.most_months,
        since=max(first, later(last, 1 - YEAR)),
        until=last,
        from_words=Text("rights_record.from"),
        to_words=Text("rights_record.to"),
        too_long=Text("rights_record.too_long", years=answer.most_months // YEAR),
        proceed=Text("rights_record.these_months"),
    )


def has_period(kind: DocumentKind) -> bool:
    """Whether a paper of that kind is about some months rather than about how things stand."""
    return kind in _LISTED


def preview(paper: Paper, main: Button) -> PdfPreview:
    """The pages as they will be printed."""
    count = len(paper.images)
    return PdfPreview(
        headline=Text("rights_record.preview"),
        how=Text("rights_record.preview_how", pages=count, serial=paper.document.serial),
        steps=steps(2),
        images=paper.images,
        page_words=tuple(Text("rights_record.page", page=page, pages=count) for page in range(1, count + 1)),
        main=main,
    )


def _legend() -> Legend:
    names = ("paid", "late", "owed", "missing")
    words = {name: Text(f"rights_record.chart.{name}") for name in names}
    return Legend(chart=Text("rights_record.chart.title"), **words)
