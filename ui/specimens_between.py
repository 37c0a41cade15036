"""The pages in between, in the terminal's own words: something is away, broken, or not known yet.

`tests/kiosk/test_between_pages.py` holds each against what the terminal shows in that case.
"""

from collections.abc import Iterator
from typing import Final

from texts import Text
from ui.pages import AnyPage, Button, Choice, Home, Outcome, Paused, Picture, Print, Result, Standby, TakeBack, Working
from ui.record_pages import ScanCode
from ui.specimens_records import code_like

HOTLINE: Final = "023-12333"
COUNTER: Final = Text(
    "common.in_both",
    zh_CN="渝中区示例社保服务窗口（工作日 9:00–17:00）",
    en="the sample counter in Yuzhong (working days 9:00-17:00)",
)
WHO_HELPS: Final = Text("common.who_helps", hotline=HOTLINE, counter=COUNTER)
REFERENCE: Final = "A01-4UA223-K7MQ"
AGAIN: Final = Button("again", Text("common.try_again"))
FINISH: Final = Button("finish", Text("common.finish"))
TAKE_AWAY: Final = Button("take_away", Text("slip.take_away"), icon="phone")
CORNER: Final = Button("staff", Text("staff.corner"), icon="person")
_TILES: Final = tuple(
    Button(key, Text(f"{key}.title"), icon, Text(f"{key}.detail"))
    for key, icon in (("card_status", "card"), ("report_loss", "lost"), ("change_pin", "key"))
)


def between() -> Iterator[tuple[str, AnyPage]]:
    """Each by its file name."""
    yield from _closed()
    yield from _failed()
    yield from _afterwards()
    yield from _with_staff()


def _closed() -> Iterator[tuple[str, AnyPage]]:
    """Out of service, partly out of service, a card that somebody left behind."""
    yield (
        "between_out_of_service",
        Paused(
            headline=Text("terminal.paused_shortly"),
            how=Text("terminal.missing_bureau"),
            told=Text("terminal.opens_when_connected"),
            where_else=(Text("terminal.go_to", counter=COUNTER),),
            corner=CORNER,
        ),
    )
    left = (Text("terminal.card_left", hotline=HOTLINE),)
    yield (
        "between_partly_out",
        Home(
            headline=Text("terminal.what_to_do"),
            tiles=(*_TILES[:2], _closed_tile()),
            notices=(Text("terminal.without_card_reader"), Text("terminal.without_receipt_printer")),
            corner=CORNER,
        ),
    )
    yield (
        "between_card_left",
        Standby(headline=Text("terminal.welcome"), how=Text("terminal.touch_alone"), offers=_TILES[:2], notices=left),
    )
    yield "between_take_back_alarm", TakeBack(headline=Text("take_back.card"), picture=Picture.TAKE_CARD, alarm=3)


def _closed_tile() -> Button:
    """What needs the reader says why it cannot be begun; what the ID card does as well goes on."""
    changes = _TILES[2]
    reason = Text("terminal.missing_card_reader")
    return Button(changes.key, changes.label, changes.icon, changes.detail, enabled=False, reason=reason)


def _failed() -> Iterator[tuple[str, AnyPage]]:
    """It did not happen: the bureau is away, the camera is, or something broke that nobody thought of."""
    yield "between_bureau_lost", failed("report_loss", "backend.unreachable", "unreachable", "report_loss.failed_now")
    yield "between_bureau_silent", failed("card_status", "backend.silent", "silent")
    yield "between_last_resort", failed("lock_application", "common.internal_fault", "internal", again=False)
    yield (
        "between_camera_lost",
        Result(
            headline=Text("face.camera_gone"),
            outcome=Outcome.FAILED,
            what_now=(Text("face.camera_gone_now"),),
            who_helps=WHO_HELPS,
            main=Button("other", Text("face.other_way")),
            buttons=(Button("again", Text("face.again")),),
        ),
    )


def failed(item: str, now: str, code: str, *at_once: str, again: bool = True) -> Result:
    """An item that was not done, as `kiosk.failures` tells it."""
    return Result(
        headline=Text(f"{item}.failed"),
        outcome=Outcome.FAILED,
        what_now=(Text(now), *map(Text, at_once)),
        who_helps=WHO_HELPS,
        code=code,
        main=AGAIN if again else None,
    )


def _afterwards() -> Iterator[tuple[str, AnyPage]]:
    """It was handed over: its outcome is not known yet, its slip did not come out, something broke after it."""
    yield "between_waiting", Working(headline=Text("operation.carrying_out"), waiting_for=Text("operation.waiting_for"))
    yield (
        "between_not_known",
        Result(
            headline=Text("report_loss.pending"),
            outcome=Outcome.UNKNOWN,
            what_now=(Text("report_loss.pending_now", hotline="023-12333"),),
            who_helps=WHO_HELPS,
            reference=REFERENCE,
            main=Button("print", Text("operation.print")),
            buttons=(TAKE_AWAY,),
        ),
    )
    yield "between_printing", Print(headline=Text("operation.printing"), how=Text("operation.printing_how"))
    yield (
        "between_printer_jam",
        Result(
            headline=Text("lock_application.done"),
            outcome=Outcome.DONE,
            what_now=(
                Text("operation.not_printed", why=Text("faults.printer_cutter.resident")),
                Text("lock_application.done_now"),
            ),
            reference=REFERENCE,
            main=FINISH,
            buttons=(TAKE_AWAY,),
        ),
    )
    yield "between_slip_code", _slip_code()
    yield (
        "between_fault_after",
        Result(
            headline=Text("lock_application.done"),
            outcome=Outcome.DONE,
            what_now=(Text("common.fault_after"),),
            who_helps=WHO_HELPS,
            reference=REFERENCE,
            code="internal",
        ),
    )


def _slip_code() -> ScanCode:
    """A slip of the most words that go into one code: 121 squares a side."""
    return ScanCode(
        headline=Text("slip.scan"),
        rows=code_like(121),
        said=Text("slip.scan_said"),
        points=(Text("slip.scan_how"), Text("slip.scan_holds"), Text("slip.scan_kept")),
        main=Button("done", Text("slip.scanned")),
    )


def _with_staff() -> Iterator[tuple[str, AnyPage]]:
    """Staff have joined, which every page says from then on (`staff_consent` asks the resident before), or have ended
    the visit in the resident's stead."""
    yield (
        "between_staff_here",
        Choice(
            headline=Text("report_loss.which_kind"),
            attended=Text("staff.join.attended", staff="1001"),
            options=(
                Button("temporary", Text("report_loss.temporary.title"), "clock", Text("report_loss.temporary.detail")),
                Button("formal", Text("report_loss.formal.title"), "stop", Text("report_loss.formal.detail")),
            ),
        ),
    )
    yield (
        "between_taken_over",
        Result(
            headline=Text("staff.take_over.headline"),
            outcome=Outcome.FAILED,
            what_now=(
                Text("staff.take_over.counts"),
                Text("staff.take_over.now"),
                Text("staff.take_over.who", staff="1001"),
            ),
            who_helps=WHO_HELPS,
            main=Button("understood", Text("ui.words.understood")),
            leave=False,
        ),
    )
