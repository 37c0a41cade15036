"""Home finds things: the few that most come for, the rest by group, all of it by what people say."""

from typing import Any

import pytest

from kiosk.services.catalogue import catalogue, groups, often, often_first
from texts import Language
from ui.pages import Home
from ui.rendering import found


def test_six_to_nine_items_stand_in_the_largest_tiles_each_in_a_place_of_its_own() -> None:
    items = often(catalogue())
    assert 6 <= len(items) <= 9
    assert [item.often for item in items] == list(range(1, len(items) + 1))
    assert often_first(catalogue())[: len(items)] == items
    assert sorted(often_first(catalogue()), key=str) == sorted(catalogue(), key=str)


def test_every_item_belongs_to_a_group_that_there_is() -> None:
    assert {item.group for item in catalogue()} == set(groups())


def test_every_item_says_what_people_call_it() -> None:
    assert [item.key for item in catalogue() if not item.keywords] == []


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ("我的卡丢了", "report_loss"),
        ("wdkdl", "report_loss"),
        ("kdl", "report_loss"),
        ("lost", "report_loss"),
        ("忘记密码", "reset_pin"),
        ("wjmm", "reset_pin"),
        ("补卡", "replace_card"),
        ("jfjl", "rights_record"),
        ("换手机号", "change_information"),
        ("proof of life", "certify_pension"),
    ],
)
def test_what_one_wants_is_found_first(world: Any, said: str, key: str) -> None:
    async def scene() -> None:
        home = await world.home()
        assert found(home, said, Language.ZH_CN)[0]["key"] == key

    world.play(scene())


def test_home_holds_everything_once_and_what_is_closed_says_why(world: Any) -> None:
    async def scene() -> None:
        home: Home = await world.home()
        assert {button.key for button in home.everything} == {item.key for item in catalogue()}
        assert all(button.reason is not None for button in home.everything if not button.enabled)

    world.play(scene())
