"""The first journey without Qt: see the state of a card, by card and PIN or by ID card."""

from world import World

from ui.pages import Home, Outcome, PresentCard, PresentId, Print, Record, Result, Standby, TakeBack


def test_a_card_and_its_pin_show_the_state_of_the_card(world: World) -> None:
    async def scene() -> None:
        await world.home()
        await world.press("card_status")
        await world.on(PresentCard)
        await world.insert("zhang")
        await world.enter_pin("120119")
        record = await world.on(Record)
        assert world.words(record.headline) == "您的卡可以正常使用"
        await world.press("print")
        result = await world.on(Result)
        assert result.outcome is Outcome.DONE
        await world.press("finish")
        await world.on(TakeBack)
        await world.pull()
        await world.on(Standby)

    world.play(scene())
    assert [event["way"] for event in world.events("session.ended")] == ["finished"]
