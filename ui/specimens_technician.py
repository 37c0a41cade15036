"""Specimens of what a technician sees beside the checks: a device's page, a camera, configuration, log, restart."""

from collections.abc import Iterator
from typing import Any

from texts import Text, literal
from ui.check_pages import CheckLine, Checks
from ui.document_pages import DocumentCapture
from ui.face_pages import Guide
from ui.pages import AnyPage, Button, Card, Choice, Outcome, Record, Result, Row, Tone

ACTS = (
    ("paper", "receipt"),
    ("service", "pause"),
    ("diagnostics", "search"),
    ("readiness", "document"),
    ("configuration", "key"),
    ("logs", "search"),
    ("support", "document"),
    ("restart", "card_again"),
)
BACK = Button("menu", Text("staff.menu"))


class Room:
    """What a camera sees of an empty lobby."""

    outline: tuple[tuple[float, float], ...] = ()
    guide = Guide(Text("diagnostics.live", light=literal("128"), old=literal("33")), Tone.GOOD)

    def picture(self) -> Any | None:
        """480 × 640, grey from left to right, with a door."""
        import numpy as np  # noqa: PLC0415 - for the gallery alone

        picture = np.repeat(np.linspace(70, 210, 640, dtype=np.uint8)[None, :, None], 480, axis=0).repeat(3, axis=2)
        picture[140:, 240:400] = (96, 88, 74)
        return picture


def technicians_desk() -> Iterator[tuple[str, AnyPage]]:
    """Each by its file name."""
    yield "technician_desk", _desk()
    yield "device", _device()
    yield "camera_look", _camera()
    yield "printed_right", _printed()
    yield "configuration", _tables()
    yield "configuration_keys", _keys()
    yield "configuration_key", _key()
    yield "event_log", _events()
    yield "support_bundle", _bundle()
    yield "restart", _restart()


def _desk() -> Choice:
    own = (Button(key, Text(f"staff.{key}.title"), icon, Text(f"staff.{key}.detail")) for key, icon in ACTS)
    return Choice(
        headline=Text("staff.what_to_do"),
        how=Text("staff.signed_in_as", number="9001", role=Text("staff.role.technician")),
        options=(*own, Button("sign_out", Text("staff.sign_out"), icon="exit")),
    )


def _device() -> Record:
    now = (
        Row(Text("diagnostics.remedy"), Text("faults.printer_paper_out.staff")),
        Row(Text("diagnostics.figure.fault"), literal("printer_paper_out")),
        Row(Text("diagnostics.figure.state"), Text("diagnostics.value.state.user_error")),
        Row(Text("diagnostics.figure.supplies"), Text("diagnostics.value.supplies.out")),
        Row(Text("diagnostics.figure.status_ms"), literal("4.1")),
    )
    told = (("maker", "SANDBOX"), ("model", "SP-80"), ("firmware", "SANDBOX 1.0"), ("serial", "0000000001"))
    itself = tuple(Row(Text(f"diagnostics.figure.{name}"), literal(words)) for name, words in told)
    faults = (Row(literal("11-22 03:12"), literal("printer_paper_out")),)
    tests = (
        Row(
            Text("diagnostics.test.test_slip"),
            Text("diagnostics.level.ok"),
            Tone.GOOD,
            literal("2026-11-20 09:12 9001"),
        ),
    )
    buttons = ("test_slip", "restart", "wire_trace")
    return Record(
        headline=Text("doctor.check.receipt_printer"),
        how=Text("diagnostics.subject_live", at=literal("2026-11-21 03:11:20")),
        cards=(
            Card(title=Text("diagnostics.level.failed"), rows=now, tone=Tone.DANGER),
            Card(title=Text("diagnostics.identity"), rows=itself),
            Card(title=Text("diagnostics.last_faults"), rows=faults),
            Card(title=Text("diagnostics.last_tests"), rows=tests),
        ),
        next_headline=Text("diagnostics.tests"),
        next_steps=(
            *(Button(key, Text(f"diagnostics.test.{key}"), "check") for key in buttons),
            Button("look", Text("diagnostics.check_again"), "search"),
        ),
        main=Button("all", Text("diagnostics.back_to_all")),
        sensitive=False,
    )


def _answers() -> tuple[Button, Button]:
    right = Button("right", Text("diagnostics.all_right"), "check")
    return right, Button("wrong", Text("diagnostics.not_right"), "stop")


def _camera() -> DocumentCapture:
    return DocumentCapture(
        headline=Text("diagnostics.question.live_pictures"),
        how=Text("diagnostics.live_how"),
        view=Room(),
        camera=Text("diagnostics.live_camera"),
        other_ways=_answers(),
        sensitive=False,
    )


def _printed() -> Choice:
    words = Text("diagnostics.question.test_slip"), Text("diagnostics.question.test_slip_how")
    return Choice(headline=words[0], how=words[1], options=_answers())


def _tables() -> Checks:
    names = ("terminal", "devices", "backend", "card", "pin", "identity", "printer", "screen", "limits", "log")
    signed = ("devices", "backend", "pin", "identity")
    lines = (
        CheckLine(
            name,
            literal(f"[{name}]"),
            Text("staff.configuration.signed") if name in signed else Text("staff.configuration.keys", count=9),
            Tone.ATTENTION if name == "limits" else Tone.NEUTRAL,
            seen=Text("staff.configuration.here", count=1) if name == "limits" else None,
        )
        for name in names
    )
    how = Text("staff.configuration.how", here=literal("1"), kept=literal("2"))
    return Checks(headline=Text("staff.configuration.headline"), how=how, lines=tuple(lines), main=BACK)


def _keys() -> Checks:
    rows = (("home_idle", "90", "site"), ("session_idle", "120", "file"), ("warning", "30", "default"))
    lines = (
        CheckLine(
            name,
            literal(name),
            literal(value),
            Tone.ATTENTION if source == "site" else Tone.NEUTRAL,
            seen=Text(f"staff.configuration.from.{source}"),
        )
        for name, value, source in rows
    )
    return Checks(
        headline=literal("[limits]"),
        how=Text("staff.configuration.keys_how"),
        lines=tuple(lines),
        main=Button("back", Text("staff.configuration.back"), "back"),
    )


def _key() -> Record:
    meaning = Text("common.in_both", zh_CN="首页多久没人动就回到待机（秒），10 到 600。", en="seconds from 10 to 600")
    rows = (
        Row(Text("staff.configuration.value"), literal("90")),
        Row(Text("staff.configuration.source"), Text("staff.configuration.from.site")),
        Row(Text("staff.configuration.means"), meaning),
        Row(Text("staff.configuration.range"), Text("staff.configuration.whole_number", least=10, most=600)),
    )
    return Record(
        headline=literal("limits.home_idle"),
        cards=(Card(title=Text("staff.configuration.card"), rows=rows, tone=Tone.ATTENTION),),
        next_steps=(
            Button("own", Text("staff.configuration.own")),
            Button("back", Text("staff.configuration.back"), "back"),
        ),
        main=Button("change", Text("staff.configuration.change"), "document"),
        sensitive=False,
    )


def _events() -> Checks:
    told = (
        ("device.back", "03:11:02", "device=receipt_printer seconds=61.2"),
        ("device.lost", "03:10:01", "device=receipt_printer state=user_error fault=printer_paper_out"),
        ("device.supplies", "03:10:01", "device=receipt_printer supplies=out"),
        ("diagnostics.tested", "02:52:44", "session=8 staff=9001 subject=camera test=live_pictures outcome=passed"),
        ("backend.back", "02:12:09", "seconds=12.0"),
        ("backend.lost", "02:11:57", "kind=BackendUnreachable"),
    )
    lines = (
        CheckLine("", literal(event), literal(f"11-21 {at}"), seen=literal(words), opens=False)
        for event, at, words in told
    )
    return Checks(
        headline=Text("staff.logs.found", kind=Text("staff.logs.kind.all")),
        how=Text("staff.logs.newest_first"),
        lines=tuple(lines),
        main=BACK,
        buttons=(
            Button("earlier", Text("staff.logs.earlier"), "back"),
            Button("other", Text("staff.logs.other"), "search"),
        ),
    )


def _bundle() -> Choice:
    return Choice(
        headline=Text("staff.support.which"),
        how=Text("staff.support.how"),
        options=(
            Button("file", Text("staff.support.file"), "document"),
            Button("stick", Text("staff.support.stick"), "forward"),
            Button("menu", Text("staff.menu"), "back"),
        ),
    )


def _restart() -> Result:
    return Result(
        headline=Text("staff.configuration.kept"),
        outcome=Outcome.DONE,
        what_now=(Text("staff.configuration.kept_now", count=literal("2")),),
        main=BACK,
    )
