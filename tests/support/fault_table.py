"""The fault table of `docs/faults.md`, from the drivers' declarations, the texts and the scenarios."""

from collections.abc import Iterable

from fault_scenarios import SCENARIOS

from devices.faults import Fault, Owner
from kiosk import device
from kiosk.diagnostics.drivers import DRIVERS, Driven
from kiosk.diagnostics.report import Entry, Finding, Level
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


MENDS_BEGIN, MENDS_END = "<!-- 以下由 scripts/faults 生成 -->", "<!-- 以上由 scripts/faults 生成 -->"


def mends() -> str:
    """For the technician's manual: each fault by the name that the page shows, what to do, and by whom."""
    sections = [_mends(_said(f"doctor.check.{driven.check}"), driven.faults) for driven in DRIVERS]
    return "\n".join((MENDS_BEGIN, "", *sections, _mends("任何设备", device.FAULTS), MENDS_END))


def _mends(title: str, faults: Iterable[Fault]) -> str:
    rows = [("故障代码", "怎样修", "处理人"), ("---",) * 3]
    rows += [(f"`{fault.id}`", _said(f"faults.{fault.id}.staff"), OWNERS[fault.owner]) for fault in faults]
    return "\n".join((f"### {title}", "", *(f"| {' | '.join(row)} |" for row in rows), ""))


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
