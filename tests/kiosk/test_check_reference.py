"""业务进度查询: by the slip's number at any terminal; done, not done or pending, and nothing else."""

import asyncio

import pytest
from journals import loss
from world import World

from kiosk.backend.operations import Ticket
from kiosk.journal import Journal, Operation, Reference
from ui.pages import CodeEntry, Outcome, Result, Standby


async def to_entry(world: World) -> CodeEntry:
    await world.home()
    await world.press("check_reference")
    return await world.on(CodeEntry)


async def type_in(world: World, reference: Reference | str) -> None:
    await world.act("enter", str(reference).replace("-", ""))


def done(journal: Journal) -> Operation:
    key = journal.prepare(loss()).halves[0].key
    journal.sending(key)
    return journal.confirmed(key)


async def sent(world: World) -> Operation:
    with world.loop.held():
        return await world.around.operations.journal.call(done)


def asks_again(page: object) -> bool:
    return isinstance(page, CodeEntry) and page.trouble is not None


def test_an_operation_of_this_terminal_is_told_by_its_own_journal(world: World) -> None:
    async def scene() -> None:
        operation = await sent(world)
        world.backend.command("fault", "down")
        entry = await to_entry(world)
        assert entry.groups == (3, 6, 4)
        await type_in(world, operation.reference)
        result = await world.on(Result)
        assert result.outcome is Outcome.DONE
        assert world.words(result.headline) == "这笔业务已经办成"
        assert (result.rows, result.reference) == ((), "")
        await world.press("finish")
        await world.on(Standby)
        world.backend.command("fault", "none")

    world.play(scene())


def test_a_loss_report_made_at_another_terminal_is_told_by_the_bureau(world: World) -> None:
    other = Reference("X99-4TH223", "K7MQ")

    async def scene() -> None:
        await to_entry(world)
        ticket = Ticket(key="e" * 32, number=other.number, check=other.check)
        with world.loop.held():
            await world.around.equipment.bureau.call("settle", lambda bureau: bureau.settle(ticket))
        await type_in(world, other)
        result = await world.on(Result)
        assert result.outcome is Outcome.FAILED
        assert world.words(result.headline) == "这笔业务没有办理"
        await world.press("another")
        await world.on(CodeEntry)

    world.play(scene())


def test_a_wrong_check_part_is_asked_for_again_and_says_nothing(world: World) -> None:
    async def scene() -> None:
        operation = await sent(world)
        await to_entry(world)
        await type_in(world, f"{operation.reference.number}-2222")
        page = await world.until(asks_again)
        assert isinstance(page, CodeEntry)
        assert world.words(page.trouble) == "没有查到这个受理号，请照凭条重新输入。"
        await type_in(world, operation.reference)
        await world.on(Result)

    world.play(scene())


def test_guessing_is_ended_in_words(world: World) -> None:
    async def scene() -> None:
        operation = await sent(world)
        await to_entry(world)
        for _ in range(6):
            serial = world.front.serial
            await type_in(world, f"{operation.reference.number}-2222")
            await world.until(lambda _, before=serial: world.front.serial != before)
            await asyncio.sleep(1)
        result = await world.on(Result)
        assert (result.outcome, result.code) == (Outcome.REFUSED, "TOO_MANY_LOOKUPS")
        assert world.words(result.what_now[0])

    world.play(scene())


def test_nothing_that_was_typed_is_in_the_log(world: World) -> None:
    operations: list[Operation] = []

    async def scene() -> None:
        operations.append(await sent(world))
        await to_entry(world)
        await type_in(world, operations[0].reference)
        await world.on(Result)

    world.play(scene())
    assert operations[0].reference.check not in str(world.events())


@pytest.mark.parametrize("typed", ["A01", "A014TH223K7M0", "0" * 22])
def test_what_is_no_reference_is_asked_for_again(world: World, typed: str) -> None:
    async def scene() -> None:
        await to_entry(world)
        await world.act("enter", typed.ljust(12, "2"))
        await world.until(asks_again)

    world.play(scene())
