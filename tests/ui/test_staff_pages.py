"""All pages of the staff's desk, and theirs beside a resident: nobody's whole number is on them, by eye or by ear.

They are collected before a real terminal by somebody who presses everything, and drawn by the real screen.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any

import pytest
from nosy import Nosy
from on_the_glass import heard, seen
from staff_hands import CHEN, ZHOU, to_number_beside
from virtual_time import VirtualLoop
from world import World

from kiosk.backend.staff import Role
from kiosk.staff.desk import acts
from sandbox.people import Person
from sandbox.population import people
from texts import Language
from ui.pages import AnyPage, Choice, Confirm, Keypad, PinPad, PresentId, Record, Result, Standby

TELEPHONE = "19912345678"
OWN = {key for key, act in acts().items() if Role.ASSISTANT in act.roles}


@dataclass
class Walked:
    """What was shown, what the log says, and what must stand nowhere."""

    pages: list[AnyPage] = field(default_factory=list[AnyPage])
    acted: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    signed_in: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    secrets: set[str] = field(default_factory=set[str])


@pytest.fixture(scope="module")
def walked(tmp_path_factory: pytest.TempPathFactory) -> Walked:
    loop, everybody, walked = VirtualLoop(), people(1)[:60], Walked()
    with closing(loop):
        world = World(tmp_path_factory.mktemp("walk"), everybody, loop)
        world.play(everything(world, walked), staff={"review": "lock_application"})
    walked.acted, walked.signed_in = world.events("staff.acted"), world.events("staff.signed_in")
    walked.secrets = {*filter(None, secrets(everybody)), TELEPHONE, ZHOU[1], CHEN[1]}
    return walked


def secrets(everybody: tuple[Person, ...]) -> Iterator[str]:
    for person in everybody:
        yield person.id_number
        for card in person.cards:
            yield card.number
            yield card.chip.pin


async def everything(world: World, walked: Walked) -> None:
    """A resident locks a card, helped by one and approved by another; then the desk, page by page."""
    await locked_with_staff(world)
    (operation,) = await world.around.operations.journal.call(lambda book: book.today())
    number = operation.reference.number
    await world.around.operations.journal.call(lambda book: book.tickets.open_for(number, "unsettled"))
    await Nosy(world, ZHOU).walk()
    walked.pages = list(world.front.shown)


async def locked_with_staff(world: World) -> None:
    await to_number_beside(world)
    await signed(world, ZHOU)
    await chosen(world, "agree")
    await world.on(PresentId)
    world.lay("zhang")
    await world.until(lambda page: isinstance(page, Keypad) and page.headline.id.startswith("sms"))
    await world.act("enter", re.findall(r"\b(\d{6})\b", world.backend.command("inbox"))[-1])
    first = await world.on(Confirm)
    await world.act("proceed")
    await world.until(lambda page: isinstance(page, Confirm) and page.headline != first.headline)
    await world.act("proceed")
    await chosen(world, "here")
    await signed(world, CHEN)
    await chosen(world, "approve")
    await world.on(Result)
    await world.press("print")
    await world.until(lambda page: isinstance(page, Result) and page.main is not None and page.main.key == "finish")
    await world.press("finish")
    world.lift()
    await world.on(Standby)


async def signed(world: World, who: tuple[str, str]) -> None:
    await world.on(Keypad)
    await world.act("enter", who[0])
    await world.on(PinPad)
    await world.enter_pin(who[1])


async def chosen(world: World, key: str) -> None:
    await world.until(lambda page: isinstance(page, Choice) and key in {each.key for each in page.options}, key)
    await world.press(key)


def test_every_act_of_the_branch_is_in_the_log_under_the_name_of_who_did_it(walked: Walked) -> None:
    assert {event["act"] for event in walked.acted} == OWN
    assert {event["staff"] for event in walked.acted} == {ZHOU[0]}


def test_a_supervisor_does_nothing_at_the_desk_that_was_not_walked() -> None:
    assert {key for key, act in acts().items() if Role.SUPERVISOR in act.roles} == OWN


def test_the_walk_came_to_the_pages_of_each_act(walked: Walked) -> None:
    headlines = {page.headline.id for page in walked.pages}
    assert {"staff.join.consent", "staff.review.question", "staff.approval", "entrusting.confirm"} <= headlines
    assert any(isinstance(page, Record) and page.headline.id == "staff.today.count" for page in walked.pages)


@pytest.mark.parametrize("language", Language)
def test_no_page_shows_or_tells_a_whole_number(
    walked: Walked, make_bench: Callable[..., Any], language: Language
) -> None:
    bench = make_bench(language=language)
    shown: set[str] = set()
    for page in {repr(page): page for page in walked.pages}.values():
        bench.show(page)
        shown |= {bare(words) for words in (*seen(bench), *heard(bench))}
    assert len(shown) > 200
    assert [secret for secret in walked.secrets for words in shown if secret in words] == []


def bare(words: str) -> str:
    """Numbers stand in groups."""
    return words.replace(" ", "")
