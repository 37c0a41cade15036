"""The command `kiosk`: run, check, demo, doctor, report, logs, support-bundle, config, gallery, journal, sandbox."""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk import __version__
from kiosk.cli import doctor, gallery, journal, operator, sandbox

if TYPE_CHECKING:
    from kiosk.config import Configuration

DEFAULT_CONFIG = Path("kiosk.toml")
WRONG_CONFIGURATION = 2
_OWN = {
    "doctor": doctor.run,
    "gallery": gallery.run,
    "journal": journal.run,
    "sandbox": sandbox.run,
    **dict.fromkeys(operator.COMMANDS, operator.run),
}
"""Commands with a module of their own."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit status."""
    chosen = parser().parse_args(arguments)
    match chosen.command:
        case "run":
            return _maintain(chosen.config) if chosen.maintenance else _run(chosen)
        case "check":
            return _check(chosen)
        case "demo":
            return _demo(chosen)
        case command:
            return _OWN[command](chosen)


def parser() -> argparse.ArgumentParser:
    """Every command with its options."""
    whole = argparse.ArgumentParser(
        prog="kiosk", description="人社 24 小时自助服务终端 · Social security self-service terminal"
    )
    whole.add_argument("--version", action="version", version=f"kiosk {__version__}")
    commands = whole.add_subparsers(dest="command", required=True, metavar="COMMAND")
    running = commands.add_parser("run", help="run the terminal · 运行终端")
    _add_config(running)
    running.add_argument(
        "--maintenance", action="store_true", help="only a page with the hotline, until stopped · 只显示检修页"
    )
    running.add_argument(
        "--diagnostics",
        action="store_true",
        help="a technician signs in first and looks at everything · 先由运维人员诊断",
    )
    checking = commands.add_parser(
        "check", help="validate the configuration, a printed record, or a back end · 检查配置、查验材料、检查后台"
    )
    checking.add_argument(
        "what",
        nargs="?",
        choices=["record", "backend"],
        help="a printed record by its check code, or a test back end by its URL · 按查验码，或测试后台的地址",
    )
    checking.add_argument("code", nargs="?", help="the check code, as S-7KQM-3F9T-H2XW; or URL · 查验码或地址")
    checking.add_argument("--people", type=Path, help="backend: JSON of its made-up people · 测试后台的虚构人员")
    checking.add_argument("--json", action="store_true", help="backend: the report as JSON · 以 JSON 报告")
    checking.add_argument("--file", type=Path, help="the record's PDF, to be compared as well · 一并比对的文件")
    _add_config(checking)
    demo = commands.add_parser("demo", help="the terminal with everything around it simulated · 演示")
    demo.add_argument(
        "--tour", action="store_true", help="a scripted resident, without a display; pictures in build/tour"
    )
    demo.add_argument("--folder", type=Path, default=Path("build"), help="where pictures and data go (default: build)")
    demo.add_argument("--seed", type=int, default=1, help="which made-up residents (default: 1)")
    demo.add_argument("--pin-pad", action="store_true", help="with a PIN pad beside the screen · 带密码键盘")
    demo.add_argument("--landscape", action="store_true", help="1920×1080 instead of 1080×1920")
    doctor.add_parser(commands, DEFAULT_CONFIG)
    gallery.add_parser(commands)
    journal.add_parser(commands)
    operator.add_parser(commands, DEFAULT_CONFIG)
    sandbox.add_parser(commands)
    return whole


def _add_config(command: argparse.ArgumentParser) -> None:
    command.add_argument("--config", type=Path, default=DEFAULT_CONFIG, help="default: kiosk.toml")


def _run(chosen: argparse.Namespace) -> int:
    from kiosk.cli.run import run  # noqa: PLC0415 - each command loads what it needs

    configuration = _loaded(chosen.config)
    if configuration is None:
        return WRONG_CONFIGURATION
    return run(configuration, chosen.config, diagnostics=chosen.diagnostics)


def _maintain(path: Path) -> int:
    from kiosk.cli.maintenance import maintain  # noqa: PLC0415

    return maintain(path)


def _check(chosen: argparse.Namespace) -> int:
    from kiosk.cli.say import complain, say  # noqa: PLC0415

    path: Path = chosen.config
    if chosen.what and not chosen.code:
        complain(f"kiosk check {chosen.what}：请给出查验码或地址 · the check code or URL is missing")
        return WRONG_CONFIGURATION
    if chosen.what == "backend":
        return _check_backend(chosen)
    configuration = _loaded(path)
    if configuration is None:
        return WRONG_CONFIGURATION
    if chosen.what:
        from kiosk.cli.check_record import check_record  # noqa: PLC0415

        return check_record(configuration, chosen.code, chosen.file)
    say(f"{path}: 配置正确（{configuration.terminal.mode.value}，终端 {configuration.terminal.id}）")
    return 0


def _check_backend(chosen: argparse.Namespace) -> int:
    """Of the configuration only [backend] and [envelope] have to fit this machine."""
    from kiosk.cli.check_backend import check_backend  # noqa: PLC0415
    from kiosk.cli.say import complain  # noqa: PLC0415
    from kiosk.config import ConfigurationError, load  # noqa: PLC0415
    from kiosk.readiness import unready  # noqa: PLC0415

    if chosen.people is None:
        complain("kiosk check backend URL --people FILE：请给出人员文件 · a file of people is missing")
        return WRONG_CONFIGURATION
    try:
        configuration = load(chosen.config)
    except ConfigurationError as error:
        complain(*error.lines)
        return WRONG_CONFIGURATION
    problems = [line for line in unready(configuration) if line.startswith(("backend.", "envelope."))]
    if problems:
        complain(*(f"{chosen.config}: {problem}" for problem in problems))
        return WRONG_CONFIGURATION
    return check_backend(configuration, chosen.code, chosen.people, as_json=chosen.json)


def _demo(chosen: argparse.Namespace) -> int:
    if chosen.tour:
        from kiosk.cli.tour import tour  # noqa: PLC0415

        return tour(chosen.folder, seed=chosen.seed, landscape=chosen.landscape)
    from kiosk.cli.demo import demo  # noqa: PLC0415

    return demo(
        chosen.folder,
        seed=chosen.seed,
        landscape=chosen.landscape,
        besides=("duty-desk", "camera", *(("pin-pad",) if chosen.pin_pad else ())),
    )


def _loaded(path: Path) -> "Configuration | None":
    """The configuration, or one clear line on stderr for each wrong key."""
    from kiosk.cli.say import complain  # noqa: PLC0415
    from kiosk.config import ConfigurationError, load  # noqa: PLC0415
    from kiosk.readiness import unready  # noqa: PLC0415

    try:
        configuration = load(path)
    except ConfigurationError as error:
        complain(*error.lines)
        return None
    if problems := unready(configuration):
        complain(*(f"{path}: {problem}" for problem in problems))
        return None
    return configuration
