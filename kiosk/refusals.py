"""A refusal by a rule, with its code: not a failure, and told with what to do next."""


class Refusal(Exception):  # noqa: N818 - an expected outcome that a service raises, not a mistake
    """The service cannot be done for this person or card. `code` has its texts in `refusals.CODE`."""

    def __init__(self, code: str, message: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.message = message
        """The bureau's own words, for a code that the terminal does not know."""
