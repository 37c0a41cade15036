"""`kiosk doctor`: every self-check with its figures, on the command line, without the screen."""

import argparse
import json
from pathlib import Path
from typing import Any, Protocol

HEALTHY, UNHEALTHY = 0, 1
DESCRIPTION = """\
Looks at every configured device, the bureau and the machine, and says what was measured and what to do.
A warning does not change the exit status: 0 all in order, 1 something has failed.
Pause or stop the terminal first: a device answers one program at a time.
逐项自检并给出实测数据和处理办法；有故障时退出码为 1。自检前请先暂停或停止终端程序。
"""


class Commands(Protocol):
    """What `ArgumentParser.add_subparsers` gives."""

    def add_parser(self, name: str, **options: Any) -> argparse.ArgumentParser: ...


def add_parser(commands: Commands, default: Path) -> None:
    """Add `doctor` to the commands of `kiosk`."""
    parser = commands.add_parser(
        "doctor",
        help="self-test of devices, bureau and machine · 自检",
        description=DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--json", action="store_true", help="the report for a machine, in a stable schema")
    parser.add_argument("--config", type=Path, default=default, help="default: kiosk.toml")


def run(chosen: argparse.Namespace) -> int:
    """Examine and report; the exit status."""
    from kiosk.cli.say import say  # noqa: PLC0415 - each command loads what it needs
    from kiosk.config import ConfigurationError, load  # noqa: PLC0415
    from kiosk.diagnostics.bench import Bench  # noqa: PLC0415
    from kiosk.diagnostics.checks import examine  # noqa: PLC0415
    from kiosk.diagnostics.report import Level  # noqa: PLC0415
    from texts import Language  # noqa: PLC0415

    try:
        configured = load(chosen.config)
    except ConfigurationError as error:
        configured = error
    report = examine(Bench(configured))
    if chosen.json:
        say(json.dumps(report.as_json(), ensure_ascii=False, indent=2))
    else:
        say(*report.lines(Language.ZH_CN))
    return UNHEALTHY if report.level is Level.FAILED else HEALTHY
