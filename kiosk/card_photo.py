"""Which photo is printed on the card that is applied for: the one on file, or one that is taken here and now."""

from dataclasses import dataclass

from kiosk.backend.applications import ApplicationPolicy
from kiosk.backend.schemas import Attachment
from kiosk.portrait import can_take_portrait, portrait
from kiosk.proven import Resident
from kiosk.refusals import Refusal
from kiosk.session import Session
from texts import Text
from ui.pages import Button, Choice, Steps

NO_PHOTO = "NO_PHOTO"
TAKE = Button("take", Text("card_photo.take"), "face", Text("card_photo.take_how"))


@dataclass(frozen=True)
class Photo:
    """The one that was taken here, as an application names it; None: the one on file."""

    taken: Attachment | None
    words: Text


def can_be_photographed(session: Session) -> bool:
    """Whether a photo can be taken here: a camera sees, and it is the card's holder who stands before it."""
    return not session.proven.by_agent and can_take_portrait(session)


async def choose_photo(session: Session, resident: Resident, policy: ApplicationPolicy, steps: Steps) -> Photo:
    """Asked where both can be had; `Refusal` NO_PHOTO for who has none on file and has none taken here."""
    if policy.photo_taken is not None and not await _wants_a_new_one(session, policy, steps):
        return Photo(None, on_file(policy))
    taken = await portrait(session, resident, steps, on_file=policy.photo_taken is not None)
    if taken is not None:
        return Photo(taken, Text("card_photo.taken"))
    if policy.photo_taken is None:
        raise Refusal(NO_PHOTO)
    return Photo(None, on_file(policy))


def on_file(policy: ApplicationPolicy) -> Text:
    """What the notice says of it."""
    if policy.photo_taken is None:
        return Text("card_photo.none")
    return Text("card_photo.on_file", year=str(policy.photo_taken.year))


async def _wants_a_new_one(session: Session, policy: ApplicationPolicy, steps: Steps) -> bool:
    if not can_be_photographed(session):
        return False
    keep = Button("on_file", Text("card_photo.keep"), "person", on_file(policy))
    headline, how = Text("card_photo.which"), Text("card_photo.which_how")
    page = Choice(headline=headline, how=how, steps=steps, options=(keep, TAKE))
    return await session.ask(page) == TAKE.key
