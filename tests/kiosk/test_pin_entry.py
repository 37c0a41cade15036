"""A PIN typed on a pad beside the screen: every service asks for it as on the screen, and no digit comes near Qt."""

from world import World

from devices.status import State
from ui.pages import Outcome, PinPad, PresentCard, Record, Result, Standby, TakeBack

OLD, NEW = "120119", "704926"


async def to_pin(world: World, item: str = "card_status") -> PinPad:
    await world.home()
    await world.press(item)
    await world.on(PresentCard)
    await world.insert("zhang")
    return await world.on(PinPad)


async def enter(world: World, digits: str) -> None:
    await world.press_on_pad(*digits, "enter")


def test_the_state_of_a_card_by_a_pin_typed_on_the_pad(world: World) -> None:
    async def scene() -> None:
        page = await to_pin(world)
        assert page.on_pad
        await world.press_on_pad(*OLD)
        assert world.front.count == 6
        assert page.pin.length == 6
        await enter(world, "")
        record = await world.on(Record)
        assert record.cards
        await world.pull()
        await world.on(Standby)

    world.play(scene(), devices=world.plug_in_pad())
    assert world.pad is not None
    assert (world.pad.mode, world.pad.held) == ("", 0)
    assert not any(OLD in file.read_text("utf-8") for file in (world.folder / "log").glob("*"))


def test_a_new_pin_is_set_with_the_pad_alone(world: World) -> None:
    async def scene() -> None:
        await to_pin(world, "change_pin")
        await enter(world, OLD)
        for headline in ("请输入新密码", "请再次输入新密码"):
            await world.until(lambda page, words=headline: world.words(page.headline) == words)
            await enter(world, NEW)
        result = await world.on(Result)
        assert result.outcome is Outcome.DONE
        await world.pull()

    world.play(scene(), devices=world.plug_in_pad())
    assert world.chip_pin("zhang") == NEW


def test_a_wrong_pin_tells_the_tries_and_the_pad_is_open_again(world: World) -> None:
    async def scene() -> None:
        await to_pin(world)
        await enter(world, "111111")
        page = await world.until(lambda page: isinstance(page, PinPad) and page.trouble is not None)
        assert "密码错误" in world.words(page.trouble)
        await enter(world, OLD)
        await world.on(Record)
        await world.pull()

    world.play(scene(), devices=world.plug_in_pad())


def test_correction_on_the_pad_counts_from_nought(world: World) -> None:
    async def scene() -> None:
        page = await to_pin(world)
        await world.press_on_pad(*"999", "clear")
        assert (world.front.count, page.pin.length) == (0, 0)
        await enter(world, OLD)
        await world.on(Record)
        await world.pull()

    world.play(scene(), devices=world.plug_in_pad())


def test_cancel_on_the_pad_leaves_and_nothing_of_the_pin_is_left(world: World) -> None:
    async def scene() -> None:
        page = await to_pin(world)
        await world.press_on_pad(*"120", "cancel")
        await world.on(TakeBack)
        assert page.pin.length == 0
        await world.pull()
        await world.on(Standby)

    world.play(scene(), devices=world.plug_in_pad())
    assert [event["way"] for event in world.events("session.ended")] == ["left"]


def test_digits_that_nobody_goes_on_with_are_cleared_and_asked_for_again(world: World) -> None:
    async def scene() -> None:
        await to_pin(world)
        await world.press_on_pad(*"120")
        assert world.pad is not None
        world.pad.command("expire")
        page = await world.until(lambda page: isinstance(page, PinPad) and page.trouble is not None)
        assert "已清除" in world.words(page.trouble)
        await enter(world, OLD)
        await world.on(Record)
        await world.pull()

    world.play(scene(), devices=world.plug_in_pad())


def test_what_is_chosen_on_the_screen_closes_the_pads_keys(world: World) -> None:
    async def scene() -> None:
        page = await to_pin(world)
        await world.press_on_pad(*"120")
        await world.act("leave")
        await world.on(TakeBack)
        assert page.pin.length == 0
        await world.pull()
        await world.on(Standby)

    world.play(scene(), devices=world.plug_in_pad())
    assert world.pad is not None
    assert (world.pad.mode, world.pad.held) == ("", 0)


def test_the_screens_own_confirmation_is_none_on_a_pads_page(world: World) -> None:
    async def scene() -> None:
        page = await to_pin(world)
        await world.press_on_pad(*OLD)
        await world.act("enter")
        assert world.front.page is page
        await world.pull()

    world.play(scene(), devices=world.plug_in_pad())


def test_a_pad_that_is_opened_while_somebody_types_ends_it_with_its_fault(world: World) -> None:
    async def scene() -> None:
        await to_pin(world)
        await world.press_on_pad(*"120")
        assert world.pad is not None
        world.pad.command("fault", "tampered")
        result = await world.on(Result)
        assert (result.outcome, result.code) == (Outcome.FAILED, "pin_pad_tampered")
        assert "请勿输入密码" in world.words(result.what_now[0])
        await world.seen("pin_pad", State.POTENTIAL_FRAUD)
        await world.act("leave")
        await world.pull()
        home = await world.home()
        tiles = {tile.key: tile for tile in home.everything}
        assert (tiles["change_pin"].enabled, tiles["card_status"].enabled) == (False, True)
        assert world.words(tiles["change_pin"].reason) == "密码键盘暂停使用"
        assert any("密码键盘" in world.words(notice) for notice in home.notices)

    world.play(scene(), devices=world.plug_in_pad())
    assert [event["fault"] for event in world.events("pin_pad.failed")] == ["pin_pad_tampered"]
    assert world.events("card.failed") == []


def test_home_sends_nobody_to_a_card_that_cannot_be_used_without_its_pin(world: World) -> None:
    async def scene() -> None:
        assert world.pad is not None
        await world.on(Standby)
        world.pad.command("fault", "gone")
        world.id_reader.command("fault", "gone")
        await world.seen("pin_pad", State.NO_DEVICE)
        await world.seen("id_reader", State.NO_DEVICE)
        home = await world.home()
        assert [world.words(notice) for notice in home.notices] == [
            "身份证阅读器和密码键盘都暂停使用，两样都不用的业务照常办理。"
        ]

    world.play(scene(), devices=world.plug_in_pad())


def test_an_outage_of_the_pad_is_logged_once_when_it_begins_and_once_when_it_ends(world: World) -> None:
    async def scene() -> None:
        await world.on(Standby)
        assert world.pad is not None
        world.pad.command("fault", "gone")
        await world.seen("pin_pad", State.NO_DEVICE)
        world.pad.command("fault", "none")
        await world.seen("pin_pad", State.ONLINE)
        home = await world.home()
        assert next(tile for tile in home.everything if tile.key == "change_pin").enabled

    world.play(scene(), devices=world.plug_in_pad())
    lost = [event for event in world.events("device.lost") if event["device"] == "pin_pad"]
    back = [event for event in world.events("device.back") if event["device"] == "pin_pad"]
    assert (len(lost), len(back)) == (1, 1)
