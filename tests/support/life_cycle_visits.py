"""Visits for the life-cycle's table: somebody does one operation, and what the bureau holds of them then."""

import sqlite3
from contextlib import closing
from typing import NamedTuple

from life_cycle import FORMAL, REPLACED, SEEN, Operation
from resident import Resident
from world import World

from sandbox.people import Person
from ui.pages import Choice, PresentCard, Result


class Held(NamedTuple):
    """What the bureau holds of somebody: the card's state, and how many operations are confirmed and refused."""

    state: str
    confirmed: int
    refused: int


class Holder(Resident):
    """Somebody who knows their PIN, does one operation, and leaves where the kind that they want cannot be chosen."""

    def __init__(self, world: World, person: Person, operation: Operation) -> None:
        pin = (person.cards[0].chip.pin,) if world.slot.chip(person.key).memory.pin == person.cards[0].chip.pin else ()
        now = pin or (world.slot.chip(person.key).memory.pin,)
        self._hand_is_id_card = SEEN in operation.becomes.values()
        answers = {"identity.enter_pin": now, "activate.initial": now, **operation.answers}
        super().__init__(world, operation.item, person.key, answers)

    async def answer(self, page: object) -> None:
        if self._hand_is_id_card and isinstance(page, PresentCard):  # with the ID card, whatever the card's state
            await self._do("press", "id_card")
            return
        if isinstance(page, Choice) and not all(option.enabled for option in page.options):
            wanted = self._answers.get(page.headline.id, ("",))[0]
            if not any(option.key == wanted and option.enabled for option in page.options):
                await self._do("leave")
                return
        await super().answer(page)


def held(world: World, person: Person) -> Held:
    with closing(sqlite3.connect(world.folder / "backend" / "backend.sqlite")) as database:
        state, production = database.execute(
            "SELECT state, production FROM sandbox_cards WHERE number = ?", (person.cards[0].number,)
        ).fetchone()
        rows = database.execute(
            "SELECT outcome, count(*) FROM sandbox_operations WHERE id_number = ? GROUP BY outcome", (person.id_number,)
        ).fetchall()
    outcomes = dict(rows)
    replaced = state == FORMAL and production is not None
    return Held(REPLACED if replaced else state, outcomes.get("confirmed", 0), outcomes.get("refused", 0))


async def try_it(world: World, person: Person, operation: Operation) -> Result | None:
    """One visit; the bureau's calendar goes on by two minutes, so that another code may be sent."""
    world.front.shown.clear()
    if operation.blocked:
        world.slot.chip(person.key).memory.tries_left = 0
    result = await Holder(world, person, operation).visit()
    await world.settled()
    world.backend.command("clock", "+2m")
    return result
