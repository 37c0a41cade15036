"""代办: both ID cards, the agent's first; what is open to agents is done for the holder, all else refused by name."""

from typing import Any

import pytest
from at_the_bureau import NORMAL, PATIENT, TEMPORARY_LOSS, code_sent, gone
from resident import Resident
from world import World

from ui.pages import Choice, Confirm, Keypad, Outcome, PresentId, Result, Signature
from ui.specimens_signing import WRITTEN

AGENT, HOLDER = "wang", "zhang"


async def came_as_agent(world: World, item: str, agent: str = AGENT) -> None:
    """To the page that asks for the holder's ID card."""
    await world.home()
    await world.press(item)
    page = await world.on(PresentId)
    assert "agent" in [way.key for way in page.other_ways]
    await world.press("agent")
    await world.until(lambda page: isinstance(page, PresentId) and page.headline.id == "agent.lay_own")
    world.lay(agent)
    await world.on(Keypad)
    await world.act("enter", code_sent(world))
    await world.until(lambda page: isinstance(page, Choice) and page.headline.id == "agent.which_relation")
    await world.press("family")
    await world.until(lambda page: isinstance(page, PresentId) and page.headline.id == "agent.lay_holders")


async def for_holder(world: World, item: str, holder: str = HOLDER) -> None:
    """Past both ID cards."""
    await came_as_agent(world, item)
    world.lift()
    world.lay(holder)


def messages_to(world: World, key: str) -> list[str]:
    """What the bureau sent to somebody's telephone, the newest last."""
    sent = (line.split(" ", 2)[1:] for line in world.backend.command("inbox", "50").splitlines())
    return [words for phone, words in sent if phone == world.people[key].phone]


def which_kind(page: Any) -> bool:
    return isinstance(page, Choice) and page.headline.id == "report_loss.which_kind"


def test_a_card_is_reported_lost_for_a_while_by_who_brings_both_id_cards(world: World) -> None:
    async def scene() -> None:
        await for_holder(world, "report_loss")
        temporary, formal = (await world.until(which_kind)).options
        assert (temporary.enabled, formal.enabled) == (True, False)
        assert "本人" in world.words(formal.reason)
        await world.press("temporary")
        await world.on(Confirm)
        await world.act("proceed")
        result = await world.on(Result)
        assert result.outcome is Outcome.DONE
        assert world.words(result.rows[0].value) == "王**（家人）"
        await world.press("print")
        await world.until(lambda page: isinstance(page, Result) and page.picture is not None)
        await world.press("finish")
        await gone(world)

    world.play(scene(), backend=PATIENT)
    assert world.application_state(HOLDER) == TEMPORARY_LOSS
    assert world.application_state(AGENT) == NORMAL
    assert len(world.printer.slips) == 1
    assert messages_to(world, HOLDER)[-1].startswith("王**已代您办理社保卡临时挂失。")
    (event,) = world.events("session.identified")[1:]
    assert event["proofs"] == ["id_card", "agent"]
    assert event["agent"] not in ("", event["person"])


def test_a_card_is_applied_for_by_an_agent_who_signs_in_their_own_name(world: World) -> None:
    async def scene() -> None:
        await for_holder(world, "apply_card", "wuka")
        await world.until(lambda page: hasattr(page, "points") and not isinstance(page, Confirm))
        await world.act("proceed")
        for choice in ("icbc", "tingtao"):
            await world.until(lambda page, key=choice: isinstance(page, Choice) and key in _keys(page))
            await world.press(choice)
        await world.on(Confirm)
        await world.act("proceed")
        page = await world.on(Signature)
        assert "代办人" in world.words(page.declaration)
        await world.act("sign", WRITTEN)
        assert (await world.on(Result)).outcome is Outcome.DONE
        await gone(world)

    world.play(scene(), backend=PATIENT)
    assert world.rows("SELECT kind, bank FROM sandbox_applications") == [("new", "icbc")]
    assert messages_to(world, "wuka")[-1] == "王**已代您办理社保卡申领申请。不是您同意的，请拨打 12333。"


def _keys(page: Choice) -> list[str]:
    return [option.key for option in page.options]


def test_the_agents_own_card_left_on_the_reader_is_not_taken_for_the_holders(world: World) -> None:
    async def scene() -> None:
        await came_as_agent(world, "report_loss")
        page = world.front.page
        await world.until(lambda shown: shown is page)
        assert world.front.page is page
        world.lift()
        world.lay(HOLDER)
        await world.until(which_kind)
        await world.act("leave")
        await gone(world)

    world.play(scene(), backend=PATIENT)


def test_from_an_item_that_is_open_to_agents_the_visit_goes_on_as_the_agents(world: World) -> None:
    async def scene() -> None:
        await for_holder(world, "replace_card")
        assert (await world.on(Result)).code == "NEED_FORMAL_LOSS"
        await world.press("report_loss")
        page = await world.until(which_kind)
        assert [option.enabled for option in page.options] == [True, False]
        await world.act("leave")
        await gone(world)

    world.play(scene(), backend=PATIENT)


def test_what_its_holder_has_to_do_is_refused_to_an_agent_by_name(world: World) -> None:
    async def scene() -> None:
        await for_holder(world, "report_loss", "zhao")
        assert (await world.on(Result)).code == "ALREADY_LOST"
        await world.press("withdraw_loss_report")
        result = await world.until(lambda page: isinstance(page, Result) and page.code == "NOT_SELF")
        assert "本人" in world.words(result.headline)
        await world.act("leave")
        await gone(world)

    world.play(scene(), backend=PATIENT)


def test_who_did_it_in_person_is_told_of_no_agent(world: World) -> None:
    async def scene() -> None:
        await Resident(world, "report_loss", HOLDER).visit()

    world.play(scene(), backend=PATIENT)
    assert world.application_state(HOLDER) == TEMPORARY_LOSS
    assert not any("代您" in words for words in messages_to(world, HOLDER))


def test_what_is_not_open_to_agents_has_no_such_button(world: World) -> None:
    async def scene() -> None:
        for item in ("lock_application", "exchange_card", "withdraw_loss_report"):
            await world.home()
            await world.press(item)
            page = await world.on(PresentId)
            assert "agent" not in [way.key for way in page.other_ways], item
            await world.act("leave")

    world.play(scene(), backend=PATIENT)


def test_a_child_acts_for_nobody(world: World) -> None:
    async def scene() -> None:
        await world.home()
        await world.press("report_loss")
        await world.on(PresentId)
        await world.press("agent")
        await world.until(lambda page: isinstance(page, PresentId) and page.headline.id == "agent.lay_own")
        world.lay("child")
        assert (await world.on(Result)).code == "AGENT_MINOR"
        await gone(world)

    world.play(scene(), backend=PATIENT)


@pytest.mark.parametrize("item", ["report_loss", "apply_card", "replace_card", "cancel_card"])
def test_a_bureau_may_close_an_item_to_agents(world: World, tmp_path: Any, item: str) -> None:
    name = "report_loss_temporary" if item == "report_loss" else item
    file = tmp_path / "narrowed.toml"
    file.write_text(f"[{name}]\nproxy = false\n", "utf-8")

    async def scene() -> None:
        await world.home()
        await world.press(item)
        page = await world.on(PresentId)
        assert "agent" not in [way.key for way in page.other_ways]
        await world.act("leave")

    world.play(scene(), backend=PATIENT, identity={"policy": str(file)})
