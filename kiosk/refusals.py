"""A refusal by a rule, with its code: not a failure, and told with what to do next and which item helps."""

import tomllib
from collections.abc import Mapping
from functools import cache

import resources
from texts import Language, Text, known_ids, literal

LONGEST_MESSAGE = 120


class Refusal(Exception):  # noqa: N818 - an expected outcome that a service raises, not a mistake
    """The service cannot be done for this person or card. `code` has its texts in `refusals.CODE`."""

    def __init__(
        self, code: str, message: str = "", also: tuple[Text, ...] = (), detail: tuple[Text, ...] = ()
    ) -> None:
        super().__init__(code)
        self.code = code
        self.message = message
        """The bureau's own words, for a code that the terminal does not know."""
        self.also = also
        """What else stands against it."""
        self.detail = detail
        """What is known of this very case: since when, which card is meant."""


def refusal_words(code: str, message: str = "") -> Text:
    """Why it is refused, in a sentence; for a code that we do not know, the bureau's own, or that it said no."""
    if _known(code):
        return Text(f"refusals.{code}.what")
    return literal(own) if (own := cleaned(message)) else Text("refusals.unknown")


def refusal_page_words(code: str, message: str = "") -> tuple[Text, Text]:
    """Headline and what to do now; of a code that we do not know the bureau's own text stands under ours."""
    if _known(code):
        return Text(f"refusals.{code}.what"), Text(f"refusals.{code}.now")
    own = cleaned(message)
    return Text("refusals.unknown"), literal(own) if own else Text("refusals.unknown_now")


def helping_items(code: str) -> tuple[str, ...]:
    """The items that may help after this refusal, by `resources/refusals.toml`; the most likely first."""
    return _helping().get(code, ())


def cleaned(message: str) -> str:
    """The bureau's sentence without control characters, at most 120 characters long."""
    kept = "".join(letter if letter.isprintable() else " " for letter in message)
    return " ".join(kept.split())[:LONGEST_MESSAGE]


def _known(code: str) -> bool:
    return f"refusals.{code}.what" in known_ids(Language.ZH_CN)


@cache
def _helping() -> Mapping[str, tuple[str, ...]]:
    table = tomllib.loads(resources.path("refusals.toml").read_text("utf-8"))
    return {code: tuple(items) for code, items in table.items()}
