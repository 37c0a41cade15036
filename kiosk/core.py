"""The core's thread: an asyncio loop beside the screen's main thread, started after the first painted frame.

What the core needs (asyncio, drivers, the back end's client) is imported in its own thread, behind 正在准备.
"""

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from kiosk import __version__

if TYPE_CHECKING:
    import asyncio
    from pathlib import Path

    from kiosk.tables import Configuration
    from ui.pages import AnyPage, Countdown, HelpCall
    from ui.stage import Stage


class AttachableFront(Protocol):
    """A screen that runs in another thread: a `Front` that can be attached and ended."""

    def attach(self, calls: "Stage", post: Callable[[Callable[[], None]], object]) -> None:
        """From now on the screen tells the stage what happens, by `post` on the core's loop."""
        ...

    def show(self, serial: int, page: "AnyPage", previous: object) -> None:
        """Draw a page."""
        ...

    def warn(self, countdown: "Countdown | None") -> None:
        """Show, change or take away the idle warning."""
        ...

    def help(self, call: "HelpCall | None") -> None:
        """Show, change or take away what has become of a call for help."""
        ...

    def typed(self, count: int) -> None:
        """Show how many digits stand on the PIN pad."""
        ...

    def reset(self) -> None:
        """Drop everything that was drawn for a session."""
        ...

    def last_frame_at(self) -> float | None:
        """When it last painted; None before the first frame. From any thread."""
        ...

    def quit(self) -> None:
        """End the screen's own loop; from any thread."""
        ...


class Core:
    """Runs the terminal in a thread of its own, until `stop` or an error; then it ends the screen too."""

    def __init__(
        self,
        configuration: "Configuration",
        screen: AttachableFront,
        *,
        technician_first: bool = False,
        config_file: "Path | None" = None,
    ) -> None:
        """`technician_first`: as `Terminal` takes it. `config_file`: where the configuration was read from."""
        self._configuration = configuration
        self._technician_first = technician_first
        self._config_file = config_file
        self.begins_anew = False
        """Whether somebody at the desk wants the program started again when it has ended."""
        self._screen = screen
        self._lock = threading.Lock()
        self._serving: tuple[asyncio.AbstractEventLoop, asyncio.Task[None]] | None = None
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name="core")
        self.failed: BaseException | None = None

    def start(self) -> None:
        """Begin; a second call does nothing."""
        if not self._thread.ident:
            self._thread.start()

    def stop(self) -> None:
        """From any thread: end the session that is on, give the devices back, close the screen."""
        with self._lock:
            self._stopping = True
            if self._serving is not None:
                loop, task = self._serving
                loop.call_soon_threadsafe(task.cancel)

    def begin_anew(self) -> None:
        """As `stop`; whoever started the program starts it again then."""
        self.begins_anew = True
        self.stop()

    @property
    def running(self) -> bool:
        """Whether the thread is there."""
        return self._thread.is_alive()

    def join(self) -> None:
        """Wait for the end."""
        if self._thread.ident:
            self._thread.join()

    def _run(self) -> None:
        import asyncio  # noqa: PLC0415

        try:
            asyncio.run(self._serve())
        except asyncio.CancelledError:
            pass
        except BaseException as error:  # noqa: BLE001 - kept, and raised again in the main thread
            self.failed = error
        finally:
            self._screen.quit()

    async def _serve(self) -> None:
        import asyncio  # noqa: PLC0415
        import os  # noqa: PLC0415
        from dataclasses import replace  # noqa: PLC0415

        from kiosk.composition import surroundings  # noqa: PLC0415
        from kiosk.machine import Machine  # noqa: PLC0415
        from kiosk.terminal import Terminal  # noqa: PLC0415
        from kiosk.watchdog import READY, STOPPING, Notifier, Watchdog  # noqa: PLC0415

        loop = asyncio.get_running_loop()
        around = surroundings(self._configuration, self._screen)
        if self._config_file is not None:
            around = replace(around, machine=Machine(self._config_file, self.begin_anew))
        self._screen.attach(around.stage, loop.call_soon_threadsafe)
        around.log.write("terminal.starting", version=__version__, mode=self._configuration.terminal.mode.value)
        manager = Notifier.of(os.environ)
        manager.tell(READY)
        watching = asyncio.ensure_future(Watchdog(manager, self._screen.last_frame_at).run())
        serving = asyncio.ensure_future(Terminal(around, technician_first=self._technician_first).run())
        with self._lock:
            self._serving = (loop, serving)
            if self._stopping:
                serving.cancel()
        try:
            await serving
        finally:
            manager.tell(STOPPING)
            watching.cancel()
            with self._lock:
                self._serving = None
            around.log.write("terminal.stopping")
            around.log.close()
