"""换纸: how much is left on the roll by the terminal's count, and a new roll set to full."""

from devices.status import Supplies
from kiosk.paper_roll import Forecast
from kiosk.staff.desk import AtDesk
from kiosk.staff.told import MENU, told
from texts import Text, literal
from ui.pages import Button, Card, Outcome, Record, Row, Tone

RENEWED = Button("renewed", Text("staff.paper.renewed"), icon="check")
_TONES = {Supplies.OK: Tone.GOOD, Supplies.LOW: Tone.ATTENTION, Supplies.OUT: Tone.DANGER, None: Tone.NEUTRAL}


async def paper(at: AtDesk) -> None:
    """The count and the printer's own word; 已换新卷 sets the count anew."""
    printer, roll = at.session.equipment.receipt_printer, at.house.paper_roll
    pressed = await at.session.offer(_page(roll.forecast, printer.status.supplies))
    if pressed == MENU.key:
        return
    await printer.call(lambda _: roll.renewed(), SECONDS)
    at.note()
    await told(at, Text("staff.paper.counted_anew"), Outcome.DONE, Text("staff.paper.counted_anew_now"))


SECONDS = 5.0
"""For the printer's thread to come to it: the count belongs to that thread."""


def _page(forecast: Forecast, supplies: Supplies | None) -> Record:
    slips = forecast.slips_left
    rows = (
        Row(Text("staff.paper.printer_says"), _says(supplies), _TONES[supplies]),
        Row(
            Text("staff.paper.left"),
            literal(f"{forecast.left_metres:.0f} / {forecast.roll_metres:.0f} m"),
            Tone.ATTENTION if forecast.low else Tone.GOOD,
        ),
        Row(Text("staff.paper.slips"), Text("staff.paper.unknown") if slips is None else literal(str(slips))),
    )
    return Record(
        headline=Text("staff.paper.headline"),
        how=Text("staff.paper.how"),
        cards=(Card(title=Text("staff.paper.card"), rows=rows),),
        main=RENEWED,
        next_steps=(MENU,),
        sensitive=False,
    )


def _says(supplies: Supplies | None) -> Text:
    return Text("staff.paper.unknown" if supplies is None else f"staff.paper.supplies.{supplies.value}")
