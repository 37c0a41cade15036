"""个人权益记录: looked up by who may, in words, printed whole or voided, saved once, disputed with a number."""

import asyncio
import re
import subprocess
import time
from pathlib import Path
from typing import Any
from unittest.mock import patch
from urllib.parse import urlencode
from urllib.request import urlopen

import cv2
import numpy as np
import pytest
from world import World

from kiosk.journal import Journal, JournalUnwritable
from kiosk.staff.operation_words import operation_card
from sandbox.document_printer import DocumentPrinterSimulator
from sandbox.records.sealing import Sealer
from ui.pages import Choice, Confirm, Keypad, Outcome, PresentCard, PresentId, Print, Result, Standby
from ui.record_pages import MonthRange, MonthsTable, PdfPreview, RightsSummary, ScanCode

PIN = {"zhang": "120119", "wang": "507264", "gen1": "148539", "xin": "123456"}


async def to_summary(world: World, key: str = "zhang", index: int = 0) -> RightsSummary:
    await world.home()
    await world.press("rights_record")
    await world.on(PresentCard)
    await world.insert(key, index)
    await world.enter_pin(PIN[key])
    return await world.on(RightsSummary)


async def to_preview(world: World, *choices: str, way: str = "a4") -> PdfPreview:
    await world.press("paper")
    for choice in (way, *choices):
        await world.on(Choice)
        await world.press(choice)
    return await world.on(PdfPreview)


def a4(world: World) -> dict[str, dict[str, object]]:
    return {"devices": {"document_printer": f"file:{world.folder / 'a4'}"}}


def sentences(world: World, page: RightsSummary) -> list[str]:
    return [world.words(line.sentence) for line in page.insured]


def months(said: str) -> int:
    """「39 年 2 个月」, 「39 年」 or 「2 个月」."""
    return sum(int(number) * (12 if unit == "年" else 1) for number, unit in re.findall(r"(\d+) (年|个月)", said))


def test_a_record_is_told_in_sentences_that_can_be_read_aloud(world: World) -> None:
    async def scene() -> None:
        page = await to_summary(world, "wang", 1)
        told = re.fullmatch(
            "职工养老：已缴 (.+)，加上视同缴费 4 年 6 个月，共 (.+)；2009 年 3 月至 6 月中断，不计入缴费年限",
            sentences(world, page)[0],
        )
        assert told is not None
        paid, together = map(months, told.groups())
        assert paid >= 34 * 12, "and another one each month"
        assert together == paid + 4 * 12 + 6
        await world.act("leave")
        await world.pull()
        await world.on(Standby)

    world.play(scene())


def test_a_paper_is_previewed_and_printed_unchanged(world: World) -> None:
    async def scene() -> None:
        await to_summary(world)
        preview = await to_preview(world, "certificate", "all")
        assert preview.images[0].startswith(b"\x89PNG")
        await world.press("print")
        result = await world.on(Result)
        assert result.outcome is Outcome.UNKNOWN, "a folder cannot say that the paper came out"
        await world.press("finish")
        await world.pull()
        await world.on(Standby)

    world.play(scene(), **a4(world))
    (printed,) = (world.folder / "a4").glob("*.pdf")
    words = subprocess.run(["pdftotext", "-layout", printed, "-"], capture_output=True, text=True, check=True).stdout
    assert "社会保险参保缴费证明" in words
    assert world.people["zhang"].id_number in words
    assert [line.split()[-1] for line in world.backend.command("records").splitlines()] == ["issued"]


@pytest.fixture
def queue(tmp_path: Path) -> Any:
    printer = DocumentPrinterSimulator(tmp_path / "cups")
    printer.start()
    yield printer
    printer.stop()


def on(queue: DocumentPrinterSimulator) -> dict[str, dict[str, object]]:
    return {"devices": {"document_printer": queue.url}}


def records(world: World) -> list[str]:
    """How the papers stand at the bureau, the oldest first."""
    return [line.split()[-1] for line in world.backend.command("records").splitlines() if "T01" in line]


def test_each_sheet_is_told_while_it_comes_out(world: World, queue: DocumentPrinterSimulator) -> None:
    async def scene() -> None:
        await to_summary(world)
        await to_preview(world, "payments", "employee_pension", "years3")
        await world.press("print")
        result = await world.on(Result)
        assert result.outcome is Outcome.DONE
        told = [world.words(page.how) for page in world.front.shown if isinstance(page, Print)]
        assert told[0] == "第 1 张，共 2 张"
        assert told[-1].startswith("第 2 张")
        assert await staff_are_told(world) == ["没有需要作废的"]
        await world.press("finish")
        await world.pull()

    world.play(scene(), **on(queue))
    (printed,) = queue.printed
    assert printed.read_bytes().startswith(b"%PDF")
    assert records(world) == ["issued"]


def test_paper_out_in_the_middle_voids_the_number_and_says_so(world: World, queue: DocumentPrinterSimulator) -> None:
    async def scene() -> None:
        await to_summary(world)
        await to_preview(world, "payments", "employee_pension", "years3")
        queue.command("fault", "paper-out-midway")
        await world.press("print")
        result = await world.on(Result)
        assert result.outcome is Outcome.FAILED
        assert "已作废，已经出来的纸张请不要使用" in "".join(map(world.words, result.what_now))
        assert records(world) == ["void"]
        queue.command("fault", "none")
        await world.press("finish")
        await world.pull()

    world.play(scene(), **on(queue))
    assert queue.printed == ()


def test_a_paper_whose_session_ends_while_it_prints_is_cancelled(world: World, queue: DocumentPrinterSimulator) -> None:
    async def scene() -> None:
        await to_summary(world)
        await to_preview(world, "payments", "employee_pension", "years3")
        queue.command("fault", "endless")
        await world.press("print")
        await world.on(Print)
        printer = world.around.equipment.document_printer
        assert printer is not None
        with world.loop.held():
            await world.pull()
            await world.insert("zhang")
            await world.until(lambda page: not isinstance(page, Print))
            while printer.busy:
                await asyncio.to_thread(time.sleep, 0.005)
        await world.pull()
        await world.on(Standby)

    world.play(scene(), **on(queue))
    assert [event["way"] for event in world.events("session.ended")][:1] == ["card_put_in"]
    assert queue.printed == ()


@pytest.mark.parametrize("leaving", ["back", "leave"])
def test_a_paper_that_is_not_printed_does_not_count(world: World, leaving: str) -> None:
    async def scene() -> None:
        await to_summary(world)
        await to_preview(world, "certificate", "all")
        await world.act(leaving)
        await world.front_changes()
        await world.settled()
        assert records(world) == ["void"]
        await world.pull()

    world.play(scene(), **a4(world))


def test_the_bureau_away_in_the_middle_leaves_a_void_that_comes_later(
    world: World, queue: DocumentPrinterSimulator
) -> None:
    async def scene() -> None:
        await to_summary(world)
        await to_preview(world, "certificate", "all")
        queue.command("fault", "paper-out")
        world.backend.command("fault", "operations:hang-up")
        await world.press("print")
        result = await world.on(Result)
        assert "正在作废" in "".join(map(world.words, result.what_now))
        world.backend.command("fault", "none")
        await world.press("finish")
        await world.pull()
        await world.settled()
        assert records(world) == ["void"]

    world.play(scene(), **on(queue))


def test_a_void_that_finds_no_bureau_is_not_forgotten(world: World, queue: DocumentPrinterSimulator) -> None:
    async def scene() -> None:
        await to_summary(world)
        await to_preview(world, "certificate", "all")
        queue.command("fault", "paper-out")
        world.backend.stop()
        await world.press("print")
        result = await world.on(Result)
        assert "正在作废" in "".join(map(world.words, result.what_now))
        assert await staff_are_told(world) == ["没有完整交出，正在作废"]
        world.backend.start()
        await world.press("finish")
        await world.pull()
        await world.settled()
        assert records(world) == ["void"]
        assert await staff_are_told(world) == ["没有完整交出，编号已作废"]

    world.play(scene(), **on(queue))


async def staff_are_told(world: World) -> list[str]:
    """How today's papers stand, on the page of whoever looks after the terminal."""
    today = await world.around.operations.journal.call(lambda journal: journal.today())
    return [world.words(operation_card(operation).rows[0].value) for operation in today]


def test_a_paper_that_cannot_be_written_down_as_handed_over_is_voided_and_that_is_told(world: World) -> None:
    async def scene() -> None:
        await to_summary(world)
        await to_preview(world, "certificate", "all")
        with patch.object(Journal, "reversed", side_effect=JournalUnwritable("the disk failed")):
            await world.press("print")
            result = await world.on(Result)
        assert result.outcome is Outcome.FAILED
        assert "正在作废，已经出来的纸张请不要使用" in "".join(map(world.words, result.what_now))
        await world.press("finish")
        await world.pull()

    world.play(scene(), **a4(world))


def test_an_altered_paper_is_neither_shown_nor_printed_and_does_not_count(world: World) -> None:
    world.backend.record_root_file.write_bytes(Sealer().root_pem)

    async def scene() -> None:
        await to_summary(world)
        await world.press("paper")
        for choice in ("a4", "certificate", "all"):
            await world.on(Choice)
            await world.press(choice)
        result = await world.on(Result)
        assert result.outcome is Outcome.FAILED
        await world.settled()
        assert records(world) == ["void"]
        await world.act("leave")
        await world.pull()

    world.play(scene(), **a4(world))
    assert not list((world.folder / "a4").glob("*.pdf"))


def test_three_papers_a_day_and_not_a_fourth(world: World) -> None:
    async def scene() -> None:
        await to_summary(world)
        for turn in range(3):
            await to_preview(world, "certificate", "all")
            await world.press("print")
            await world.on(Result)
            await world.press("again")
            await world.until(lambda page: isinstance(page, RightsSummary), f"summary {turn}")
        await world.press("paper")
        await world.on(Choice)
        await world.press("a4")
        page = await world.until(lambda page: isinstance(page, Choice) and len(page.options) == 4, "papers")
        assert [world.words(option.reason) for option in page.options if not option.enabled] == [
            "这种材料今天不能再打印了",
            "没有正在领取的养老金",
        ]
        await world.act("leave")
        await world.pull()

    world.play(scene(), **a4(world))


def test_a_period_is_chosen_by_two_wheels(world: World) -> None:
    async def scene() -> None:
        await to_summary(world)
        await world.press("paper")
        for choice in ("a4", "payments", "employee_pension", "own"):
            await world.on(Choice)
            await world.press(choice)
        page = await world.on(MonthRange)
        assert page.first == 201207
        await world.act("enter", "201501 201512")
        await world.on(PdfPreview)
        await world.press("print")
        await world.on(Result)
        await world.press("finish")
        await world.pull()

    world.play(scene(), **a4(world))
    (printed,) = (world.folder / "a4").glob("*.pdf")
    words = subprocess.run(["pdftotext", "-layout", printed, "-"], capture_output=True, text=True, check=True).stdout
    assert "2015-01 至 2015-12" in words
    assert len(re.findall(r"^2015-\d\d .*正常", words, re.MULTILINE)) == 6


def test_from_the_table_too_it_is_printed_or_saved(world: World) -> None:
    async def scene() -> None:
        await to_summary(world)
        await world.press("look")
        await world.on(MonthsTable)
        await world.press("paper")
        assert world.words((await world.on(Choice)).headline) == "想怎么拿？"
        await world.act("leave")
        await world.pull()

    world.play(scene(), **a4(world))


def test_a_line_in_doubt_is_left_for_checking_with_a_number(world: World) -> None:
    async def scene() -> None:
        assert world.words((await to_summary(world)).headline) == "您缴了 3 种社会保险，有中断"
        await world.press("look")
        table = await world.on(MonthsTable)
        assert [part.key for part in table.parts] == ["employee_pension", "unemployment", "work_injury"]
        await world.act("doubt", "employee_pension 201409")
        page = await world.on(Confirm)
        assert "职工养老 2014 年 9 月" in world.words(page.points[0].words)
        await world.act("proceed")
        result = await world.on(Result)
        assert result.outcome is Outcome.DONE
        assert result.reference
        await world.press("print")
        await world.until(lambda page: isinstance(page, Result) and page.picture is not None)
        await world.press("finish")
        await world.pull()

    world.play(scene())
    assert "dispute_record confirmed" in world.backend.command("operations")


def test_from_the_table_back_leads_to_the_summary(world: World) -> None:
    async def scene() -> None:
        await to_summary(world)
        await world.press("look")
        await world.on(MonthsTable)
        await world.act("back")
        await world.on(RightsSummary)
        await world.act("leave")
        await world.pull()

    world.play(scene())


def test_a_paper_is_saved_once_from_its_address(world: World) -> None:
    async def scene() -> None:
        await to_summary(world)
        await to_preview(world, "certificate", "all", way="save")
        await world.press("save")
        page = await world.on(ScanCode)
        assert len(page.rows) >= 21
        await world.press("finish")
        result = await world.on(Result)
        assert world.words(result.headline) == "还没有保存到手机"
        await world.press("finish")
        await world.pull()

    world.play(scene())
    assert records(world) == ["issued"]


def test_the_code_leads_to_the_paper_and_the_page_says_when_it_was_used(world: World) -> None:
    async def scene() -> None:
        await to_summary(world)
        await to_preview(world, "certificate", "all", way="save")
        await world.press("save")
        page = await world.on(ScanCode)
        address = scanned(page.rows)
        assert address.startswith(f"{world.backend.url}/save/")
        fetched = await asyncio.to_thread(fetched_from, address, world.people["zhang"].id_number[-6:])
        assert fetched.startswith(b"%PDF")
        result = await world.on(Result)
        assert world.words(result.headline) == "已保存到手机"
        assert "回到终端" in (await asyncio.to_thread(fetched_from, address, "123456")).decode()
        await world.press("finish")
        await world.pull()

    world.play(scene())


def scanned(rows: tuple[str, ...]) -> str:
    """What a telephone reads of the code, which it is held nearer to or farther from until it does."""
    quiet = np.full((len(rows) + 8, len(rows) + 8), 255, np.uint8)
    quiet[4:-4, 4:-4] = [[0 if square == "1" else 255 for square in row] for row in rows]
    seen = (np.kron(quiet, np.ones((size, size), np.uint8)) for size in (8, 6, 10, 5, 12, 7))
    return next(filter(None, (cv2.QRCodeDetector().detectAndDecode(picture)[0] for picture in seen)))


def fetched_from(address: str, word: str) -> bytes:
    """What a telephone gets there for that word."""
    with urlopen(address, urlencode({"word": word}).encode()) as answer:
        return answer.read()


def test_who_has_never_paid_is_told_so(world: World) -> None:
    async def scene() -> None:
        page = await to_summary(world, "xin")
        assert world.words(page.headline) == "没有您的参保记录"
        assert page.main is not None
        await world.press(page.main.key)
        await world.pull()
        await world.on(Standby)

    world.play(scene())


def test_an_id_card_opens_it_only_with_a_code(world: World) -> None:
    async def scene() -> None:
        home = await world.home()
        assert any(tile.key == "rights_record" for tile in home.everything)
        await world.press("rights_record")
        page = await world.on(PresentCard)
        await world.press(page.other_ways[0].key)
        await world.until(lambda page: isinstance(page, PresentId | Choice))
        if isinstance(world.front.page, Choice):
            await world.press(world.front.page.options[0].key)
            await world.on(PresentId)
        world.lay("zhang")
        await world.on(Keypad)
        await world.act("enter", re.findall(r"\b(\d{6})\b", world.backend.command("inbox"))[-1])
        await world.on(RightsSummary)
        await world.act("leave")
        world.lift()

    world.play(scene())


def test_a_summary_slip_is_the_terminals_own(world: World) -> None:
    async def scene() -> None:
        await to_summary(world)
        await world.press("paper")
        page = await world.on(Choice)
        assert [option.enabled for option in page.options] == [False, True, True]
        await world.press("slip")
        result = await world.on(Result)
        assert world.words(result.headline) == "已打印，请取走小票"
        await world.press("finish")
        await world.pull()

    world.play(scene())
    assert len(world.printer.slips) == 1
