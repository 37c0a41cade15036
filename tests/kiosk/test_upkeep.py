"""By itself: the journal checked, personal data destroyed in time, each day reconciled once, the journal's doors."""

from datetime import UTC, datetime, timedelta

from journals import loss
from world import World

from kiosk.upkeep import Upkeep
from ui.pages import Paused, Standby

MIDNIGHT = datetime(2026, 11, 22, 0, 10, tzinfo=UTC)


def upkeep(world: World) -> Upkeep:
    around = world.around
    return Upkeep(around.configuration, around.equipment, around.operations.journal, around.log, around.wall)


def reconciled(world: World) -> list[str]:
    return sorted(event["day"] for event in world.events("reconciliation.done"))


async def a_minute(world: World) -> None:
    with world.loop.held():
        await upkeep(world).minute()


def test_yesterday_is_reconciled_once_at_the_configured_time(world: World) -> None:
    world.wall = MIDNIGHT

    async def scene() -> None:
        await world.on(Standby)
        await a_minute(world)
        assert reconciled(world) == ["2026-11-20"]
        world.wall = MIDNIGHT + timedelta(minutes=30)
        await a_minute(world)
        await a_minute(world)
        assert reconciled(world) == ["2026-11-20", "2026-11-21"]

    world.play(scene(), journal={"reconcile_at": "00:30"})


def test_days_without_power_are_caught_up_with(world: World) -> None:
    world.wall = MIDNIGHT

    async def scene() -> None:
        await world.on(Standby)
        await a_minute(world)
        world.wall = MIDNIGHT + timedelta(days=3)
        await a_minute(world)
        assert reconciled(world) == ["2026-11-20", "2026-11-21", "2026-11-22", "2026-11-23"]

    world.play(scene())


def test_an_absent_bureau_puts_it_off(world: World) -> None:
    world.wall = MIDNIGHT

    async def scene() -> None:
        await world.on(Standby)
        world.backend.command("fault", "down")
        await a_minute(world)
        assert reconciled(world) == []
        world.backend.command("fault", "none")
        await a_minute(world)
        assert reconciled(world) == ["2026-11-20"]

    world.play(scene())


def test_a_journal_that_fails_by_night_closes_the_doors_and_opens_them_again(world: World) -> None:
    async def scene() -> None:
        await world.on(Standby)
        folder = world.folder / "journal"
        with world.loop.held():
            await world.around.operations.journal.call(lambda journal: journal.close())
            folder.rename(world.folder / "aside")
            folder.write_bytes(b"")
        page = await world.on(Paused)
        assert world.words(page.how) == "本机不能记录业务，暂停服务。"
        folder.unlink()
        (world.folder / "aside").rename(folder)
        await world.on(Standby)

    world.play(scene())
    assert world.events("journal.unwritable")


def test_personal_data_is_destroyed_when_its_days_are_over(world: World) -> None:
    asked: list[int] = []

    async def scene() -> None:
        await world.on(Standby)
        journal = world.around.operations.journal
        with world.loop.held():
            operation = await journal.call(lambda book: book.prepare(loss()))
            await journal.call(lambda book: book.reversed(operation.halves[0].key, "not_sent"))
            keeper = upkeep(world)
            for day in range(3):
                world.wall = MIDNIGHT + timedelta(days=day)
                await keeper.minute()
                await keeper.minute()
                kept = await journal.call(lambda book: book.by_number(operation.reference.number))
                asked.append(kept.personal is not None)

    world.wall = MIDNIGHT
    world.play(scene(), journal={"keep_personal_days": 1})
    assert asked == [True, True, False]
    assert [event["operations"] for event in world.events("journal.shredded")] == [1]
