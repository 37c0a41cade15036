"""帮办代办: 提出申请 → 委托受理 → 事项办理 → 交接归档, each step by staff, once, and under their own name."""

import asyncio
import time
from typing import Any

import pytest
from staff_hands import CHEN, ZHOU, at_desk, leave
from world import World

from kiosk.assistance import assistance
from sandbox.backend import entrustments
from sandbox.backend.assistance import AT_HOME
from sandbox.backend.entrustments import BY_WORD_OF_MOUTH, IN_PERSON
from sandbox.camera import CameraSimulator
from ui.document_pages import PictureCheck
from ui.pages import Choice, Confirm, Keypad, Outcome, PresentId, Record, Result

PENSION, CERTIFICATE, ADVICE = "1", "3", "9"
"""An item that wants a 委托书, one that wants the person, and one for which anybody may come."""


async def option(world: World, key: str) -> Choice:
    page = await world.until(lambda page: isinstance(page, Choice) and key in {each.key for each in page.options}, key)
    assert isinstance(page, Choice)
    return page


async def choose(world: World, *keys: str) -> None:
    for key in keys:
        await option(world, key)
        await world.press(key)


async def lay(world: World, key: str, words: str) -> None:
    """Another ID card, when it is asked for."""
    await world.until(lambda page: isinstance(page, PresentId) and page.headline.id == f"entrusting.{words}", words)
    world.lay(key)


async def by_an_agent(world: World, item: str, *then: str) -> None:
    await choose(world, "requests", "new", item, "agent")
    await lay(world, "zhang", "lay_agents")
    await lay(world, "zhao", "lay_persons")
    await choose(world, "family", *then)
    await world.on(Keypad)
    await world.act("enter", "19912345678")


async def confirmed(world: World) -> Result:
    await world.on(Confirm)
    await world.act("proceed")
    return await world.on(Result)


async def finished(world: World) -> None:
    """With the slip in hand, back to the list."""
    page = await world.on(Result)
    if page.main is not None and page.main.key == "print":
        await world.press("print")
        await world.until(lambda page: isinstance(page, Result) and page.main is not None and page.main.key == "finish")
    await world.press("finish")
    world.lift()
    await option(world, "new")


async def back_and_out(world: World) -> None:
    await choose(world, "menu")
    await leave(world)


async def step(world: World, reference: str, key: str) -> Result:
    """One move on a request's page."""
    await choose(world, reference)
    await world.on(Record)
    await world.press(key)
    return await world.on(Result)


def state(world: World) -> list[tuple[Any, ...]]:
    return world.rows("SELECT step, held_by, outcome, agent FROM sandbox_assistance")


def test_an_agent_with_an_authorisation_is_taken_on_and_both_are_named(world: World) -> None:
    async def scene() -> None:
        await at_desk(world, ZHOU)
        await by_an_agent(world, PENSION, "seen")
        page = await world.on(Confirm)
        said = "".join(world.words(point.words) for point in page.points)
        assert "工作人员已核对原件" in said
        result = await confirmed(world)
        assert result.outcome is Outcome.DONE
        assert "张*" in "".join(world.words(row.value) for row in result.rows)
        await world.press("print")
        await world.until(lambda page: isinstance(page, Result) and page.main is not None and page.main.key == "finish")
        assert len(world.printer.slips) == 1
        assert await history(world) == [("done_by", "1001")]
        await finished(world)
        await back_and_out(world)

    world.play(scene())
    assert state(world) == [("accepted", "1001", "", world.people["zhang"].id_number)]
    assert [(event["act"], event["outcome"]) for event in world.events("staff.acted")][1] == ("requests", "accept done")


async def history(world: World) -> list[tuple[str, str]]:
    (operation,) = await world.around.operations.journal.call(lambda book: book.today())
    steps = await world.around.operations.journal.call(lambda book: book.history(operation.reference.number))
    return [(line.step, line.detail) for line in steps if line.step.endswith("_by")]


def test_a_request_goes_its_whole_way_through_two_hands(world: World) -> None:
    async def scene() -> None:
        await at_desk(world, ZHOU)
        await choose(world, "requests", "new", ADVICE, "self")
        await lay(world, "zhao", "lay_persons")
        await world.on(Keypad)
        await world.act("enter", "19912345678")
        number = (await confirmed(world)).reference.rpartition("-")[0]
        await finished(world)
        await handed_on(world, number)
        assert (await step(world, number, "done")).outcome is Outcome.DONE
        await world.press("menu")
        assert (await step(world, number, "archive")).outcome is Outcome.DONE
        await world.press("menu")
        page = await option(world, "new")
        assert [each.key for each in page.options] == ["new", "menu"]
        await back_and_out(world)

    world.play(scene())
    assert state(world) == [("archived", "1001", "done", "")]


async def handed_on(world: World, number: str) -> None:
    """The colleague signs in, and has it."""
    await choose(world, number)
    await world.on(Record)
    await world.press("hand_on")
    await world.on(Keypad)
    await world.act("enter", CHEN[0])
    await world.enter_pin(CHEN[1])
    assert (await world.on(Result)).outcome is Outcome.DONE
    assert state(world)[0][1] == "2001"
    await world.press("menu")


def test_what_a_resident_left_alone_is_taken_on_later(world: World) -> None:
    async def scene() -> None:
        await at_desk(world, ZHOU)
        filed(world, "zhao", int(ADVICE))
        await choose(world, "requests", "LEFT-AT-NIGHT")
        await world.on(Record)
        await world.press("accept")
        await choose(world, "self")
        await lay(world, "zhao", "lay_persons")
        assert (await confirmed(world)).outcome is Outcome.DONE
        await finished(world)
        await back_and_out(world)

    world.play(scene())
    assert state(world) == [("accepted", "1001", "", "")]


def filed(world: World, key: str, item: int) -> None:
    """As somebody left it at night."""
    person = world.people[key]
    world.change(
        "INSERT INTO sandbox_assistance VALUES ('LEFT-AT-NIGHT', 'T01', ?, ?, ?, 0, '', '19912345678', 'any',"
        " '2026-11-20T03:00:00+08:00', '', 'filed', '', '', '')",
        (person.id_number, person.name, item),
    )


def test_somebody_elses_card_does_not_take_it_on(world: World) -> None:
    async def scene() -> None:
        await at_desk(world, ZHOU)
        filed(world, "zhao", int(ADVICE))
        await choose(world, "requests", "LEFT-AT-NIGHT")
        await world.on(Record)
        await world.press("accept")
        await choose(world, "self")
        await lay(world, "zhang", "lay_persons")
        result = await confirmed(world)
        assert (result.outcome, world.words(result.what_now[0])) == (Outcome.REFUSED, "这项业务要由本人办理")
        await finished(world)
        await back_and_out(world)

    world.play(scene())
    assert state(world)[0][0] == "filed"


def test_without_an_authorisation_no_agent_is_taken_on(world: World) -> None:
    async def scene() -> None:
        await at_desk(world, ZHOU)
        await choose(world, "requests", "new", PENSION, "agent")
        await lay(world, "zhang", "lay_agents")
        await lay(world, "zhao", "lay_persons")
        await choose(world, "family", "missing")
        result = await world.on(Result)
        assert (result.outcome, result.headline.id) == (Outcome.REFUSED, "refusals.AUTHORISATION_NEEDED.what")
        await world.act("leave")
        world.lift()

    world.play(scene())
    assert state(world) == []


def test_the_agents_card_twice_is_waited_out(world: World) -> None:
    async def scene() -> None:
        await at_desk(world, ZHOU)
        await choose(world, "requests", "new", ADVICE, "agent")
        await lay(world, "zhang", "lay_agents")
        await world.until(lambda page: isinstance(page, PresentId) and page.headline.id == "entrusting.lay_persons")
        await world.around.clock.sleep(5)
        assert isinstance(world.front.page, PresentId)
        world.lay("zhao")
        await option(world, "family")
        await world.act("leave")
        world.lift()

    world.play(scene())


def test_what_wants_the_person_asks_for_no_agent(world: World) -> None:
    async def scene() -> None:
        await at_desk(world, ZHOU)
        await choose(world, "requests", "new", CERTIFICATE)
        await lay(world, "zhao", "lay_persons")
        await world.on(Keypad)
        await world.act("leave")
        world.lift()

    world.play(scene())


@pytest.mark.parametrize(
    ("meanwhile", "code"),
    [
        ("UPDATE sandbox_assistance SET step = 'handled'", "REQUEST_NOT_SO_FAR"),
        ("DELETE FROM sandbox_assistance", "REQUEST_UNKNOWN"),
    ],
)
def test_what_a_colleague_did_meanwhile_is_told(world: World, meanwhile: str, code: str) -> None:
    async def scene() -> None:
        await at_desk(world, ZHOU)
        filed(world, "zhao", int(ADVICE))
        await choose(world, "requests", "LEFT-AT-NIGHT")
        await world.on(Record)
        world.change(meanwhile)
        await world.press("close")
        result = await world.on(Result)
        assert (result.outcome, result.headline.id) == (Outcome.FAILED, f"refusals.{code}.what")
        await world.press("menu")
        await back_and_out(world)

    world.play(scene())


def test_a_bureau_that_wants_the_person_after_all_says_so(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(entrustments, "IN_PERSON", frozenset({int(ADVICE)}))

    async def scene() -> None:
        await at_desk(world, ZHOU)
        await by_an_agent(world, ADVICE)
        result = await confirmed(world)
        assert (result.outcome, result.what_now[0].id) == (Outcome.REFUSED, "refusals.AGENT_NOT_ALLOWED.what")
        await finished(world)
        await back_and_out(world)

    world.play(scene())
    assert state(world) == []


@pytest.mark.parametrize("number", sorted(AT_HOME))
def test_what_is_asked_here_is_what_the_made_up_bureau_asks(number: int) -> None:
    offered = next(each for each in assistance().items if each.number == number)
    assert offered.agent is (number not in IN_PERSON)
    assert offered.authorisation is (offered.agent and number not in BY_WORD_OF_MOUTH)


@pytest.fixture
def camera(camera: CameraSimulator) -> CameraSimulator:
    """With a sheet before it that lies askew."""
    camera.command("sheet", "skewed")
    return camera


async def in_real_time(world: World, kind: type[Any]) -> Any:
    """A page that comes in the camera's time."""
    with world.loop.held():
        while not isinstance(page := world.front.page, kind):
            await asyncio.to_thread(time.sleep, 0.02)
    return page


def test_the_authorisation_is_photographed_where_a_camera_sees_the_desk(world: World, camera: CameraSimulator) -> None:
    async def scene() -> None:
        await at_desk(world, ZHOU)
        await choose(world, "requests", "new", PENSION, "agent")
        await lay(world, "zhang", "lay_agents")
        await lay(world, "zhao", "lay_persons")
        await choose(world, "family")
        page = await in_real_time(world, PictureCheck)
        await world.press(page.main.key)
        await world.on(Keypad)
        await world.act("enter", "19912345678")
        assert (await confirmed(world)).outcome is Outcome.DONE
        await finished(world)
        await back_and_out(world)

    world.play(scene(), devices={"document_camera": camera.url})
    assert state(world)[0][0] == "accepted"
    assert world.rows("SELECT kind, taken_by IS NOT NULL FROM sandbox_uploads") == [("document", 1)]


def test_after_a_refusal_staff_go_on_without_signing_in_again(world: World) -> None:
    async def scene() -> None:
        await at_desk(world, ZHOU)
        await choose(world, "requests", "new", ADVICE, "self")
        await lay(world, "zhao", "lay_persons")
        await world.on(Keypad)
        await world.act("enter", "19912345678")
        await confirmed(world)
        await finished(world)
        await choose(world, "new", PENSION, "agent")
        await lay(world, "zhang", "lay_agents")
        await lay(world, "zhao", "lay_persons")
        await choose(world, "family", "missing")
        await world.on(Result)
        await world.press("menu")
        await option(world, "sign_out")
        world.lift()
        await leave(world)

    world.play(scene())
    assert len(world.events("staff.signed_in")) == 1
