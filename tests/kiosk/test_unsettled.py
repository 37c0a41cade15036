"""While something is not known yet: the doors open after a restart, and only whom it touches waits for it."""

from at_the_bureau import FOUND, LOCK, PATIENT, done, gone, to_last_confirmation
from crash_flows import ANOTHER_CODE
from world import World

from ui.pages import Outcome, Result


async def lock_without_an_answer(world: World) -> str:
    """The reference of a locking that nobody knows the outcome of, nor can ask for it."""
    await to_last_confirmation(world, LOCK)
    world.backend.command("fault", "dropped")
    await world.act("proceed")
    page = await world.on(Result)
    assert page.outcome is Outcome.UNKNOWN
    world.backend.command("fault", "settle:hang-up")
    await world.act("leave")
    await gone(world)
    return page.reference


def test_after_a_restart_only_the_person_of_what_is_open_waits(world: World) -> None:
    open_one: list[str] = []

    async def before() -> None:
        open_one.append(await lock_without_an_answer(world))

    async def after() -> None:
        other = await done(world, FOUND)
        assert other.outcome is Outcome.DONE
        await world.act("leave")
        await gone(world)
        world.backend.command("clock", ANOTHER_CODE)
        await to_last_confirmation(world, LOCK)
        await world.act("proceed")
        page = await world.on(Result)
        assert page.outcome is Outcome.UNKNOWN
        assert page.reference
        assert open_one[0].startswith(page.reference), "its number, without the part that only its holder knows"
        await world.act("leave")
        await gone(world)
        world.backend.command("fault", "none")
        await world.settled()

    world.play(before(), backend=PATIENT)
    world.play(after(), backend=PATIENT)
    assert world.application_state(FOUND.who) == FOUND.after
    assert world.application_state(LOCK.who) == LOCK.before
