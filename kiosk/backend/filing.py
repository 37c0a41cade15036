"""Questions to the bureau about applications, contact and attachments; blocking, on the bureau's worker thread."""

from kiosk.backend.applications import (
    ApplicationKind,
    ApplicationPolicy,
    Asker,
    CancellationPolicy,
    Contact,
    Staged,
    Upload,
)
from kiosk.backend.client import Bureau
from kiosk.backend.errors import BackendMalformed
from kiosk.backend.operations import SmsProven, SmsSent
from kiosk.backend.schemas import Attachment, SmsProof


def application_policy(bureau: Bureau, asker: Asker, kind: ApplicationKind, handle: str | None) -> ApplicationPolicy:
    """What can be applied for; `handle`: of the card that is replaced or exchanged. Raises as all calls do."""
    question = {**asker.body(), "kind": kind.value, **({} if handle is None else {"handle": handle})}
    answer = bureau.ask("/v1/cards/application-policy", question, ApplicationPolicy)
    if (answer.kind, answer.handle) != (kind, handle):
        raise BackendMalformed("answer about another application")
    return answer


def cancellation_policy(bureau: Bureau, asker: Asker, handle: str) -> CancellationPolicy:
    """What has to be done before the person's card with that handle can be cancelled."""
    answer = bureau.ask("/v1/cards/cancellation-policy", {**asker.body(), "handle": handle}, CancellationPolicy)
    if answer.handle != handle:
        raise BackendMalformed("answer about another card")
    return answer


def contact(bureau: Bureau, asker: Asker) -> Contact:
    """What is registered of the person besides name and number, masked."""
    return bureau.ask("/v1/people/contact", asker.body(), Contact)


def stage(bureau: Bureau, person: str, upload: Upload) -> Attachment:
    """Put an attachment into the staging area; the same one again is the same. `BackendRefused` UPLOAD_TOO_LARGE."""
    staged = bureau.ask("/v1/uploads", upload.body(person), Staged)
    if staged.digest != upload.digest:
        raise BackendMalformed("another attachment than was sent")
    return staged.attachment


def send_to_new_phone(bureau: Bureau, asker: Asker, session: str, phone: str) -> SmsSent:
    """Send a code to a telephone that is to be registered. `BackendRefused` SAME_VALUE, SMS_TOO_OFTEN."""
    question = {**asker.body(), "session": session, "phone": phone}
    return bureau.ask("/v1/sms/new-phone", question, SmsSent, repeatable=False)


def check_new_phone(bureau: Bureau, person: str, session: str, code: str) -> SmsProof:
    """As `Bureau.check_sms`, for the code that went to the new telephone."""
    question = {"person": {"id_number": person}, "session": session, "code": code}
    proven = bureau.ask("/v1/sms/new-phone/check", question, SmsProven, repeatable=False)
    return SmsProof(session=session, token=proven.token)
