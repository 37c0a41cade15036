"""Whatever is unplugged, at whatever moment of the journey, leads to a page that says what happened and what to do."""

from typing import Any

import pytest
from world import World

from devices.status import State
from ui.pages import Home, Outcome, Paused, PinPad, PresentCard, PresentId, Record, Result, Standby

COMMANDS_OF_A_CARD = 32
"""More than are sent to a third-generation card from SELECT to the PIN's last."""


def asks_again(page: Any) -> bool:
    return isinstance(page, PresentCard) and page.trouble is not None


def says_three_things(world: World, result: Result) -> None:
    """Did it happen, what now, who helps."""
    assert world.words(result.headline)
    assert all(world.words(text) for text in result.what_now)
    assert result.what_now
    assert "023-12333" in world.words(result.who_helps)


@pytest.mark.parametrize("command", range(1, COMMANDS_OF_A_CARD))
def test_a_card_pulled_at_any_command_is_asked_for_again_and_read(world: World, command: int) -> None:
    async def scene() -> None:
        await world.to_present_card()
        world.slot.fault("pull-at", command)
        with world.loop.held():
            world.slot.insert("zhang")
            page = await world.until(lambda page: isinstance(page, PinPad) or asks_again(page))
        if isinstance(page, PinPad):
            await world.enter_pin("120119")
            page = await world.until(lambda page: isinstance(page, Record) or asks_again(page))
        if not isinstance(page, Record):
            await world.insert("zhang")
            await world.enter_pin("120119")
            await world.on(Record)
        world.slot.pull()

    world.play(scene())


def test_another_card_is_refused_in_words_and_nothing_beyond_ef05_is_read(world: World) -> None:
    async def scene() -> None:
        await world.to_present_card()
        await world.insert("zhang")
        await world.on(PinPad)
        await world.pull()
        await world.until(asks_again)
        await world.insert("gen2")
        page = await world.until(lambda page: asks_again(page) and "不是" in world.words(page.trouble))
        assert world.people["gen2"].name not in repr(page)
        await world.pull()
        await world.insert("zhang")
        await world.on(PinPad)
        await world.pull()

    world.play(scene())


@pytest.mark.parametrize("fault", ["silent", "dirty", "foreign-bank", "foreign-sim", "foreign-transit"])
def test_a_card_that_cannot_be_read_is_to_be_taken_out_and_the_next_one_is_read(world: World, fault: str) -> None:
    async def scene() -> None:
        await world.to_present_card()
        world.slot.fault(fault)
        with world.loop.held():
            world.slot.insert("zhang")
            page = await world.until(asks_again)
        assert world.words(page.trouble)
        world.slot.fault("none")
        await world.pull()
        await world.insert("zhang")
        await world.enter_pin("120119")
        await world.on(Record)
        await world.pull()

    world.play(scene())


@pytest.mark.parametrize("key", ["appblocked", "cardblocked"])
def test_a_blocked_card_leads_to_the_id_card(world: World, key: str) -> None:
    async def scene() -> None:
        await world.to_present_card()
        await world.insert(key)
        await world.until(asks_again)
        await world.press("id_card")
        await world.on(PresentId)
        world.lay(key)
        await world.on(Record)
        world.lift()
        await world.pull()

    world.play(scene())


def test_an_id_reader_that_goes_away_is_told_and_works_again_when_it_is_back(world: World) -> None:
    async def scene() -> None:
        await world.to_present_id()
        world.id_reader.command("fault", "gone")
        result = await world.on(Result)
        says_three_things(world, result)
        await world.seen("id_reader", State.NO_DEVICE)
        world.id_reader.command("fault", "none")
        await world.seen("id_reader", State.ONLINE)
        await world.press("again")
        await world.on(PresentId)
        world.lay("zhang")
        await world.on(Record)
        world.lift()

    world.play(scene())


@pytest.mark.parametrize("fault", ["lift-midway", "read-failed"])
def test_an_id_card_that_is_not_read_is_asked_for_again(world: World, fault: str) -> None:
    async def scene() -> None:
        await world.to_present_id()
        world.id_reader.command("fault", fault)
        world.lay("zhang")
        page = await world.until(lambda page: isinstance(page, PresentId) and page.trouble is not None)
        assert world.words(page.trouble)
        world.id_reader.command("fault", "none")
        world.lift()
        world.lay("zhang")
        await world.on(Record)
        world.lift()

    world.play(scene())


@pytest.mark.parametrize(
    "fault", ["down", "never", "drip", "error500", "garbage", "wrong-person", "huge", "bad-schema"]
)
def test_a_bureau_that_fails_is_told_and_asked_again(world: World, fault: str) -> None:
    async def scene() -> None:
        await world.to_present_id()
        world.backend.command("fault", fault)
        world.lay("zhang")
        result = await world.on(Result)
        assert result.outcome is Outcome.FAILED
        says_three_things(world, result)
        world.backend.command("fault", "none")
        await world.press("again")
        await world.on(Record)
        world.lift()

    world.play(scene(), backend={"query_seconds": 1.0})


@pytest.mark.parametrize("fault", ["gone", "paper-out", "paper-out-midway", "cover-open", "cutter", "offline"])
def test_a_printer_that_fails_costs_the_paper_and_not_the_result(world: World, fault: str) -> None:
    async def scene() -> None:
        await world.record_by_id_card("zhang")
        world.printer.command("fault", fault)
        await world.press("print")
        result = await world.on(Result)
        assert result.outcome is Outcome.FAILED
        says_three_things(world, result)
        assert "查询结果不受影响" in "".join(world.words(text) for text in result.what_now)
        await world.press("show_again")
        await world.on(Record)
        world.lift()
        await world.act("leave")
        await world.on(Standby)

    world.play(scene())


def test_without_a_card_reader_the_id_card_still_opens_the_states(world: World) -> None:
    async def scene() -> None:
        home = await world.home()
        assert home.tiles[0].enabled
        world.lay("zhang")
        await world.press("card_status")
        await world.on(Record)
        world.lift()

    world.play(scene(), devices={"card_reader": "pcsc:no such reader"})


def test_a_device_that_is_away_is_said_on_home_before_anybody_starts(world: World) -> None:
    async def scene() -> None:
        world.id_reader.command("fault", "gone")
        with world.loop.held():
            await world.around.equipment.id_reader.until(lambda status: status.state is not State.ONLINE)
        home = await world.home()
        assert "身份证阅读器" in "".join(world.words(text) for text in home.notices)
        world.id_reader.command("fault", "none")
        with world.loop.held():
            await world.until(lambda page: isinstance(page, Home) and not page.notices)

    world.play(scene())
    assert [event["device"] for event in world.events("device.lost")] == ["id_reader"]
    assert [event["device"] for event in world.events("device.back")] == ["id_reader"]


def away(world: World, *devices: str) -> None:
    """What is unplugged before anybody comes."""
    for device in devices:
        {"id_reader": world.id_reader, "receipt_printer": world.printer}[device].command("fault", "gone")


@pytest.mark.parametrize(
    ("device", "words"),
    [("id_reader", "身份证阅读器暂停使用，请使用社保卡"), ("receipt_printer", "结果会显示在屏幕上")],
)
def test_home_says_what_is_away_and_what_still_works(world: World, device: str, words: str) -> None:
    async def scene() -> None:
        away(world, device)
        await world.seen(device, State.NO_DEVICE)
        home = await world.home()
        assert words in "".join(world.words(text) for text in home.notices)
        assert home.tiles[0].enabled

    world.play(scene())


def test_a_card_reader_that_is_away_is_said_with_what_still_works(world: World) -> None:
    async def scene() -> None:
        home = await world.home()
        assert "可以用身份证" in "".join(world.words(text) for text in home.notices)

    world.play(scene(), devices={"card_reader": "pcsc:no such reader"})


def test_a_tile_whose_devices_are_all_away_is_greyed_with_the_reason(world: World) -> None:
    async def scene() -> None:
        await world.on(Standby)
        away(world, "id_reader")
        await world.seen("id_reader", State.NO_DEVICE)
        home = await world.home()
        tiles = {tile.key: tile for tile in home.everything}
        assert not tiles["card_status"].enabled
        assert "读卡器和身份证阅读器都暂停使用" in world.words(tiles["card_status"].reason)
        assert "可以用身份证" not in "".join(world.words(text) for text in home.notices)
        assert tiles["check_reference"].enabled

    world.play(scene(), devices={"card_reader": "pcsc:no such reader"})


def test_a_bureau_that_is_away_greys_every_tile_with_the_reason(world: World) -> None:
    async def scene() -> None:
        world.backend.command("fault", "down")
        page = await world.until(lambda page: isinstance(page, Paused))
        assert "人社系统" in world.words(page.how)
        world.backend.command("fault", "none")
        await world.on(Standby)

    world.play(scene())
