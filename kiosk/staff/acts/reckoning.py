"""日终对账: today or yesterday compared with the bureau's books now, told, and printed for the branch's file."""

from datetime import date, timedelta

from devices.faults import DeviceError
from kiosk.backend.errors import BackendUnreachable
from kiosk.reckoning import Reckoned
from kiosk.reckoning_slip import reckoning_slip
from kiosk.staff.desk import AtDesk
from kiosk.staff.told import MENU, told
from texts import Text
from ui.pages import Button, Choice, Outcome, Print

TODAY = Button("today", Text("staff.reckoning.today"), icon="document")
YESTERDAY = Button("yesterday", Text("staff.reckoning.yesterday"), icon="document")


async def reckoning(at: AtDesk) -> None:
    """The day is compared; what differs stands on the paper and in the log."""
    key = await at.session.offer(Choice(headline=Text("staff.reckoning.which"), options=(TODAY, YESTERDAY, MENU)))
    if key == MENU.key:
        return
    now = at.session.surroundings.wall().date()
    reckoned = await _compared(at, now if key == TODAY.key else now - timedelta(days=1))
    at.note(reckoned.day.isoformat(), str(len(reckoned.differences)))
    await _print(at, reckoned)


async def _compared(at: AtDesk, day: date) -> Reckoned:
    comparing = at.house.upkeep.reckoned(day)
    reckoned = await at.session.working(Text("staff.reckoning.comparing"), Text("common.waiting_for_bureau"), comparing)
    if reckoned is None:
        raise BackendUnreachable("the day's operations")
    return reckoned


async def _print(at: AtDesk, reckoned: Reckoned) -> None:
    found = len(reckoned.differences)
    headline = Text("staff.reckoning.differences", count=found) if found else Text("staff.reckoning.none")
    at.session.show(Print(headline=Text("operation.printing"), how=Text("operation.printing_how")))
    try:
        await at.session.printed(reckoning_slip(reckoned, at.session.configuration))
    except DeviceError as error:
        remedy = Text(f"faults.{error.fault.id}.staff")
        await told(at, headline, Outcome.FAILED, Text("staff.reckoning.not_printed"), remedy)
    else:
        await told(at, headline, Outcome.DONE, Text("staff.reckoning.printed"))
