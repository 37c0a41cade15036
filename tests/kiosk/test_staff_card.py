"""Signing in by staff card: it proves itself by a challenge, and comes nowhere near a resident's card."""

import pytest
from far_cards import LaidOn
from staff_hands import leave, to_number, to_number_beside
from world import World

from devices.status import Media
from sandbox.backend.staff import chip_of
from sandbox.people import Person
from sandbox.staff_card import NAME, StaffChip
from ui.pages import Choice, Keypad, PresentCard, PresentId, Standby

CARDS: dict[str, object] = {"card_aid": NAME.hex().upper()}


@pytest.fixture
def laid_on(world: World, population: tuple[Person, ...]) -> LaidOn:
    return LaidOn(world, population[:10])


async def to_number_or_card(world: World) -> Keypad:
    page = await to_number(world)
    assert "工作卡" in world.words(page.how)
    return page


async def desk_by(world: World, laid_on: LaidOn) -> None:
    """The card is judged, taken away, and the desk comes."""
    await world.until(lambda page: isinstance(page, PresentCard))
    assert await laid_on.lifted()
    await world.on(Choice)


def play(world: World, laid_on: LaidOn, scene: object, **changes: object) -> None:
    staff = {**CARDS, **changes}
    world.play(scene, devices={"contactless_reader": laid_on.slot.url}, staff=staff)


@pytest.mark.parametrize("algorithm", ["sm4", "aes", "des"])
def test_a_card_that_proves_itself_signs_in(world: World, laid_on: LaidOn, algorithm: str) -> None:
    async def scene() -> None:
        await to_number_or_card(world)
        await laid_on.put_on("1001", chip_of("1001", algorithm))
        await desk_by(world, laid_on)
        await leave(world)

    play(world, laid_on, scene(), card_algorithm=algorithm)
    (signed_in,) = world.events("staff.signed_in")
    assert (signed_in["staff"], signed_in["by"]) == ("1001", "card")


def test_a_copy_with_another_key_does_not(world: World, laid_on: LaidOn) -> None:
    async def scene() -> None:
        await to_number_or_card(world)
        await laid_on.put_on("copy", StaffChip("0000000000001001", bytes(16)))
        await world.on(PresentCard)
        await laid_on.lifted()
        page = await world.on(Keypad)
        assert "不能在这里登录" in world.words(page.trouble)
        await world.act("leave")
        await world.on(Standby)

    play(world, laid_on, scene())
    assert [event["staff"] for event in world.events("staff.refused")] == ["card"]
    assert world.events("staff.signed_in") == []


def test_a_residents_card_is_no_staff_card(world: World, laid_on: LaidOn) -> None:
    async def scene() -> None:
        await to_number_or_card(world)
        await laid_on.lay("zhang")
        await world.on(PresentCard)
        await laid_on.lifted()
        page = await world.on(Keypad)
        assert "不是工作卡" in world.words(page.trouble)
        await world.act("leave")
        await world.on(Standby)

    play(world, laid_on, scene())


def test_at_the_desk_the_slot_takes_a_staff_card_too(world: World, laid_on: LaidOn) -> None:
    async def scene() -> None:
        await to_number_or_card(world)
        with world.loop.held():
            world.slot.put_in("1001", chip_of("1001"))
            await world.around.equipment.card_reader.until(lambda status: status.media is Media.PRESENT)
        await world.on(PresentCard)
        await world.pull()
        await world.on(Choice)
        await leave(world)

    play(world, laid_on, scene())


def test_beside_a_resident_only_the_contactless_reader_takes_one(world: World, laid_on: LaidOn) -> None:
    async def scene() -> None:
        await to_number_beside(world)
        with world.loop.held():
            world.slot.put_in("1001", chip_of("1001"))
            await world.around.equipment.card_reader.until(lambda status: status.media is Media.PRESENT)
        assert isinstance(world.front.page, Keypad)
        await laid_on.put_on("1001", chip_of("1001"))
        await world.on(PresentCard)
        await laid_on.lifted()
        await world.until(lambda page: isinstance(page, Choice) and page.options[0].key == "agree")
        await world.press("agree")
        await world.until(lambda page: isinstance(page, PresentId) and page.attended is not None)
        await world.act("leave")
        await world.pull()
        await world.on(Standby)

    play(world, laid_on, scene())


def test_without_an_application_name_no_card_is_asked_for(world: World, laid_on: LaidOn) -> None:
    async def scene() -> None:
        await world.home()
        await world.press("staff")
        page = await world.on(Keypad)
        assert "工作卡" not in world.words(page.how)
        await world.act("leave")
        await world.on(Standby)

    play(world, laid_on, scene(), card_aid="")
