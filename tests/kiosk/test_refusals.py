"""Every refusal has its wording, is met by somebody in the sandbox, and tells what to do and who can help."""

import re
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from at_the_bureau import PATIENT
from refusal_table import ELSEWHERE, OF_THE_RULES, TABLE, Refused, come, said
from resident import Resident
from virtual_time import VirtualLoop
from world import World

import resources
from kiosk.failures import failure_page
from kiosk.refusals import Refusal, cleaned, helping_items, refusal_page_words, refusal_words
from kiosk.services.catalogue import catalogue
from sandbox.people import Person
from texts import Language, known_ids, literal
from ui.pages import Result

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
    assert [code for code in OF_THE_RULES if code not in TABLE and code not in ELSEWHERE] == []
    for code, file in ELSEWHERE.values():
        assert code in (TESTS / "kiosk" / file).read_text("utf-8"), code


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
