"""What technicians change and take away on the screen: configuration, logs, support bundle, a restart."""

import asyncio
import json
import tarfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from staff_hands import YANG, ZHOU, at_desk, leave
from world import World

from kiosk.config import load
from kiosk.events import events
from kiosk.machine import Machine
from kiosk.site_settings import FILE
from kiosk.usb_stick import WANTED
from ui.check_pages import Checks
from ui.pages import AnyPage, Choice, Keypad, Outcome, Record, Result, Standby, TextEntry


def with_file(world: World, **changes: dict[str, object]) -> Path:
    """The configuration as a file, which the terminal was started from."""
    tables = world.tables(**changes).items()
    lines = ("".join((f"[{name}]\n", *map(_line, table.items()))) for name, table in tables)
    file = world.folder / "kiosk.toml"
    file.write_text("\n".join(lines), "utf-8")
    return file


def _line(item: tuple[str, object]) -> str:
    return f"# 说明：{item[0]}\n{item[0]} = {json.dumps(item[1], ensure_ascii=False)}\n"


async def started_from(world: World, file: Path, begin_anew: Callable[[], None] = lambda: None) -> None:
    """As `kiosk run` tells the terminal."""
    machine = Machine(file, begin_anew)
    world.terminal._surroundings = world.around = replace(world.around, machine=machine)


def checks(headline: str) -> Callable[[AnyPage], bool]:
    return lambda page: isinstance(page, Checks) and page.main is not None and _words(page) == headline


def _words(page: AnyPage) -> str:
    from texts import Language, Show, render  # noqa: PLC0415 - as the page is read

    return render(page.headline, Language.ZH_CN, Show.MASKED)


def titles(page: AnyPage) -> dict[str, str]:
    assert isinstance(page, Checks)
    return {line.key: line.title.fields[0][1] + " " + str(line.state) for line in page.lines}


async def to_table(world: World, table: str) -> Checks:
    await world.press("configuration")
    await world.until(checks("配置"))
    await world.press(table)
    page = await world.until(checks(f"[{table}]"))
    assert isinstance(page, Checks)
    return page


async def to_form(world: World, file: Path, name: str) -> None:
    """A technician at the desk, about to change this key."""
    await started_from(world, file)
    await at_desk(world, YANG)
    await to_table(world, name.partition(".")[0])
    await world.press(name)
    await world.on(Record)
    await world.press("change")


async def done(world: World) -> None:
    """Back to where it was changed."""
    assert (await world.on(Result)).outcome is Outcome.DONE
    await world.press("back")


async def to_menu(world: World, *keys: str) -> None:
    for key in keys:
        await asyncio.sleep(0.5)
        await world.press(key)
    await world.on(Choice)


def test_a_number_is_changed_within_its_limits_and_counts_from_the_next_start_on(world: World) -> None:
    file = with_file(world)

    async def scene() -> None:
        await started_from(world, file)
        await at_desk(world, YANG)
        await to_table(world, "limits")
        await world.press("limits.home_idle")
        record = await world.on(Record)
        assert [world.words(row.value) for row in record.cards[0].rows[:2]] == ["60", "默认"]
        await world.press("change")
        await world.on(Keypad)
        await world.act("enter", "5")
        refused = await world.until(lambda page: isinstance(page, Keypad) and page.trouble is not None)
        assert isinstance(refused, Keypad)
        assert world.words(refused.trouble) == "不合规，应为：10 到 600 的整数"
        await world.act("enter", "90")
        await done(world)
        page = await world.until(checks("[limits]"))
        assert "现场" in next(world.words(line.seen) for line in page.lines if line.key == "limits.home_idle")
        await world.press("limits.home_idle")
        await world.on(Record)
        await world.press("own")
        await done(world)
        await world.until(checks("[limits]"))
        await world.press("back")
        await world.until(checks("配置"))
        await world.press("menu")
        await leave(world)

    world.play(scene())
    acted = [(event["subject"], event["outcome"], event["staff"]) for event in world.events("staff.acted")]
    assert acted == [("limits.home_idle", "changed", YANG[0]), ("limits.home_idle", "as_in_file", YANG[0])]
    assert len(list((world.folder / "journal").glob(f"{FILE}.*"))) == 1, "the version before is kept"
    assert load(file).limits.home_idle == 60


def test_a_value_that_does_not_go_together_with_another_names_the_one(world: World) -> None:
    file = with_file(world)

    async def scene() -> None:
        await to_form(world, file, "limits.warning")
        await world.on(Keypad)
        await world.act("enter", "60")
        refused = await world.until(lambda page: isinstance(page, Keypad) and page.trouble is not None)
        assert isinstance(refused, Keypad)
        assert "limits.warning = 60，与别的项合不起来" in world.words(refused.trouble)
        await world.press("back")
        await world.until(checks("[limits]"))
        await world.press("back")
        await world.until(checks("配置"))
        await world.press("menu")
        await leave(world)

    world.play(scene())


@pytest.mark.parametrize(
    ("name", "press", "value"),
    [
        ("screen.theme", "contrast", "contrast"),
        ("screen.fullscreen", "false", False),
        ("card.pin_shuffled", "true", True),
    ],
)
def test_a_choice_and_a_switch_are_pressed(world: World, name: str, press: str, value: object) -> None:
    file, table = with_file(world), name.partition(".")[0]

    async def scene() -> None:
        await to_form(world, file, name)
        await world.on(Choice)
        await world.press(press)
        await done(world)
        await world.until(checks(f"[{table}]"))
        await world.act("leave")
        await world.on(Standby)

    world.play(scene())
    assert getattr(getattr(load(file), table), name.partition(".")[2]) == value


def test_words_are_written_and_what_is_not_by_the_declaration_is_asked_for_again(world: World) -> None:
    file = with_file(world)

    async def scene() -> None:
        await to_form(world, file, "journal.reconcile_at")
        await world.on(TextEntry)
        await world.act("enter", "25:99")
        await world.until(lambda page: isinstance(page, TextEntry) and page.trouble is not None)
        await world.act("enter", "02:15")
        await done(world)
        await world.until(checks("[journal]"))
        await world.act("leave")
        await world.on(Standby)

    world.play(scene())
    assert load(file).journal.reconcile_at == "02:15"


def test_what_bears_trust_has_no_form(world: World) -> None:
    file = with_file(world)

    async def scene() -> None:
        await started_from(world, file)
        await at_desk(world, YANG)
        for table, key in (
            ("backend", "backend.url"),
            ("devices", "devices.card_reader"),
            ("terminal", "terminal.mode"),
        ):
            await to_table(world, table)
            await world.press(key)
            record = await world.on(Record)
            assert record.next_steps == ()
            assert "须签名文件" in world.words(record.cards[0].rows[1].value)
            await world.act("press", "change")
            assert world.front.page is record
            await to_menu(world, "back", "back", "menu")
        await leave(world)

    world.play(scene())
    assert not (world.folder / "journal" / FILE).exists()


def test_in_a_demonstration_nothing_can_be_changed(world: World) -> None:
    async def scene() -> None:
        await at_desk(world, YANG)
        for act in ("configuration", "support", "restart"):
            await world.press(act)
            assert (await world.on(Result)).outcome is Outcome.FAILED
            await world.press("menu")
            await world.on(Choice)
        await leave(world)

    world.play(scene())


def test_only_technicians_have_these_acts(world: World) -> None:
    async def scene() -> None:
        menu = await at_desk(world, ZHOU)
        assert not {"configuration", "logs", "support", "restart"} & {button.key for button in menu.options}
        await leave(world)

    world.play(scene())


# The event log.


def test_events_are_found_by_kind_and_time_and_leafed_through(world: World) -> None:
    async def scene() -> None:
        for number in range(30):
            world.around.log.write("device.back", device="printer", seconds=float(number))
        await at_desk(world, YANG)
        await world.press("logs")
        await world.on(Choice)
        await world.press("devices")
        await world.until(lambda page: isinstance(page, Choice) and page.options[0].key == "hour")
        await world.press("hour")
        page = await world.on(Checks)
        assert [world.words(line.title) for line in page.lines] == [events()["device.back"].meaning] * 24
        assert world.words(page.lines[0].seen) == "device.back device=printer seconds=29.0", "the newest first"
        await world.press("earlier")
        page = await world.until(lambda other: isinstance(other, Checks) and other is not page)
        assert isinstance(page, Checks)
        assert len(page.lines) == 6
        await world.press("other")
        await world.on(Choice)
        await world.press("staff")
        await world.until(lambda page: isinstance(page, Choice) and page.options[0].key == "hour")
        await world.press("one_day")
        await world.on(Keypad)
        await world.act("enter", "20261399")
        await world.until(lambda page: isinstance(page, Keypad) and page.trouble is not None)
        await world.act("enter", "20200101")
        assert not (await world.on(Checks)).lines
        await world.press("menu")
        await leave(world)

    world.play(scene())
    assert [event["subject"] for event in world.events("staff.acted")] == ["devices", "staff"]


# The support bundle.


async def bundle(world: World, where: str) -> Result:
    await world.press("support")
    await world.until(lambda page: isinstance(page, Choice) and page.options[0].key == "file")
    await world.press(where)
    return await world.on(Result)


def names(bundle: Path) -> set[str]:
    with tarfile.open(bundle) as opened:
        return {Path(name).name for name in opened.getnames()}


def test_a_bundle_is_put_beside_the_journal(world: World) -> None:
    file = with_file(world)

    async def scene() -> None:
        await started_from(world, file)
        await at_desk(world, YANG)
        assert (await bundle(world, "file")).outcome is Outcome.DONE
        await world.press("menu")
        await leave(world)

    world.play(scene())
    [made] = (world.folder / "journal").glob("support-T01-*.tar.gz")
    assert names(made) >= {"about.json", "kiosk.toml", "events.jsonl"}


def test_a_stick_is_enabled_for_one_export_and_given_back(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The machine's service is played here: it mounts while the stick is wanted, and no longer."""
    place, wanted = world.folder / "stick", world.folder / "journal" / WANTED
    place.mkdir()
    asked: list[bool] = []

    def mounted(_: Path) -> bool:
        asked.append(wanted.exists())
        return wanted.exists()

    monkeypatch.setattr("kiosk.usb_stick.os.path.ismount", mounted)
    monkeypatch.setattr("kiosk.usb_stick.stick.__wrapped__.__kwdefaults__", {"mounted": mounted})
    file = with_file(world, maintenance={"export_folder": str(place)})

    async def scene() -> None:
        await started_from(world, file)
        await at_desk(world, YANG)
        assert (await bundle(world, "stick")).outcome is Outcome.DONE
        assert not wanted.exists()
        await world.press("menu")
        await leave(world)

    world.play(scene(), maintenance={"export_folder": str(place)})
    [made] = place.iterdir()
    assert names(made) >= {"about.json", "events.jsonl"}
    assert (asked[0], asked[-1]) == (True, False)
    assert [(e["subject"], e["outcome"]) for e in world.events("staff.acted")] == [("stick", "done")]


def test_without_a_stick_nothing_is_written_and_it_says_so(world: World) -> None:
    place = world.folder / "stick"
    place.mkdir()
    file = with_file(world, maintenance={"export_folder": str(place)})

    async def scene() -> None:
        await started_from(world, file)
        await at_desk(world, YANG)
        assert (await bundle(world, "stick")).outcome is Outcome.FAILED
        await world.press("menu")
        await leave(world)

    world.play(scene(), maintenance={"export_folder": str(place)})
    assert not list(place.iterdir())
    assert not (world.folder / "journal" / WANTED).exists()


def test_a_bundle_with_something_personal_in_it_is_not_written(world: World) -> None:
    file = with_file(world)
    file.write_text(f"# {world.people['zhang'].id_number}\n" + file.read_text("utf-8"), "utf-8")

    async def scene() -> None:
        await started_from(world, file)
        await at_desk(world, YANG)
        result = await bundle(world, "file")
        assert result.outcome is Outcome.REFUSED
        assert "kiosk.toml 1" in world.words(result.what_now[0])
        await world.press("menu")
        await leave(world)

    world.play(scene())
    assert not list((world.folder / "journal").glob("support-*"))


# The restart.


def test_the_program_is_begun_anew_after_one_question(world: World) -> None:
    file, begun = with_file(world), list[bool]()

    async def scene() -> None:
        await started_from(world, file, lambda: begun.append(True))
        await at_desk(world, YANG)
        await world.press("restart")
        await world.until(lambda page: isinstance(page, Choice) and page.options[0].key == "now")
        await world.press("menu")
        await world.until(lambda page: isinstance(page, Choice) and page.options[-1].key == "sign_out")
        assert not begun
        await world.press("restart")
        await world.until(lambda page: isinstance(page, Choice) and page.options[0].key == "now")
        await world.press("now")
        with suppress(AssertionError):
            await world.until(lambda _: bool(begun))
        await world.until(lambda page: isinstance(page, Choice) and page.options[-1].key == "sign_out")
        await leave(world)

    world.play(scene())
    assert begun == [True]
    assert [event["act"] for event in world.events("staff.acted")] == ["restart"]
