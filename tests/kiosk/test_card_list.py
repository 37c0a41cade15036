"""The list of cards that are not to be served: read anew when it changes, heeded once the card's number is known."""

import os
from pathlib import Path

import pytest
from world import World

from devices.blacklist import parse
from kiosk.card_list import check_listed
from texts import Text
from ui.pages import PresentCard


def test_a_listed_card_is_refused_before_its_holder_is_read(world: World, tmp_path: Path) -> None:
    path = tmp_path / "listed.txt"
    path.write_text(f"# 停用\n{world.people['zhang'].cards[0].number}\n", "utf-8")

    async def scene() -> None:
        await world.to_present_card()
        await world.insert("zhang")
        refused = Text("faults.card_blacklisted.resident")
        await world.until(lambda page: isinstance(page, PresentCard) and page.trouble == refused, "the refusal")

    world.play(scene(), card={"blacklist": str(path)})


class Issuer:
    identifier, number = "650100D15600000500001234A1B2C3D4", "A00000011"


def test_a_new_file_counts_at_once(tmp_path: Path) -> None:
    path = tmp_path / "listed.txt"
    path.write_text("A00000012\n", "utf-8")
    check_listed(str(path), Issuer())  # pyright: ignore[reportArgumentType]
    path.write_text("A00000010-A00000015\n", "utf-8")
    os.utime(path, ns=(1, 1))
    with pytest.raises(Exception, match="card_blacklisted"):
        check_listed(str(path), Issuer())  # pyright: ignore[reportArgumentType]


def test_without_a_list_no_card_is_listed() -> None:
    check_listed("", Issuer())  # pyright: ignore[reportArgumentType]


@pytest.mark.parametrize("text", ["A0000001", "A00000011-A00000012-A00000013", "A00000012-A00000011", "A00000012-"])
def test_a_list_with_a_wrong_line_is_no_list(text: str) -> None:
    with pytest.raises(ValueError, match=r"card|range|FIRST"):
        parse(text)
