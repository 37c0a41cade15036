"""`kiosk journal`: operations and events at the command line, until and beside the staff's pages; nothing personal."""

import argparse
import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, nullcontext
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol

if TYPE_CHECKING:
    from devices.slip import Slip
    from kiosk.config import Configuration
    from kiosk.journal import Journal, Operation, SlipState
    from kiosk.log import EventLog
    from kiosk.reckoning import Reckoned

FOUND: Final = 1
"""Exit status: there are open tickets, differences, or a broken chain."""
UNUSABLE: Final = 2
EXAMPLES: Final = """\
what to do · 做什么:
  show [REFERENCE]     the day's operations, or one with its history · 当日业务，或一笔业务的经过
  tickets              what staff have to look into · 待处理事项
  close TICKET         a ticket has been dealt with · 了结一项
  reprint REFERENCE    print an operation's slip again · 补打凭条
  reconcile            compare the day with the bureau's; --print on the receipt printer · 日终对账
  reconcile FILE       the same with a statement (JSON) that the bureau has sent · 与对账文件比较
  verify               check the journal's file and the event log's chain · 核对日志
  unfinished           events that began and never ended · 有始无终的事件
  export               operations and events as JSON lines, for an auditor · 导出

Run it as the user who runs the terminal · 用运行终端的用户执行:
  sudo -u kiosk kiosk journal show
"""


class Commands(Protocol):
    """What `ArgumentParser.add_subparsers` gives."""

    def add_parser(self, name: str, **options: Any) -> argparse.ArgumentParser: ...


def add_parser(commands: Commands) -> None:
    """Add `journal` to the commands of `kiosk`."""
    parser = commands.add_parser(
        "journal",
        help="operations and events · 业务日志和事件日志",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("action", choices=sorted(ACTIONS), metavar="ACTION", help="see below")
    parser.add_argument("subject", nargs="?", default="", metavar="WHICH", help="a reference, a ticket, a file")
    parser.add_argument("--day", type=date.fromisoformat, help="YYYY-MM-DD (default: today)")
    parser.add_argument("--newest", metavar="DIGEST", help="with verify: the newest digest that the bureau was told")
    parser.add_argument("--print", action="store_true", help="with reconcile: on the receipt printer as well")
    parser.add_argument("--config", type=Path, default=Path("kiosk.toml"), help="default: kiosk.toml")


def run(args: argparse.Namespace) -> int:
    """Carry the command out; the exit status."""
    from kiosk.backend.errors import BackendError  # noqa: PLC0415 - each command loads what it needs
    from kiosk.cli.say import complain  # noqa: PLC0415
    from kiosk.config import ConfigurationError, load  # noqa: PLC0415
    from kiosk.journal import JournalError  # noqa: PLC0415
    from kiosk.keyring import KeyringError  # noqa: PLC0415
    from kiosk.log import LogUnwritable  # noqa: PLC0415
    from kiosk.running import AlreadyRunningError  # noqa: PLC0415

    try:
        configuration = load(args.config)
        with closing(_journal(configuration)) as journal, _printer_free(args, configuration):
            return ACTIONS[args.action](_Desk(args, configuration, journal))
    except ConfigurationError as error:
        complain(*error.lines)
    except AlreadyRunningError as error:
        complain(f"kiosk journal {args.action}: {error}", "打印前请先停止终端程序 · stop the terminal before printing")
    except (JournalError, KeyringError, LogUnwritable, BackendError, OSError) as error:
        complain(f"kiosk journal: {type(error).__name__}: {error}")
    except ValueError as error:
        complain(f"kiosk journal {args.action}: {error}")
    return UNUSABLE


def _printer_free(args: argparse.Namespace, configuration: "Configuration") -> AbstractContextManager[None]:
    """The receipt printer answers one program at a time: what prints does not run beside the terminal."""
    from kiosk.running import running  # noqa: PLC0415

    prints = args.print or args.action == "reprint"
    return running(Path(configuration.journal.folder)) if prints else nullcontext()


def _journal(configuration: "Configuration") -> "Journal":
    """The terminal's journal; one that is not there is not made."""
    from kiosk.clock import wall  # noqa: PLC0415
    from kiosk.journal import FILE_NAME, Journal  # noqa: PLC0415
    from kiosk.keyring import Keyring  # noqa: PLC0415

    path, key_file = Path(configuration.journal.folder) / FILE_NAME, Path(configuration.journal.key_file)
    for needed in (path, key_file):
        if not needed.exists():
            raise FileNotFoundError(f"{needed}: there is none; has the terminal run with this configuration?")
    return Journal(path, Keyring.open(key_file), wall, terminal=configuration.terminal.id)


class _Desk:
    """One command with what it works on."""

    def __init__(self, args: argparse.Namespace, configuration: "Configuration", journal: "Journal") -> None:
        from kiosk.clock import wall  # noqa: PLC0415

        self.subject: str = args.subject
        self.newest: str | None = args.newest
        self.prints: bool = args.print
        self.day: date = args.day or wall().date()
        self.configuration = configuration
        self.journal = journal
        self.log_folder = Path(configuration.log.folder)

    @property
    def number(self) -> str:
        """The reference number that was typed, with or without its check part."""
        from kiosk.journal.reference import number_of  # noqa: PLC0415

        return number_of(self.subject)

    def log(self) -> "EventLog":
        """The terminal's event log, for what staff do here."""
        from kiosk.clock import wall  # noqa: PLC0415
        from kiosk.log import EventLog  # noqa: PLC0415
        from kiosk.log_files import Keep  # noqa: PLC0415

        return EventLog(self.log_folder, wall, keep=Keep.of(self.configuration.log))


def _show(desk: _Desk) -> int:
    from kiosk.cli.say import say  # noqa: PLC0415

    if not desk.subject:
        say(*(_line(operation) for operation in desk.journal.of_day(desk.day)))
        return 0
    operation = desk.journal.by_number(desk.number)
    say(_line(operation))
    for step in desk.journal.history(operation.reference.number):
        say(f"  {step.at:%Y-%m-%d %H:%M:%S}  {step.half or '-':<8} {step.step} {step.detail}".rstrip())
    return 0


def _tickets(desk: _Desk) -> int:
    from kiosk.cli.say import say  # noqa: PLC0415

    tickets = desk.journal.tickets.all_open()
    say(
        *(f"{each.number:>4}  {each.opened:%m-%d %H:%M}  {each.reference}  {each.item}  {each.why}" for each in tickets)
    )
    return FOUND if tickets else 0


def _close(desk: _Desk) -> int:
    from kiosk.cli.say import say  # noqa: PLC0415

    (ticket,) = [each for each in desk.journal.tickets.all_open() if str(each.number) == desk.subject] or [None]
    if ticket is None:
        raise ValueError(f"{desk.subject}: no such open ticket")
    with closing(desk.log()) as log:
        log.write("ticket.closed", reference=ticket.reference)
    desk.journal.tickets.close(ticket.number)
    say(f"{ticket.number}  {ticket.reference}  已了结 · closed")
    return 0


def _reprint(desk: _Desk) -> int:
    from devices.faults import DeviceError  # noqa: PLC0415
    from kiosk.cli.say import complain, say  # noqa: PLC0415
    from kiosk.journal import SlipState  # noqa: PLC0415
    from kiosk.slip_content import reprint_of, slip_of  # noqa: PLC0415

    number = desk.journal.by_number(desk.number).reference.number
    slip = slip_of(desk.journal.slips.printing(number))
    try:
        state = _print(desk.configuration, reprint_of(slip, "补打 · REPRINT"))
    except DeviceError as error:
        state = SlipState.FAILED
        complain(f"{number}: {error.fault.id}: {error.detail}")
    desk.journal.slips.printed(number, state)
    reprints = desk.journal.by_number(number).reprints
    with closing(desk.log()) as log:
        log.write("slip.reprinted", reference=number, state=state.value, reprints=reprints)
    say(f"{number}  {state.value}")
    return FOUND if state is SlipState.FAILED else 0


def _print(configuration: "Configuration", slip: "Slip") -> "SlipState":
    from devices.escpos_page import Charset  # noqa: PLC0415
    from devices.receipt_printer import Printed, open_receipt_printer  # noqa: PLC0415
    from kiosk.journal import SlipState  # noqa: PLC0415

    url, charset = configuration.devices.receipt_printer, Charset(configuration.printer.charset)
    with closing(open_receipt_printer(url, charset=charset)) as printer:
        printed = printer.print(slip)
    return SlipState.PRINTED if printed is Printed.CONFIRMED else SlipState.UNCONFIRMED


def _reconcile(desk: _Desk) -> int:
    from devices.faults import DeviceError  # noqa: PLC0415
    from kiosk.cli.say import complain, say  # noqa: PLC0415
    from kiosk.reckoning import note  # noqa: PLC0415
    from kiosk.reckoning_slip import reckoning_slip  # noqa: PLC0415

    reckoned = _reckoned(desk)
    with closing(desk.log()) as log:
        note(log, reckoned)
    say(*(found.line() for found in reckoned.differences))
    say(f"{desk.day}: {reckoned.operations} 笔业务，{len(reckoned.differences)} 处差异 · operations, differences")
    if desk.prints:
        try:
            _print(desk.configuration, reckoning_slip(reckoned, desk.configuration))
        except DeviceError as error:
            complain(f"{desk.day}: {error.fault.id}: {error.detail}")
            return FOUND
    return FOUND if reckoned.differences else 0


def _reckoned(desk: _Desk) -> "Reckoned":
    """The day beside a statement in a file, or beside what the bureau answers now."""
    from kiosk.composition import bureau  # noqa: PLC0415
    from kiosk.reckoning import reckon, their_day  # noqa: PLC0415
    from kiosk.reconciliation import entries, statement  # noqa: PLC0415

    if desk.subject:
        total, theirs = statement(json.loads(Path(desk.subject).read_text("utf-8")))
        return reckon(desk.journal, desk.day, theirs, total)
    ours = [entry.key for entry in entries(desk.journal.of_day(desk.day))]
    with closing(bureau(desk.configuration)) as line:
        return reckon(desk.journal, desk.day, their_day(line.day, ours, desk.day))


def _verify(desk: _Desk) -> int:
    """The journal's file was checked when it was opened."""
    from kiosk.cli.say import complain, say  # noqa: PLC0415
    from kiosk.log_chain import verify  # noqa: PLC0415

    report = verify(desk.log_folder, desk.newest)
    say(f"{report.files} 个文件，{report.lines} 行，其中断电残行 {report.torn} · files, lines, torn: {report.newest}")
    if report.problem is None:
        return 0
    complain(f"{report.problem.file}:{report.problem.line}: {report.problem.kind.value}")
    return FOUND


def _unfinished(desk: _Desk) -> int:
    from kiosk.cli.say import say  # noqa: PLC0415
    from kiosk.events import unfinished  # noqa: PLC0415

    found = unfinished(_events(desk))
    say(*(json.dumps(line, ensure_ascii=False) for line in found))
    return FOUND if found else 0


def _export(desk: _Desk) -> int:
    """Everything of the day, as it is kept: events hold nothing personal, of operations only what staff may see."""
    from kiosk.cli.say import say  # noqa: PLC0415

    say(*(json.dumps(_plain(operation), ensure_ascii=False) for operation in desk.journal.of_day(desk.day)))
    of_day = (line for line in _events(desk) if line["at"].startswith(desk.day.isoformat()))
    say(*(json.dumps(line, ensure_ascii=False) for line in of_day))
    return 0


def _events(desk: _Desk) -> Iterator[dict[str, Any]]:
    from kiosk.log_chain import lines  # noqa: PLC0415

    return (line.event for line in lines(desk.log_folder) if line.event is not None)


ACTIONS: Final[dict[str, Callable[[_Desk], int]]] = {
    "show": _show,
    "tickets": _tickets,
    "close": _close,
    "reprint": _reprint,
    "reconcile": _reconcile,
    "verify": _verify,
    "unfinished": _unfinished,
    "export": _export,
}


def _line(operation: "Operation") -> str:
    from texts import Language, Text, render  # noqa: PLC0415

    what = " ".join((render(Text(f"{operation.item}.title"), Language.ZH_CN), operation.item, operation.kind)).rstrip()
    halves = "，".join(f"{half.name} {half.state.value}" for half in operation.halves)
    marked = "  待补办 · open mark" if operation.marked else ""
    number, slip = operation.reference.number, operation.slip.value
    return f"{operation.created:%m-%d %H:%M}  {number}  {what}  {halves}  凭条 {slip}{marked}"


def _plain(operation: "Operation") -> dict[str, Any]:
    return {
        "reference": operation.reference.number,
        "terminal": operation.terminal,
        "item": operation.item,
        "kind": operation.kind,
        "created": operation.created.isoformat(),
        "standing": operation.standing.value,
        "halves": [
            {
                "key": half.key,
                "half": half.name,
                "state": half.state.value,
                "detail": half.detail,
                "sends": half.sends,
                "changed": half.changed.isoformat(),
            }
            for half in operation.halves
        ],
        "slip": operation.slip.value,
        "reprints": operation.reprints,
        "marked": operation.marked,
    }
