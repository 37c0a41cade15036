"""Who works on the command line, in the event log: the operating system's user, before anything is done."""

import os
import pwd
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kiosk.config import Configuration
    from kiosk.log import EventLog


def user() -> str:
    """The operating system's user, and who became it by sudo."""
    name, behind = pwd.getpwuid(os.getuid()).pw_name, os.environ.get("SUDO_USER", "")
    return f"{name} ({behind})" if behind else name


@contextmanager
def as_owner_of(folder: Path) -> Generator[None]:
    """Root writes there as the terminal's own user: a file of root's would keep the terminal from its own log."""
    if os.geteuid() != 0 or not folder.exists():
        yield
        return
    owner = folder.stat()
    os.setegid(owner.st_gid)
    os.seteuid(owner.st_uid)
    try:
        yield
    finally:
        os.seteuid(0)
        os.setegid(0)


def log_of(configuration: "Configuration") -> "EventLog":
    """The terminal's own."""
    from kiosk.clock import wall  # noqa: PLC0415
    from kiosk.log import EventLog  # noqa: PLC0415
    from kiosk.log_files import Keep  # noqa: PLC0415

    return EventLog(Path(configuration.log.folder), wall, keep=Keep.of(configuration.log))


def note(configuration: "Configuration", command: str, subject: str, outcome: str) -> bool:
    """One line; False where the log cannot be written, or is not there yet."""
    from kiosk.log import LogUnwritable  # noqa: PLC0415 - as above

    folder = Path(configuration.log.folder)
    if not folder.exists():
        return False
    log = log_of(configuration)
    try:
        with as_owner_of(folder):
            log.write("operator.command", command=command, user=user(), subject=subject, outcome=outcome)
    except (LogUnwritable, OSError):
        return False
    finally:
        log.close()
    return True
