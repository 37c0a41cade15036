"""The fault table of `docs/faults.md`, from the drivers' declarations, the texts and the scenarios."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from fault_scenarios import SCENARIOS

from devices.faults import Fault, Owner
from kiosk import device
from kiosk.diagnostics.checks import CHECKS
from kiosk.diagnostics.drivers import DRIVERS, Driven
from kiosk.diagnostics.report import Entry, Finding, Level, remedy_of
from kiosk.diagnostics.subjects import BY_PERSON
from texts import Language, Show, Text, field_names, render

HEAD = """\
# 故障表

每一种已知故障：怎样在线路上制造，居民、工作人员、运维人员各看到什么，由谁处理。

本表由 `scripts/faults` 从程序所用的同一份声明生成，请勿手改。每一行都有一个测试（`test_fault_scenarios.py`）
在线路上制造该故障，并核对驱动说出的正是它。

运维人员看到的：`kiosk doctor` 遇到该故障时的一行（下一行“→”后面是工作人员一栏的话；`--json` 里是 `fault` 和 `owner`），
和事件日志里字段 `fault` 为故障名的事件：
办理中失败时是该设备的事件，巡检发现时是 `device.lost`，恢复时 `device.back`。

处理人：居民可自行解决；自行恢复；工作人员可排除；须工程师。
"""
COLUMNS = ("故障", "怎样制造", "居民看到", "工作人员看到", "运维看到：自检", "运维看到：日志", "处理人")
OWNERS = {
    Owner.RESIDENT: "居民",
    Owner.ITSELF: "自行恢复",
    Owner.STAFF: "工作人员",
    Owner.ENGINEER: "工程师",
}


def table() -> str:
    """The whole document."""
    sections = [_section(_said(f"doctor.check.{driven.check}"), driven.faults, driven) for driven in DRIVERS]
    return "\n".join((HEAD, *sections, _section("任何设备", device.FAULTS, None)))


CODES: Final[Mapping[str, tuple[str, ...]]] = {
    "network": ("not_found", "not_connected", "not_secured", "not_trusted"),
    "backend": (
        *("backend_unreachable", "backend_silent", "backend_malformed", "backend_unauthorised", "backend_refused"),
        *("wrong_kind", "echo_differs"),
    ),
    "backend_clock": ("clocks_differ", "backend_mute"),
    "backend_certificate": ("not_trusted", "ends_soon", "backend_mute"),
    "configuration": ("configuration_wrong",),
    "disk": ("nearly_full",),
    "swap": ("swap_on_disk",),
    "core_dumps": ("cores_written",),
    "time_service": ("clock_unkept",),
    "fonts": ("no_font",),
    "face_networks": ("networks_missing", "networks_altered"),
    "event_log": ("chain_broken", "not_writable"),
    "journal": ("key_missing", "journal_unusable", "not_writable"),
    "设备的注意": (
        *("supplies_low", "paper_low_by_count", "not_observable", "not_working", "picture_small", "other_format"),
    ),
    "任何一项": ("no_end", "check_broke", "no_configuration"),
    "测试": ("no_card", "line_failed", "too_slow", "wrong_proof", "nothing_heard", "not_touched"),
}
"""Check, or where else → codes of what is no device's own fault."""
MENDS_BEGIN, MENDS_END = "<!-- 以下由 scripts/faults 生成 -->", "<!-- 以上由 scripts/faults 生成 -->"


def mends() -> str:
    """For the technician's manual: each code by which a page names what is wrong, and the page's words on it."""
    devices = (_mends(_said(f"doctor.check.{driven.check}"), driven.faults) for driven in DRIVERS)
    others = _table("其他", ("诊断页上", "故障代码", "说明", "怎样修"), (*_found(), *_untested()))
    return "\n".join((MENDS_BEGIN, "", *devices, _mends("任何设备", device.FAULTS), others, MENDS_END))


def _found() -> Iterator[tuple[str, ...]]:
    """What is no device's fault: where it stands, its code, what is so, what to do."""
    for check, codes in CODES.items():
        title = _said(f"doctor.check.{check}") if check in CHECKS else check
        for code in codes:
            yield title, f"`{code}`", _said(f"doctor.reason.{code}"), _said(remedy_of(check, None, code))


def _untested() -> Iterator[tuple[str, ...]]:
    """What a person has to judge: not yet done, and done with a bad end."""
    for subject in BY_PERSON:
        for code, mend in (("not_tested", "untested"), ("test_failed", "bad")):
            words = (_said(f"doctor.reason.{code}"), _said(f"diagnostics.{subject}_{mend}"))
            yield (_said(f"diagnostics.{subject}"), f"`{code}`", *words)


def _mends(title: str, faults: Iterable[Fault]) -> str:
    rows = ((f"`{fault.id}`", _said(f"faults.{fault.id}.staff"), OWNERS[fault.owner]) for fault in faults)
    return _table(title, ("故障代码", "怎样修", "处理人"), rows)


def _table(title: str, columns: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    told = ((cell.replace("|", "\\|") for cell in row) for row in (columns, ("---",) * len(columns), *rows))
    return "\n".join((f"### {title}", "", *(f"| {' | '.join(row)} |" for row in told), ""))


def _section(title: str, faults: Iterable[Fault], driven: Driven | None) -> str:
    rows = [COLUMNS, ("---",) * len(COLUMNS), *(_row(fault, driven) for fault in faults)]
    return "\n".join((f"## {title}", "", *(f"| {' | '.join(row)} |" for row in rows), ""))


def _row(fault: Fault, driven: Driven | None) -> tuple[str, ...]:
    return (
        f"`{fault.id}`",
        SCENARIOS[fault].how,
        _said(f"faults.{fault.id}.resident"),
        _said(f"faults.{fault.id}.staff"),
        _doctors_line(fault, driven),
        _events(driven),
        OWNERS[fault.owner],
    )


def _doctors_line(fault: Fault, driven: Driven | None) -> str:
    """The head of what `kiosk doctor` prints; any device's fault stands under the device that has it."""
    if driven is None:
        return "`✗ 〔设备〕`"
    return f"`{Entry(driven.check, Finding(Level.FAILED, fault=fault), 0.0).lines(Language.ZH_CN)[0]}`"


def _events(driven: Driven | None) -> str:
    if driven is None:
        return "`device.lost`"
    return f"`{driven.event}`、`device.lost`" if driven.event else "—"


def _said(text_id: str) -> str:
    """The sentence; where it has a field, the field's name stands for it."""
    fields = {name: f"〔{name}〕" for name in field_names(text_id, Language.ZH_CN)}
    return render(Text(text_id, **fields), Language.ZH_CN, Show.MASKED)
