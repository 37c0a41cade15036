"""`kiosk doctor`: every self-check with its figures, on the command line, without the screen."""

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from kiosk.config import Configuration, ConfigurationError

HEALTHY, UNHEALTHY, NOT_NOW = 0, 1, 2
TERMINAL_RUNS = "终端程序正在运行，设备由它占用：请先停止，再自检；一定要现在做，用 kiosk doctor --force。"
DESCRIPTION = """\
Looks at every configured device, the bureau and the machine, and says what was measured and what to do.
A warning does not change the exit status: 0 all in order, 1 something has failed.
Stop the terminal first: a device answers one program at a time. Beside a running one: exit status 2, unless --force.
逐项自检并给出实测数据和处理办法；有故障时退出码为 1。终端程序正在运行时不自检，退出码为 2；--force 强行自检。
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
    parser.add_argument("--force", action="store_true", help="even while the terminal runs; its devices may not answer")
    parser.add_argument("--config", type=Path, default=default, help="default: kiosk.toml")


def run(chosen: argparse.Namespace) -> int:
    """Examine and report; the exit status."""
    from kiosk.cli.say import complain, say  # noqa: PLC0415 - each command loads what it needs
    from kiosk.config import ConfigurationError, load  # noqa: PLC0415
    from kiosk.diagnostics.bench import Bench  # noqa: PLC0415
    from kiosk.diagnostics.checks import examine  # noqa: PLC0415
    from kiosk.diagnostics.report import Level  # noqa: PLC0415
    from texts import Language  # noqa: PLC0415

    try:
        configured = load(chosen.config)
    except ConfigurationError as error:
        configured = error
    if not chosen.force and not isinstance(configured, ConfigurationError) and _terminal_runs(configured):
        complain(TERMINAL_RUNS)
        return NOT_NOW
    _note(configured, "begun")
    report = examine(Bench(configured))
    _note(configured, report.level.value)
    if chosen.json:
        say(json.dumps(report.as_json(), ensure_ascii=False, indent=2))
    else:
        say(*report.lines(Language.ZH_CN))
    return UNHEALTHY if report.level is Level.FAILED else HEALTHY


def _note(configured: "Configuration | ConfigurationError", outcome: str) -> None:
    """Who looks, as far as there is a log; that it cannot be written is one of the findings."""
    from kiosk.cli.operator_log import note  # noqa: PLC0415
    from kiosk.config import ConfigurationError  # noqa: PLC0415

    if not isinstance(configured, ConfigurationError):
        note(configured, "doctor", "", outcome)


def _terminal_runs(configuration: "Configuration") -> bool:
    """Whether a terminal holds the lock of its journal; where that cannot be asked, it is taken not to."""
    from kiosk.files import RUNNING  # noqa: PLC0415
    from kiosk.running import AlreadyRunningError, running  # noqa: PLC0415

    folder = Path(configuration.journal.folder)
    try:
        if (folder / RUNNING).exists():
            with running(folder):
                return False
    except AlreadyRunningError:
        return True
    except OSError:
        return False
    return False
