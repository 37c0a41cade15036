"""申领、补领、换领、注销: told first, chosen, signed, accepted once; what is accepted is a slip and no card yet."""

from dataclasses import dataclass

import pytest
from at_the_bureau import code_sent, identified
from world import World

from ui.face_pages import Consent
from ui.pages import (
    Choice,
    CodeEntry,
    Confirm,
    Keypad,
    Notice,
    Outcome,
    PresentCard,
    PresentId,
    Result,
    Signature,
    Standby,
)
from ui.specimens_signing import WRITTEN

APPLIED = "SELECT kind, bank, pickup, reason FROM sandbox_applications"
STAGED = "SELECT kind, media_type, taken_by IS NOT NULL FROM sandbox_uploads"


@dataclass(frozen=True)
class Way:
    """One kind of application: who, the pages after identifying, and what stands at the bureau afterwards."""

    item: str
    who: str
    choices: tuple[str, ...]
    filed: tuple[str, str, str, str]
    shows_card: bool = False

    def __str__(self) -> str:
        return self.item


APPLY = Way("apply_card", "wuka", ("icbc", "tingtao"), ("new", "icbc", "tingtao", ""))
REPLACE = Way("replace_card", "zhao", ("cqrcb", "songxi"), ("replacement", "cqrcb", "songxi", ""))
EXCHANGE = Way(
    "exchange_card",
    "gen2",
    ("third_generation", "cqrcb", "songxi"),
    ("exchange", "cqrcb", "songxi", "third_generation"),
    shows_card=True,
)
CANCEL = Way("cancel_card", "yuliu", ("abroad",), ("cancellation", "", "", "abroad"))
WAYS = (APPLY, REPLACE, EXCHANGE, CANCEL)
every_way = pytest.mark.parametrize("way", WAYS, ids=str)


async def to_notice(world: World, way: Way) -> Notice:
    await identified(world, way.item, way.who)
    if way.shows_card:
        await world.on(PresentCard)
        await world.insert(way.who)
    return await world.on(Notice)


async def to_confirmation(world: World, way: Way) -> Confirm:
    await to_notice(world, way)
    await world.act("proceed")
    for choice in way.choices:
        await world.until(lambda page, wanted=choice: offers(page, wanted))
        await world.press(choice)
    return await world.on(Confirm)


def offers(page: object, key: str) -> bool:
    return isinstance(page, Choice) and key in [option.key for option in page.options]


async def to_signature(world: World, way: Way) -> Signature:
    await to_confirmation(world, way)
    await world.act("proceed")
    return await world.on(Signature)


async def gone(world: World) -> None:
    await world.pull()
    world.lift()
    await world.on(Standby)


def said(world: World, page: Notice | Confirm) -> str:
    pairs = page.points if isinstance(page, Notice) else tuple((p.label, p.words) for p in page.points)
    return "".join(world.words(label) + world.words(words) for label, words in pairs)


@every_way
def test_it_is_told_chosen_signed_and_accepted(world: World, way: Way) -> None:
    async def scene() -> None:
        await to_signature(world, way)
        await world.act("sign", WRITTEN)
        result = await world.on(Result)
        assert result.outcome is Outcome.DONE
        assert "已受理" in world.words(result.headline)
        assert "还没有" in world.words(result.headline)
        await world.press("print")
        await world.until(lambda page: isinstance(page, Result) and page.picture is not None)
        await world.press("finish")
        await gone(world)

    before = None if way is APPLY else "2" if way is REPLACE else "1"
    world.play(scene())
    assert world.rows(APPLIED) == [way.filed]
    assert world.rows(STAGED) == [("signature", "image/svg+xml", 1)]
    if before is not None:
        assert world.application_state(way.who) == before


@every_way
def test_nothing_of_the_signature_is_on_the_disk_or_in_the_log(world: World, way: Way) -> None:
    async def scene() -> None:
        await to_signature(world, way)
        await world.act("sign", WRITTEN)
        await world.on(Result)
        await gone(world)

    world.play(scene())
    own = [file for folder in ("journal", "log") for file in (world.folder / folder).rglob("*") if file.is_file()]
    for file in own:
        content = file.read_bytes()
        assert b"M196 109" not in content
        assert b"196,109" not in content


@every_way
def test_a_staging_area_that_is_silent_means_no_application_and_says_so(world: World, way: Way) -> None:
    async def scene() -> None:
        await to_signature(world, way)
        world.backend.command("fault", "uploads:hang-up")
        await world.act("sign", WRITTEN)
        result = await world.on(Result)
        assert result.outcome is Outcome.FAILED
        assert world.words(result.headline).startswith("没有提交")
        world.backend.command("fault", "none")
        await world.press("again")
        assert (await world.until(lambda page: isinstance(page, Result) and page is not result)) is not None
        await gone(world)

    world.play(scene())
    assert world.rows(APPLIED) == [way.filed]


@every_way
def test_who_cannot_sign_declares_it(world: World, way: Way) -> None:
    async def scene() -> None:
        page = await to_signature(world, way)
        await world.press("counter")
        asked = await world.on(Consent)
        assert [words for _, words in asked.points[:2]] == [page.signs, page.declaration]
        await world.act("agree")
        result = await world.on(Result)
        assert result.outcome is Outcome.DONE
        await gone(world)

    world.play(scene())
    assert world.rows(APPLIED) == [way.filed]
    assert world.rows(STAGED) == [("signature", "image/svg+xml", 1)]
    assert "以声明代替手写签名" in world.rows("SELECT content FROM sandbox_uploads")[0][0].decode()


@every_way
@pytest.mark.parametrize("allowed", [True, False], ids=["declines", "may-not-declare"])
def test_who_neither_signs_nor_declares_is_led_to_the_counter(world: World, way: Way, allowed: bool) -> None:
    async def scene() -> None:
        await to_signature(world, way)
        await world.press("counter")
        if allowed:
            await world.on(Consent)
            await world.act("decline")
        result = await world.on(Result)
        assert result.outcome is Outcome.REFUSED
        assert result.code == "SIGN_AT_COUNTER"
        assert "不签名" in world.words(result.headline)
        await gone(world)

    world.play(scene(), identity={"declared_signature": allowed})
    assert world.rows(APPLIED) == []
    assert world.events("operation.started") == []


@every_way
def test_leaving_before_the_signature_leaves_nothing(world: World, way: Way) -> None:
    async def scene() -> None:
        await to_signature(world, way)
        await world.act("leave")
        await gone(world)

    world.play(scene())
    assert (world.rows(APPLIED), world.rows(STAGED)) == ([], [])


@every_way
@pytest.mark.parametrize("fault", ["operations:hang-up", "operations:error500"])
def test_a_lost_answer_is_found_out(world: World, way: Way, fault: str) -> None:
    async def scene() -> None:
        await to_signature(world, way)
        world.backend.command("fault", fault)
        await world.act("sign", WRITTEN)
        assert (await world.on(Result)).outcome in (Outcome.DONE, Outcome.UNKNOWN)  # settled at once, or very soon
        world.backend.command("fault", "none")
        await world.settled()
        await gone(world)

    world.play(scene())
    assert world.rows(APPLIED) == [way.filed]


@every_way
def test_back_goes_to_the_choice_before_and_signs_anew_for_another(world: World, way: Way) -> None:
    async def scene() -> None:
        signature = await to_signature(world, way)
        await world.act("back")
        await world.on(Confirm)
        await world.act("back")
        last = await world.on(Choice)
        other = next(option.key for option in last.options if option.key != way.choices[-1])
        await world.press(other)
        await world.on(Confirm)
        await world.act("proceed")
        again = await world.on(Signature)
        assert way is CANCEL or again.signs != signature.signs
        await world.act("leave")
        await gone(world)

    world.play(scene())


def test_no_way_back_is_confirmed_before_a_replacement(world: World) -> None:
    async def scene() -> None:
        page = await to_confirmation(world, REPLACE)
        assert "不能再解挂" in world.words(page.how)
        assert page.danger
        assert "农村商业银行" in said(world, page)
        await world.act("leave")
        await gone(world)

    world.play(scene())


def test_a_notice_tells_what_is_needed_how_long_it_takes_and_what_it_costs(world: World) -> None:
    async def scene() -> None:
        told = said(world, await to_notice(world, APPLY))
        for words in ("身份证", "照片", "10 个工作日", "不收费", "另外办理"):
            assert words in told
        await world.act("leave")
        await gone(world)

    world.play(scene())


def test_a_cancellation_tells_the_balance_and_what_to_bring(world: World) -> None:
    async def scene() -> None:
        told = said(world, await to_notice(world, CANCEL))
        for words in ("1234.56 元", "本人身份证、这张社保卡", "松溪巷", "再到银行销户"):
            assert words in told
        await world.act("leave")
        await gone(world)

    world.play(scene())


def test_a_card_that_no_reader_reads_is_exchanged_as_damaged(world: World) -> None:
    async def scene() -> None:
        await identified(world, "exchange_card", "zhang")
        await world.on(PresentCard)
        await world.press("unreadable")
        await world.on(Notice)
        await world.act("proceed")
        for choice in ("ccb", "songxi"):
            await world.until(lambda page, wanted=choice: offers(page, wanted))
            await world.press(choice)
        page = await world.on(Confirm)
        assert "损坏" in said(world, page)
        await world.act("proceed")
        await world.on(Signature)
        await world.act("sign", WRITTEN)
        assert (await world.on(Result)).outcome is Outcome.DONE
        await gone(world)

    world.play(scene())
    assert world.rows(APPLIED) == [("exchange", "ccb", "songxi", "damaged")]


@pytest.mark.parametrize(("why", "open_to_it"), [("bank", False), ("damaged", True)])
def test_who_wants_another_bank_cannot_choose_the_one_they_have(world: World, why: str, open_to_it: bool) -> None:
    async def scene() -> None:
        await identified(world, "exchange_card", "zhang")
        await world.on(PresentCard)
        await world.insert("zhang")
        await world.on(Notice)
        await world.act("proceed")
        await world.until(lambda page: offers(page, why))
        await world.press(why)
        banks = await world.until(lambda page: offers(page, "ceb"))
        assert isinstance(banks, Choice)
        now = next(bank for bank in banks.options if bank.key == "ceb")
        assert (now.enabled, world.words(now.reason)) == (open_to_it, "" if open_to_it else "就是现在的发卡银行")
        assert all(bank.enabled for bank in banks.options if bank is not now)
        await world.act("leave")
        await gone(world)

    world.play(scene())


def test_somebody_elses_card_is_not_exchanged(world: World) -> None:
    async def scene() -> None:
        await identified(world, "exchange_card", "gen2")
        await world.on(PresentCard)
        await world.insert("zhang")
        assert (await world.on(Result)).outcome is Outcome.REFUSED
        await gone(world)

    world.play(scene())


@pytest.mark.parametrize(
    ("item", "key", "words"),
    [
        ("apply_card", "zhang", "您已经有社保卡了"),
        ("apply_card", "lingka", "您的申请正在办理"),
        ("apply_card", "weicanbao", "没有查到您在重庆的参保信息"),
        ("apply_card", "wuzhao", "没有可用的照片"),
        ("apply_card", "old", "没有登记手机号"),
        ("replace_card", "zhang", "补领前请先办理正式挂失"),
        ("replace_card", "li", "补领前请先办理正式挂失"),
        ("replace_card", "suo", "补领前请先办理正式挂失"),
        ("replace_card", "chen", "您已申请补换卡"),
        ("replace_card", "zhuxiao", "已注销"),
        ("replace_card", "wuka", "没有查到"),
        ("exchange_card", "xin", "还没有启用"),
        ("exchange_card", "zhao", "已挂失"),
        ("exchange_card", "zhuxiao", "已注销"),
        ("exchange_card", "child", "未满 16"),
        ("cancel_card", "expired", "待遇发放到这张卡"),
        ("cancel_card", "huan", "您的申请正在办理"),
        ("cancel_card", "chen", "您已申请补换卡"),
        ("cancel_card", "zhuxiao", "已注销"),
    ],
)
def test_what_stands_against_it_is_told_before_anything_is_asked(world: World, item: str, key: str, words: str) -> None:
    async def scene() -> None:
        await world.home()
        await world.press(item)
        await world.on(PresentId)
        world.lay(key)
        page = await world.until(lambda page: isinstance(page, Keypad | Result))
        if isinstance(page, Keypad):
            await world.act("enter", code_sent(world))
        result = await world.until(lambda page: isinstance(page, Result | PresentCard))
        if isinstance(result, PresentCard):
            await world.insert(key)
        result = await world.on(Result)
        assert result.outcome is Outcome.REFUSED
        assert words in world.words(result.headline)
        await gone(world)

    world.play(scene())
    assert world.events("operation.started") == []


def test_all_that_stands_against_it_is_told_at_once(world: World) -> None:
    async def scene() -> None:
        await identified(world, "apply_card", "child")
        result = await world.on(Result)
        told = world.words(result.headline) + "".join(world.words(words) for words in result.what_now)
        assert "您已经有社保卡了" in told
        assert "还有" in told
        assert "16" in told
        await gone(world)

    world.play(scene())


def test_what_was_applied_for_is_seen_by_id_card_as_it_is_made(world: World) -> None:
    async def scene() -> None:
        await to_signature(world, APPLY)
        await world.act("sign", WRITTEN)
        await world.on(Result)
        await gone(world)
        world.backend.command("clock", "+5d")
        record = await world.record_by_id_card(APPLY.who)
        told = "".join(world.words(row.value) + world.words(row.meaning) for card in record.cards for row in card.rows)
        assert "第 3 步，共 5 步" in told
        assert "卡还在制作" in told
        assert world.words(record.headline) == "您的新卡正在制作"
        await world.act("leave")
        await gone(world)

    world.play(scene())


def test_its_number_tells_how_far_the_card_is(world: World) -> None:
    async def scene() -> None:
        await to_signature(world, REPLACE)
        await world.act("sign", WRITTEN)
        reference = (await world.on(Result)).reference
        await gone(world)
        world.backend.command("clock", "+2d")
        await world.home()
        await world.press("check_reference")
        await world.on(CodeEntry)
        await world.act("enter", reference.replace("-", ""))
        result = await world.on(Result)
        assert [world.words(row.value) for row in result.rows] == ["第 2 步，共 5 步"]

    world.play(scene())
