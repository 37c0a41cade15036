"""A card laid on the contactless reader does what a card that is put in does, and is gone when it is lifted."""

import pytest
from far_cards import LaidOn
from world import World

from devices.status import State
from sandbox.people import Person
from ui.pages import Home, PinPad, PresentCard, Record, Standby, TakeBack

NO_READER = "pcsc:no such reader"


@pytest.fixture
def laid_on(world: World, population: tuple[Person, ...]) -> LaidOn:
    return LaidOn(world, population[:40])


def test_a_card_laid_on_is_accepted_where_a_card_is_asked_for(world: World, laid_on: LaidOn) -> None:
    async def scene() -> None:
        await world.to_present_card()
        await laid_on.lay("zhang")
        await world.enter_pin("120119")
        await world.on(Record)
        await laid_on.lift()

    world.play(scene(), devices={"contactless_reader": laid_on.slot.url})


def test_the_other_slot_goes_on_working(world: World, laid_on: LaidOn) -> None:
    async def scene() -> None:
        await world.record_by_card("zhang", "120119")
        await world.pull()

    world.play(scene(), devices={"contactless_reader": laid_on.slot.url})


def test_a_card_lifted_half_way_is_asked_for_again_and_may_be_put_in_instead(world: World, laid_on: LaidOn) -> None:
    async def scene() -> None:
        await world.to_present_card()
        await laid_on.lay("zhang")
        await world.on(PinPad)
        await laid_on.lift()
        await world.until(lambda page: isinstance(page, PresentCard) and page.trouble is not None)
        await world.insert("zhang")
        await world.enter_pin("120119")
        await world.on(Record)
        await world.pull()

    world.play(scene(), devices={"contactless_reader": laid_on.slot.url})


def test_a_card_laid_on_at_standby_asks_for_its_state(world: World, laid_on: LaidOn) -> None:
    async def scene() -> None:
        await world.on(Standby)
        await laid_on.lay("zhang")
        await world.on(PinPad)
        await laid_on.lift()

    world.play(scene(), devices={"contactless_reader": laid_on.slot.url})


def test_a_card_that_was_lifted_is_not_asked_to_be_taken(world: World, laid_on: LaidOn) -> None:
    async def scene() -> None:
        await world.to_present_card()
        await laid_on.lay("zhang")
        await world.enter_pin("120119")
        await world.on(Record)
        await laid_on.lift()
        await world.act("leave")
        await world.on(Standby)

    world.play(scene(), devices={"contactless_reader": laid_on.slot.url})
    assert not [page for page in world.front.shown if isinstance(page, TakeBack)]


def test_a_card_that_still_lies_there_is(world: World, laid_on: LaidOn) -> None:
    async def scene() -> None:
        await world.to_present_card()
        await laid_on.lay("zhang")
        await world.enter_pin("120119")
        await world.on(Record)
        await world.act("leave")
        await world.on(TakeBack)
        await laid_on.lift()
        await world.on(Standby)

    world.play(scene(), devices={"contactless_reader": laid_on.slot.url})


def test_without_the_other_slot_a_card_laid_on_is_still_read(world: World, laid_on: LaidOn) -> None:
    async def scene() -> None:
        await world.to_present_card()
        await laid_on.lay("zhang")
        await world.enter_pin("120119")
        await world.on(Record)
        await laid_on.lift()

    world.play(scene(), devices={"contactless_reader": laid_on.slot.url, "card_reader": NO_READER})


def test_a_contactless_reader_that_is_away_is_said_on_home_and_the_rest_works(world: World) -> None:
    async def scene() -> None:
        home = await world.home()
        assert "感应读卡区" in "".join(world.words(text) for text in home.notices)
        assert all(tile.enabled for tile in home.everything if tile.key != "certify_pension")  # no camera
        device = world.around.equipment.contactless_reader
        assert device is not None
        assert device.status.state is not State.ONLINE
        assert isinstance(world.front.page, Home)

    world.play(scene(), devices={"contactless_reader": NO_READER})
