"""设备诊断: a technician sees everything on one page, opens what is wrong, and tests it; nobody else comes there."""

import asyncio
import json
import re
import time
from collections.abc import Callable
from random import Random
from typing import Any

import pytest
from staff_hands import YANG, ZHOU, at_desk, leave, to_diagnostics
from world import World

from devices.status import State
from sandbox.camera import CameraSimulator
from texts import Language, Show, render
from ui.check_pages import Checks, PlainColours, SoundCheck, TouchTargets
from ui.document_pages import DocumentCapture
from ui.pages import AnyPage, Choice, Home, Keypad, Outcome, Record, Result, Standby, Tone
from ui.record_pages import ScanCode
from ui.rendering import draw
from ui.specimens import frame


def overview(page: object) -> bool:
    return isinstance(page, Checks) and page.main is not None and page.main.key == "menu"


def standing(page: AnyPage) -> dict[str, Tone]:
    assert isinstance(page, Checks)
    return {line.key: line.tone for line in page.lines}


async def everything(world: World) -> Checks:
    page = await world.until(overview, "the page with everything")
    assert isinstance(page, Checks)
    return page


async def opened(world: World, subject: str) -> Record:
    await world.press(subject)
    return await world.on(Record)


async def tried(world: World, test: str) -> Checks:
    await world.press(test)
    page = await world.until(lambda page: isinstance(page, Checks) and page.main and page.main.key == "done", test)
    assert isinstance(page, Checks)
    return page


async def back(world: World) -> Checks:
    """From a device's page to the one with everything."""
    await world.press("all")
    return await everything(world)


async def gone(world: World) -> None:
    """From there to Standby."""
    await world.press("menu")
    await leave(world)


def kept(world: World) -> dict[str, dict[str, object]]:
    told = json.loads((world.folder / "journal" / "diagnostics.json").read_text("utf-8"))
    return {each["test"]: each for each in told}


def test_everything_stands_on_one_page_with_words_figures_and_the_moment(world: World) -> None:
    async def scene() -> None:
        await to_diagnostics(world)
        page = await everything(world)
        keys = {line.key for line in page.lines}
        assert keys >= {"card_reader", "id_reader", "receipt_printer", "backend", "journal", "disk", "screen"}
        for line in page.lines:
            assert world.words(line.state) in ("正常", "注意", "故障")
            assert re.fullmatch(r"\d\d:\d\d:\d\d", world.words(line.when))
            assert (line.what_now is None) == (line.tone is Tone.GOOD)
        assert standing(page)["id_reader"] is Tone.GOOD
        await gone(world)

    world.play(scene())


def test_the_worst_stands_first(world: World) -> None:
    async def scene() -> None:
        world.printer.command("fault", "paper-out")
        await to_diagnostics(world)
        page = await everything(world)
        assert page.lines[0].key == "receipt_printer"
        assert "纸" in world.words(page.lines[0].what_now)
        order = [(Tone.DANGER, Tone.ATTENTION, Tone.GOOD).index(line.tone) for line in page.lines]
        assert order == sorted(order)
        await gone(world)

    world.play(scene())


FAULTS: dict[str, tuple[str, Callable[[World, CameraSimulator], object]]] = {
    "paper-out": ("receipt_printer", lambda world, _: world.printer.command("fault", "paper-out")),
    "cutter": ("receipt_printer", lambda world, _: world.printer.command("fault", "cutter")),
    "silent-reader": ("id_reader", lambda world, _: world.id_reader.command("fault", "silent", "all")),
    "unauthorised": ("id_reader", lambda world, _: world.id_reader.command("fault", "sam-unauthorised", "all")),
    "pulled": (
        "card_reader",
        lambda world, _: (world.slot.insert("zhang"), world.slot.command("fault", "pull-at", "1")),
    ),
    "backend-down": ("backend", lambda world, _: world.backend.command("fault", "down")),
    "dark": ("camera", lambda _, camera: camera.command("fault", "dark")),
    "camera-gone": ("camera", lambda _, camera: camera.command("fault", "gone")),
    "spoilt-log": ("event_log", lambda world, _: _spoil_the_log(world)),
}
"""What can be injected: where it must be seen, and how it is done at the wire or on the disk."""


def _spoil_the_log(world: World) -> None:
    [file] = (world.folder / "log").glob("*.jsonl")
    file.write_text(file.read_text("utf-8").replace('"session": 1', '"session": 7', 1), "utf-8")


def five_of(seed: int) -> list[str]:
    """Five faults at five different places."""
    names = list(FAULTS)
    Random(seed).shuffle(names)
    by_place = {FAULTS[name][0]: name for name in names}
    return list(by_place.values())[:5]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_five_faults_that_chance_chose_are_all_named_on_the_page(world: World, seed: int) -> None:
    camera = CameraSimulator(port=0, rate=100)
    camera.start()
    injected = five_of(seed)
    assert len(injected) == 5

    async def scene() -> None:
        await to_diagnostics(world)
        before = await everything(world)
        for name in injected:
            FAULTS[name][1](world, camera)
        await world.press("again")
        page = await world.until(lambda page: overview(page) and page is not before, "the page anew")
        assert isinstance(page, Checks)
        named = {line.key for line in page.lines if line.tone is Tone.DANGER}
        assert named >= {FAULTS[name][0] for name in injected}
        for line in page.lines:
            if line.key in named:
                assert len(world.words(line.what_now)) > 5, line.key
        await world.press("menu")
        world.slot.pull()
        await world.on(Choice)
        await world.press("sign_out")

    world.play(scene(), devices={"camera": camera.url})
    camera.stop()


def test_the_devices_are_in_service_again_afterwards(world: World) -> None:
    async def scene() -> None:
        await to_diagnostics(world)
        await everything(world)
        await gone(world)
        await world.seen("card_reader", State.ONLINE)
        await world.seen("id_reader", State.ONLINE)
        await world.record_by_id_card("zhang")
        await world.act("leave")
        world.lift()
        await world.on(Standby)

    world.play(scene())


def test_a_technician_who_walks_away_leaves_devices_that_work(world: World) -> None:
    async def scene() -> None:
        await to_diagnostics(world)
        await everything(world)
        await world.around.clock.sleep(700)
        await world.on(Standby)
        await world.seen("receipt_printer", State.ONLINE)

    world.play(scene())
    assert [event["way"] for event in world.events("session.ended")] == ["idle"]


def test_each_subject_has_a_page_with_its_figures(world: World) -> None:
    async def scene() -> None:
        await to_diagnostics(world)
        for line in (await everything(world)).lines:
            record = await opened(world, line.key)
            assert record.headline == line.title
            assert len(record.cards) in (3, 4)
            await back(world)
        await gone(world)

    world.play(scene())


def test_a_devices_last_faults_come_from_the_log(world: World) -> None:
    async def scene() -> None:
        world.id_reader.command("fault", "silent", "all")
        with world.loop.held():
            await world.around.equipment.id_reader.until(lambda status: status.fault is not None)
        world.id_reader.command("fault", "none")
        await world.seen("id_reader", State.ONLINE)
        await to_diagnostics(world)
        await everything(world)
        record = await opened(world, "id_reader")
        assert record.cards[1].rows
        await back(world)
        await gone(world)

    world.play(scene())


@pytest.mark.parametrize("subject", ["network", "receipt_printer"])
def test_the_fault_that_is_there_now_stands_first_among_the_last_ones(world: World, subject: str) -> None:
    """No log has it yet: it came while the devices were given to the diagnostics."""

    async def scene() -> None:
        await to_diagnostics(world)
        await everything(world)
        world.printer.command("fault", "cover-open" if subject == "receipt_printer" else "gone")
        await world.press("again")
        await world.until(lambda page: overview(page) and standing(page)[subject] is Tone.DANGER)
        record = await opened(world, subject)
        [*_, faults, _tests] = record.cards
        code = {"receipt_printer": "printer_cover_open", "network": "not_connected"}[subject]
        assert [world.words(faults.rows[0].label), world.words(faults.rows[0].value)] == ["现在", code]
        await back(world)
        await gone(world)

    world.play(scene())


def test_a_card_is_tested_by_commands_and_a_file_with_a_masked_trace(world: World) -> None:
    number = world.people["zhang"].cards[0].number

    async def scene() -> None:
        await to_diagnostics(world)
        await everything(world)
        world.slot.insert("zhang")
        await opened(world, "card_reader")
        page = await tried(world, "card")
        words = [world.words(line.title) + world.words(line.state) for line in page.lines]
        assert any(re.match(r"00 A4 \d\d \d\d \*\d+ → (\*\d+ )?[69][0-9A-F]{3}", line) for line in words), words
        assert not any(number in line for line in words)
        assert page.bars is not None
        world.slot.pull()
        await world.press("done")
        await world.on(Record)
        assert (await tried(world, "card")).lines[0].tone is Tone.DANGER
        await world.press("done")
        await world.on(Record)
        await back(world)
        await gone(world)

    world.play(scene())
    events = [(event["subject"], event["test"], event["outcome"]) for event in world.events("diagnostics.tested")]
    assert events == [("card_reader", "card", "passed"), ("card_reader", "card", "failed")]
    assert kept(world)["card"]["who"] == YANG[0]


def test_a_test_page_is_right_only_when_a_person_says_so(world: World) -> None:
    async def scene() -> None:
        await to_diagnostics(world)
        await everything(world)
        await opened(world, "receipt_printer")
        for answer in ("wrong", "right"):
            await world.press("test_slip")
            await world.on(Choice)
            await world.press(answer)
            await world.on(Checks)
            await world.press("done")
            await world.on(Record)
        await back(world)
        await gone(world)

    world.play(scene())
    assert [event["outcome"] for event in world.events("diagnostics.tested")] == ["failed", "passed"]
    assert len(world.printer.slips) == 2


def test_nine_touches_tell_the_drift_in_millimetres(world: World) -> None:
    async def scene() -> None:
        await to_diagnostics(world)
        await everything(world)
        await opened(world, "screen")
        await world.press("touch")
        await world.on(TouchTargets)
        await world.act("give_up")
        await world.on(Record)
        await world.press("touch")
        await world.on(TouchTargets)
        await world.act("touched", " ".join(["7.50,0.20"] * 9))
        page = await world.on(Checks)
        assert page.lines[0].tone is Tone.DANGER
        await world.press("done")
        await world.on(Record)
        await world.press("touch")
        await world.on(TouchTargets)
        await world.act("touched", " ".join(["0.50,-0.20"] * 9))
        await world.on(Checks)
        await world.press("done")
        await world.on(Record)
        await world.press("colours")
        await world.on(PlainColours)
        await world.press("right")
        await world.until(lambda page: isinstance(page, Record) and page.cards[0].tone is Tone.GOOD)
        await back(world)
        await gone(world)

    world.play(scene())
    assert kept(world)["touch"]["figures"] == {"drift_x_mm": 0.5, "drift_y_mm": -0.2, "worst_off_mm": 0.5}


def test_a_panel_that_takes_no_touch_leads_out_by_itself_and_counts_as_failed(world: World) -> None:
    async def scene() -> None:
        await to_diagnostics(world)
        await everything(world)
        await opened(world, "screen")
        await world.press("touch")
        await world.on(TouchTargets)
        page = await world.on(Checks)
        assert page.lines[0].tone is Tone.DANGER
        assert "九个十字" in world.words(page.lines[0].seen)
        await world.press("done")
        await world.on(Record)
        await back(world)
        await gone(world)

    world.play(scene())
    assert kept(world)["touch"]["passed"] is False


@pytest.mark.parametrize(
    ("answer", "passed"),
    [("right player voice", True), ("right player", True), ("right voice", False), ("wrong player", False)],
)
def test_sounds_are_right_where_they_were_heard_and_can_be_played(world: World, answer: str, passed: bool) -> None:
    async def scene() -> None:
        await to_diagnostics(world)
        await everything(world)
        await opened(world, "sound")
        await world.press("sounds")
        await world.on(SoundCheck)
        await world.act("heard", answer)
        page = await world.on(Checks)
        assert (page.lines[0].tone is Tone.GOOD) is passed
        await world.press("done")
        record = await world.on(Record)
        assert (record.cards[0].tone is Tone.GOOD) is passed
        await back(world)
        await gone(world)

    world.play(scene())
    assert kept(world)["sounds"]["figures"] == {"player": "player" in answer, "voice": "voice" in answer}


@pytest.mark.parametrize(("answer", "passed"), [("right", True), ("wrong", False)])
def test_a_camera_is_looked_through_and_a_person_says_whether_it_is_right(
    world: World, answer: str, passed: bool
) -> None:
    camera = CameraSimulator(port=0, rate=100)
    camera.start()

    async def scene() -> None:
        await to_diagnostics(world)
        await everything(world)
        await opened(world, "camera")
        await world.press("live_pictures")
        page = await world.on(DocumentCapture)
        assert (await live_picture(page)).shape[2] == 3
        assert "毫秒前" in world.words(page.view.guide.words)
        await world.press(answer)
        told = await world.on(Checks)
        assert (told.lines[0].tone is Tone.GOOD) is passed
        assert page.view.picture() is None, "nothing is seen afterwards"
        await world.press("done")
        await world.on(Record)
        await back(world)
        await gone(world)

    world.play(scene(), devices={"camera": camera.url})
    camera.stop()
    assert kept(world)["live_pictures"]["passed"] is passed


async def live_picture(page: DocumentCapture) -> Any:
    for _ in range(4000):
        await asyncio.to_thread(time.sleep, 0.005)
        if (picture := page.view.picture()) is not None:
            return picture
    raise AssertionError("no picture came")


def test_a_devices_own_page_follows_what_happens_to_it(world: World) -> None:
    async def scene() -> None:
        await to_diagnostics(world)
        await everything(world)
        record = await opened(world, "receipt_printer")
        assert record.cards[0].tone is Tone.GOOD
        world.printer.command("fault", "cover-open")
        changed = await world.until(lambda page: isinstance(page, Record) and page.cards[0].tone is Tone.DANGER)
        assert "printer_cover_open" in said(changed)
        world.printer.command("fault", "none")
        await world.until(lambda page: isinstance(page, Record) and page.cards[0].tone is Tone.GOOD)
        await back(world)
        await gone(world)

    world.play(scene())


def test_a_device_is_begun_anew_from_its_page(world: World) -> None:
    async def scene() -> None:
        await to_diagnostics(world)
        await everything(world)
        for subject in ("id_reader", "receipt_printer"):
            await opened(world, subject)
            assert (await tried(world, "restart")).lines[0].tone is Tone.GOOD
            await world.press("done")
            await world.on(Record)
            await back(world)
        await gone(world)

    world.play(scene())
    assert [event["test"] for event in world.events("diagnostics.tested")] == ["restart", "restart"]


def test_the_bureau_is_tested_with_times_and_their_spread(world: World) -> None:
    async def scene() -> None:
        await to_diagnostics(world)
        await everything(world)
        await opened(world, "backend")
        for test in ("answers", "network"):
            page = await tried(world, test)
            assert page.lines[0].tone is Tone.GOOD, page
            assert page.bars is not None
            assert sum(page.bars.counts) == 20
            await world.press("done")
            await world.on(Record)
        await back(world)
        await gone(world)

    world.play(scene())


def test_no_page_of_the_mode_shows_a_whole_number(world: World) -> None:
    shown: list[str] = []

    async def scene() -> None:
        await world.record_by_id_card("zhang")
        await world.act("leave")
        world.lift()
        await world.on(Standby)
        await to_diagnostics(world)
        world.slot.insert("zhang")
        for line in (await everything(world)).lines:
            await opened(world, line.key)
            await back(world)
        await world.press("menu")
        world.slot.pull()
        shown.extend(said(page) for page in world.front.shown if isinstance(page, Checks | Record))
        await leave(world)

    world.play(scene())
    person = world.people["zhang"]
    secrets = (person.id_number, *(card.number for card in person.cards), person.name)
    of_the_mode = "\n".join(shown[1:])
    assert not [secret for secret in secrets if secret in of_the_mode]


def said(page: AnyPage) -> str:
    """All that the page could show, revealed."""
    return json.dumps(draw(page, frame(), Language.ZH_CN, Show.REVEALED), ensure_ascii=False)


def test_only_a_technician_comes_there(world: World) -> None:
    async def scene() -> None:
        menu = await at_desk(world, ZHOU)
        assert "diagnostics" not in {button.key for button in menu.options}
        await world.act("press", "diagnostics")
        assert isinstance(world.front.page, Choice)
        await world.act("press", "sign_out")
        await world.on(Standby)

    world.play(scene())


# `kiosk run --diagnostics`.


def test_started_for_diagnostics_it_serves_nobody_before_a_technician_signed_in(world: World) -> None:
    world.technician_first = True

    async def scene() -> None:
        page = await world.on(Keypad)
        assert render(page.headline, Language.ZH_CN) == "工作人员：请输入工号"
        world.send(world.front.serial, "wake")
        world.send(world.front.serial, "press", "card_status")
        await world.act("leave")
        await world.on(Keypad)
        await world.insert("zhang")
        await world.on(Keypad)
        await world.pull()
        await world.around.clock.sleep(700)
        await world.on(Keypad)
        assert not any(isinstance(page, Home | Standby) for page in world.front.shown)
        await world.act("enter", ZHOU[0])
        await world.enter_pin(ZHOU[1])
        await world.until(lambda page: isinstance(page, Keypad) and page.trouble is not None)
        await world.act("enter", YANG[0])
        await world.enter_pin(YANG[1])
        await everything(world)
        await gone(world)

    world.play(scene())


def test_the_readiness_report_is_printed_and_filed(world: World) -> None:
    async def scene() -> None:
        await at_desk(world, YANG)
        for paper in ("slip", "file"):
            await world.press("readiness")
            await world.until(lambda page: isinstance(page, Choice) and page.options[0].key == "slip")
            await world.press(paper)
            assert (await world.on(Result)).outcome is Outcome.DONE
            await world.press("menu")
            await world.until(lambda page: isinstance(page, Choice) and page.options[-1].key == "sign_out")
        await world.press("readiness")
        await world.until(lambda page: isinstance(page, Choice) and page.options[0].key == "slip")
        await world.press("code")
        assert len((await world.on(ScanCode)).rows) >= 21
        await world.press("done")
        await leave(world)

    world.play(scene())
    assert len(world.printer.slips) == 1
    [report] = (world.folder / "journal").glob("readiness-*.pdf")
    assert report.read_bytes().startswith(b"%PDF-")


def test_a_readiness_report_without_paper_says_so(world: World) -> None:
    async def scene() -> None:
        await at_desk(world, YANG)
        world.printer.command("fault", "paper-out")
        await world.press("readiness")
        await world.until(lambda page: isinstance(page, Choice) and page.options[0].key == "slip")
        await world.press("slip")
        assert (await world.on(Result)).outcome is Outcome.FAILED
        await gone(world)

    world.play(scene())
    assert [event["outcome"] for event in world.events("staff.acted")] == ["failed"]
