"""`kiosk sandbox`: the other end of every wire, whole or in parts, and commands to one that runs already."""

import argparse
import signal
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any, Final, Protocol, cast

if TYPE_CHECKING:
    from sandbox.runner import Options, Sandbox

PART_NAMES: Final = (
    *("backend", "card", "id-reader", "printer", "pin-pad"),
    *("camera", "psam", "document-printer", "duty-desk"),
)
NOT_RUNNING: Final = 1
NONSENSE: Final = 2
EXAMPLES: Final = """\
what to start or do · 启动什么，或做什么:
  (nothing)                    what every terminal has · 每台终端都有的部件
  backend card id-reader printer pin-pad camera psam document-printer duty-desk   any of them · 其中几个
  people [WORD]                the made-up residents · 虚构的居民（--json：连同卡、密码和密钥）
  fault PART [NAME [VALUE]]    make a running part misbehave; "none" ends it; no NAME lists · 制造故障
  do [PART [VERB [ARG …]]]     a command to a running part; no VERB lists · 给运行中的部件下命令
  practise SEED [COUNT]        five faults of running parts, unsaid, for a technician to find · 运维演练：暗中制造故障
  answers SEED [COUNT]         which, and whether the terminal's last self-tests name them · 答案

examples · 例:
  kiosk sandbox                         bureau, card, ID reader and printer, with a prompt
  kiosk sandbox pin-pad camera          what a terminal may have besides
  kiosk sandbox id-reader --pty --baudrate 115200
  kiosk sandbox do card insert zhang    put Zhang's card in, from another terminal
  kiosk sandbox do id-reader lay wang
  kiosk sandbox fault printer paper-out
  kiosk sandbox people --json > people.json
"""


class Commands(Protocol):
    """What `ArgumentParser.add_subparsers` gives."""

    def add_parser(self, name: str, **options: Any) -> argparse.ArgumentParser: ...


def add_parser(commands: Commands) -> None:
    """Add `sandbox` to the commands of `kiosk`."""
    parser = commands.add_parser(
        "sandbox",
        help="the simulated equipment and bureau · 模拟设备和后台",
        description="The other end of every wire, simulated; prints what to put into kiosk.toml.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("words", nargs="*", metavar="WORD", help="parts to start, or people, fault, do: see below")
    parser.add_argument("--json", action="store_true", help="with people: everything, as JSON")
    parser.add_argument("--seed", type=int, default=1, help="which made-up residents (default: 1)")
    parser.add_argument("--data", type=Path, default=Path("build/sandbox"), help="folder (default: build/sandbox)")
    parser.add_argument(
        "--database-url",
        default="",
        metavar="URL",
        help="the bureau's tables, as postgresql+psycopg://…; made anew (default: SQLite in --data)",
    )
    _add_ports(parser)
    _add_lines(parser)
    parser.add_argument("--misbehave", type=int, metavar="SEED", help="begin with a fault, chosen by the seed")
    parser.add_argument(
        "--journal",
        type=Path,
        default=Path("build", "sandbox", "journal"),
        help="with practise and answers: the terminal's folder (default: the demonstration's)",
    )
    parser.add_argument("--panel", action="store_true", help="a small window with buttons in place of the prompt")
    parser.add_argument("--no-prompt", action="store_true", help="just run until interrupted")


def _add_ports(parser: argparse.ArgumentParser) -> None:
    ports = parser.add_argument_group("ports on this machine · 端口")
    for name, default, words in (
        ("--backend-port", 18080, "the bureau"),
        ("--control-port", 18081, "for the commands fault and do"),
        ("--id-reader-port", 18082, "the ID card reader"),
        ("--printer-port", 19100, "the receipt printer"),
        ("--pin-pad-port", 18083, "the PIN pad"),
        ("--camera-port", 18084, "the camera"),
        ("--duty-desk-port", 18085, "the duty desk that is called for help"),
        ("--card-port", 35964, "where the terminal's vpcd listens for the card; pcscd's is 35963"),
        ("--psam-port", 35965, "where the terminal's vpcd listens for the security module"),
    ):
        ports.add_argument(name, type=int, default=default, metavar="PORT", help=f"{words} (default: {default})")
    ports.add_argument("--card-host", default="127.0.0.1", metavar="HOST", help="whom the card connects to")


def _add_lines(parser: argparse.ArgumentParser) -> None:
    reader = parser.add_argument_group("the ID card reader · 身份证阅读器")
    reader.add_argument("--pty", action="store_true", help="on a pseudo-terminal in place of a TCP port")
    reader.add_argument(
        "--baudrate", type=int, default=0, metavar="N", help="the line's pace, as 115200; default: none"
    )
    reader.add_argument("--sam-delay", type=float, default=0.0, metavar="S", help="seconds before each answer")
    printer = parser.add_argument_group("the receipt printer · 凭条打印机")
    printer.add_argument("--printer-pty", action="store_true", help="on a pseudo-terminal, as a serial line")
    printer.add_argument("--printer-baudrate", type=int, default=0, metavar="N", help="the line's pace, as 115200")


def run(args: argparse.Namespace) -> int:
    """Carry the command out; the exit status."""
    match cast("list[str]", args.words):
        case ["people", *words]:
            return _people(args, words)
        case ["do" | "fault" as what, *words]:
            return _at_running(args, what, words)
        case ["practise" | "answers" as what, seed, *count] if (seed + "".join(count)).isdigit() and len(count) <= 1:
            return _practice(args, what, int(seed), int(count[0]) if count else None)
        case names if set(names) <= set(PART_NAMES):
            return _serve(args, names)
        case words:
            return _nonsense(f"kiosk sandbox: {' '.join(words)}: parts are {', '.join(PART_NAMES)}; see --help")


def _at_running(args: argparse.Namespace, what: str, words: list[str]) -> int:
    """A command to a running part, or what there is to be commanded."""
    match what, words:
        case "fault", [part]:
            return _list(args, part, _faults)
        case ("do", [] | ["help"]) | ("fault", []):
            return _list(args, "", _commands)
        case "do", [part] | [part, "help"]:
            return _list(args, part, _commands)
        case "fault", [part, *rest]:
            return _send(args, part, "fault", rest)
        case _:
            return _send(args, words[0], words[1], words[2:])


def _people(args: argparse.Namespace, words: list[str]) -> int:
    from kiosk.cli.say import say  # noqa: PLC0415 - each command loads what it needs
    from sandbox.population import as_json, people  # noqa: PLC0415

    residents = people(args.seed)
    found = [
        person for person in residents if all(word in f"{person.key} {person.name} {person.story}" for word in words)
    ]
    if args.json:
        say(as_json(found))
    else:
        say(*(f"{person.key:<8} {person.name}  {person.story}".rstrip() for person in found))
    return 0


def _practice(args: argparse.Namespace, what: str, seed: int, count: int | None) -> int:
    """Faults drawn by the seed among the parts that run; `answers` says which, `practise` brings them about unsaid."""
    from kiosk.cli.practice import bring_about, tell  # noqa: PLC0415
    from sandbox.part import CommandError  # noqa: PLC0415

    try:
        if what == "practise":
            return bring_about(args.control_port, seed, count, args.journal)
        return tell(args.control_port, seed, count, args.journal)
    except CommandError as error:
        return _nonsense(str(error))
    except OSError as error:
        return _nothing_runs(args, error)


def _send(args: argparse.Namespace, part: str, verb: str, words: list[str]) -> int:
    from kiosk.cli.say import say  # noqa: PLC0415
    from sandbox.control import send  # noqa: PLC0415
    from sandbox.part import CommandError  # noqa: PLC0415

    try:
        say(send(args.control_port, part, verb, *words))
    except CommandError as error:
        return _nonsense(str(error))
    except OSError as error:
        return _nothing_runs(args, error)
    return 0


def _list(args: argparse.Namespace, part: str, told: Callable[[str, Mapping[str, Any]], Iterator[str]]) -> int:
    """What is `told` of a running part; of each of them where none is named."""
    from kiosk.cli.say import say  # noqa: PLC0415
    from sandbox.control import ask_state  # noqa: PLC0415

    try:
        parts = ask_state(args.control_port)
    except OSError as error:
        return _nothing_runs(args, error)
    if part and part not in parts:
        return _nonsense(f"kiosk sandbox: {part}: running are {', '.join(parts)}")
    say(*(line for name in ([part] if part else parts) for line in told(name, parts[name])))
    return 0


def _faults(_: str, state: Mapping[str, Any]) -> Iterator[str]:
    for name, words in state["faults"].items():
        yield f"{name:<20} {words}"


def _commands(part: str, state: Mapping[str, Any]) -> Iterator[str]:
    """Its verbs, and its faults behind them."""
    yield f"{part}:"
    for verb, words in state["verbs"].items():
        yield f"  {verb:<26} {words}"
    for line in _faults(part, state):
        yield f"  fault {line}"


def _nothing_runs(args: argparse.Namespace, error: OSError) -> int:
    from kiosk.cli.say import complain  # noqa: PLC0415

    complain(f"kiosk sandbox: nothing answers on port {args.control_port} ({error}); start `kiosk sandbox` first")
    return NOT_RUNNING


def _nonsense(words: str) -> int:
    from kiosk.cli.say import complain  # noqa: PLC0415

    complain(words)
    return NONSENSE


def _serve(args: argparse.Namespace, names: list[str]) -> int:
    from kiosk.cli.say import complain, say  # noqa: PLC0415
    from sandbox.runner import build  # noqa: PLC0415

    ended = None if _has_a_user(args) else _told_to_end()
    say("正在准备模拟设备…… · preparing the simulated equipment")
    try:
        with build(names, options(args)) as sandbox:
            say("写入 kiosk.toml · put into kiosk.toml:", "", sandbox.toml(), "")
            if args.misbehave is not None:
                say(sandbox.misbehave(args.misbehave))
            _attend(args, sandbox, ended)
    except OSError as error:
        complain(f"kiosk sandbox: {error}; is it running already? Other ports: see --help")
        return NOT_RUNNING
    return 0


def options(args: argparse.Namespace) -> "Options":
    """What the options of the command line say."""
    from sandbox.runner import Options  # noqa: PLC0415

    return Options(
        folder=args.data,
        seed=args.seed,
        backend_port=args.backend_port,
        control_port=args.control_port,
        id_reader_port=args.id_reader_port,
        printer_port=args.printer_port,
        pin_pad_port=args.pin_pad_port,
        camera_port=args.camera_port,
        duty_desk_port=args.duty_desk_port,
        card_host=args.card_host,
        card_port=args.card_port,
        psam_port=args.psam_port,
        pty=args.pty,
        baudrate=args.baudrate,
        sam_delay=args.sam_delay,
        printer_pty=args.printer_pty,
        printer_baudrate=args.printer_baudrate,
        database_url=args.database_url,
    )


def _has_a_user(args: argparse.Namespace) -> bool:
    return args.panel or (sys.stdin.isatty() and not args.no_prompt)


def _attend(args: argparse.Namespace, sandbox: "Sandbox", ended: Event | None) -> None:
    if ended is not None:
        ended.wait()
    elif args.panel:
        from sandbox.panel import show_until_closed  # noqa: PLC0415

        show_until_closed(sandbox)
    else:
        from kiosk.cli.say import say  # noqa: PLC0415
        from sandbox.prompt import Prompt  # noqa: PLC0415

        say("输入 帮助 看命令 · type help")
        Prompt(sandbox).run(_typed_lines(), say)


def _typed_lines() -> Iterator[str]:
    while True:
        try:
            yield input("沙箱> ")
        except (EOFError, KeyboardInterrupt):
            return


def _told_to_end() -> Event:
    """Set by the first SIGINT or SIGTERM from now on."""
    ended = Event()

    def end(_number: int, _frame: object) -> None:
        ended.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, end)
    return ended
