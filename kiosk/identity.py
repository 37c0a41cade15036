"""How someone shows who they are: a service names its transition, and what is missing from this visit is asked for."""

from dataclasses import dataclass, field, replace

from devices.card_data import IssuerData
from devices.pin import Pin
from kiosk.backend.operations import LossPolicy
from kiosk.backend.schemas import CardsAnswer, CardStates
from kiosk.card_and_pin import RightPin, ask_card_and_pin
from kiosk.card_in_hand import CardInHand
from kiosk.presenting import ReadCard, present_card
from kiosk.proof_policy import Rule, Shown, Way, proof_policy
from kiosk.proven import PRESENCE, Resident
from kiosk.refusals import Refusal, refusal_words
from kiosk.session import Session
from kiosk.ways import ASKED, Asking, choose, closed, note_right_pin, use_instead
from texts import Text
from ui.pages import Button, Choice, Steps

__all__ = [
    "Holding",
    "Resident",
    "card_of",
    "identify_for",
    "identify_with_card",
    "look_up_cards",
    "look_up_loss_policy",
    "present_again",
    "prove_again",
]


@dataclass(frozen=True)
class Holding:
    """A resident with their card in the reader and its PIN still in hand, for what is done on the chip."""

    resident: Resident
    card: CardInHand = field(repr=False)
    issuer: IssuerData = field(repr=False)
    pin: Pin = field(repr=False)


async def identify_for(session: Session, transition: str, steps: Steps, *, later: Shown | None = None) -> Resident:
    """Whoever is here, once they have shown what `transition` asks for (a table of `resources/proofs.toml`).

    Only what is missing from what this visit has seen is asked for. `later`: what is left out here, as the card that is
    asked for when it is known that it will do. `Refusal` where no way is open, ID_MISMATCH where two papers name two
    people.
    """
    _drop_what_counts_no_longer(session)
    return await _until_whole(session, _rule(session, transition), Asking(steps), later)


async def prove_again(session: Session, transition: str, steps: Steps) -> Resident:
    """The second check, right before a sensitive step: what is too old, or went with the card, is asked for anew.

    What says that the person is here (PIN, code, face) counts for `identity.second_check_after`; the card has to be in
    the reader.
    """
    rule = _rule(session, transition)
    _drop_what_counts_no_longer(session)
    if rule.sensitive:
        _drop_what_is_not_fresh(session)
    return await _until_whole(session, rule, Asking(steps, why=Text("identity.once_more")), None)


async def identify_with_card(session: Session, transition: str, steps: Steps) -> Holding:
    """The card and its PIN, both kept in hand, and whatever else `transition` asks for where a bureau narrowed it.

    The PIN is asked for even where it was right before: it is needed.
    """
    holding = await session.fetched("holding", lambda: _holding(session, steps))
    session.memory.wall()
    return replace(holding, resident=await identify_for(session, transition, steps))


async def card_of(session: Session, transition: str, steps: Steps) -> ReadCard:
    """The resident's card in the reader, for a transition that asks for it; asked for where it is not in."""
    await identify_for(session, transition, steps)
    read = session.proven.card
    assert read is not None, f"{transition} asks for the card"
    return read


async def present_again(session: Session, steps: Steps, issuer: IssuerData, trouble: Text | None) -> CardInHand:
    """The same card once more."""
    read = await present_card(session, steps, same=issuer, trouble=trouble)
    assert not isinstance(read, str), "the page has no other ways"
    session.proven.card = read
    return read.card


async def look_up_cards(session: Session, resident: Resident) -> CardsAnswer:
    """All cards of the resident, told as fully as their proofs allow; asked once in a visit for the same proofs."""
    return await session.looked_up(
        ("cards", resident.proofs),
        lambda bureau: bureau.cards(
            resident.id_number,
            resident.proofs,
            resident.card,
            resident.sms,
            face=resident.face,
            staff=resident.staff,
            agent=resident.agent,
        ),
    )


async def look_up_loss_policy(session: Session, resident: Resident, card: CardStates) -> LossPolicy:
    """What the bureau allows for this card today: kinds, days, end, reasons; asked once in a visit."""
    return await session.looked_up(
        ("loss_policy", card.handle),
        lambda bureau: bureau.loss_policy(
            resident.id_number,
            resident.proofs,
            card.handle,
            resident.sms,
            face=resident.face,
            staff=resident.staff,
            agent=resident.agent,
        ),
    )


# What still counts.


def _drop_what_counts_no_longer(session: Session) -> None:
    """What was shown too long ago; and a card that has been taken out is not there any more."""
    proven = session.proven
    proven.drop_older(session.surroundings.clock.now() - session.configuration.identity.proof_lasts)
    if session.equipment.slot_with_card is None:
        proven.drop(Shown.CARD)


def _drop_what_is_not_fresh(session: Session) -> None:
    """Of what says that the person is here; a PIN says so only while its card lies in the reader."""
    proven = session.proven
    proven.drop_older(session.surroundings.clock.now() - session.configuration.identity.second_check_after, PRESENCE)
    if not proven.has(Shown.CARD):
        proven.drop(Shown.CARD_PIN)


# What is missing.


async def _until_whole(session: Session, rule: Rule, asking: Asking, later: Shown | None) -> Resident:
    """Ask for one thing after the other until one of the rule's ways is whole."""
    place, asked = session.memory.place, False
    while candidates := _missing(session, rule, later, begun=asked):
        closed_before = len(session.proven.closed)
        await _one_of(session, candidates, replace(asking, ways=_open(session, rule)))
        _check_age(session, rule)
        if len(session.proven.closed) > closed_before:
            asking = replace(asking, why=_not_enough(session))
        asked = True
    _check_age(session, rule)
    if asked:
        _noted(session)
    session.memory.wall(since=place if asked else None)
    return session.proven.resident()


def _not_enough(session: Session) -> Text:
    """Why something else is asked for now: the way that was begun has just turned out to be closed."""
    *_, code = session.proven.closed.values()
    return Text("identity.not_enough", why=refusal_words(code))


def _rule(session: Session, transition: str) -> Rule:
    return proof_policy(session.configuration.identity.policy)[transition]


def _missing(session: Session, rule: Rule, later: Shown | None, *, begun: bool) -> tuple[Shown, ...]:
    """What may be asked for next, the first of each way that is open; nothing when one way is whole.

    A way that needs all that another one needs, and more, is no choice: with the ID card shown nobody types its number.
    Once somebody has `begun`, the ways of which most is shown are gone on with: who chose the ID card means it.
    """
    ways = _open(session, rule)
    if begun:
        furthest = max(_shown_of(session, way) for way in ways)
        ways = tuple(way for way in ways if _shown_of(session, way) == furthest)
    left = [_left(session, way, later) for way in ways]
    shortest = [way for way in left if not any(set(other) < set(way) for other in left)]
    return () if () in left else tuple(dict.fromkeys(way[0] for way in shortest))


def _shown_of(session: Session, way: Way) -> int:
    return sum(session.proven.has(what) for what in way)


def _left(session: Session, way: Way, later: Shown | None) -> Way:
    return tuple(what for what in way if what is not later and not session.proven.has(what))


def _open(session: Session, rule: Rule) -> tuple[Way, ...]:
    """The ways that can be gone here and now; `Refusal` with the reason where there is none."""
    possible = _possible(session, rule)
    ways = tuple(way for way in possible if all(closed(session, what) is None for what in way))
    if not ways:
        raise Refusal(_why_none(session, rule))
    return tuple(way for way in ways if _usable(session, way)) or ways


def _possible(session: Session, rule: Rule) -> tuple[Way, ...]:
    """An agent says so before any paper is read; what is not open to agents is closed to them by name."""
    if not session.proven.by_agent:
        begun = session.proven.has(Shown.ID_CARD)
        return rule.open_to(agent=False) if begun else rule.begins_with
    ways = rule.open_to(agent=True)
    if not ways:
        raise Refusal("NOT_SELF")
    return ways


def _why_none(session: Session, rule: Rule) -> str:
    """What was found to stand against this very person, the first of it; else what this terminal has not got."""
    whys = [why for way in rule.ways for what in way if (why := closed(session, what)) is not None]
    own = [why for why in session.proven.closed.values() if why in whys]
    return next(iter((*own, *whys)), "NOT_AT_TERMINAL")


def _usable(session: Session, way: Way) -> bool:
    return all(session.proven.has(what) or ASKED[what].usable(session) for what in way)


async def _one_of(session: Session, candidates: tuple[Shown, ...], asking: Asking) -> None:
    """Have one of them shown. Where there are several, its page has the others' buttons, or they are asked about."""
    first = candidates[0]
    if len(candidates) > 1 and not ASKED[first].carries_others:
        first = Shown(await session.ask(_choice(candidates, asking.steps)))
        candidates = (first,)
    while other := await ASKED[first].ask(session, replace(asking, others=_instead_of(first, candidates))):
        first = Shown(other)


def _instead_of(first: Shown, candidates: tuple[Shown, ...]) -> tuple[Button, ...]:
    return tuple(use_instead(what) for what in candidates if what is not first)


def _choice(candidates: tuple[Shown, ...], steps: Steps) -> Choice:
    return Choice(
        headline=Text("identity.which_way"),
        how=Text("identity.which_way_how"),
        steps=steps,
        options=tuple(choose(what) for what in candidates),
    )


def _check_age(session: Session, rule: Rule) -> None:
    age = session.proven.age(session.surroundings.wall().date())
    if age is not None and age < rule.least_age:
        raise Refusal("AGENT_MINOR" if session.proven.is_agent else "MINOR")


def _noted(session: Session) -> None:
    """Written to the log by a keyed digest."""
    resident = session.proven.resident()
    session.log.write(
        "session.identified",
        session=session.number,
        proofs=[proof.value for proof in resident.proofs],
        person=session.log.person(resident.id_number),
        agent="" if resident.agent is None else session.log.person(resident.agent.id_number),
    )


async def _holding(session: Session, steps: Steps) -> Holding:
    right = await ask_card_and_pin(session, steps, ())
    if not isinstance(right, RightPin):
        raise Refusal("PIN_LOCKED")
    note_right_pin(session, right)
    _noted(session)
    return Holding(session.proven.resident(), right.read.card, right.read.issuer, right.pin)
