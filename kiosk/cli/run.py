"""`kiosk run`: the screen in the main thread, the core in its own, and a clean end on SIGTERM."""

import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path

from kiosk import heap
from kiosk.cli.say import complain
from kiosk.clock import MonotonicClock
from kiosk.config import Configuration
from kiosk.core import Core
from kiosk.machine import become_anew
from kiosk.place import frame
from kiosk.running import AlreadyRunningError, running
from texts import Language
from ui.app import Screen, ScreenOptions
from ui.theme import ThemeName

SWITCH_INTERVAL = 0.0005
"""Seconds a Python thread may hold the interpreter while the screen waits: an 11 ms frame beside a busy thread became
58 ms with Python's own 5 ms, and 20 ms with this."""

ALREADY_RUNNING = 2
ENDS = (signal.SIGTERM, signal.SIGINT)


def run(configuration: Configuration, config_file: Path, *, diagnostics: bool = False) -> int:
    """Serve residents until told to end; 0, or an exception of the core's. `diagnostics`: a technician comes first."""
    return serve(configuration, screen_options(configuration), diagnostics=diagnostics, config_file=config_file)


def serve(
    configuration: Configuration,
    options: ScreenOptions,
    beside: Callable[[Screen, Core], None] | None = None,
    *,
    diagnostics: bool = False,
    config_file: Path | None = None,
) -> int:
    """The terminal on a screen; `beside` is called in the main thread once the first frame is up."""
    try:
        with running(Path(configuration.journal.folder)):
            core, status = _served(configuration, options, beside, diagnostics=diagnostics, config_file=config_file)
    except AlreadyRunningError as error:
        complain(str(error))
        return ALREADY_RUNNING
    if core.begins_anew:
        become_anew()
    return status


def _served(
    configuration: Configuration,
    options: ScreenOptions,
    beside: Callable[[Screen, Core], None] | None,
    *,
    diagnostics: bool,
    config_file: Path | None,
) -> tuple[Core, int]:
    heap.settle()
    sys.setswitchinterval(SWITCH_INTERVAL)
    signal.pthread_sigmask(signal.SIG_BLOCK, ENDS)
    screen = Screen(frame(configuration), options, MonotonicClock())
    core = Core(configuration, screen, technician_first=diagnostics, config_file=config_file)
    threading.Thread(target=_end_on_signal, args=(core,), name="signals", daemon=True).start()
    screen.when_first_painted(core.start)
    if beside is not None:
        screen.when_first_painted(lambda: beside(screen, core))
    status = screen.exec()
    core.stop()
    core.join()
    if core.failed is not None:
        raise core.failed
    return core, status


def screen_options(configuration: Configuration) -> ScreenOptions:
    """The window that the configuration asks for."""
    screen = configuration.screen
    return ScreenOptions(
        width=screen.width,
        height=screen.height,
        panel_inches=screen.panel_inches,
        fullscreen=screen.fullscreen,
        language=Language(configuration.terminal.language),
        theme=ThemeName(screen.theme),
        accessibility=screen.accessibility,
        moves=True,
    )


def _end_on_signal(core: Core) -> None:
    """SIGTERM and SIGINT are blocked in every thread and waited for here: none interrupts a driver's call."""
    signal.sigwait(ENDS)
    core.stop()
