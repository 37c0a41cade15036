"""暂停服务 and 恢复服务: with a reason that residents read on the screen; a restart changes nothing about it."""

from kiosk.clock import minute
from kiosk.staff.closing import REASONS, Pause
from kiosk.staff.desk import AtDesk
from kiosk.staff.told import MENU, told
from texts import Text, literal
from ui.pages import Button, Choice, Outcome

OPEN = Button("open", Text("staff.service.open"), icon="check")


async def service(at: AtDesk) -> None:
    """Choose why it is paused; or serve again."""
    closing = at.house.closing
    key = await at.session.offer(_page(closing.pause))
    if key == MENU.key:
        return
    if key == OPEN.key:
        closing.open()
        at.note(outcome="open")
        headline, now = Text("staff.service.opened"), Text("staff.service.opened_now")
    else:
        closing.close(key, at.member.number, at.session.surroundings.wall())
        at.note(outcome=key)
        headline, now = Text("staff.service.paused"), Text("staff.service.paused_now")
    at.house.changed()
    await told(at, headline, Outcome.DONE, now)


def _page(pause: Pause | None) -> Choice:
    if pause is None:
        reasons = tuple(
            Button(key, Text(f"staff.reason.{key}"), icon="pause", detail=Text(f"staff.paused_for.{key}"))
            for key in REASONS
        )
        how = Text("staff.service.why_how")
        return Choice(headline=Text("staff.service.why"), how=how, options=(*reasons, MENU))
    return Choice(
        headline=Text("staff.service.is_paused"),
        how=Text("staff.service.is_paused_by", staff=literal(pause.staff), since=literal(minute(pause.since))),
        options=(OPEN, MENU),
    )
