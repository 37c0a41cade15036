"""Staff in a resident's visit: who may come in, whom the pages name, and who is written down when they go."""

from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest

from kiosk.backend.staff import Role, StaffMember
from kiosk.journal import Draft
from kiosk.session import Session
from kiosk.staff.roll import Roll, Waits
from kiosk.staff_here import StaffHere
from kiosk.written_log import WrittenLog
from texts import Language, Show, render

ZHOU = StaffMember(number="1001", name="周玉兰", role=Role.ASSISTANT)


class Anybody:
    """Whoever comes helps, and nothing needs a second person."""

    def __init__(self, folder: Path) -> None:
        self.roll = Roll(folder, lambda: datetime.now().astimezone(), days=1, waits=Waits())

    async def join(self, session: Session) -> StaffMember | None:
        return ZHOU

    def reviews(self, draft: Draft) -> bool:
        return False

    async def review(self, session: Session, draft: Draft) -> StaffMember:
        return ZHOU


@pytest.fixture
def log(tmp_path: Path) -> Iterator[WrittenLog]:
    with closing(WrittenLog(tmp_path, lambda: datetime.now().astimezone())) as log:
        yield log


def test_at_their_own_desk_nobody_comes_in(log: WrittenLog) -> None:
    staff = StaffHere(None, log, 7)
    assert staff.are_alone
    assert not staff.may_come


def test_every_page_names_whoever_helps(log: WrittenLog, tmp_path: Path) -> None:
    staff = StaffHere(Anybody(tmp_path), log, 7)
    assert staff.may_come
    assert staff.attended is None
    staff.helper = ZHOU
    assert render(staff.attended, Language.ZH_CN, Show.MASKED) == "工作人员 1001 协助中"


def test_whoever_goes_is_signed_out_once(log: WrittenLog, tmp_path: Path) -> None:
    staff = StaffHere(Anybody(tmp_path), log, 7)
    staff.helper = ZHOU
    staff.go()
    staff.go()
    assert staff.attended is None
    written = "".join(file.read_text("utf-8") for file in tmp_path.glob("*.jsonl"))
    assert written.count('"staff.signed_out"') == 1
    assert '"1001"' in written
