"""One identification, one summary, one slip; each thing an operation of its own, whatever becomes of the others."""

from typing import Any

from face_hands import needs_networks, settings
from resident import THE_SECOND, Resident
from world import World

from sandbox.camera import CameraSimulator
from sandbox.faces.people import face_of
from texts import Text
from ui.pages import Confirm, Outcome, PresentCard, Record, Result

PENSIONER = "p001"
"""Whose card lies sealed; payments go into an old passbook."""
ALL = {
    "pension_together.overview": ("begin",),
    "pension_together.activate_ask": ("activate",),
    "pension_together.payout_ask": (THE_SECOND,),
    "pension_together.contact_ask": ("phone",),
    "change_information.type_phone": ("13900001234",),
    "activate.initial": ("123456",),
    "activate.new": ("704926",),
    "activate.again": ("704926",),
}
NOTHING = ALL | {name: ("not_now",) for name in ALL if name.endswith("_ask")}


def visit(world: World, answers: dict[str, tuple[str, ...]], who: type[Resident] = Resident, **changes: Any) -> Result:
    """The last result that was shown."""
    results: list[Result] = []

    async def scene() -> None:
        result = await who(world, "pension_together", PENSIONER, answers).visit()
        assert result is not None
        results.append(result)

    world.play(scene(), **changes)
    return results[0]


def shown(world: World, kind: type[Any]) -> Any:
    return next(page for page in world.front.shown if isinstance(page, kind))


def outcomes(world: World, result: Result) -> dict[str, str]:
    return {world.words(row.label): world.words(row.value) for row in result.rows}


def payout(world: World) -> list[tuple[Any, ...]]:
    return world.rows("SELECT wanted IS NOT NULL, signature IS NOT NULL FROM sandbox_payouts")


def test_three_things_are_done_by_one_code_and_told_on_one_slip(world: World) -> None:
    result = visit(world, ALL)
    assert result.outcome is Outcome.DONE
    assert world.words(result.headline) == "3 件都办好了"
    assert outcomes(world, result) == {
        "社保卡启用": "社保卡已启用，请使用新密码",
        "待遇发放账户": "已受理，等待区级审核",
        "联系方式": "已变更",
    }
    assert all("受理号" in world.words(row.meaning) for row in result.rows)
    assert payout(world) == [(1, 1)]
    assert world.application_state(PENSIONER) == "1"
    assert world.rows("SELECT phone FROM sandbox_people WHERE key = 'p001'") == [("13900001234",)]
    assert world.chip_pin(PENSIONER) == "704926"
    assert len(world.printer.slips) == 1


def test_each_has_a_reference_of_its_own(world: World) -> None:
    visit(world, ALL)
    ended = world.events("operation.ended")
    assert [event["item"] for event in ended] == ["activate", "maintain_payout_account", "change_information"]
    assert len({event["reference"] for event in ended}) == len(ended)


def test_everything_is_confirmed_on_one_page_before_anything_is_done(world: World) -> None:
    visit(world, ALL)
    (summary,) = [page for page in world.front.shown if isinstance(page, Confirm)]
    assert [world.words(point.label) for point in summary.points] == ["社保卡启用", "待遇发放账户", "联系方式"]
    assert world.words(summary.proceed) == "确认办理 3 件"


def test_without_a_face_the_certification_is_told_of_and_left(world: World) -> None:
    visit(world, ALL)
    row = shown(world, Record).cards[0].rows[0]
    assert "要刷脸，这次没有刷" in world.words(row.meaning)


def test_who_wants_none_of_it_has_nothing_done(world: World) -> None:
    result = visit(world, NOTHING)
    assert result.code == "NOTHING_CHOSEN"
    assert world.rows("SELECT count(*) FROM sandbox_operations") == [(0,)]


class Outpaced(Resident):
    """Meanwhile somebody at the counter applies for another account for them."""

    async def answer(self, page: Any) -> None:
        if isinstance(page, Confirm):
            self._world.change("UPDATE sandbox_payouts SET wanted = 'elsewhere'")
        await super().answer(page)


def test_a_card_that_is_still_being_made_is_not_to_be_activated(world: World) -> None:
    world.change(
        "UPDATE sandbox_cards SET production = 'accepted', production_updated = '2026-11-01T09:00:00+08:00'"
        " WHERE id_number = ?",
        (world.people[PENSIONER].id_number,),
    )
    visit(world, NOTHING)
    labels = [world.words(row.label) for card in shown(world, Record).cards for row in card.rows]
    assert "启用社保卡" not in labels
    assert not any(page.headline.id == "pension_together.activate_ask" for page in world.front.shown)


def test_one_that_is_refused_leaves_the_others_done(world: World) -> None:
    result = visit(world, ALL, Outpaced)
    assert world.words(result.headline) == "3 件中办好了 2 件"
    assert outcomes(world, result)["待遇发放账户"] == "没有受理，待遇照旧发放"
    assert world.words(Text("refusals.PAYOUT_PENDING.what")) in world.words(result.rows[1].meaning)
    assert outcomes(world, result)["联系方式"] == "已变更"


class WithoutTheirCard(Resident):
    """Says that they want the card activated, and has another one with them."""

    def _insert(self) -> None:
        self._world.slot.insert("zhang")


def test_one_that_cannot_be_begun_says_why_and_the_others_are_done(world: World) -> None:
    result = visit(world, ALL, WithoutTheirCard)
    assert result.outcome is Outcome.FAILED
    assert outcomes(world, result)["社保卡启用"] == "没有办"
    assert outcomes(world, result)["联系方式"] == "已变更"


class TornAndAlone(Resident):
    """Their card tears while its PIN is changed, and the bureau is away when they put it in again."""

    async def answer(self, page: Any) -> None:
        if isinstance(page, Confirm):
            self._world.pull_at_pin_change(after_acting=True)
        if isinstance(page, PresentCard) and page.trouble is not None:
            self._world.backend.command("fault", "down")
        await super().answer(page)


def test_one_whose_end_nobody_knows_is_not_said_not_to_have_been_begun(world: World) -> None:
    result = visit(world, ALL, TornAndAlone)
    assert world.chip_pin(PENSIONER) == "704926"
    assert outcomes(world, result)["社保卡启用"] == "结果待确认"
    assert outcomes(world, result)["联系方式"] == "没有办"


def test_a_change_that_waits_for_the_district_is_not_asked_about_again(world: World) -> None:
    only_payout = NOTHING | {"pension_together.payout_ask": (THE_SECOND,)}
    results: list[Result | None] = []

    async def scene() -> None:
        results.append(await Resident(world, "pension_together", PENSIONER, only_payout).visit())
        world.backend.command("clock", "+2m")
        results.append(await Resident(world, "pension_together", PENSIONER, only_payout).visit())

    world.play(scene())
    first, again = results
    assert first is not None
    assert first.outcome is Outcome.DONE
    assert again is not None
    assert again.code == "NOTHING_CHOSEN"


def test_the_district_agrees_after_some_days(world: World) -> None:
    only_payout = NOTHING | {"pension_together.payout_ask": (THE_SECOND,)}

    async def scene() -> None:
        await Resident(world, "pension_together", PENSIONER, only_payout).visit()
        world.backend.command("clock", "+4d")
        await Resident(world, "pension_together", PENSIONER, NOTHING).visit()

    world.play(scene())
    account = world.people[PENSIONER].cards[0].bank_account
    assert world.rows("SELECT account, wanted FROM sandbox_payouts") == [(account, None)]


@needs_networks
def test_with_a_face_the_certification_is_among_them(world: World) -> None:
    camera = CameraSimulator(port=0, rate=15)
    camera.start()
    camera.command("face", "live", face_of(PENSIONER))
    world.parts, world.camera = (*world.parts, camera), camera
    answers = NOTHING | {"identity.which_way": ("face",)}
    try:
        result = visit(world, answers, **settings(camera))
    finally:
        camera.stop()
    assert result.outcome is Outcome.DONE
    assert list(outcomes(world, result)) == ["待遇资格认证"]
    assert world.rows("SELECT channel, suspended FROM sandbox_pensions") == [("terminal", 0)]


def test_with_the_word_of_staff_the_certification_is_among_them(world: World) -> None:
    by_staff = {
        "identity.which_way": ("staff",),
        "staff.vouch.number": ("1001",),
        "staff.vouch.sign": ("246810",),
        "staff.vouch.compare": ("same",),
    }
    result = visit(world, NOTHING | by_staff, staff={"on_duty": "00:00-24:00"})
    assert [world.words(row.label) for row in result.rows] == ["待遇资格认证"]
    assert (result.outcome, world.words(result.headline)) == (Outcome.DONE, "这件事办好了")
    assert world.words(result.what_now[-1]) == "请留好凭条，上面有受理号。"
    assert world.rows("SELECT channel FROM sandbox_pensions") == [("terminal",)]
