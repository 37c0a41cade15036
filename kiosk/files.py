"""Names and modes of the files that the terminal keeps: plain values, for whoever looks before anything is loaded."""

from typing import Final

JOURNAL: Final = "journal.db"
"""In `journal.folder`."""
RUNNING: Final = "terminal.lock"
"""In `journal.folder`, locked while the terminal runs."""
OTHERS_MAY: Final = 0o077
"""Permission bits that a key file must not have."""
