"""A display of its own with a session bus, and an assistive client on it that knows labels only."""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO, NamedTuple

import pytest

from kiosk.cli.simulated import SimulatedWorld
from kiosk.config import Configuration
from sandbox.control import DEFAULT_PORT, send

CLIENT = Path(__file__).with_name("atspi_client.py")
SYSTEM_PYTHON = "/usr/bin/python3"  # Debian's python3-pyatspi lives outside any virtual environment
ROOT = Path(__file__).parents[3]
KIOSK = Path(sys.executable).with_name("kiosk")
INSIDE = "KIOSK_INSIDE_PCSCD_NAMESPACE"
VPCD_PORT = 35963
STOP_S = 5.0
SOON_S = 30.0
HEARD = {"accessibility": True}
ASK_FOR_ACCESSIBILITY = (
    *("dbus-send", "--session", "--print-reply", "--dest=org.a11y.Bus"),
    *("/org/a11y/bus", "org.a11y.Bus.GetAddress"),
)


@contextmanager
def running(
    *command: str | Path,
    env: Mapping[str, str] | None = None,
    stdin: int = subprocess.DEVNULL,
    stdout: int | IO[bytes] | None = None,
    stderr: int | IO[bytes] | None = None,
    pass_fds: tuple[int, ...] = (),
) -> Iterator[subprocess.Popen[bytes]]:
    """A process that is ended at the end."""
    with subprocess.Popen(
        command, env=env, stdin=stdin, stdout=stdout, stderr=stderr, pass_fds=pass_fds, start_new_session=True
    ) as process:
        try:
            yield process
        finally:
            _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(STOP_S)
    except subprocess.TimeoutExpired:
        process.kill()


@contextmanager
def saying(*command: str, env: Mapping[str, str] | None = None) -> Iterator[str]:
    """A service that says on a file descriptor, put in place of `{fd}`, where it is: the first line it said."""
    said, to_say = os.pipe()
    filled = [word.format(fd=to_say) for word in command]
    with (
        running(*filled, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, pass_fds=(to_say,)),
        os.fdopen(said) as lines,
    ):
        os.close(to_say)
        yield lines.readline().strip()


@dataclass(frozen=True)
class Desktop:
    """A display with a session bus: where programs are started, and what they write."""

    env: Mapping[str, str]
    stack: ExitStack
    log: Path

    def start(self, *command: str | Path) -> subprocess.Popen[bytes]:
        """Start a program on this display; what it writes goes to the log."""
        log = self.stack.enter_context(self.log.open("ab"))
        return self.stack.enter_context(running(*command, env=self.env, stdout=log, stderr=log))


class Assistant:
    """The assistive client: a resident who hears labels and presses what has one."""

    def __init__(self, client: subprocess.Popen[bytes], desktop: Desktop) -> None:
        self._client = client
        self._desktop = desktop

    def wait_for(self, label: str, *, role: str | None = None, within_s: float = SOON_S) -> None:
        """Until something of this label shows."""
        self._ask("wait_for", label=label, role=role, within_s=within_s)

    def wait_gone(self, label: str, *, within_s: float = SOON_S) -> None:
        """Until nothing of this label shows."""
        self._ask("wait_gone", label=label, within_s=within_s)

    def press(self, label: str, *, within_s: float = SOON_S) -> None:
        """Press the button of this label, as soon as it shows and is enabled."""
        self._ask("press", label=label, within_s=within_s)

    def read(self, label: str, *, within_s: float = SOON_S) -> str:
        """What is said after a label."""
        return str(self._ask("read", label=label, within_s=within_s))

    def screen(self) -> tuple[str, ...]:
        """Every label that shows now, top down."""
        labels = self._ask("screen")
        assert isinstance(labels, list)
        return tuple(map(str, labels))

    def type_digits(self, digits: str) -> None:
        """Type on the numeric keyboard; the digits reach the window that has the focus."""
        self._ask("type_digits", digits=digits)

    def _ask(self, verb: str, **fields: object) -> object:
        assert self._client.stdin
        assert self._client.stdout
        self._client.stdin.write(json.dumps([verb, fields]).encode() + b"\n")
        self._client.stdin.flush()
        answer = json.loads(self._client.stdout.readline())
        if "missing" in answer:
            pytest.fail(f"{answer['missing']}\nThe program wrote:\n{self._desktop.log.read_text()[-4000:]}")
        return answer["answer"]


@pytest.fixture
def desktop(tmp_path: Path) -> Iterator[Desktop]:
    """Xvfb 1080×1920 on a free display, a session bus, and accessibility switched on."""
    if missing := [tool for tool in ("Xvfb", "dbus-daemon", "xdotool") if not shutil.which(tool)]:
        pytest.skip(f"needs {', '.join(missing)} (make test installs them as root)")
    with ExitStack() as stack:
        number = stack.enter_context(
            saying("Xvfb", "-displayfd", "{fd}", "-screen", "0", "1080x1920x24", "-nolisten", "tcp", "-noreset")
        )
        # Sockets lie in here, whose paths may have 107 bytes; the bus must know, or two desktops share one.
        runtime = stack.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True))
        env = _environment(tmp_path) | {"XDG_RUNTIME_DIR": runtime, "DISPLAY": f":{number}"}
        daemon = ("dbus-daemon", "--session", "--nofork", "--print-address={fd}")
        env |= {"DBUS_SESSION_BUS_ADDRESS": stack.enter_context(saying(*daemon, env=env))}
        # The accessibility bus starts when first asked for; two programs asking at once may find it half started.
        subprocess.run(ASK_FOR_ACCESSIBILITY, env=env, stdout=subprocess.DEVNULL, timeout=SOON_S, check=True)
        yield Desktop(env, stack, tmp_path / "program.log")


def _environment(home: Path) -> dict[str, str]:
    """The surroundings of a plain user with a window on X11."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("QT_", "DBUS_", "WAYLAND_"))}
    return kept | {
        "HOME": str(home),
        "QT_QPA_PLATFORM": "xcb",
        "QT_QUICK_BACKEND": "software",
        "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
    }


@pytest.fixture
def assistant(desktop: Desktop) -> Iterator[Assistant]:
    """The assistive client on that display."""
    probe = subprocess.run([SYSTEM_PYTHON, "-c", "import pyatspi"], capture_output=True, check=False)
    if probe.returncode:
        pytest.skip("needs python3-pyatspi and gir1.2-atspi-2.0 (make test installs them as root)")
    with running(
        SYSTEM_PYTHON, "-W", "ignore", CLIENT, env=desktop.env, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as client:
        yield Assistant(client, desktop)


@pytest.fixture
def window(desktop: Desktop, tmp_path: Path) -> Callable[[str], None]:
    """Show a window of the given QML."""

    def show(qml: str) -> None:
        file = tmp_path / "window.qml"
        file.write_text(qml, encoding="utf-8")
        desktop.start(Path(sys.executable).with_name("pyside6-qml"), file)

    return show


class World(NamedTuple):
    """The terminal on its display, and what a hand can do at the equipment around it."""

    do: Callable[..., str]
    """`do("card", "insert", "zhang")`: a command to a simulated part."""


@pytest.fixture
def terminal(desktop: Desktop, tmp_path: Path) -> Iterator[World]:
    """`kiosk run` on the display, with simulated equipment at the ends of its wires.

    Inside a PC/SC service's namespace the card goes into that service's virtual reader, and is read there.
    """
    with SimulatedWorld(tmp_path / "sandbox", seed=1) as world:
        if INSIDE in os.environ:
            with _card_in_pcscd(tmp_path) as do:
                reader = {"card_reader": "pcsc:Virtual PCD 00 00"}
                _start(desktop, world.configuration(ROOT / "kiosk.toml", devices=reader, screen=HEARD), tmp_path)
                yield World(do)
        else:
            _start(desktop, world.configuration(ROOT / "kiosk.toml", screen=HEARD), tmp_path)
            yield World(world.do)


@pytest.fixture
def unheard_terminal(desktop: Desktop, tmp_path: Path) -> Iterator[None]:
    """The same as it is delivered: nobody hears it. It is in service."""
    with SimulatedWorld(tmp_path / "sandbox", seed=1) as world:
        _start(desktop, world.configuration(ROOT / "kiosk.toml"), tmp_path)
        ends = time.monotonic() + SOON_S
        while time.monotonic() < ends and not any(
            "in_service" in log.read_text() for log in tmp_path.glob("log/*.jsonl")
        ):
            time.sleep(0.05)
        yield


def _start(desktop: Desktop, configuration: Configuration, folder: Path) -> None:
    desktop.start(KIOSK, "run", "--config", _written(configuration, folder))


@contextmanager
def _card_in_pcscd(folder: Path) -> Iterator[Callable[..., str]]:
    """A PC/SC service, and a card for its reader on the usual ports: nobody else is in the namespace."""
    card = [KIOSK, "sandbox", "card", "--no-prompt", "--card-port", str(VPCD_PORT), "--data", folder / "card"]
    quiet = subprocess.DEVNULL
    with running("pcscd", "-f", stdout=quiet, stderr=quiet), running(*card, stdout=quiet, stderr=quiet):
        ends = time.monotonic() + SOON_S
        while time.monotonic() < ends:
            with suppress(OSError):
                send(DEFAULT_PORT, "card", "list", "zhang")
                break
            time.sleep(0.02)
        yield partial(send, DEFAULT_PORT)


def _written(configuration: Configuration, folder: Path) -> Path:
    """kiosk.toml with the values that reach the simulated equipment."""
    values = {
        "mode": configuration.terminal.mode.value,
        "card_reader": configuration.devices.card_reader,
        "id_reader": configuration.devices.id_reader,
        "receipt_printer": configuration.devices.receipt_printer,
        "url": configuration.backend.url,
        "app_id": configuration.backend.app_id,
        "token_file": configuration.backend.token_file,
        "folder": folder / "log",
        "accessibility": configuration.screen.accessibility,
    }
    words = (ROOT / "kiosk.toml").read_text(encoding="utf-8")
    for key, value in values.items():
        written = json.dumps(value if isinstance(value, bool) else str(value), ensure_ascii=False)
        words = re.sub(rf"(?m)^{key} = .*$", f"{key} = {written}", words)
    path = folder / "kiosk.toml"
    path.write_text(words, encoding="utf-8")
    return path
