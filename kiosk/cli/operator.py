"""`kiosk report`, `logs`, `support-bundle`, `config`: the technician's work over ssh; the log names who did it."""

import argparse
import json
import tomllib
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol

from kiosk.cli.operator_log import as_owner_of, log_of, user

if TYPE_CHECKING:
    from kiosk.config import Configuration
    from kiosk.log import EventLog

COMMANDS: Final = ("report", "logs", "support-bundle", "config")
REFUSED, UNUSABLE = 1, 2
SOURCES: Final = {"default": "默认", "file": "文件", "site": "现场"}


class Commands(Protocol):
    """What `ArgumentParser.add_subparsers` gives."""

    def add_parser(self, name: str, **options: Any) -> argparse.ArgumentParser: ...


def add_parser(commands: Commands, default: Path) -> None:
    """Add all of them to the commands of `kiosk`."""
    report = commands.add_parser("report", help="readiness report: last tests, counters, versions · 就绪报告")
    report.add_argument("--pdf", type=Path, help="write it on A4 as PDF · 存成 PDF")
    logs = commands.add_parser("logs", help="events by name and time · 查事件日志")
    logs.add_argument("--event", default="*", help='a name, or as "device.*"')
    logs.add_argument("--since", type=_moment, help="YYYY-MM-DD[THH:MM]")
    logs.add_argument("--until", type=_moment, help="YYYY-MM-DD[THH:MM], not included")
    bundle = commands.add_parser("support-bundle", help="log, configuration, tests for support · 支持包，不含个人信息")
    bundle.add_argument("file", type=Path, help="as support.tar.gz; must not exist")
    config = commands.add_parser("config", help="each value and its source; apply a signed change · 配置")
    config.add_argument("action", choices=("show", "apply"))
    config.add_argument("file", type=Path, nargs="?", help="with apply: the file that the bureau has signed")
    for parser in (report, logs, bundle, config):
        parser.add_argument("--config", type=Path, default=default, help="default: kiosk.toml")


def run(args: argparse.Namespace) -> int:
    """Carry the command out; the exit status."""
    from kiosk.cli.say import complain  # noqa: PLC0415 - each command loads what it needs
    from kiosk.config import ConfigurationError, load  # noqa: PLC0415
    from kiosk.diagnostics.support_bundle import PersonalDataError  # noqa: PLC0415
    from kiosk.log import LogUnwritable  # noqa: PLC0415
    from kiosk.signed_settings import SignedSettingsError  # noqa: PLC0415

    try:
        configuration = load(args.config)
        return _noted(args, configuration)
    except ConfigurationError as error:
        complain(*error.lines)
    except (SignedSettingsError, PersonalDataError) as error:
        complain(f"kiosk {args.command}: {error}")
        return REFUSED
    except (LogUnwritable, OSError, tomllib.TOMLDecodeError) as error:
        complain(f"kiosk {args.command}: {error}")
    return UNUSABLE


def _noted(args: argparse.Namespace, configuration: "Configuration") -> int:
    """The log says who, before anything is done: what cannot be written down is not done."""
    log = log_of(configuration)
    try:
        subject = str(getattr(args, "action", "") or getattr(args, "event", ""))
        with as_owner_of(Path(configuration.log.folder)):
            log.write("operator.command", command=args.command, user=user(), subject=subject, outcome="begun")
        acts = {"report": _report, "logs": _logs, "support-bundle": _bundle, "config": _config}
        return acts[args.command](args, configuration, log)
    finally:
        log.close()


def _report(args: argparse.Namespace, configuration: "Configuration", _log: "EventLog") -> int:
    from kiosk.cli.say import say  # noqa: PLC0415
    from kiosk.clock import wall  # noqa: PLC0415
    from kiosk.diagnostics.outcomes import Outcomes  # noqa: PLC0415
    from kiosk.diagnostics.readiness_report import lines, readiness, title  # noqa: PLC0415
    from texts import Language  # noqa: PLC0415

    outcomes = Outcomes(Path(configuration.journal.folder), wall)
    report = readiness(configuration, outcomes.all(), user(), wall())
    told = lines(report, Language.ZH_CN)
    if args.pdf is None:
        say(*(f"{label}  {value}".rstrip() for label, value in told))
        return 0
    from ui.paper import write_pdf  # noqa: PLC0415

    write_pdf(args.pdf, title(report, Language.ZH_CN), told)
    say(f"{args.pdf}")
    return 0


def _logs(args: argparse.Namespace, configuration: "Configuration", _log: "EventLog") -> int:
    from kiosk.cli.say import say  # noqa: PLC0415
    from kiosk.diagnostics.log_search import events  # noqa: PLC0415

    for event in events(Path(configuration.log.folder), args.event, args.since, args.until):
        say(json.dumps(event, ensure_ascii=False))
    return 0


def _bundle(args: argparse.Namespace, configuration: "Configuration", _log: "EventLog") -> int:
    from kiosk.cli.say import say  # noqa: PLC0415
    from kiosk.clock import wall  # noqa: PLC0415
    from kiosk.diagnostics.support_bundle import write_bundle  # noqa: PLC0415

    count = write_bundle(args.file, args.config, configuration, wall())
    say(f"{args.file}: {count} 个文件，已检查，不含个人信息")
    return 0


def _config(args: argparse.Namespace, configuration: "Configuration", log: "EventLog") -> int:
    return _show(args, configuration) if args.action == "show" else _apply(args, configuration, log)


def _show(args: argparse.Namespace, configuration: "Configuration") -> int:
    from kiosk.cli.say import say  # noqa: PLC0415
    from kiosk.settings import settings  # noqa: PLC0415

    for each in settings(args.config, configuration):
        lock = "  须签名文件" if each.trusted else ""
        say(f"{each.name} = {each.shown}  [{SOURCES[each.source.value]}]{lock}")
    return 0


def _apply(args: argparse.Namespace, configuration: "Configuration", log: "EventLog") -> int:
    from kiosk.cli.say import complain, say  # noqa: PLC0415
    from kiosk.clock import wall  # noqa: PLC0415
    from kiosk.settings import changed, put_in_place  # noqa: PLC0415
    from kiosk.signed_settings import APPLIED, newest_applied, signed_settings  # noqa: PLC0415
    from kiosk.whole_file import write_whole  # noqa: PLC0415

    folder, key_file = Path(configuration.journal.folder), configuration.maintenance.settings_key_file
    if args.file is None or not key_file:
        complain("kiosk config apply FILE：请给出文件，并在 maintenance.settings_key_file 写明主管部门的公钥")
        return UNUSABLE
    signed = signed_settings(args.file, Path(key_file), configuration.terminal.id, newest_applied(folder))
    before = put_in_place(args.config, changed(args.config.read_text("utf-8"), signed.changes), wall())
    with as_owner_of(folder):
        write_whole(folder / APPLIED, str(signed.number))
        subject = f"apply {signed.number}"
        log.write("operator.command", command="config", user=user(), subject=subject, outcome="applied")
    say(f"{args.config}: 已应用第 {signed.number} 号变更，原文件在 {before}；重新启动终端后生效")
    return 0


def _moment(words: str) -> datetime:
    """As the terminal's clock tells it."""
    return datetime.fromisoformat(words).astimezone()
