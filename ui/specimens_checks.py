"""Specimens of the technician's pages: much to look at, a test with its chart and trace, targets, colours."""

from collections.abc import Iterator

from texts import Text, literal
from ui.check_pages import Bars, CheckLine, Checks, PlainColours, SoundCheck, TouchTargets
from ui.pages import AnyPage, Button, Tone
from ui.specimens_technician import technicians_desk


def _both(chinese: str, english: str) -> Text:
    return Text("common.in_both", zh_CN=chinese, en=english)


_GOOD, _CARE, _BAD = _both("正常", "In order"), _both("注意", "Attention"), _both("故障", "Failed")
_WHEN = literal("03:11:20")
_BACK = Button("menu", _both("回到工作人员台", "Back to the desk"))
_AGAIN = Button("again", _both("再检一遍", "Check again"), "search")
_SEEN = (
    (("社保卡读卡器", "Card reader"), ("状态：在线 · 往返 3.1 毫秒", "on line · round trip 3.1 ms")),
    (("身份证阅读器", "ID card reader"), ("状态：在线 · 往返 8.4 毫秒", "on line · round trip 8.4 ms")),
    (("密码键盘", "PIN pad"), ("状态：在线", "on line")),
    (("人社后台", "Bureau"), ("时延 21.0 毫秒 · 版本 1.1.0", "latency 21.0 ms · version 1.1.0")),
    (("与后台的时钟差", "Clock against the bureau"), ("时钟差 0.2 秒", "0.2 s apart")),
    (("后台证书", "Certificate"), ("还有 212 天到期", "expires in 212 days")),
    (("磁盘空间", "Disk"), ("剩余 41.2 GiB", "41.2 GiB free")),
    (("交换分区", "Swap"), ("没有", "none")),
    (("内存转储", "Core dumps"), ("关闭", "off")),
    (("时间同步", "Time service"), ("已同步", "in step")),
    (("中文字体", "Fonts"), ("Noto Sans CJK SC", "Noto Sans CJK SC")),
    (("事件日志", "Event log"), ("1,204 行，没有断行", "1,204 lines, none torn")),
    (("业务日志", "Journal"), ("没有未了结的业务", "nothing unsettled")),
    (("配置文件", "Configuration"), ("正确", "valid")),
)
"""Part and what was measured, each in both languages."""


def checks() -> Iterator[tuple[str, AnyPage]]:
    """Each by its file name."""
    yield "checks", _overview()
    yield "checks_running", _running()
    yield "checks_trial", _trial()
    yield (
        "touch_targets",
        TouchTargets(headline=Text("diagnostics.touch_where"), how=Text("diagnostics.touch_where_how"), leave=False),
    )
    yield "sound_check", _sounds()
    yield from technicians_desk()
    yield (
        "plain_colours",
        PlainColours(
            headline=_both("看看有没有坏点和偏色", "Look for dead pixels and wrong colours"),
            how=_both("每种颜色铺满屏幕，点一下换下一种。", "Each colour fills the panel; touch for the next."),
            buttons=(
                Button("yes", _both("都正常", "All good"), "check"),
                Button("no", _both("有坏点或偏色", "Something is wrong"), "stop"),
            ),
        ),
    )


def _sounds() -> SoundCheck:
    return SoundCheck(
        headline=Text("diagnostics.sounds_what"),
        how=Text("diagnostics.sounds_how"),
        right=Text("diagnostics.sounds_good"),
        wrong=Text("diagnostics.sounds_bad"),
    )


def _overview() -> Checks:
    bad = CheckLine(
        "receipt_printer",
        _both("凭条打印机", "Receipt printer"),
        _BAD,
        Tone.DANGER,
        _both("状态：需要处理 · 耗材：用完", "State needs a hand · supplies out"),
        _both("打印机缺纸：请装上新纸卷，合上机盖。", "Out of paper: put a new roll in and close the cover."),
        _WHEN,
    )
    care = CheckLine(
        "screen",
        _both("触摸屏和显示", "Touch screen and display"),
        _CARE,
        Tone.ATTENTION,
        None,
        _both("还没有人测试过，请点开测试。", "Nobody has tested it yet: open it and do."),
        _WHEN,
    )
    return Checks(
        headline=_both("1 项故障，1 项注意", "1 failed, 1 to be looked at"),
        how=_both("点一项，看它的详情和测试。", "Press one for its details and tests."),
        lines=(bad, care, *_good()),
        main=_BACK,
        buttons=(_AGAIN,),
    )


def _good() -> tuple[CheckLine, ...]:
    return tuple(
        CheckLine(f"good{n}", _both(*part), _GOOD, Tone.GOOD, _both(*seen), None, _WHEN)
        for n, (part, seen) in enumerate(_SEEN)
    )


def _running() -> Checks:
    return Checks(
        headline=Text("diagnostics.running", what=_both(*_SEEN[2][0]), number=3, count=18),
        how=Text("diagnostics.running_how"),
        lines=_good()[:2],
    )


def _trial() -> Checks:
    lines = (
        CheckLine("", _both("结果", "Outcome"), _GOOD, Tone.GOOD, _both("工号 9001", "staff 9001"), None, _WHEN, False),
        CheckLine("", _both("中位数", "Median"), literal("18.2 ms"), opens=False),
        CheckLine("", _both("最慢", "Slowest"), literal("48.0 ms"), opens=False),
        CheckLine("", _both("后台证书", "Certificate"), _both("还有 212 天到期", "expires in 212 days"), opens=False),
    )
    bars = Bars(
        (1, 4, 9, 6, 3, 1, 0, 0, 1),
        literal("8 ms"),
        literal("48 ms"),
        Text("diagnostics.latencies", least="8", most="48"),
    )
    return Checks(
        headline=_both("网络测试通过", "The network test passed"),
        lines=lines,
        bars=bars,
        main=Button("done", _both("知道了", "OK")),
    )
