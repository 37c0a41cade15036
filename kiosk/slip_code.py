"""A slip without paper: its words as a code on the screen, for the resident's own telephone.

The code holds the slip itself, not an address: nothing of it goes over a network, lies on a server, or can be fetched
by somebody else; it is gone with the page. A slip holds no more than masked data, on paper as here.
"""

from typing import Final

from devices.slip import Feed, Line, Qr, Row, Rule, Slip, clean
from kiosk.qr import squares
from kiosk.session import Session
from texts import Text
from ui.pages import Button, Steps
from ui.record_pages import ScanCode

TAKE_AWAY: Final = Button("take_away", Text("slip.take_away"), icon="phone")
DONE: Final = Button("done", Text("slip.scanned"))
MOST_BYTES: Final = 1300
"""Of UTF-8 in a code that a telephone reads from a panel at arm's length: version 26 of ISO/IEC 18004 holds 1,367."""


def words_of(slip: Slip) -> str:
    """What the slip says, a line for each line: without rules, space, and the code of its number, which it names."""
    lines: list[str] = []
    for element in slip.elements:
        match element:
            case Line(text):
                lines.append(clean(text))
            case Row(label, value):
                lines.append(f"{clean(label)}: {clean(value)}")
            case Rule() | Qr() | Feed():
                continue
    return "\n".join(lines)


def fits(slip: Slip) -> bool:
    """Whether the slip goes into one code; a longer one is printed."""
    return len(words_of(slip).encode()) <= MOST_BYTES


async def shown_as_code(session: Session, slip: Slip, steps: Steps) -> None:
    """Until the resident has scanned it, or goes on."""
    session.served()
    await session.offer(
        ScanCode(
            headline=Text("slip.scan"),
            steps=steps,
            rows=squares(words_of(slip), dense=True),
            said=Text("slip.scan_said"),
            points=(Text("slip.scan_how"), Text("slip.scan_holds"), Text("slip.scan_kept")),
            main=DONE,
        )
    )
