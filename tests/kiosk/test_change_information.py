"""信息变更: shown masked, a new telephone proves itself by its own code, and the old one is told."""

import pytest
from at_the_bureau import code_sent
from world import World

from texts import Kind, Personal
from ui.pages import Choice, Confirm, Keypad, Outcome, PresentCard, PresentId, Result, Standby, TextEntry

NEW = "13900001234"


async def to_ways(world: World, key: str) -> object:
    """From Standby to what comes after the ID card: how to prove it, or a refusal."""
    await world.home()
    await world.press("change_information")
    await world.on(PresentId)
    world.lay(key)
    return await world.until(lambda page: isinstance(page, Choice | Result))


async def by_sms(world: World) -> None:
    await world.press("sms")
    await world.on(Keypad)
    await world.act("enter", code_sent(world))


async def to_fields(world: World, key: str) -> Choice:
    await to_ways(world, key)
    await by_sms(world)
    return await fields(world)


async def fields(world: World) -> Choice:
    page = await world.until(lambda page: isinstance(page, Choice) and page.headline.id == "change_information.which")
    assert isinstance(page, Choice)
    return page


async def to_new_phone(world: World, key: str = "zhang") -> Keypad:
    await to_fields(world, key)
    await world.press("phone")
    return await keypad(world, "type_phone")


async def keypad(world: World, name: str) -> Keypad:
    wanted = f"change_information.{name}"
    page = await world.until(lambda page: isinstance(page, Keypad) and page.headline.id == wanted, name)
    assert isinstance(page, Keypad)
    return page


async def to_confirmation(world: World, key: str = "zhang", number: str = NEW) -> Confirm:
    await to_new_phone(world, key)
    await world.act("enter", number)
    await keypad(world, "type_code")
    await world.act("enter", code_sent(world))
    return await world.on(Confirm)


async def gone(world: World) -> None:
    world.lift()
    await world.on(Standby)


def registered(world: World, key: str) -> list[str]:
    (row,) = world.rows(
        f"SELECT phone, address, contact FROM sandbox_people WHERE id_number = '{world.people[key].id_number}'"
    )
    return list(row)


def said(world: World, page: Confirm) -> str:
    return "".join(world.words(point.label) + world.words(point.words) for point in page.points)


def test_what_is_registered_is_shown_masked(world: World) -> None:
    async def scene() -> None:
        page = await to_fields(world, "yuliu")
        told = "".join(world.words(option.detail) for option in page.options)
        person = world.people["yuliu"]
        assert f"199****{person.phone[-4:]}" in told
        assert "重庆市渝中区****" in told
        assert "谢**" in told
        for secret in (person.phone, person.address, person.contact):
            assert secret not in told
        await world.act("leave")
        await gone(world)

    world.play(scene())


def test_a_new_telephone_is_registered_once_it_has_answered_and_the_old_one_is_told(world: World) -> None:
    async def scene() -> None:
        page = await to_confirmation(world)
        assert "139****1234" in said(world, page)
        assert NEW not in said(world, page)
        await world.act("proceed")
        result = await world.on(Result)
        assert result.outcome is Outcome.DONE
        assert world.words(result.headline) == "已变更"
        assert world.people["zhang"].phone in world.backend.command("inbox", "1")
        await world.press("print")
        await world.until(lambda page: isinstance(page, Result) and page.picture is not None)
        await world.press("finish")
        await gone(world)

    world.play(scene())
    assert registered(world, "zhang")[0] == NEW


def test_the_code_of_the_old_telephone_proves_no_new_one(world: World) -> None:
    async def scene() -> None:
        await to_fields(world, "zhang")
        old = code_sent(world)
        await world.press("phone")
        await keypad(world, "type_phone")
        await world.act("enter", NEW)
        await keypad(world, "type_code")
        if old != code_sent(world):
            await world.act("enter", old)
            page = await world.until(lambda page: isinstance(page, Keypad) and page.trouble is not None)
            assert isinstance(page, Keypad)
            assert "不对" in world.words(page.trouble)
        await world.act("leave")
        await gone(world)

    world.play(scene())
    assert registered(world, "zhang")[0] == world.people["zhang"].phone


@pytest.mark.parametrize(("typed", "words"), [("23900001234", "不是手机号码"), ("", "现在登记的号码")])
def test_what_cannot_be_the_new_number_is_typed_again(world: World, typed: str, words: str) -> None:
    async def scene() -> None:
        await to_new_phone(world)
        await world.act("enter", typed or world.people["zhang"].phone)
        page = await world.until(lambda page: isinstance(page, Keypad) and page.trouble is not None)
        assert isinstance(page, Keypad)
        assert words in world.words(page.trouble)
        await world.act("leave")
        await gone(world)

    world.play(scene())


def test_a_mistyped_number_can_be_typed_again_before_its_code(world: World) -> None:
    async def scene() -> None:
        await to_new_phone(world)
        await world.act("enter", NEW)
        await keypad(world, "type_code")
        await world.press("other_number")
        await keypad(world, "type_phone")
        await world.act("leave")
        await gone(world)

    world.play(scene())


@pytest.mark.parametrize(
    ("field", "kind", "written", "masked"),
    [
        ("address", Kind.ADDRESS, "重庆市渝中区听涛路7号3-2", "重庆市渝中区*"),
        ("contact", Kind.NAME, "谢佳木", "谢**"),
    ],
)
def test_words_are_written_confirmed_and_registered(
    world: World, field: str, kind: Kind, written: str, masked: str
) -> None:
    async def scene() -> None:
        await to_fields(world, "zhang")
        await world.press(field)
        page = await world.on(TextEntry)
        assert page.present is None or page.present.kind is kind
        await world.act("enter", written)
        confirm = await world.on(Confirm)
        assert masked in said(world, confirm)
        assert written not in said(world, confirm)
        await world.act("proceed")
        assert (await world.on(Result)).outcome is Outcome.DONE
        await gone(world)

    world.play(scene())
    assert written in registered(world, "zhang")
    assert Personal(kind, written).masked != written
    assert written not in str(world.events())


def test_name_and_number_go_to_the_counter_with_what_to_bring(world: World) -> None:
    async def scene() -> None:
        await to_fields(world, "zhang")
        await world.press("name")
        result = await world.on(Result)
        assert result.outcome is Outcome.REFUSED
        assert result.code == "NAME_AT_COUNTER"
        assert "公安机关的变更证明" in world.words(result.what_now[0])
        await gone(world)

    world.play(scene())
    assert world.events("operation.started") == []


@pytest.mark.parametrize("fault", ["operations:hang-up", "operations:error500", "operations:half"])
def test_a_lost_answer_is_found_out(world: World, fault: str) -> None:
    async def scene() -> None:
        await to_confirmation(world)
        world.backend.command("fault", fault)
        await world.act("proceed")
        assert (await world.on(Result)).outcome in (Outcome.DONE, Outcome.UNKNOWN)  # settled at once, or very soon
        world.backend.command("fault", "none")
        await world.settled()
        await gone(world)

    world.play(scene())
    assert registered(world, "zhang")[0] == NEW


def test_what_the_bureau_refuses_changes_nothing(world: World) -> None:
    async def scene() -> None:
        await to_confirmation(world)
        world.backend.command("fault", "operations:refuse", "BUSY")
        await world.act("proceed")
        assert (await world.on(Result)).outcome is Outcome.REFUSED
        world.backend.command("fault", "none")
        await gone(world)

    world.play(scene())
    assert registered(world, "zhang")[0] == world.people["zhang"].phone


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("chen", "您已申请补换卡"),
        ("child", "未满 16"),
        ("zhuxiao", "已注销"),
        ("wuka", "没有查到"),
        ("heshi", "办理条件"),
    ],
)
def test_what_stands_against_it_is_told_first(world: World, key: str, words: str) -> None:
    async def scene() -> None:
        if isinstance(await to_ways(world, key), Choice):
            await world.press("sms")
            if isinstance(await world.until(lambda page: isinstance(page, Keypad | Result)), Keypad):
                await world.act("enter", code_sent(world))
        assert words in world.words((await world.on(Result)).headline)
        await gone(world)

    world.play(scene())


def test_card_and_pin_will_do_where_the_old_telephone_is_gone(world: World) -> None:
    async def scene() -> None:
        await to_ways(world, "zhang")
        await world.press("card_pin")
        await world.on(PresentCard)
        await world.insert("zhang")
        await world.enter_pin("120119")
        await fields(world)
        await world.press("phone")
        await keypad(world, "type_phone")
        await world.act("enter", NEW)
        await keypad(world, "type_code")
        await world.act("enter", code_sent(world))
        await world.on(Confirm)
        await world.act("proceed")
        assert (await world.on(Result)).outcome is Outcome.DONE
        await world.pull()
        await gone(world)

    world.play(scene())
    assert registered(world, "zhang")[0] == NEW
