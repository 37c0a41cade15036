"""All pages of the technician: nobody's number and no PIN is on them, by eye or by ear, and none without signing in.

They are collected before a real terminal that has served a resident, and drawn by the real screen.
"""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from on_the_glass import heard, seen
from staff_hands import YANG, at_desk, leave
from virtual_time import VirtualLoop
from world import World

from kiosk.backend.staff import Role
from kiosk.diagnostics.personal_scan import personal_in
from kiosk.machine import Machine
from kiosk.staff.desk import acts
from sandbox.people import Person
from sandbox.population import people
from texts import Language
from ui.check_pages import Checks, PlainColours, SoundCheck, TouchTargets
from ui.pages import AnyPage, Choice, Home, Keypad, PinPad, Record, Standby
from ui.record_pages import ScanCode

OWN = {"diagnostics", "readiness", "configuration", "logs", "support"}
BY_HAND = ("touch", "colours", "sounds", "test_slip", "live_pictures", "pad_keys")
"""Tests that wait for a person's answer."""


@dataclass
class Walked:
    pages: list[AnyPage] = field(default_factory=list[AnyPage])
    acted: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    secrets: set[str] = field(default_factory=set[str])
    pins: set[str] = field(default_factory=set[str])


@pytest.fixture(scope="module")
def walked(tmp_path_factory: pytest.TempPathFactory) -> Walked:
    loop, everybody, walked = VirtualLoop(), people(1)[:60], Walked()
    with closing(loop):
        world = World(tmp_path_factory.mktemp("walk"), everybody, loop)
        world.play(everything(world, with_file(world)))
        walked.pages, walked.acted = list(world.front.shown), world.events("staff.acted")
    walked.secrets = set(filter(None, secrets(everybody)))
    walked.pins = {*filter(None, (card.chip.pin for person in everybody for card in person.cards)), YANG[1]}
    return walked


def secrets(everybody: tuple[Person, ...]) -> Iterator[str]:
    for person in everybody:
        yield person.id_number
        yield from (card.number for card in person.cards)


def with_file(world: World) -> Path:
    lines = ("".join((f"[{name}]\n", *map(_line, table.items()))) for name, table in world.tables().items())
    file = world.folder / "kiosk.toml"
    file.write_text("\n".join(lines), "utf-8")
    return file


def _line(item: tuple[str, object]) -> str:
    return f"{item[0]} = {json.dumps(item[1], ensure_ascii=False)}\n"


async def everything(world: World, file: Path) -> None:
    world.terminal._surroundings = world.around = replace(world.around, machine=Machine(file, lambda: None))
    await world.record_by_card("zhang", world.people["zhang"].cards[0].chip.pin)
    await world.act("leave")
    await world.pull()
    await world.on(Standby)
    world.front.shown.clear()
    await at_desk(world, YANG)
    await diagnosed(world)
    await reported(world)
    await configured(world)
    await searched(world)
    await leave(world)


def overview(page: Any) -> bool:
    return isinstance(page, Checks) and page.main is not None and page.main.key == "menu"


async def diagnosed(world: World) -> None:
    await world.press("diagnostics")
    world.slot.insert("zhang")
    page = await world.until(overview)
    assert isinstance(page, Checks)
    for line in page.lines:
        await world.press(line.key)
        record = await world.on(Record)
        for step in record.next_steps[:-1]:
            if step.key not in BY_HAND:
                await world.press(step.key)
                await world.until(lambda page: isinstance(page, Checks) and page.main and page.main.key == "done")
                await world.press("done")
                await world.on(Record)
        await world.press("all")
        await world.until(overview)
    await by_hand(world)
    world.slot.pull()
    await world.press("menu")
    await world.on(Choice)


async def by_hand(world: World) -> None:
    await world.press("screen")
    await world.on(Record)
    for test, kind, answer in (
        ("touch", TouchTargets, ("give_up", None)),
        ("colours", PlainColours, ("press", "right")),
    ):
        await world.press(test)
        await world.on(kind)
        await world.act(*answer)
        await world.on(Record)
    await world.press("all")
    await world.until(overview)
    await world.press("sound")
    await world.on(Record)
    await world.press("sounds")
    await world.on(SoundCheck)
    await world.act("heard", "right player voice")
    await world.until(lambda page: isinstance(page, Checks) and page.main and page.main.key == "done")
    await world.press("done")
    await world.on(Record)
    await world.press("all")
    await world.until(overview)


async def reported(world: World) -> None:
    await world.press("readiness")
    await world.until(lambda page: isinstance(page, Choice) and page.options[0].key == "slip")
    await world.press("code")
    await world.on(ScanCode)
    await world.press("done")
    await world.until(lambda page: isinstance(page, Choice) and page.options[-1].key == "sign_out")


async def configured(world: World) -> None:
    await world.press("configuration")
    tables = await world.on(Checks)
    for table in [line.key for line in tables.lines]:
        await world.press(table)
        keys = await world.until(lambda page, table=table: lists(page, f"{table}."))
        assert isinstance(keys, Checks)
        await world.press(keys.lines[0].key)
        await world.on(Record)
        await world.press("back")
        await world.until(lambda page, table=table: lists(page, f"{table}."))
        await world.press("back")
        await world.until(overview)
    await world.press("menu")
    await world.on(Choice)


def lists(page: AnyPage, beginning: str) -> bool:
    return isinstance(page, Checks) and page.lines[0].key.startswith(beginning)


async def searched(world: World) -> None:
    await world.press("logs")
    await world.until(lambda page: isinstance(page, Choice) and page.options[0].key == "all")
    await world.press("all")
    await world.until(lambda page: isinstance(page, Choice) and page.options[0].key == "hour")
    await world.press("whole")
    while True:
        page = await world.until(lambda page: isinstance(page, Checks))
        assert isinstance(page, Checks)
        if page.buttons[0].key != "earlier":
            break
        await world.press("earlier")
        await world.until(lambda other, page=page: other is not page)
    await world.press("menu")
    await world.press("support")
    await world.until(lambda page: isinstance(page, Choice) and page.options[0].key == "file")
    await world.press("file")
    await world.until(lambda page: getattr(page, "outcome", None) is not None)
    await world.press("menu")
    await world.on(Choice)


def test_the_walk_came_to_every_act_of_technicians_under_their_name(walked: Walked) -> None:
    assert {event["act"] for event in walked.acted} >= OWN - {"configuration"}
    assert {event["staff"] for event in walked.acted} == {YANG[0]}
    technician = {key for key, act in acts().items() if act.roles == frozenset({Role.TECHNICIAN})}
    assert technician == OWN | {"restart"}


@pytest.mark.parametrize("language", Language)
def test_no_page_shows_or_tells_a_whole_number_or_a_pin(
    walked: Walked, make_bench: Callable[..., Any], language: Language
) -> None:
    bench = make_bench(language=language)
    told: set[str] = set()
    for page in {repr(page): page for page in walked.pages if not under_way(page)}.values():
        bench.show(page)
        told |= {*seen(bench), *heard(bench)}
    assert len(told) > 300
    bare = {words.replace(" ", "") for words in told}
    assert [secret for secret in walked.secrets for words in bare if secret in words] == []
    assert [found for words in told for found in personal_in("page", words)] == []
    assert [(pin, words) for pin in walked.pins for words in told if alone(pin, words)] == []


def under_way(page: AnyPage) -> bool:
    """While everything is looked at; all of it stands on the page that follows."""
    return isinstance(page, Checks) and page.main is None


def alone(pin: str, words: str) -> bool:
    """A PIN as such, not as a part of some longer number."""
    return re.search(rf"(?<![0-9A-Za-z.]){pin}(?![0-9A-Za-z.])", words) is not None


# Signing in cannot be gone round.


def technicians(page: AnyPage | None) -> bool:
    """Whether it is one of the pages behind the sign-in."""
    return isinstance(page, Checks | TouchTargets | PlainColours | SoundCheck)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    loop = VirtualLoop()
    with closing(loop):
        yield World(tmp_path, people(1)[:60], loop)


def test_no_key_action_or_answer_to_a_page_of_before_leads_to_diagnostics(world: World) -> None:
    async def scene() -> None:
        await world.on(Standby)
        for name, value in (("press", "diagnostics"), ("press", "configuration"), ("staff", None), ("wake", "staff")):
            world.send(world.front.serial, name, value)
        await world.home()
        for name in ("diagnostics", "logs", "restart", "menu", "again"):
            await world.act("press", name)
            assert isinstance(world.front.page, Home)
        await world.press("staff")
        await world.on(Keypad)
        old = world.front.serial
        for serial in (old - 2, old - 1, old, old + 1):
            world.send(serial, "press", "diagnostics")
        await world.act("enter", YANG[0])
        await world.enter_pin("000000")
        await world.until(lambda page: isinstance(page, Keypad) and page.trouble is not None)
        await world.act("back")
        await world.act("leave")
        await world.on(Standby)

    world.play(scene())
    assert not any(technicians(page) for page in world.front.shown)


@pytest.mark.parametrize("begins", [False, True])
def test_a_technician_who_left_is_signed_out_by_time_and_by_a_restart(world: World, begins: bool) -> None:
    async def scene() -> None:
        if begins:
            await world.on(Keypad)
            await world.act("enter", YANG[0])
            await world.on(PinPad)
            await world.enter_pin(YANG[1])
        else:
            await at_desk(world, YANG)
            await world.press("diagnostics")
        await world.until(overview)
        signed_in = world.front.serial
        await world.around.clock.sleep(800)
        await world.until(lambda page: isinstance(page, Standby | Keypad))
        for serial in range(signed_in, world.front.serial + 1):
            world.send(serial, "press", "again")
            world.send(serial, "press", "screen")
        await world.around.clock.sleep(1)
        assert not technicians(world.front.page)

    world.technician_first = begins
    world.play(scene())
    before = len(world.front.shown)

    async def again() -> None:
        await world.until(lambda page: isinstance(page, Standby | Keypad))

    world.play(again())
    assert not any(technicians(page) for page in world.front.shown[before:])


def test_a_residents_time_out_leads_nowhere_but_to_standby(world: World) -> None:
    async def scene() -> None:
        await world.to_present_card()
        await world.around.clock.sleep(400)
        await world.on(Standby)

    world.play(scene())
    assert not any(technicians(page) for page in world.front.shown)


def test_while_a_resident_is_in_session_nothing_leads_to_diagnostics(world: World) -> None:
    async def scene() -> None:
        await world.to_present_card()
        for name in ("diagnostics", "staff", "configuration"):
            await world.act("press", name)
        await world.act("staff")
        assert not technicians(world.front.page)
        await world.act("leave")
        await world.on(Standby)

    world.play(scene())
    assert not any(technicians(page) for page in world.front.shown)
