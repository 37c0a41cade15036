"""`kiosk run --maintenance`: one page with the hotline, for when the terminal itself cannot come up."""

import signal
import threading
from pathlib import Path

from kiosk.cli.run import ENDS, screen_options
from kiosk.clock import MonotonicClock
from kiosk.config import Configuration, ConfigurationError, load
from kiosk.place import counter, frame, hotline_open
from texts import Text
from ui.app import Screen, ScreenOptions
from ui.pages import Frame, Paused


def maintain(path: Path) -> int:
    """Until told to end. A configuration that cannot be used may be why it is shown: then it names nobody but 12333."""
    configuration = _loaded(path)
    signal.pthread_sigmask(signal.SIG_BLOCK, ENDS)
    if configuration is None:
        screen = Screen(_nameless(), ScreenOptions(fullscreen=True), MonotonicClock())
    else:
        screen = Screen(frame(configuration), screen_options(configuration), MonotonicClock())
    screen.bridge.show_at_once(maintenance_page(configuration))
    threading.Thread(target=_end_on_signal, args=(screen,), name="signals", daemon=True).start()
    return screen.exec()


def maintenance_page(configuration: Configuration | None) -> Paused:
    """What has happened, in a sentence, and where to go."""
    return Paused(
        headline=Text("terminal.paused"),
        how=Text("terminal.paused_maintenance"),
        where_else=(Text("terminal.go_to", counter=counter(configuration)),) if configuration else (),
    )


def _loaded(path: Path) -> Configuration | None:
    try:
        return load(path)
    except ConfigurationError:
        return None


def _nameless() -> Frame:
    return Frame(place=Text("terminal.nameless"), terminal_id="", hotline=hotline_open())


def _end_on_signal(screen: Screen) -> None:
    signal.sigwait(ENDS)
    screen.quit()
