"""Into which account a pension is paid (待遇发放账户维护): what can be chosen, and what is sent to change it."""

from typing import Annotated

from pydantic import FailFast, Field, StringConstraints

from kiosk.backend.client import Bureau
from kiosk.backend.errors import BackendMalformed
from kiosk.backend.operations import OperationBody
from kiosk.backend.schemas import Attachment, Handle, PersonAnswered, Value, Words

MOST_ACCOUNTS = 10

AccountTail = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}$")]


class PayoutAccount(Value):
    """An account by its bank and the last four digits."""

    bank: Words
    tail: AccountTail = Field(repr=False)


class PayoutChoice(PayoutAccount):
    """The account of the person's card with that handle."""

    handle: Handle


class PayoutPolicy(Value):
    """Where the pension is paid now, and where else it can be; `pending`: a change waits for the district's review."""

    person: PersonAnswered
    current: PayoutAccount | None
    choices: Annotated[tuple[PayoutChoice, ...], Field(max_length=MOST_ACCOUNTS), FailFast()]
    pending: bool


class PayoutChange(OperationBody):
    """Pay into the account of the card `handle` from now on: accepted, then reviewed by the district (区级审核)."""

    handle: Handle
    signature: Attachment


def payout_policy(bureau: Bureau, asker: OperationBody) -> PayoutPolicy:
    """Where it is paid. `BackendRefused` NO_PENSION."""
    answer = bureau.ask("/v1/pensions/payout-account", asker.body(), PayoutPolicy)
    if answer.person.id_number != asker.id_number:
        raise BackendMalformed("answer about another person")
    return answer
