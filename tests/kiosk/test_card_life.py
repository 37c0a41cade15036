"""An application's whole life: accepted here, made in five steps that can be asked for, handed out, activated here."""

import pytest
from at_the_bureau import PATIENT
from resident import Resident
from world import World

from sandbox.backend.production import STEPS
from ui.pages import Outcome, Record

LOST, NONE_YET, DAMAGED = "zhao", "wuka", "gen2"
NEW_PIN = "704926"


class Holder(Resident):
    """Somebody who has got a new card, the last of theirs, and knows the initial PIN of it."""

    def __init__(self, world: World, key: str, card: int) -> None:
        answers = dict.fromkeys(("activate.new", "activate.again"), (NEW_PIN,))
        super().__init__(world, "activate", key, {**answers, "activate.initial": ("123456",)})
        self._card_number = card

    def _insert(self) -> None:
        self._world.slot.insert(self._key, self._card_number)


def number_of_days(step: int) -> str:
    """From the last step on."""
    return f"+{round((STEPS[step].days - (STEPS[step - 1].days if step else 0)) * 86400)}s"


async def progress(world: World, key: str) -> str:
    """What 应用状态查询 says of the card that is being made, asked for with the ID card alone."""
    record = await world.record_by_id_card(key)
    assert isinstance(record, Record)
    rows = [row for card in record.cards for row in card.rows if row.label.id == "card_status.label.production"]
    await world.act("leave")
    world.lift()
    await world.settled()
    return "；".join(world.words(row.value) for row in rows)


@pytest.mark.parametrize(
    ("key", "item", "card", "old"),
    [(LOST, "replace_card", 1, "9"), (NONE_YET, "apply_card", 0, None), (DAMAGED, "exchange_card", 1, "9")],
)
def test_a_card_is_applied_for_made_in_five_steps_handed_out_and_activated(
    world: World, key: str, item: str, card: int, old: str | None
) -> None:
    seen: list[str] = []

    async def scene() -> None:
        result = await Resident(world, item, key, {"exchange_card.why": ("third_generation",)}).visit()
        assert result is not None
        assert result.outcome is Outcome.DONE
        for step in range(len(STEPS)):
            world.backend.command("clock", number_of_days(step))
            seen.append(await progress(world, key))
        assert "新卡已交给" in world.backend.command("hand-out", key)
        world.backend.command("clock", "+2m")
        activated = await Holder(world, key, card).visit()
        assert activated is not None
        assert activated.outcome is Outcome.DONE

    world.play(scene(), backend=PATIENT)
    assert seen == [f"第 {place} 步，共 5 步" for place in range(1, 6)]
    chosen = f"SELECT state FROM sandbox_cards c JOIN sandbox_people p USING (id_number) WHERE key = '{key}'"
    states = [state for (state,) in world.rows(f"{chosen} ORDER BY issued")]
    assert states == ([] if old is None else [old]) + ["1"]
    assert world.slot.chip(key, card).memory.pin == NEW_PIN
