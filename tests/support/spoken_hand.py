"""A hand by assistive technology: roles and names on the accessibility bus, and a numeric keyboard for PINs."""

import json
import subprocess
from pathlib import Path

from texts import Language, Text, render
from ui.app import Screen

CLIENT = Path(__file__).parents[1] / "journeys" / "on_a_desktop" / "atspi_client.py"
SYSTEM_PYTHON = "/usr/bin/python3"  # Debian's python3-pyatspi lives outside any virtual environment
PATIENCE_SECONDS = 30.0


class SpokenHand:
    """Asks the client, a process of its own, which sees nothing of this one but its tree on the bus."""

    def __init__(self, _: Screen) -> None:
        self._client = subprocess.Popen(
            [SYSTEM_PYTHON, "-W", "ignore", CLIENT], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        self._leaf = render(Text("ui.words.next"), Language.ZH_CN)

    def close(self) -> None:
        """No more is asked: the client ends."""
        self._client.communicate()

    def hear(self, headline: str) -> None:
        """A heading of this name has the focus."""
        self._ask("wait_for_focus", label=headline, role="heading")

    def press(self, label: str) -> None:
        """Press the button of this name; a page that is leafed through is leafed through."""
        self._ask("press", label=label, leaf=self._leaf)

    def press_first(self, beginning: str) -> None:
        """The same, for the first of many."""
        self._ask("press", label=beginning, whole=False)

    def type(self, digits: str) -> None:
        """Press one named key after the other."""
        self._ask("press_each", labels=list(digits))

    def type_pin(self, digits: str) -> None:
        """The keys of a PIN have no names: it is typed on a numeric keyboard."""
        self._ask("type_digits", digits=digits)

    def sign(self) -> bool:
        """Nobody signs what they do not see: the page has another way, and who goes it declares."""
        return False

    def reveal(self, label: str, file: Path) -> None:
        """Press what shows personal data for a while, and read everything while it does."""
        self.press(label)
        self._ask("overhear", file=str(file))

    def write(self, words: str) -> None:
        """Into the field itself."""
        self._ask("write", words=words)

    def _ask(self, verb: str, **fields: object) -> None:
        assert self._client.stdin is not None
        assert self._client.stdout is not None
        patience = {} if verb in ("type_digits", "overhear") else {"within_s": PATIENCE_SECONDS}
        self._client.stdin.write(json.dumps([verb, fields | patience]).encode() + b"\n")
        self._client.stdin.flush()
        answer = json.loads(self._client.stdout.readline())
        if "missing" in answer:
            raise LookupError(answer["missing"])
