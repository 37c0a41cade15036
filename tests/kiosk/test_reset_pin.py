"""密码重置: card, ID card and SMS code, then the HSM sets the new PIN, or nothing has changed."""

import asyncio

import pytest
from at_the_chip import (
    NEW,
    confirmed,
    gone,
    identified_with_card,
    new_pin_chosen,
    overheard,
    to_new_pin,
    tries_left,
    typed,
)
from world import World

from ui.pages import Confirm, Home, Outcome, PinPad, PresentCard, Result

OLD = {"zhang": "120119", "locked": "830476", "gen2": "927406", "gen3des": "635182", "nopin": "", "lasttry": "561820"}
LOST_ANSWERS = ["operations:hang-up", "operations:error500", "operations:half", "operations:garbage"]


@pytest.mark.parametrize("key", OLD)
@pytest.mark.parametrize("cipher", ["sm4", "aes"])
def test_the_chip_has_the_new_pin_and_all_its_tries(world: World, key: str, cipher: str) -> None:
    async def scene() -> None:
        await to_new_pin(world, key)
        await new_pin_chosen(world, "reset_pin")
        result = await world.on(Result)
        assert result.outcome is Outcome.DONE
        assert world.words(result.headline) == "密码已重置，请使用新密码"
        await gone(world)

    world.play(scene(), pin={"cipher": cipher})
    assert (world.chip_pin(key), tries_left(world, key)) == (NEW, 6)
    assert world.marks() == ["changed"]


@pytest.mark.parametrize(
    ("key", "words"), [("lasttry", "还可以输入 1 次"), ("locked", "已锁定"), ("nopin", "还没有设置")]
)
def test_how_the_pin_stands_is_said_first_and_no_try_is_spent_on_it(world: World, key: str, words: str) -> None:
    before = tries_left(world, key)

    async def scene() -> None:
        await identified_with_card(world, "reset_pin", key)
        page = await world.on(Confirm)
        assert any(words in world.words(point.words) for point in page.points)
        assert any("银行密码" in world.words(point.label) for point in page.points)
        await world.act("leave")
        await gone(world)

    world.play(scene())
    assert tries_left(world, key) == before


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("xin", "还没有启用"),
        ("suo", "已锁定"),
        ("li", "已挂失"),
        ("zhao", "已挂失"),
        ("chen", "已申请补换卡"),
        ("zhuxiao", "已注销"),
        ("old", "没有登记手机号"),
        ("child", "未满 16 周岁"),
        ("chengdu", "没有查到"),
    ],
)
def test_what_stands_against_it_is_said_before_anything_is_confirmed(world: World, key: str, words: str) -> None:
    async def scene() -> None:
        await identified_with_card(world, "reset_pin", key)
        result = await world.on(Result)
        assert result.outcome is Outcome.REFUSED
        assert words in world.words(result.headline)
        await gone(world)

    world.play(scene())
    assert world.events("operation.started") == []


@pytest.mark.parametrize("weak", ["123456", "654321", "111111", "121212", "123123", "900521"])
def test_a_pin_that_is_too_easy_is_asked_for_again(world: World, weak: str) -> None:
    async def scene() -> None:
        await to_new_pin(world, "zhang")
        await typed(world, "reset_pin.new", weak)
        page = await world.until(lambda page: isinstance(page, PinPad) and page.trouble is not None)
        assert "请换一个" in world.words(page.trouble)
        await new_pin_chosen(world, "reset_pin")
        await world.on(Result)
        await gone(world)

    world.play(scene())
    assert world.chip_pin("zhang") == NEW


@pytest.mark.parametrize("fault", ["hsm-down", "hsm:hang-up", "hsm:garbage"])
def test_without_the_hsm_nothing_has_changed_and_it_is_said_so(world: World, fault: str) -> None:
    async def scene() -> None:
        await to_new_pin(world, "zhang")
        world.backend.command("fault", fault)
        await new_pin_chosen(world, "reset_pin")
        result = await world.on(Result)
        assert result.outcome is Outcome.FAILED
        assert "原来的密码没有变" in world.words(result.headline)
        world.backend.command("fault", "none")
        await gone(world)
        await world.settled()

    world.play(scene())
    assert world.chip_pin("zhang") == OLD["zhang"]
    assert world.marks() == ["unchanged"]


@pytest.mark.parametrize("fault", LOST_ANSWERS)
def test_a_lost_answer_to_the_beginning_is_found_out_before_the_chip_is_touched(world: World, fault: str) -> None:
    async def scene() -> None:
        await to_new_pin(world, "zhang")
        world.backend.command("fault", fault)
        await new_pin_chosen(world, "reset_pin")
        await world.on(Result)
        world.backend.command("fault", "none")
        await gone(world)
        await world.settled()

    world.play(scene())
    assert (world.chip_pin("zhang") == NEW) is (world.marks() == ["changed"])
    assert world.marks() in (["changed"], ["unchanged"])


@pytest.mark.parametrize("key", ["zhang", "locked", "nopin"])
@pytest.mark.parametrize("acted", [True, False], ids=["after the chip acted", "before the chip acted"])
def test_a_card_pulled_in_the_middle_is_asked_for_again_and_found_out(world: World, key: str, acted: bool) -> None:
    async def scene() -> None:
        await to_new_pin(world, key)
        world.pull_at_pin_change(after_acting=acted)
        await new_pin_chosen(world, "reset_pin")
        await world.until(lambda page: isinstance(page, PresentCard) and page.trouble is not None)
        world.slot.pull()
        await world.insert(key)
        result = await world.on(Result)
        assert result.outcome is (Outcome.DONE if acted else Outcome.FAILED)
        await gone(world)

    world.play(scene())
    assert world.chip_pin(key) == (NEW if acted else OLD[key])
    assert world.marks() == ["changed" if acted else "unchanged"]


def test_another_card_is_not_taken_for_the_one_that_was_pulled(world: World) -> None:
    async def scene() -> None:
        await to_new_pin(world, "zhang")
        world.pull_at_pin_change(after_acting=True)
        await new_pin_chosen(world, "reset_pin")
        await world.until(lambda page: isinstance(page, PresentCard) and page.trouble is not None)
        world.slot.pull()
        await world.insert("wang", 1)
        await world.until(lambda page: isinstance(page, PresentCard) and "take_out" in page.headline.id)
        await world.pull()
        await world.insert("zhang")
        assert (await world.on(Result)).outcome is Outcome.DONE
        await gone(world)

    world.play(scene())


def test_after_a_reset_whose_end_nobody_heard_it_can_be_reset_again(world: World) -> None:
    async def scene() -> None:
        await to_new_pin(world, "zhang")
        world.pull_at_pin_change(after_acting=True)
        await new_pin_chosen(world, "reset_pin")
        await world.until(lambda page: isinstance(page, PresentCard) and page.trouble is not None)
        world.slot.pull()
        await world.act("leave")
        world.lift()
        await world.until(lambda page: isinstance(page, Home) or "Standby" in type(page).__name__)
        world.backend.command("clock", "+2m")
        await to_new_pin(world, "zhang")
        await new_pin_chosen(world, "reset_pin", "590317")
        assert (await world.on(Result)).outcome is Outcome.DONE
        await gone(world)
        await world.settled()

    world.play(scene())
    assert world.chip_pin("zhang") == "590317"
    assert sorted(world.marks()) == ["changed", "unchanged"]


def test_a_card_that_refuses_the_command_keeps_its_pin(world: World) -> None:
    chip = world.slot.chip("zhang")
    transmit = chip.transmit

    def spoilt(apdu: bytes) -> bytes:
        return transmit(apdu[:-1] + bytes((apdu[-1] ^ 1,)) if apdu[:2] == b"\x84\x24" else apdu)

    chip.transmit = spoilt

    async def scene() -> None:
        await to_new_pin(world, "zhang")
        await new_pin_chosen(world, "reset_pin")
        assert (await world.on(Result)).outcome is Outcome.FAILED
        await gone(world)

    world.play(scene())
    assert world.chip_pin("zhang") == OLD["zhang"]
    assert world.marks() == ["unchanged"]
    assert [event["sw"] for event in world.events("chip.rejected")] == ["9302"]


def test_without_a_key_for_pins_it_is_not_done_here(world: World) -> None:
    async def scene() -> None:
        page = await world.home()
        tile = next(tile for tile in page.everything if tile.key == "reset_pin")
        assert not tile.enabled
        assert "窗口" in world.words(tile.reason)

    world.play(scene(), pin={"key_file": ""})


def test_the_new_pin_leaves_the_terminal_in_no_readable_shape(world: World) -> None:
    async def scene() -> None:
        await to_new_pin(world, "zhang")
        await new_pin_chosen(world, "reset_pin")
        await world.on(Result)
        await gone(world)

    sent = overheard(world)
    world.play(scene())
    assert any(b"pin_block" in body for body in sent)
    assert not any(shape in body for body in sent for shape in (NEW.encode(), bytes.fromhex(NEW)))


def test_the_second_proof_is_asked_for_again_when_it_is_too_old(world: World) -> None:
    async def scene() -> None:
        await identified_with_card(world, "reset_pin", "zhang")
        await confirmed(world)
        await world.on(PinPad)
        world.backend.command("clock", "+2m")
        await asyncio.sleep(40)
        await new_pin_chosen(world, "reset_pin")
        page = await world.until(lambda page: type(page).__name__ == "Keypad" and page.trouble is not None)
        assert "再核验一次" in world.words(page.trouble)
        await world.act("leave")
        await gone(world)

    world.play(scene(), identity={"second_check_after": 30})
    assert world.chip_pin("zhang") == OLD["zhang"]
