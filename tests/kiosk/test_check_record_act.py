"""Staff check a paper that somebody brings: its code is typed, and only the bureau's verdict comes back."""

from collections.abc import Callable
from typing import NamedTuple

import pytest
from staff_hands import YANG, ZHOU, at_desk, leave
from world import World

from ui.pages import Choice, CodeEntry, Outcome, PresentCard, Result, Standby
from ui.record_pages import PdfPreview, RightsSummary

PIN = "120119"


async def a_paper(world: World, *, printed: bool) -> str:
    """The check code of a resident's paper; one that is left at the preview is void."""
    await world.home()
    await world.press("rights_record")
    await world.on(PresentCard)
    await world.insert("zhang")
    await world.enter_pin(PIN)
    await world.on(RightsSummary)
    await world.press("paper")
    for choice in ("a4", "certificate", "all"):
        await world.until(
            lambda page, key=choice: isinstance(page, Choice) and key in {one.key for one in page.options}
        )
        await world.press(choice)
    await world.on(PdfPreview)
    if printed:
        await world.press("print")
        await world.on(Result)
        await world.press("finish")
    else:
        await world.act("leave")
    await world.pull()
    await world.on(Standby)
    await world.settled()
    return world.backend.command("records").split()[-2].replace("-", "")


async def told(world: World, code: str) -> Result:
    await at_desk(world, ZHOU)
    await world.press("check_record")
    await world.on(CodeEntry)
    await world.act("enter", code)
    return await world.on(Result)


class Brought(NamedTuple):
    """A paper that somebody brings. `later`: by how much the bureau's clock has gone on since."""

    headline: str
    printed: bool = True
    typed: Callable[[str], str] = lambda code: code
    later: str = "+0d"


BROUGHT = (
    Brought("真实有效"),
    Brought("内容不符", typed=lambda code: code[:-1] + ("2" if code[-1] != "2" else "3")),
    Brought("已过有效期", later="+100d"),
    Brought("查无此件", typed=lambda _: "S22223333KKKK"),
    Brought("已经作废", printed=False),
)


@pytest.mark.parametrize("brought", BROUGHT, ids=lambda brought: brought.headline)
def test_the_verdict_is_told_in_words_and_nothing_about_the_person(world: World, brought: Brought) -> None:
    async def scene() -> None:
        code = brought.typed(await a_paper(world, printed=brought.printed))
        world.backend.command("clock", brought.later)
        result = await told(world, code)
        assert world.words(result.headline) == brought.headline
        assert (result.outcome is Outcome.DONE) is (brought.headline == "真实有效")
        assert world.people["zhang"].name not in "".join(map(world.words, (result.headline, *result.what_now)))
        await world.press("menu")
        await leave(world)

    world.play(scene(), devices={"document_printer": f"file:{world.folder / 'a4'}"})
    assert [event["act"] for event in world.events("staff.acted")] == ["check_record"]


def test_technicians_have_no_such_act(world: World) -> None:
    async def scene() -> None:
        menu: Choice = await at_desk(world, YANG)
        assert "check_record" not in {button.key for button in menu.options}
        await leave(world)

    world.play(scene())
