"""The core's thread: an asyncio loop beside the screen's main thread, started after the first painted frame."""

import asyncio
import threading
from collections.abc import Callable
from typing import Protocol

from kiosk import __version__
from kiosk.config import Configuration
from ui.pages import Front
from ui.stage import Stage


class AttachableFront(Front, Protocol):
    """A screen that runs in another thread."""

    def attach(self, calls: Stage, post: Callable[[Callable[[], None]], object]) -> None:
        """From now on the screen tells the stage what happens, by `post` on the core's loop."""
        ...

    def quit(self) -> None:
        """End the screen's own loop; from any thread."""
        ...


class Core:
    """Runs the terminal on `loop` in a thread of its own, until `stop` or an error; then it ends the screen too."""

    def __init__(self, configuration: Configuration, screen: AttachableFront, loop: asyncio.AbstractEventLoop) -> None:
        self._configuration = configuration
        self._screen = screen
        self._loop = loop
        self._main: asyncio.Task[None] | None = None
        self._thread = threading.Thread(target=self._run, name="core")
        self._stopping = threading.Event()
        self.failed: BaseException | None = None

    def start(self) -> None:
        """Begin; the heavy imports happen here, while 正在准备 is on the screen."""
        if not self._thread.ident:
            self._thread.start()

    def stop(self) -> None:
        """From any thread: end the session that is on, give the devices back, close the screen."""
        self._stopping.set()
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._cancel)

    def join(self) -> None:
        """Wait for the end."""
        if self._thread.ident:
            self._thread.join()
        if not self._loop.is_closed():
            self._loop.close()

    def _cancel(self) -> None:
        if self._main is not None:
            self._main.cancel()

    def _run(self) -> None:
        try:
            self._loop.run_until_complete(self._serve())
        except asyncio.CancelledError:
            pass
        except BaseException as error:  # noqa: BLE001 - kept and raised again in the main thread
            self.failed = error
        finally:
            self._screen.quit()

    async def _serve(self) -> None:
        self._main = asyncio.current_task()
        from kiosk.composition import surroundings  # noqa: PLC0415 - drivers and client load behind 正在准备
        from kiosk.terminal import Terminal  # noqa: PLC0415

        around = surroundings(self._configuration, self._screen)
        self._screen.attach(around.stage, self._loop.call_soon_threadsafe)
        around.log.write("terminal.starting", version=__version__, mode=self._configuration.terminal.mode.value)
        try:
            if not self._stopping.is_set():
                await Terminal(around).run()
        finally:
            around.log.write("terminal.stopping")
            around.log.close()
