"""What the journal refuses, and how it fails: each under a name that its caller can act upon."""


class JournalError(Exception):
    """The journal did not do what was asked of it; the terminal must not act as if it had."""


class JournalUnwritable(JournalError):  # noqa: N818 - these are named as what they are
    """Disk full, read-only or failing. Nothing may be sent on the strength of this journal; open it anew."""


class JournalBusy(JournalUnwritable):
    """Another process has been writing for longer than a write takes; the next call may succeed."""


class JournalCorrupt(JournalError):  # noqa: N818
    """The file is not a whole journal any more: an engineer must look at it, and no operation may begin."""


class JournalTooNew(JournalError):  # noqa: N818
    """The file was written by a later version of the program."""


class JournalOfAnotherKey(JournalError):  # noqa: N818
    """The key file is not the one that this journal was written with."""


class AlreadySent(JournalError):  # noqa: N818
    """This half has been sent before; only its outcome can follow."""


class NotSent(JournalError):  # noqa: N818
    """Not its turn: an outcome of what was never sent, or a half whose predecessor is not confirmed."""


class Contradiction(JournalError):  # noqa: N818
    """An outcome other than the one that stands. It is kept in the history, and changes nothing."""


class OtherContent(JournalError):  # noqa: N818
    """The same intention with another content: two intentions must not share a key."""


class Unsettled(JournalError):  # noqa: N818
    """This person or card has an operation whose outcome is not known; `number` is its reference."""

    def __init__(self, number: str) -> None:
        super().__init__(number)
        self.number = number


class NotInJournal(JournalError):  # noqa: N818
    """There is no such key, reference or slip."""


class TooManyLookups(JournalError):  # noqa: N818
    """References are being guessed; `seconds` until the next try."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"{seconds} s")
        self.seconds = seconds
