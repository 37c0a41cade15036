"""Public notices: shown on their days, exchanged while the terminal runs, and a bad file names what is wrong in it."""

import os
from datetime import date, datetime
from pathlib import Path

import pytest
from world import World

from kiosk.config import ConfigurationError
from kiosk.public_notices import MOST_AT_ONCE, NoticeBoard, NoticesError, dated_notices
from ui.pages import Standby

TODAY = date(2026, 11, 28)
UPGRADE = """
[[notice]]
words = "12月1日 2:00–6:00 系统升级，暂停办理。"
words_en = "1 Dec, 2:00–6:00: no service."
from = 2026-11-25
until = 2026-12-01
"""
PHONE = """
[[notice]]
words = "电子社保卡，手机上也能用。"
words_en = "The electronic card works on your phone."
publicity = true
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "notices.toml"
    file.write_text(UPGRADE + PHONE, "utf-8")
    return file


def heard_nothing(why: str) -> None:
    raise AssertionError(why)


def written(file: Path, words: str, at: int) -> None:
    """Exchanged at another moment, however coarse the file system's clock is."""
    file.write_text(words, "utf-8")
    os.utime(file, (at, at))


@pytest.mark.parametrize(
    ("day", "count"), [(date(2026, 11, 24), 1), (date(2026, 11, 25), 2), (date(2026, 12, 1), 2), (date(2026, 12, 2), 1)]
)
def test_a_notice_is_shown_from_its_first_day_to_its_last(file: Path, day: date, count: int) -> None:
    assert len(NoticeBoard(str(file), heard_nothing).shown(day)) == count


def test_publicity_is_marked_so_that_care_mode_leaves_it_out(file: Path) -> None:
    assert [notice.publicity for notice in NoticeBoard(str(file), heard_nothing).shown(TODAY)] == [False, True]


def test_no_more_hang_there_than_there_is_room_for(file: Path) -> None:
    file.write_text(PHONE * 5, "utf-8")
    assert len(NoticeBoard(str(file), heard_nothing).shown(TODAY)) == MOST_AT_ONCE


def test_without_a_file_nothing_hangs_there() -> None:
    assert NoticeBoard("", heard_nothing).shown(TODAY) == ()


def test_a_file_that_was_exchanged_is_read_anew_and_a_bad_one_leaves_what_hung_before(file: Path) -> None:
    told: list[str] = []
    board = NoticeBoard(str(file), told.append)
    assert len(board.shown(TODAY)) == 2
    written(file, UPGRADE, 1)
    assert len(board.shown(TODAY)) == 1
    written(file, "[[notice]]\nwords = 3\n", 2)
    assert len(board.shown(TODAY)) == 1
    assert len(board.shown(TODAY)) == 1
    assert len(told) == 1, "once, not every minute"
    file.unlink()
    assert len(board.shown(TODAY)) == 1


@pytest.mark.parametrize(
    ("words", "line"),
    [
        ("[[notice]]\nwords_en = 'a'", "notice 1.words: is missing; it should be 1 to 60 characters on one line"),
        ("[[notice]]\nwords = ''\nwords_en = 'a'", 'notice 1.words = "": should be 1 to 60 characters on one line'),
        (
            "[[notice]]\nwords = 'a'\nwords_en = 'a'\nuntil = '31.12.2026'",
            'notice 1.until = "31.12.2026": should be a day as 2026-12-31, without quotes',
        ),
        (
            "[[notice]]\nwords = 'a'\nwords_en = 'a'\nfrom = 2026-12-02\nuntil = 2026-12-01",
            "notice 1.until = 2026-12-01: should not be before notice 1.from (2026-12-02)",
        ),
        (
            f"{UPGRADE}publicity = 'no'",
            'notice 1.publicity = "no": should be true or false',
        ),
        (
            f"{UPGRADE}[[notice]]\nwords = 'a'\nwords_en = 'b'\ncolour = 'red'",
            "notice 2.colour: there is no such key; there are words, words_en, from, until, publicity",
        ),
        ("[notices]\n", "notices: there is no such table; there is [[notice]]"),
        ("words = ", "is not TOML: Invalid value (at end of document)"),
    ],
)
def test_what_is_wrong_names_key_value_and_what_it_should_be(file: Path, words: str, line: str) -> None:
    file.write_text(words, "utf-8")
    with pytest.raises(NoticesError) as raised:
        dated_notices(file)
    assert raised.value.lines == [line]


def test_a_terminal_does_not_start_with_a_bad_file(world: World, file: Path) -> None:
    file.write_text("[[notice]]\nwords = 'a'\nwords_en = 2\n", "utf-8")
    with pytest.raises(ConfigurationError) as raised:
        world.configuration(notices={"file": str(file)})
    (line,) = raised.value.lines
    assert f'notices.file = "{file}": notice 1.words_en = 2: should be 1 to 120 characters' in line


def test_standby_shows_them_and_changes_with_the_day(world: World, file: Path) -> None:
    world.wall = datetime(2026, 12, 1, 23, 59).astimezone()

    async def scene() -> None:
        page = await world.on(Standby)
        assert [world.words(notice.words)[:5] for notice in page.public] == ["12月1日", "电子社保卡"]
        world.wall = datetime(2026, 12, 2, 0, 1).astimezone()
        page = await world.until(lambda page: isinstance(page, Standby) and len(page.public) == 1)
        assert isinstance(page, Standby)
        assert page.public[0].publicity

    world.play(scene(), notices={"file": str(file)})
