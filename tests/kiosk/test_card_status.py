"""The first journey without Qt: see the state of a card, by card and PIN or by ID card."""

from pathlib import Path

import pytest
from world import World

from texts import Kind, Personal
from ui.pages import Outcome, PinPad, PresentCard, PresentId, Record, Result, Standby, TakeBack, Tone


def values(world: World, record: Record, card: int = 0) -> list[str]:
    return [world.words(row.value) for row in record.cards[card].rows]


def test_a_card_and_its_pin_show_the_state_of_the_card(world: World) -> None:
    async def scene() -> None:
        record = await world.record_by_card("zhang", "120119")
        assert world.words(record.headline) == "您的卡可以正常使用"
        assert values(world, record) == ["正常", "正常", "正常", "没有在办的卡", "已签发"]
        assert "还可以输入 6 次" in world.words(record.cards[0].rows[2].meaning)
        assert record.card_in
        await world.press("print")
        result = await world.on(Result)
        assert result.outcome is Outcome.DONE
        await world.press("finish")
        await world.on(TakeBack)
        await world.pull()
        await world.on(Standby)

    world.play(scene())
    assert [event["way"] for event in world.events("session.ended")] == ["finished"]
    [printed] = world.events("slip.printed")
    assert printed["state"] == "confirmed"
    assert printed["number"].startswith("T01 "), "a slip in someone's hand is found in the log"


def test_an_id_card_alone_shows_states_of_all_cards_and_no_digits(world: World) -> None:
    async def scene() -> None:
        record = await world.record_by_id_card("wang")
        assert [card.tone for card in record.cards] == [Tone.GOOD, Tone.DANGER]
        assert values(world, record)[2] == "没有查看"
        assert world.words(record.cards[1].summary) == "这张卡不能再使用。"
        account = world.people["wang"].cards[1].bank_account
        said = "".join(world.words(row.meaning) for row in record.cards[0].rows)
        assert account[-4:] not in said
        assert not record.card_in
        await world.act("leave")
        await world.on(TakeBack)
        world.lift()
        await world.on(Standby)

    world.play(scene())


@pytest.mark.parametrize(
    ("key", "headline"),
    [
        ("xin", "您的卡还没有启用"),
        ("li", "您的卡已临时挂失"),
        ("zhao", "您的卡已正式挂失"),
        ("suo", "您的卡已锁定"),
        ("zhuxiao", "您的卡已注销"),
    ],
)
def test_every_state_is_said_in_the_headline(world: World, key: str, headline: str) -> None:
    async def scene() -> None:
        record = await world.record_by_id_card(key)
        assert world.words(record.headline) == headline
        world.lift()

    world.play(scene())


@pytest.mark.parametrize("key", ["gen1", "gen2", "gen3des", "ascii", "rare", "long", "nopin"])
def test_cards_of_every_generation_are_read(world: World, key: str) -> None:
    person = world.people[key]

    async def scene() -> None:
        if person.cards[0].chip.pin:
            record = await world.record_by_card(key, person.cards[0].chip.pin)
            assert record.person[0] == Personal(Kind.NAME, person.name)
        else:
            await world.home()
            await world.press("card_status")
            await world.on(PresentCard)
            await world.insert(key)
            refused = await world.on(Result)
            assert world.words(refused.headline) == "这张卡还没有设置密码"
        await world.pull()

    world.play(scene())


def test_somebody_without_a_card_is_told_so_and_what_to_do(world: World) -> None:
    async def scene() -> None:
        await world.home()
        await world.press("card_status")
        await world.on(PresentCard)
        await world.press("id_card")
        await world.on(PresentId)
        world.lay("wuka")
        result = await world.on(Result)
        assert result.outcome is Outcome.REFUSED
        assert "没有查到" in world.words(result.headline)
        assert "023-12333" in world.words(result.who_helps)
        world.lift()

    world.play(scene())


def test_a_card_put_in_at_standby_asks_for_its_state(world: World) -> None:
    async def scene() -> None:
        await world.on(Standby)
        await world.insert("zhang")
        await world.on(PinPad)
        await world.act("leave")
        await world.on(TakeBack)
        await world.pull()
        await world.on(Standby)

    world.play(scene())


def test_the_slip_holds_no_pin_and_no_full_number(world: World) -> None:
    async def scene() -> None:
        await world.record_by_card("zhang", "120119")
        await world.press("print")
        await world.on(Result)
        await world.pull()

    world.play(scene())
    printed = b"".join(path.read_bytes() for path in (world.folder / "paper").glob("*.bin"))
    person = world.people["zhang"]
    assert printed
    for secret in (person.id_number, person.cards[0].number, person.cards[0].bank_account, "120119", person.name):
        assert secret.encode("gb18030") not in printed


def test_no_file_holds_a_pin_or_a_full_number(world: World) -> None:
    async def scene() -> None:
        await world.record_by_card("zhang", "120119")
        await world.pull()

    world.play(scene())
    person = world.people["zhang"]
    for file in files(world.folder / "log"):
        content = file.read_bytes()
        for secret in (person.id_number, person.cards[0].number, person.name, "120119"):
            assert secret.encode() not in content


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]
