"""重新启动: the program ended as by SIGTERM, cards given back first, and started again with what was changed."""

from kiosk.staff.desk import AtDesk
from kiosk.staff.told import MENU, told
from texts import Text
from ui.pages import Button, Choice, Outcome, Working

NOW = Button("now", Text("staff.restart.now"), icon="check")


async def restart(at: AtDesk) -> None:
    """After one question; nobody is in a session then but whoever asks."""
    begin_anew = at.session.surroundings.machine.begin_anew
    if begin_anew is None:
        await told(at, Text("staff.configuration.no_file"), Outcome.FAILED, Text("staff.configuration.no_file_now"))
        return
    page = Choice(headline=Text("staff.restart.really"), how=Text("staff.restart.how"), options=(NOW, MENU))
    if await at.session.offer(page) != NOW.key:
        return
    at.note()
    at.session.show(Working(headline=Text("staff.restart.going"), leave=False))
    begin_anew()
