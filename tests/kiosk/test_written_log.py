"""An event log that cannot be written closes the doors, and no operation begins without its line."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from at_the_bureau import TEMPORARY, to_last_confirmation
from world import World

from kiosk.log import LogUnwritable
from kiosk.log_chain import verify
from kiosk.written_log import WrittenLog
from ui.pages import Outcome, Paused, PresentCard, Result, Standby


def log_at(folder: Path) -> WrittenLog:
    return WrittenLog(folder, lambda: datetime(2026, 11, 22, tzinfo=UTC))


class LostFolder:
    """A folder that cannot be written any more: a file stands where it should be."""

    def __init__(self, log: WrittenLog, folder: Path) -> None:
        log.close()
        self._folder, self._aside = folder, folder.with_name("aside")
        folder.rename(self._aside)
        folder.write_bytes(b"")

    def back(self) -> None:
        self._folder.unlink()
        self._aside.rename(self._folder)


def test_what_happened_already_is_not_stopped_but_the_doors_are_closed(tmp_path: Path) -> None:
    log, closed = log_at(tmp_path / "log"), list[bool]()
    log.on_unwritable = lambda: closed.append(True)
    log.write("terminal.in_service")
    lost = LostFolder(log, tmp_path / "log")
    log.write("card.taken_late")
    log.write("card.taken_late")
    assert (log.writable, log.check(), closed) == (False, False, [True])
    lost.back()
    assert log.check()
    assert log.writable
    log.close()
    assert verify(tmp_path / "log").problem is None


def test_an_operation_does_not_begin_unwritten(tmp_path: Path) -> None:
    log = log_at(tmp_path / "log")
    log.write("terminal.in_service")
    LostFolder(log, tmp_path / "log")
    with pytest.raises(LogUnwritable):
        log.write("operation.started")
    assert not log.writable


def test_an_end_that_is_not_on_the_disk_closes_the_doors(tmp_path: Path) -> None:
    log = log_at(tmp_path / "log")
    log.write("terminal.in_service")
    LostFolder(log, tmp_path / "log")
    with pytest.raises(LogUnwritable):
        log.newest()
    assert not log.writable


def test_a_lost_log_folder_pauses_the_terminal_until_it_is_back(world: World) -> None:
    async def scene() -> None:
        await world.on(Standby)
        lost = LostFolder(world.around.log, world.folder / "log")
        await world.home()
        await world.press("card_status")
        page = await world.on(Paused)
        assert world.words(page.how) == "本机暂时不能留下记录，暂停服务。"
        assert world.words(page.headline) == "本机暂停服务，不用在这里等"
        assert world.words(page.told) == "恢复后自动开放。"
        lost.back()
        await world.on(Standby)

    world.play(scene())
    assert not any(isinstance(page, PresentCard) for page in world.front.shown)
    assert world.events("log.writable_again")


def test_a_log_lost_during_a_visit_keeps_the_operation_from_being_sent(world: World) -> None:
    async def scene() -> None:
        await to_last_confirmation(world, TEMPORARY)
        lost = LostFolder(world.around.log, world.folder / "log")
        await world.act("proceed")
        result = await world.on(Result)
        assert result.outcome is Outcome.FAILED
        assert result.code == "journal"
        world.lift()
        await world.on(Paused)
        lost.back()

    world.play(scene())
    assert world.application_state("zhang") == "1"
    assert not world.events("operation.started")
