"""查日志: events by name and time, the newest first, as they stand in the event log; nothing personal stands there."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any, Final

from kiosk.diagnostics.log_search import newest_first
from kiosk.events import events as declared_events
from kiosk.place import in_both
from kiosk.staff.desk import AtDesk
from kiosk.staff.free_devices import on_a_thread
from kiosk.staff.told import MENU
from texts import Text, literal
from ui.check_pages import CheckLine, Checks
from ui.pages import Button, Choice, Keypad, Typed

KINDS: Final[Mapping[str, tuple[str, ...]]] = {
    "all": ("*",),
    "devices": ("device.*", "*.failed", "psam.*", "camera.*", "pin_pad.*"),
    "bureau": ("backend.*", "notice.*", "network.*"),
    "operations": ("operation.*", "reconciliation.*", "slip.*", "record.*"),
    "sessions": ("session.*", "card.*", "id_card.*"),
    "staff": ("staff.*", "diagnostics.*", "operator.*"),
    "program": ("terminal.*", "journal.*", "log.*", "screen.*"),
}
"""What is looked for → patterns of event names."""
SPANS: Final[Mapping[str, timedelta]] = {
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
    "week": timedelta(days=7),
    "whole": timedelta(days=3650),
}
EARLIER: Final = Button("earlier", Text("staff.logs.earlier"), icon="back")
OTHER: Final = Button("other", Text("staff.logs.other"), icon="search")
ONE_DAY: Final = Button("one_day", Text("staff.logs.one_day"), icon="clock")
BACK: Final = Button("back", Text("staff.logs.back"), icon="back")
AT_ONCE: Final = 24
_NO_DETAIL: Final = frozenset({"at", "event", "after", "no"})


async def logs(at: AtDesk) -> None:
    """What and when, then leafed through, until the menu is asked for."""
    while True:
        kinds = tuple(Button(key, Text(f"staff.logs.kind.{key}"), icon="search") for key in KINDS)
        kind = await at.session.offer(Choice(headline=Text("staff.logs.which"), options=(*kinds, MENU)))
        if kind == MENU.key:
            return
        if (span := await _span(at)) is not None:
            at.note(kind, "searched")
            if await _shown(at, kind, span) == MENU.key:
                return


async def _span(at: AtDesk) -> tuple[datetime, datetime] | None:
    """From when until when; None where it was left."""
    now = at.session.surroundings.wall()
    spans = tuple(Button(key, Text(f"staff.logs.span.{key}"), icon="clock") for key in SPANS)
    page = Choice(headline=Text("staff.logs.since"), options=(*spans, ONE_DAY, BACK))
    chosen = await at.session.offer(page)
    if chosen == ONE_DAY.key:
        return await _one_day(at, now)
    return None if chosen == BACK.key else (now - SPANS[chosen], now + timedelta(minutes=1))


async def _one_day(at: AtDesk, now: datetime) -> tuple[datetime, datetime] | None:
    trouble = None
    while True:
        page = Keypad(
            headline=Text("staff.logs.day"),
            how=Text("staff.logs.day_how"),
            least=8,
            most=8,
            groups=(4, 2, 2),
            trouble=trouble,
            other_ways=(BACK,),
            sensitive=False,
        )
        typed = await at.session.offer(page)
        if not isinstance(typed, Typed):
            return None
        try:
            begins = datetime.strptime(typed.digits, "%Y%m%d").replace(tzinfo=now.tzinfo)
        except ValueError:
            trouble = Text("staff.logs.no_day")
        else:
            return begins, begins + timedelta(days=1)


async def _shown(at: AtDesk, kind: str, span: tuple[datetime, datetime]) -> str:
    """So many at once, then earlier ones; what was pressed at last."""
    folder = Path(at.session.configuration.log.folder)
    found = newest_first(folder, KINDS[kind], *span)
    first = True
    while True:
        events = await at.session.undisturbed(on_a_thread(lambda: tuple(islice(found, AT_ONCE))))
        chosen = await at.session.offer(_page(kind, events, first=first))
        first = False
        if chosen != EARLIER.key:
            return chosen


def _page(kind: str, events: tuple[dict[str, Any], ...], *, first: bool) -> Checks:
    headline = Text("staff.logs.found", kind=Text(f"staff.logs.kind.{kind}"))
    none = Text("staff.logs.none" if first else "staff.logs.no_more")
    more = (EARLIER,) if len(events) == AT_ONCE else ()
    return Checks(
        headline=headline if events else none,
        how=Text("staff.logs.newest_first") if events else None,
        lines=tuple(_line(event) for event in events),
        main=MENU,
        buttons=(*more, OTHER),
    )


def _line(event: dict[str, Any]) -> CheckLine:
    moment = datetime.fromisoformat(event["at"])
    name = event["event"]
    declared = declared_events().get(name)
    title = in_both(declared.meaning, name) if declared else literal(name)
    told = literal(" ".join((name, *_details(event))))
    return CheckLine("", title, literal(f"{moment:%m-%d %H:%M:%S}"), seen=told, opens=False)


def _details(event: dict[str, Any]) -> Iterator[str]:
    for name, value in event.items():
        if name not in _NO_DETAIL and value not in ("", None):
            yield f"{name}={value}"
