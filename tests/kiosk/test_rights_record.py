"""个人权益记录: looked up by who may, in words, printed whole or voided, saved once, disputed with a number."""

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
from world import World

from kiosk.backend.records import Insurance
from texts import Text
from ui.pages import Choice, Confirm, Home, Keypad, Outcome, PinPad, PresentCard, PresentId, Print, Result, Standby
from ui.record_pages import Doubted, MonthRange, Months, MonthsTable, PdfPreview, RightsSummary, ScanCode

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


def test_a_record_is_told_in_sentences_that_can_be_read_aloud(world: World) -> None:
    async def scene() -> None:
        page = await to_summary(world, "wang", 1)
        assert sentences(world, page)[0].startswith("职工养老：已缴 34 年")
        assert "（另有视同缴费 4 年 6 个月），其中 2009 年 3 月至 6 月中断" in sentences(world, page)[0]
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
