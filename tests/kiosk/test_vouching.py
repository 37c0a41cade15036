"""Staff vouch for a resident: by day, with the resident's consent, under their own name, for this visit alone."""

from world import World

from texts import Kind, Text
from ui.pages import Choice, Confirm, Keypad, Outcome, PresentId, Result, Standby

ON_DUTY = {"on_duty": "00:00-24:00"}
LONG_WAIT = {"first_wait": 600}
ZHOU, YANG = ("1001", "246810"), ("9001", "975310")


async def to_ways(world: World, who: str = "zhang") -> Choice:
    """The ID card lies there; how else is one to prove oneself?"""
    await world.home()
    await world.press("lock_application")
    await world.on(PresentId)
    world.lay(who)
    return await world.on(Choice)


async def to_number(world: World, who: tuple[str, str]) -> None:
    """The resident agrees, and somebody of the staff says who they are."""
    await to_ways(world)
    await world.press("staff")
    await world.on(Confirm)
    await world.act("proceed")
    await world.on(Keypad)
    await world.act("enter", who[0])
    await world.enter_pin(who[1])


async def to_compare(world: World) -> Choice:
    await to_number(world, ZHOU)
    return await option(world, "same")


async def option(world: World, key: str) -> Choice:
    page = await world.until(lambda page: isinstance(page, Choice) and key in {each.key for each in page.options})
    assert isinstance(page, Choice)
    return page


async def vouched_and_confirmed(world: World) -> None:
    """They are the person, and confirm twice what they came for."""
    await world.press("same")
    first = await world.on(Confirm)
    await world.act("proceed")
    await world.until(lambda page: isinstance(page, Confirm) and page.headline != first.headline)
    await world.act("proceed")


async def to_code(world: World) -> Keypad:
    page = await world.until(lambda page: isinstance(page, Keypad) and page.headline.id.startswith("sms."))
    assert isinstance(page, Keypad)
    return page


async def gone(world: World) -> None:
    await world.act("leave")
    world.lift()
    await world.on(Standby)


def test_the_word_of_staff_stands_in_for_a_code(world: World) -> None:
    async def scene() -> None:
        compare = await to_compare(world)
        assert world.people["zhang"].name not in world.words(compare.how)
        await vouched_and_confirmed(world)
        assert (await world.on(Result)).outcome is Outcome.DONE
        await gone(world)

    world.play(scene(), staff=ON_DUTY)
    assert world.application_state("zhang") == "3"
    (vouched,) = world.events("staff.vouched")
    assert vouched["staff"] == "1001"
    assert world.events("session.identified")[-1]["proofs"] == ["id_card", "staff"]


def test_the_journal_names_who_vouched(world: World) -> None:
    async def scene() -> None:
        await to_compare(world)
        await vouched_and_confirmed(world)
        await world.on(Result)
        (operation,) = await world.around.operations.journal.call(lambda journal: journal.today())
        body = operation.halves[0].body
        assert body is not None
        assert body["staff"]["number"] == "1001"
        await gone(world)

    world.play(scene(), staff=ON_DUTY)


def test_somebody_else_with_a_found_card_is_sent_away_by_staff(world: World) -> None:
    async def scene() -> None:
        await to_compare(world)
        await world.press("other_person")
        result = await world.on(Result)
        assert result.outcome is Outcome.REFUSED
        assert result.code == "NOT_THE_PERSON"
        await gone(world)

    world.play(scene(), staff=ON_DUTY)
    assert [event["staff"] for event in world.events("staff.not_the_person")] == ["1001"]
    assert [event["state"] for event in world.events("staff.hand_over")] == [
        *("requested", "identified", "refused", "returned")
    ]
    assert world.application_state("zhang") == "1"


def test_a_technicians_word_opens_nothing(world: World) -> None:
    async def scene() -> None:
        await to_number(world, YANG)
        result = await world.on(Result)
        assert result.code == "STAFF_ROLE"
        await gone(world)

    world.play(scene(), staff=ON_DUTY)
    assert world.events("staff.vouched") == []


def test_a_wrong_password_is_asked_for_again(world: World) -> None:
    async def scene() -> None:
        await to_number(world, (ZHOU[0], "111111"))
        page = await world.until(lambda page: isinstance(page, Keypad) and page.trouble is not None)
        assert isinstance(page, Keypad)
        await gone(world)

    world.play(scene(), staff=ON_DUTY)
    assert [event["staff"] for event in world.events("staff.refused")] == ["1001"]


def test_after_three_wrong_passwords_staff_wait_everywhere_and_the_resident_goes_on_by_a_code(world: World) -> None:
    async def scene() -> None:
        await to_number(world, (ZHOU[0], "111111"))
        for _ in range(2):
            await world.until(lambda page: isinstance(page, Keypad) and page.trouble == Text("staff.wrong"))
            await world.act("enter", ZHOU[0])
            await world.enter_pin("111111")
        assert "不能登录" in world.words((await to_code(world)).trouble)
        await gone(world)
        await to_ways(world, "wang")
        world.front.shown.clear()
        await world.press("staff")
        await to_code(world)
        assert not any(isinstance(page, Confirm) for page in world.front.shown)
        await gone(world)
        await world.home()
        await world.press("staff")
        assert (await world.on(Result)).code == "STAFF_WAIT"
        await world.act("leave")

    world.play(scene(), staff=ON_DUTY | LONG_WAIT)
    assert [event["staff"] for event in world.events("staff.refused")] == ["1001"] * 3


def test_the_resident_may_prove_themselves_otherwise(world: World) -> None:
    async def scene() -> None:
        await to_ways(world)
        await world.press("staff")
        await world.on(Confirm)
        await world.act("back")
        await option(world, "sms")
        await world.press("sms")
        await world.on(Keypad)
        await gone(world)

    world.play(scene(), staff=ON_DUTY)


def test_nobody_is_offered_where_nobody_is_on_duty(world: World) -> None:
    async def scene() -> None:
        await world.home()
        await world.press("lock_application")
        await world.on(PresentId)
        world.lay("zhang")
        await world.on(Keypad)
        await gone(world)

    world.play(scene())


def test_who_was_vouched_for_sees_their_card_as_with_a_code(world: World) -> None:
    async def scene() -> None:
        await to_compare(world)
        await world.press("same")
        confirm = await world.on(Confirm)
        number = next(personal for personal in confirm.person if personal.kind is Kind.CARD_NUMBER)
        assert number.value == world.people["zhang"].cards[0].number
        await gone(world)

    world.play(scene(), staff=ON_DUTY)
