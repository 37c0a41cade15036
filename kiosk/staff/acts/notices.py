"""公告: what hangs on Standby today, and the branch's own line: put up for today, or taken down."""

from kiosk.public_notices import MOST_WORDS
from kiosk.staff.branch_notice import Notice
from kiosk.staff.desk import AtDesk
from kiosk.staff.told import MENU, told
from texts import Text, literal
from ui.pages import Button, Choice, Outcome, TextEntry, Writing, Written

WRITE = Button("write", Text("staff.notices.write"), icon="document")
TAKE_DOWN = Button("take_down", Text("staff.notices.take_down"), icon="stop")
NOT_NOW = Button("not_now", Text("staff.menu"), icon="back")


async def notices(at: AtDesk) -> None:
    """See what hangs; write a line, or take it down."""
    board = at.house.notice
    key = await at.session.offer(_page(board.today))
    if key == TAKE_DOWN.key:
        board.take_down()
        at.note(outcome="taken_down")
        at.house.changed()
        await told(at, Text("staff.notices.taken_down"), Outcome.DONE, Text("staff.notices.taken_down_now"))
    elif key == WRITE.key:
        await _write(at)


async def _write(at: AtDesk) -> None:
    """It says nothing of any resident: whoever passes by reads it."""
    page = TextEntry(
        headline=Text("staff.notices.what"),
        how=Text("staff.notices.what_how"),
        writing=Writing.FREE,
        most=MOST_WORDS,
        other_ways=(NOT_NOW,),
    )
    written = await at.session.offer(page)
    if not isinstance(written, Written):
        return
    at.house.notice.put_up(written.words.value, at.member.number)
    at.note(outcome="put_up")
    at.house.changed()
    await told(at, Text("staff.notices.put_up"), Outcome.DONE, Text("staff.notices.put_up_now"))


def _page(notice: Notice | None) -> Choice:
    if notice is None:
        return Choice(headline=Text("staff.notices.none"), how=Text("staff.notices.how"), options=(WRITE, MENU))
    return Choice(
        headline=Text("staff.notices.hangs"),
        how=Text("staff.notices.by", words=literal(notice.words), staff=literal(notice.staff)),
        options=(WRITE, TAKE_DOWN, MENU),
    )
