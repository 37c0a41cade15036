"""What all applications have in common: the bureau's offers, what to know first, bank and place, the slip's rows."""

from dataclasses import dataclass

from kiosk.backend.applications import ApplicationKind, ApplicationPolicy, Asker, Obstacle, Obstacles, Offer, Place
from kiosk.backend.filing import application_policy
from kiosk.card_photo import NO_PHOTO, Photo, can_be_photographed, choose_photo, on_file
from kiosk.journal import Operation, Standing
from kiosk.place import in_both
from kiosk.proven import Resident
from kiosk.refusals import Refusal, refusal_words
from kiosk.session import Session
from texts import Text, literal
from ui.pages import Button, Choice, Notice, Point, Row, Steps, Tone

FEN = 100


@dataclass(frozen=True)
class Wanted:
    """What was chosen: with which photo, by which bank, and where it is picked up."""

    photo: Photo
    bank: Offer
    place: Place

    @property
    def sentence(self) -> Text:
        """For the signature: 「重庆银行，到松溪巷服务网点领取」."""
        return Text("card_application.wanted", bank=offered(self.bank), place=offered(self.place))


async def look_up_application(
    session: Session, resident: Resident, kind: ApplicationKind, handle: str | None = None
) -> ApplicationPolicy:
    """What the bureau offers this person today; a refusal with all that stands against it."""
    asker = Asker(**resident.evidence)
    policy = await session.looked_up(
        ("application", kind.value, handle), lambda bureau: application_policy(bureau, asker, kind, handle)
    )
    stop_at((*policy.obstacles, *_no_photo(session, policy)))
    return policy


def _no_photo(session: Session, policy: ApplicationPolicy) -> Obstacles:
    """None on file, and none can be taken here: told with everything else, before anything is chosen."""
    told = any(obstacle.code == NO_PHOTO for obstacle in policy.obstacles)
    if told or policy.photo_taken is not None or can_be_photographed(session):
        return ()
    return (Obstacle(code=NO_PHOTO, message=""),)


def stop_at(obstacles: Obstacles) -> None:
    """Everything that stands against it is told on one page, so that nobody comes back to hear of the next one."""
    if obstacles:
        first, *others = obstacles
        also = tuple(refusal_words(other.code, other.message) for other in others)
        raise Refusal(first.code, first.message, also)


async def tell_first(session: Session, policy: ApplicationPolicy, item: str, steps: Steps) -> None:
    """一次性告知: what is needed, how long it takes, what it costs, how the card is had, what is done elsewhere."""
    points = (
        (Text("card_application.needed"), Text(f"{item}.needed")),
        (Text("card_application.photo"), on_file(policy)),
        (Text("card_application.takes"), Text("card_application.takes_days", days=policy.days)),
        (Text("card_application.costs"), _fee(policy)),
        (Text("card_application.had"), Text(f"{item}.had")),
        (Text("card_application.not_here"), Text(f"{item}.not_here")),
    )
    await session.ask(Notice(headline=Text(f"{item}.first"), how=Text(f"{item}.first_how"), steps=steps, points=points))


async def choose_photo_bank_and_place(
    session: Session, resident: Resident, policy: ApplicationPolicy, steps: Steps, *, leaving: str = ""
) -> Wanted:
    """The photo first: 返回 does not cross the camera. Then the bureau's own lists, one question each.

    `leaving`: the name of the bank that is to be another one from now on; it is no choice, and says so.
    """
    photo = await choose_photo(session, resident, policy, steps)
    banks = tuple(_bank(bank, leaving) for bank in policy.banks)
    which_bank, any_bank = Text("card_application.which_bank"), Text("card_application.which_bank_how")
    bank = await session.ask(Choice(headline=which_bank, how=any_bank, steps=steps, options=banks))
    places = tuple(Button(place.key, offered(place), "place", place_where(place)) for place in policy.places)
    place = await session.ask(Choice(headline=Text("card_application.which_place"), steps=steps, options=places))
    return Wanted(
        photo,
        bank=next(offer for offer in policy.banks if offer.key == bank),
        place=next(offer for offer in policy.places if offer.key == place),
    )


def _bank(bank: Offer, leaving: str) -> Button:
    if bank.name == leaving:
        return Button(bank.key, offered(bank), "bank", enabled=False, reason=Text("card_application.bank_now"))
    return Button(bank.key, offered(bank), "bank")


def wanted_points(policy: ApplicationPolicy, wanted: Wanted) -> tuple[Point, ...]:
    """What is applied for, for the confirmation."""
    return (
        Point(Text("card_application.bank"), offered(wanted.bank)),
        Point(Text("card_application.place"), place_words(wanted.place)),
        Point(Text("card_application.photo"), wanted.photo.words),
        Point(Text("card_application.phone"), _phone(policy)),
    )


def wanted_rows(operation: Operation, policy: ApplicationPolicy, wanted: Wanted, bring: Text) -> tuple[Row, ...]:
    """办卡凭条: which bank, where and when, and what to bring."""
    if operation.standing is not Standing.DONE:
        return ()
    takes = Text("card_application.takes_days", days=policy.days)
    return (
        Row(Text("card_application.bank"), offered(wanted.bank), Tone.NEUTRAL, Text("card_application.bank_later")),
        Row(Text("card_application.place"), offered(wanted.place), Tone.NEUTRAL, place_where(wanted.place)),
        Row(Text("card_application.takes"), takes, Tone.NEUTRAL, Text("card_application.ask_progress")),
        Row(Text("card_application.to_bring"), bring, Tone.NEUTRAL, Text("card_application.hand_over")),
    )


def offered(offer: Offer) -> Text:
    """An offer's name in the resident's language, where it has one there."""
    return in_both(offer.name, offer.name_en or offer.name)


def place_words(place: Place) -> Text:
    """Name, address and hours."""
    return Text("card_application.place_at", name=offered(place), where=place_where(place))


def place_where(place: Place) -> Text:
    """Address and hours, as on the door."""
    return literal(f"{place.address}，{place.hours}" if place.hours else place.address)


def _fee(policy: ApplicationPolicy) -> Text:
    if policy.fee_fen == 0:
        return Text("card_application.free")
    return Text("card_application.fee", yuan=f"{policy.fee_fen / FEN:.2f}")


def _phone(policy: ApplicationPolicy) -> Text:
    return Text("card_application.no_phone") if policy.phone is None else literal(policy.phone)


def steps(current: int) -> Steps:
    """① 核验身份 ② 填写 ③ 签名 ④ 完成."""
    labels = (
        Text("operation.step_identify"),
        Text("card_application.step_fill"),
        Text("card_application.step_sign"),
        Text("operation.step_done"),
    )
    return Steps(labels, current)
