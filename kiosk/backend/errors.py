"""Every way in which a call to the bureau ends without an answer that can be used."""


class BackendError(Exception):
    """A call failed in a known way. `detail` is for the technician and holds no personal data."""

    def __init__(self, detail: str = "") -> None:
        super().__init__(detail)
        self.detail = detail


class BackendUnreachable(BackendError):  # noqa: N818 - reads as a sentence after "except"
    """Not one byte of the request was sent: nothing can have happened at the bureau."""


class BackendSilent(BackendError):  # noqa: N818 - reads as a sentence after "except"
    """The request was sent and no answer came, or one that says no more than that the bureau is out of order.

    For a query this is a failure; for an operation the outcome is unknown and must be settled.
    """


class BackendMalformed(BackendError):  # noqa: N818 - reads as a sentence after "except"
    """An answer came that must not be used: not by the contract, too large, or about another person."""


class BackendUnauthorised(BackendError):  # noqa: N818 - reads as a sentence after "except"
    """The gateway does not accept the terminal's signature: the operator is told, nothing is retried."""


class BackendRefused(BackendError):  # noqa: N818 - reads as a sentence after "except"
    """The bureau says no, with a reason. `message` is the bureau's own text, cleaned, and may go on the screen.

    `tries_left`: of an SMS code that was wrong.
    """

    def __init__(self, code: str, message: str, tries_left: int | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.message = message
        self.tries_left = tries_left


class ClockSkew(BackendError):  # noqa: N818 - reads as a sentence after "except"
    """The terminal's clock is outside the gateway's window. `seconds`: what to add to the terminal's time."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"the clock is off by {seconds:.0f} s")
        self.seconds = seconds
