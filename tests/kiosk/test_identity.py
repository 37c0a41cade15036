"""Who may do what, at the terminal: only what is missing is asked for, of one person, with a reason where it ends."""

from pathlib import Path

import pytest
from at_the_bureau import code_sent
from at_the_chip import confirmed, gone, identified_with_card
from world import World

from ui.pages import Choice, Confirm, Home, Keypad, Outcome, PinPad, PresentCard, PresentId, Record, Result


@pytest.fixture
def narrowed(tmp_path: Path):
    def by(rule: str, ways: str) -> dict[str, object]:
        file = tmp_path / "narrowed.toml"
        file.write_text(f"[{rule}]\nways = {ways}\n", "utf-8")
        return {"policy": str(file)}

    return by


def test_an_id_card_of_somebody_else_than_the_card_is_refused(world: World) -> None:
    async def scene() -> None:
        await world.home()
        await world.press("reset_pin")
        await world.on(PresentCard)
        await world.insert("zhang")
        await world.on(PresentId)
        world.lay("wang")
        result = await world.on(Result)
        assert result.code == "ID_MISMATCH"
        assert result.outcome is Outcome.REFUSED
        await gone(world)

    world.play(scene())


def test_a_card_of_somebody_else_than_the_id_card_is_refused(world: World) -> None:
    async def scene() -> None:
        await world.home()
        await world.press("unlock_application")
        await world.on(PresentId)
        world.lay("suo")
        await world.on(Keypad)
        await world.act("enter", code_sent(world))
        await world.on(PresentCard)
        await world.insert("zhang")
        assert (await world.on(Result)).code == "ID_MISMATCH"
        await gone(world)

    world.play(scene())


def test_a_card_that_was_pulled_is_asked_for_again_and_the_other_papers_are_not(world: World) -> None:
    async def scene() -> None:
        await identified_with_card(world, "reset_pin", "zhang")
        await world.on(Confirm)
        await world.pull()
        await world.on(Result)
        await world.press("again")
        await world.on(PresentCard)
        await world.insert("zhang")
        await world.on(Confirm)
        await world.act("leave")
        await gone(world)

    world.play(scene())
    assert [type(page) for page in world.front.shown].count(PresentId) == 1
    assert [type(page) for page in world.front.shown].count(Keypad) == 1


def test_without_a_registered_telephone_the_way_is_closed_with_the_reason(world: World) -> None:
    async def scene() -> None:
        await identified_with_card(world, "reset_pin", "old")
        assert (await world.on(Result)).code == "NO_PHONE"
        await gone(world)

    world.play(scene())


@pytest.mark.parametrize("item", ["reset_pin", "unblock_pin", "activate", "lock_application"])
def test_a_child_comes_with_its_guardian_to_the_counter(world: World, item: str) -> None:
    async def scene() -> None:
        await identified_with_card(world, item, "child")
        assert (await world.on(Result)).code == "MINOR"
        await gone(world)

    world.play(scene())
    assert "验证码" not in world.backend.command("inbox")


def test_where_the_bureau_wants_staff_and_nobody_is_there_it_is_said_so(world: World, narrowed) -> None:
    async def scene() -> None:
        await world.home()
        await world.press("lock_application")
        result = await world.on(Result)
        assert result.code == "NEEDS_STAFF"
        await world.act("leave")

    world.play(scene(), identity=narrowed("lock_application", '["id_card+staff"]'))


def test_where_the_bureau_wants_it_at_the_counter_the_tile_says_so(world: World, narrowed) -> None:
    async def scene() -> None:
        home = await world.home()
        tile = next(tile for tile in home.everything if tile.key == "lock_application")
        assert not tile.enabled
        assert "窗口" in world.words(tile.reason)

    world.play(scene(), identity=narrowed("lock_application", "[]"))


def test_several_ways_that_are_open_are_asked_about_and_each_leads_on(world: World, narrowed) -> None:
    async def scene() -> None:
        await world.home()
        await world.press("change_information")
        await world.on(PresentId)
        world.lay("zhang")
        page = await world.on(Choice)
        assert [option.key for option in page.options] == ["sms", "card_pin"]
        await world.press("card_pin")
        await world.on(PresentCard)
        await world.insert("zhang")
        await world.enter_pin("120119")
        await world.until(lambda page: not isinstance(page, PinPad | PresentCard | PresentId))
        await world.act("leave")
        await gone(world)

    world.play(scene(), identity=narrowed("change_information", '["id_card+sms", "id_card+card_pin"]'))


def test_what_a_bureau_asks_for_besides_the_pin_is_asked_for_before_it_is_changed(world: World, narrowed) -> None:
    async def scene() -> None:
        await world.home()
        await world.press("change_pin")
        await world.on(PresentCard)
        await world.insert("zhang")
        await world.enter_pin("120119")
        await world.on(PresentId)
        world.lay("zhang")
        await world.until(lambda page: isinstance(page, PinPad) and page.headline.id == "change_pin.new")
        await world.act("leave")
        await gone(world)

    world.play(scene(), identity=narrowed("change_pin", '["id_card+card_pin"]'))


def test_a_key_for_pins_that_has_gone_closes_what_needs_it(world: World) -> None:
    async def scene() -> None:
        await world.home()
        world.backend.pin_key_file.unlink()
        await world.press("reset_pin")
        assert (await world.on(Result)).code == "NOT_AT_TERMINAL"
        await world.act("leave")

    world.play(scene())
    assert len(world.events("pin_key.unusable")) == 1


def test_the_states_are_shown_by_either_paper_and_the_other_is_offered(world: World) -> None:
    async def scene() -> None:
        await world.home()
        await world.press("card_status")
        page = await world.on(PresentCard)
        assert [way.key for way in page.other_ways] == ["id_card"]
        await world.press("id_card")
        world.lay("zhang")
        await world.on(Record)
        await world.act("leave")
        world.lift()

    world.play(scene())


def test_what_the_bureau_does_not_let_a_proxy_do_is_refused_in_its_words(world: World) -> None:
    async def scene() -> None:
        await identified_with_card(world, "unblock_pin", "locked")
        world.backend.command("fault", "operations:refuse", "NOT_SELF")
        await confirmed(world)
        result = await world.on(Result)
        assert "要由本人办理" in "".join(map(world.words, result.what_now))
        world.backend.command("fault", "none")
        await gone(world)

    world.play(scene())


def test_a_code_is_sent_once_for_a_visit(world: World) -> None:
    async def scene() -> None:
        await identified_with_card(world, "unblock_pin", "zhang")
        await world.on(Result)
        first = code_sent(world)
        await world.press("reset_pin")
        await world.on(Confirm)
        assert code_sent(world) == first
        await world.act("leave")
        await gone(world)
        await world.until(lambda page: not isinstance(page, Home))

    world.play(scene())
