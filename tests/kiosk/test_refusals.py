"""Every refusal has its wording, is met by somebody in the sandbox, and tells what to do and who can help."""

import re
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from at_the_bureau import NORMAL, PATIENT
from face_hands import needs_networks, settings
from refusal_table import BEFORE_A_CAMERA, BY_TWO, OF_THE_RULES, SOMEBODY_ELSE, TABLE, Refused, come, said
from resident import Resident
from virtual_time import VirtualLoop
from world import World

import resources
from kiosk.failures import failure_page
from kiosk.refusals import Refusal, cleaned, helping_items, refusal_page_words, refusal_words
from kiosk.services.catalogue import catalogue
from sandbox.camera import CameraSimulator
from sandbox.people import Person
from texts import Language, known_ids, literal
from ui.pages import PinPad, PresentCard, Result

TESTS = Path(__file__).parents[1]
CODES = sorted(
    {
        text.split(".")[1]
        for text in known_ids(Language.ZH_CN)
        if text.startswith("refusals.") and text.endswith(".what")
    }
)


@pytest.mark.parametrize("code", TABLE)
def test_somebody_is_refused_so_and_reads_the_words_for_it(world: World, code: str) -> None:
    world.play(come(world, TABLE[code]), backend=PATIENT)
    assert (TABLE[code].text or f"refusals.{code}.what") in said(world)


@needs_networks
@pytest.mark.parametrize("code", BEFORE_A_CAMERA)
def test_somebody_is_refused_so_before_the_camera(world: World, camera: CameraSimulator, code: str) -> None:
    world.camera = camera
    camera.command("face", "live", SOMEBODY_ELSE)
    world.play(come(world, BEFORE_A_CAMERA[code]), backend=PATIENT, **settings(camera))
    assert BEFORE_A_CAMERA[code].text in said(world)


def test_while_somebody_stands_with_the_card_before_another_terminal_it_is_busy_here(
    tmp_path: Path, population: tuple[Person, ...]
) -> None:
    loop = VirtualLoop()
    here, there = (World(tmp_path / name, population[:20], loop) for name in ("here", "there"))

    async def scene() -> None:
        await there.beside(here, beside())

    async def beside() -> None:
        there.pull_at_pin_change(after_acting=True)
        await left_with_the_card(there)
        here.backend.command("clock", "+5s")
        await come(here, Refused("zhang", "lock_application"))

    here.play(scene(), backend=PATIENT)
    loop.close()
    assert f"refusals.{BY_TWO}.what" in said(here)
    assert here.application_state("zhang") == NORMAL


async def left_with_the_card(world: World) -> None:
    """A PIN change whose card was pulled: the chip's end is not known before the card is in again."""
    await world.home()
    await world.press("change_pin")
    await world.on(PresentCard)
    await world.insert("zhang")
    for asked, pin in (("identity.enter_pin", "120119"), ("change_pin.new", "704926"), ("change_pin.again", "704926")):
        await world.until(lambda page, wanted=asked: isinstance(page, PinPad) and page.headline.id == wanted)
        await world.enter_pin(pin)
    await world.until(lambda page: isinstance(page, PresentCard) and page.trouble is not None)


def test_an_id_card_whose_number_cannot_be_is_refused_as_unreadable(
    tmp_path: Path, population: tuple[Person, ...]
) -> None:
    whole = population[0]
    wrong = replace(whole, id_number=whole.id_number[:-1] + ("1" if whole.id_number[-1] != "1" else "2"))
    loop = VirtualLoop()
    world = World(tmp_path, (wrong,), loop)
    world.play(come(world, Refused(wrong.key, "lock_application")), backend=PATIENT)
    loop.close()
    assert "refusals.ID_UNREADABLE.what" in said(world)


def test_no_refusal_is_left_that_nobody_meets() -> None:
    """Those of the card's life-cycle stand in the table; each other one is named in a test of its own room."""
    named = "\n".join(file.read_text("utf-8") for file in TESTS.rglob("*.py") if file.name != "test_refusals.py")
    named += "ID_UNREADABLE"  # above
    assert [code for code in CODES if code not in TABLE and code not in named] == []


def test_each_of_the_rules_refusals_is_met_by_somebody() -> None:
    assert len(OF_THE_RULES) == len(set(OF_THE_RULES)) == 36
    assert set(OF_THE_RULES) - {*TABLE, *BEFORE_A_CAMERA, BY_TWO} == set()


def test_no_refusal_of_the_rules_is_forced() -> None:
    """Each comes from who they are, what they do, and what stands at the bureau: no code is put into its mouth."""
    orders = [order for refused in TABLE.values() for order in (*refused.before, *refused.meanwhile)]
    assert [order for order in orders if "refuse" in " ".join(order)] == []


def test_every_item_that_helps_after_a_refusal_is_an_item() -> None:
    table = tomllib.loads(resources.path("refusals.toml").read_text("utf-8"))
    items = {item.key for item in catalogue()}
    assert {key for keys in table.values() for key in keys} - items == set()
    assert [code for code in table if code not in CODES] == []
    assert helping_items("NO_SUCH_CODE") == ()


def test_a_code_that_we_do_not_know_is_told_in_the_bureaus_own_words() -> None:
    own = "您的\u202e卡\x00在外省\n冻结。" + "很长" * 100
    what, now = refusal_page_words("FROZEN_ELSEWHERE", own)
    assert what.id == "refusals.unknown"
    assert now == literal(cleaned(own))
    assert refusal_words("FROZEN_ELSEWHERE", own) == literal(cleaned(own))
    assert cleaned(own).startswith("您的 卡 在外省 冻结。")
    assert len(cleaned(own)) <= 120


def test_a_code_without_any_words_still_says_what_to_do(world: World) -> None:
    page = failure_page(Refusal("FROZEN_ELSEWHERE"), catalogue()[0], world.configuration())
    assert "拨打热线" in world.words(page.what_now[0])
    assert "023-12333" in world.words(page.who_helps)
    assert page.code == "FROZEN_ELSEWHERE"


def test_an_operation_refused_for_an_unknown_reason_is_told_in_the_bureaus_own_words(world: World) -> None:
    async def scene() -> None:
        world.backend.command("fault", "operations:refuse", "FROZEN_ELSEWHERE")
        await come(world, Refused("zhang", "lock_application"))

    world.play(scene(), backend=PATIENT)
    assert "refusals.unknown" in said(world)


def test_the_card_that_counts_is_named_to_who_put_in_another_one(world: World) -> None:
    world.play(come(world, TABLE["CARD_MISMATCH"]), backend=PATIENT)
    page = next(page for page in world.front.shown if isinstance(page, Result) and page.code == "CARD_MISMATCH")
    assert world.people["wang"].cards[-1].number[-4:] in world.words(page.what_now[0])
    assert world.people["wang"].cards[-1].number not in world.words(page.what_now[0])


def test_who_reports_a_loss_again_is_told_since_when_it_is_lost_and_how(world: World) -> None:
    async def scene() -> None:
        await Resident(world, "report_loss", "zhang", {"report_loss.which_kind": ("formal",)}).visit()
        world.backend.command("clock", "+1h")
        await Resident(world, "report_loss", "zhang").visit()

    world.play(scene(), backend=PATIENT)
    page = next(page for page in world.front.shown if isinstance(page, Result) and page.code == "ALREADY_LOST")
    assert re.fullmatch(r"\d{4}.*\d\d:\d\d.*办理了正式挂失。", world.words(page.what_now[0]))
