"""The pages in between: each specimen is what the terminal shows, and says what happened, what now, who helps."""

from types import SimpleNamespace
from typing import Any

import pytest
from at_the_bureau import LOCK, PATIENT, TEMPORARY, done, gone, to_last_confirmation
from staff_hands import joined
from world import World

from kiosk import conclusion, face
from kiosk.backend.errors import BackendSilent, BackendUnreachable
from kiosk.config import Configuration
from kiosk.equipment import Equipment
from kiosk.failures import failure_page
from kiosk.services.catalogue import ServiceItem, catalogue
from texts import Language, Show, Text, render
from ui.pages import Home, Outcome, Paused, Result, Standby, TakeBack
from ui.specimens_between import COUNTER, between

LOST_ANSWER = "hang-up"
PAGES: dict[str, Any] = dict(between())


def item(key: str) -> ServiceItem:
    return next(item for item in catalogue() if item.key == key)


@pytest.fixture
def configuration(world: World) -> Configuration:
    names = dict(COUNTER.fields)
    return world.configuration(terminal={"counter": names["zh_CN"], "counter_en": names["en"]})


def told(page: Result) -> tuple[Any, ...]:
    """What the page says; its rows, buttons and numbers differ from visit to visit."""
    return page.headline, page.outcome, page.what_now, page.who_helps is not None


@pytest.mark.parametrize(
    ("name", "key", "failure"),
    [
        ("between_bureau_lost", "report_loss", BackendUnreachable("no route")),
        ("between_bureau_silent", "card_status", BackendSilent("HTTP 503")),
        ("between_last_resort", "lock_application", ZeroDivisionError("nobody thought of it")),
    ],
)
def test_a_failure_is_shown_as_its_specimen(
    configuration: Configuration, name: str, key: str, failure: Exception
) -> None:
    assert failure_page(failure, item(key), configuration) == PAGES[name]


def test_every_page_of_a_failure_says_did_it_happen_what_now_and_who_helps() -> None:
    for name, page in PAGES.items():
        if isinstance(page, Result) and page.outcome is not Outcome.DONE:
            assert page.what_now, name
            assert page.who_helps is not None, name
            for language in Language:
                helps = render(page.who_helps, language, Show.MASKED)
                assert "023-12333" in helps, name


def test_a_slip_that_jams_leaves_the_outcome_standing_and_offers_the_code(world: World) -> None:
    async def scene() -> None:
        await done(world, LOCK)
        world.printer.command("fault", "cutter")
        await world.press("print")
        page = await world.until(lambda page: isinstance(page, Result) and len(page.what_now) > 1)
        assert isinstance(page, Result)
        assert told(page) == told(PAGES["between_printer_jam"])
        assert page.reference
        assert page.picture is None, "there is no slip to take"
        assert PAGES["between_printer_jam"].buttons[0] in page.buttons
        await world.press("finish")
        await gone(world)

    world.play(scene())


def test_a_result_that_is_not_known_is_shown_as_its_specimen(world: World) -> None:
    async def scene() -> None:
        await to_last_confirmation(world, TEMPORARY)
        world.backend.command("fault", LOST_ANSWER)
        await world.act("proceed")
        page = await world.on(Result)
        assert told(page) == told(PAGES["between_not_known"])
        assert page.reference
        world.backend.command("fault", "none")
        await world.act("leave")
        world.lift()
        await world.settled()

    world.play(scene(), backend=PATIENT)


def test_what_breaks_after_an_operation_does_not_deny_it(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """An exception that nobody thought of, when the card is locked already: the page says that it is."""

    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("nobody thought of it")

    monkeypatch.setattr(conclusion, "content_of", broken)

    async def scene() -> None:
        page = await done(world, LOCK)
        assert told(page) == told(PAGES["between_fault_after"])
        assert page.reference
        assert world.application_state("zhang") == LOCK.after
        await world.act("leave")
        await gone(world)

    world.play(scene())


def test_a_visit_that_staff_ended_says_what_counts_and_what_now(world: World) -> None:
    async def scene() -> None:
        await world.to_present_id()
        await joined(world, "gone")
        page = await world.on(Result)
        assert told(page) == told(PAGES["between_taken_over"])
        assert not page.leave
        await world.on(Standby)

    world.play(scene())


def test_a_terminal_without_its_bureau_says_where_to_go_and_goes_on_by_itself(world: World) -> None:
    async def scene() -> None:
        await world.on(Standby)
        world.terminal._doors.bureau_known = False  # pyright: ignore[reportPrivateUsage] - as live before the first answer
        world.terminal._changed.set()  # pyright: ignore[reportPrivateUsage]
        page = await world.on(Paused)
        specimen = PAGES["between_out_of_service"]
        assert (page.headline, page.how, page.told) == (specimen.headline, specimen.how, specimen.told)
        assert page.corner == specimen.corner
        assert page.where_else[0].id == specimen.where_else[0].id
        await world.on(Standby)

    world.play(scene())


def test_a_terminal_without_its_reader_goes_on_in_part(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    specimen = PAGES["between_partly_out"]
    assert isinstance(specimen, Home)
    as_drawn = {tile.key: (tile.enabled, tile.reason) for tile in specimen.tiles}

    async def scene() -> None:
        usable = world.around.equipment.usable
        monkeypatch.setattr(Equipment, "usable", usable - {"card_reader"})
        world.terminal._changed.set()  # pyright: ignore[reportPrivateUsage]
        await world.until(lambda page: isinstance(page, Standby) and page.how == Text("terminal.touch_alone"))
        home = await world.home()
        shown = {tile.key: (tile.enabled, tile.reason) for group in home.groups for tile in group.buttons}
        assert specimen.headline == home.headline
        assert as_drawn == {key: shown[key] for key in as_drawn}

    world.play(scene())


def test_a_camera_that_shows_nothing_leaves_another_way(configuration: Configuration) -> None:
    shown: list[Result] = []

    async def offer(page: Result) -> str:
        shown.append(page)
        return "other"

    session: Any = SimpleNamespace(configuration=configuration, offer=offer)
    tried = face._try_again(session, PAGES["between_camera_lost"].steps, Text("face.failed.no_camera"), 2)  # pyright: ignore[reportPrivateUsage]
    with pytest.raises(StopIteration):
        tried.send(None)
    assert shown == [PAGES["between_camera_lost"]]


def test_the_loudest_page_is_that_of_a_card_that_stays() -> None:
    page = PAGES["between_take_back_alarm"]
    assert isinstance(page, TakeBack)
    assert page.alarm == 3
