"""The branch's own line on Standby: for one day, and never what somebody else put into its file."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from kiosk.staff.branch_notice import FILE, BranchNotice
from texts import Language, render


class Clock:
    def __init__(self) -> None:
        self.now = datetime.fromisoformat("2026-11-22T09:00:00+08:00")

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_it_hangs_until_midnight_and_over_a_restart(tmp_path: Path, clock: Clock) -> None:
    BranchNotice(tmp_path, clock).put_up("今天下午停电", "1001")
    notice = BranchNotice(tmp_path, clock)
    assert [render(each.words, Language.ZH_CN) for each in notice.shown] == ["今天下午停电"]
    clock.now += timedelta(hours=15)
    assert notice.shown == ()
    assert notice.today is None


def test_it_is_taken_down_for_good(tmp_path: Path, clock: Clock) -> None:
    notice = BranchNotice(tmp_path, clock)
    notice.put_up("今天下午停电", "1001")
    notice.take_down()
    notice.take_down()
    assert BranchNotice(tmp_path, clock).today is None


@pytest.mark.parametrize("content", ["", "[]", '{"words": "x"}', '{"words": "", "staff": "1", "day": "2026-11-22"}'])
def test_what_cannot_be_read_does_not_hang(tmp_path: Path, clock: Clock, content: str) -> None:
    (tmp_path / FILE).write_text(content)
    assert BranchNotice(tmp_path, clock).today is None
