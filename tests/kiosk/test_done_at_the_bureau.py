"""Whatever is done at the bureau alone is done once, told truthfully, and not at all when somebody leaves before."""

import pytest
from at_the_bureau import LOCK, PATIENT, TEMPORARY, WAYS, Way, done, gone, to_last_confirmation, told
from world import World

from ui.pages import Outcome, Result

LOST_ANSWERS = [
    *("operations:hang-up", "operations:error500", "operations:half"),
    *("operations:garbage", "operations:wrong-key"),
]
every_way = pytest.mark.parametrize("way", WAYS, ids=str)


@every_way
def test_it_is_done_with_a_reference_and_a_slip(world: World, way: Way) -> None:
    async def scene() -> None:
        result = await done(world, way)
        assert result.outcome is Outcome.DONE
        assert result.reference
        await world.press("print")
        await world.until(lambda page: isinstance(page, Result) and page.picture is not None)
        await world.press("finish")
        await gone(world)

    world.play(scene(), backend=PATIENT)
    assert world.application_state(way.who) == way.after


@every_way
def test_nothing_happens_when_somebody_leaves_before_the_last_confirmation(world: World, way: Way) -> None:
    async def scene() -> None:
        await to_last_confirmation(world, way)
        await world.act("leave")
        await gone(world)

    world.play(scene(), backend=PATIENT)
    assert world.application_state(way.who) == way.before
    assert world.events("operation.started") == []


@every_way
def test_a_double_tap_does_it_once(world: World, way: Way) -> None:
    async def scene() -> None:
        await to_last_confirmation(world, way)
        serial = world.front.serial
        await world.act("proceed")
        world.send(serial, "proceed")
        world.send(serial, "proceed")
        assert (await world.on(Result)).outcome is Outcome.DONE
        world.lift()

    world.play(scene(), backend=PATIENT)
    started = [event["item"] for event in world.events("operation.started")]
    assert started.count(way.item) == 1


@pytest.mark.parametrize(
    ("way", "fault"),
    [(TEMPORARY, fault) for fault in LOST_ANSWERS]
    + [(LOCK, fault) for fault in LOST_ANSWERS]
    + [(way, LOST_ANSWERS[0]) for way in WAYS if way not in (TEMPORARY, LOCK)],
    ids=str,
)
def test_a_lost_answer_is_found_out(world: World, way: Way, fault: str) -> None:
    """A loss report is sent again while the resident waits, which needs the bureau back; all else is settled."""

    async def scene() -> None:
        await to_last_confirmation(world, way)
        world.backend.command("fault", fault)
        await world.act("proceed")
        result = await world.on(Result)
        repeated = way.item == "report_loss"
        assert world.words(result.headline).startswith("挂失已提交，结果待确认" if repeated else "已")
        world.backend.command("fault", "none")
        world.lift()
        await world.settled()

    world.play(scene(), backend=PATIENT)
    assert world.application_state(way.who) == way.after


@pytest.mark.parametrize("way", [way for way in WAYS if way.item != "report_loss"], ids=str)
def test_a_request_that_never_came_is_told_as_not_done(world: World, way: Way) -> None:
    async def scene() -> None:
        await to_last_confirmation(world, way)
        world.backend.command("fault", "operations:dropped")
        await world.act("proceed")
        assert "没有" in world.words((await world.on(Result)).headline)
        world.backend.command("fault", "none")
        world.lift()

    world.play(scene(), backend=PATIENT)
    assert world.application_state(way.who) == way.before


@every_way
def test_a_bureau_that_cannot_be_reached_has_done_nothing(world: World, way: Way) -> None:
    async def scene() -> None:
        await to_last_confirmation(world, way)
        world.backend.command("fault", "down")
        await world.act("proceed")
        assert "没有" in world.words((await world.on(Result)).headline)
        world.backend.command("fault", "none")
        world.lift()

    world.play(scene(), backend=PATIENT)
    assert world.application_state(way.who) == way.before


@every_way
def test_leaving_while_it_is_sent_cancels_the_waiting_and_not_the_operation(world: World, way: Way) -> None:
    async def scene() -> None:
        await to_last_confirmation(world, way)
        world.backend.command("fault", "operations:late", "0.5")
        await world.act("proceed")
        await world.act("leave")
        await gone(world)
        world.backend.command("fault", "none")
        await world.settled()

    world.play(scene(), backend=PATIENT)
    assert world.application_state(way.who) == way.after


@every_way
def test_what_the_bureau_refuses_is_told_in_its_reason(world: World, way: Way) -> None:
    async def scene() -> None:
        await to_last_confirmation(world, way)
        world.backend.command("fault", "operations:refuse", "BUSY")
        await world.act("proceed")
        result = await world.on(Result)
        assert result.outcome is Outcome.REFUSED
        assert "有业务正在办理" in told(world, result)
        assert "请稍后再试" in told(world, result)
        world.backend.command("fault", "none")
        world.lift()

    world.play(scene(), backend=PATIENT)
    assert world.application_state(way.who) == way.before
