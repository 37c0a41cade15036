"""社会保障卡注销 (item 13): apply for a card's end; the counter finishes it with its holder, never this terminal."""

from functools import partial, reduce

from kiosk.agent import agent_rows
from kiosk.backend.applications import Asker, CancellationPolicy, CancellationReason, CardCancellation
from kiosk.backend.filing import cancellation_policy
from kiosk.backend.operations import Item
from kiosk.backend.schemas import ApplicationState, Attachment, CardsAnswer, CardStates
from kiosk.card_application import FEN, offered, place_where, place_words, steps, stop_at
from kiosk.card_words import card_personal
from kiosk.conclusion import conclude
from kiosk.drafting import bureau_draft
from kiosk.identity import Resident, identify_for, look_up_cards, prove_again
from kiosk.journal import Draft, Operation, Standing
from kiosk.meant_card import choose_card
from kiosk.receipts import operation_slip
from kiosk.session import Session
from kiosk.signature import sign, staged
from texts import Kind, Personal, Text
from ui.pages import Button, Choice, Confirm, Notice, Point, Row, Tone

TRANSITION = "cancel_card"
"""As shipped: id_card+face, id_card+sms, id_card+staff or agent+id_card; an agent may come; the holder is at least 16;
presence proven longer ago than `identity.second_check_after` is proven again before the effect
(`resources/proofs.toml`)."""
REFUSED_IN = {ApplicationState.CANCELLED: "CARD_CANCELLED"}
"""What the bureau would refuse anyway is said before anything is asked."""


async def cancel_card(session: Session) -> None:
    """Identify, check what hangs on the card, tell what to bring, ask why, confirm what ends for good when the counter
    has finished it, sign, apply. Until then the card is as it was."""
    resident = await identify_for(session, TRANSITION, steps(0))
    answer = await look_up_cards(session, resident)
    card = await choose_card(session, answer, REFUSED_IN, Text("cancel_card.which_card"), steps(1))
    policy = await _look_up_policy(session, resident, card)
    await session.ask(_notice(policy))
    reason = await _reason(session, policy)
    await session.ask(_confirmation(answer, card, policy))
    upload = await sign(session, Text("cancel_card.signs"), steps(2))
    resident = await prove_again(session, TRANSITION, steps(2))
    signature = await staged(session, resident, upload)
    operation = await session.submit(_draft(resident, card, reason, signature))
    rows = (*agent_rows(session), *_rows(operation, policy))
    slip = partial(operation_slip, session.surroundings, operation, answer.person, rows, card)
    await conclude(session, operation, steps(3), rows, slip)


async def _look_up_policy(session: Session, resident: Resident, card: CardStates) -> CancellationPolicy:
    """A benefit that is paid to this card, or an application under way, has to be settled first."""
    asker = Asker(**resident.evidence)
    policy = await session.looked_up(
        ("cancellation", card.handle), lambda bureau: cancellation_policy(bureau, asker, card.handle)
    )
    stop_at(policy.obstacles)
    return policy


def _notice(policy: CancellationPolicy) -> Notice:
    """一次性告知: in which order, what to bring, where, and what to settle before."""
    return Notice(
        headline=Text("cancel_card.first"),
        how=Text("cancel_card.first_how"),
        steps=steps(1),
        points=(
            (Text("cancel_card.order"), Text("cancel_card.order_what")),
            (Text("cancel_card.before"), _balance(policy)),
            (Text("cancel_card.bring"), _papers(policy)),
            (Text("cancel_card.where"), place_words(policy.place)),
            (Text("card_application.takes"), Text("card_application.takes_days", days=policy.days)),
            (Text("card_application.costs"), Text("card_application.free")),
        ),
    )


async def _reason(session: Session, policy: CancellationPolicy) -> CancellationReason:
    options = tuple(_option(reason) for reason in policy.reasons)
    chosen = await session.ask(Choice(headline=Text("cancel_card.why"), steps=steps(1), options=options))
    return CancellationReason(chosen)


def _option(reason: CancellationReason) -> Button:
    return Button(reason.value, Text(f"cancel_card.reason.{reason.value}"), "card")


def _confirmation(answer: CardsAnswer, card: CardStates, policy: CancellationPolicy) -> Confirm:
    """Nothing ends today; what ends when the counter has finished it, for good, and what to do before."""
    return Confirm(
        headline=Text("cancel_card.confirm"),
        how=Text("cancel_card.confirm_how"),
        steps=steps(2),
        person=(Personal(Kind.NAME, answer.person.name), card_personal(card)),
        points=(
            Point(Text("cancel_card.ends"), Text("cancel_card.ends_what"), Tone.DANGER),
            Point(Text("cancel_card.before"), _balance(policy), Tone.ATTENTION),
            Point(Text("cancel_card.today"), Text("cancel_card.today_what"), Tone.GOOD),
        ),
        proceed=Text("cancel_card.proceed"),
    )


def _draft(resident: Resident, card: CardStates, reason: CancellationReason, signature: Attachment) -> Draft:
    """One half, at the bureau; after a lost answer its key is settled, and nothing is sent twice."""
    application = CardCancellation(**resident.evidence, handle=card.handle, reason=reason, signature=signature)
    return bureau_draft(Item.CANCEL_CARD, "cancellation", application, card=card.handle)


def _rows(operation: Operation, policy: CancellationPolicy) -> tuple[Row, ...]:
    """What the slip keeps: the card as it is, where to finish it with what, and that the bank comes last."""
    if operation.standing is not Standing.DONE:
        return ()
    return (
        Row(
            Text("card_status.label.application"), Text("cancel_card.as_it_is"), Tone.NEUTRAL, Text("cancel_card.then")
        ),
        Row(Text("cancel_card.where"), offered(policy.place), Tone.NEUTRAL, place_where(policy.place)),
        Row(Text("cancel_card.bring"), _papers(policy)),
        Row(Text("card_status.label.bank"), Text("cancel_card.bank"), Tone.ATTENTION, Text("cancel_card.bank_what")),
    )


def _balance(policy: CancellationPolicy) -> Text:
    """What is left in the medical account is to be moved or paid out before. It is told, and stops nobody here."""
    fen = policy.medical_balance_fen
    return Text("cancel_card.balance", yuan=f"{fen / FEN:.2f}") if fen else Text("cancel_card.no_balance")


def _papers(policy: CancellationPolicy) -> Text:
    """「本人身份证、这张社保卡」."""
    return reduce(lambda papers, paper: Text("cancel_card.and", papers=papers, paper=paper), map(offered, policy.bring))
