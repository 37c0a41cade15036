"""Staff beside a resident: they join a visit with the resident's consent, and review what needs a second person."""

from collections.abc import Callable

from kiosk.backend.errors import BackendError
from kiosk.backend.staff import Role, StaffMember
from kiosk.journal import Draft
from kiosk.refusals import Refusal
from kiosk.session import Session, TakenOver
from kiosk.staff.hand_over import Why, handed_over
from kiosk.staff.roll import Roll
from kiosk.staff.sign_in import Wanted, sign_in_or
from texts import Kind, Personal, Text
from ui.pages import Button, Choice, Outcome, Result

BRANCH = (Role.ASSISTANT, Role.SUPERVISOR)
"""Who may help a resident: a technician sees nothing of them."""
NOT_NOW = Button("not_now", Text("staff.join.not_now"), icon="back")
AGREE = Button("agree", Text("staff.join.agree"), icon="check")
DECLINE = Button("decline", Text("staff.join.decline"), icon="stop")
GONE = Button("gone", Text("staff.join.gone"), icon="exit")
"""For whoever has signed in and finds nobody who could agree."""
RING = Button("ring", Text("staff.review.ring"), icon="call", detail=Text("staff.review.ring_how"))
HERE = Button("here", Text("staff.review.here"), icon="person", detail=Text("staff.review.here_how"))
APPROVE = Button("approve", Text("staff.review.approve"), icon="check")
REFUSE = Button("refuse", Text("staff.review.refuse"), icon="stop")


class StaffBeside:
    """What a resident's session asks of staff.

    `roll`: who may sign in; `reviewed`: "ITEM, ITEM.KIND, …"; `ring`: has the duty desk rung.
    """

    def __init__(self, roll: Roll, reviewed: str, ring: Callable[[], None]) -> None:
        self.roll = roll
        self._ring = ring
        self._reviewed = frozenset(each.strip() for each in reviewed.split(","))

    async def join(self, session: Session) -> StaffMember | None:
        """Who helps from now on; None where nobody signed in, or the resident would rather be alone.

        `TakenOver` where nobody is there any more.
        """
        try:
            return await self._joined(session)
        except (Refusal, BackendError):
            await session.offer(_nobody())
            return None

    def reviews(self, draft: Draft) -> bool:
        """Whether a second person has to approve it, by this terminal's policy."""
        return not self._reviewed.isdisjoint({draft.item, f"{draft.item}.{draft.kind}"})

    async def review(self, session: Session, draft: Draft) -> StaffMember:
        """The supervisor who approved it. `Refusal` REVIEW_NOT_ASKED or REVIEW_REFUSED: then nothing is done."""
        with handed_over(session, Why.REVIEW, draft.item) as hand:
            member = await self._reviewer(session)
            hand.identified(member)
            approved = await session.offer(_question(draft)) == APPROVE.key
            hand.answered(approved=approved)
            session.log.write("staff.signed_out", session=session.number, staff=member.number)
        if not approved:
            raise Refusal("REVIEW_REFUSED")
        return member

    async def _joined(self, session: Session) -> StaffMember | None:
        with handed_over(session, Why.ASSIST) as hand:
            wanted = Wanted(Text("staff.join.number"), roles=BRANCH, ways=(NOT_NOW,))
            member = await sign_in_or(session, self.roll, wanted)
            if member is None:
                return None
            hand.identified(member)
            answer = await session.offer(_consent(member))
            if answer != GONE.key:
                hand.answered(approved=answer == AGREE.key)
            if answer == AGREE.key:
                return member
            session.log.write("staff.signed_out", session=session.number, staff=member.number)
            if answer == GONE.key:
                raise TakenOver(member)
            return None

    async def _reviewer(self, session: Session) -> StaffMember:
        while (pressed := await session.offer(_wanted())) == RING.key:
            self._ring()
        if pressed != HERE.key:
            raise Refusal("REVIEW_NOT_ASKED")
        besides = "" if session.staff.helper is None else session.staff.helper.number
        wanted = Wanted(Text("staff.approval"), besides, (Role.SUPERVISOR,), (NOT_NOW,))
        member = await sign_in_or(session, self.roll, wanted)
        if member is None:
            raise Refusal("REVIEW_NOT_ASKED")
        return member


def _consent(member: StaffMember) -> Choice:
    """Asked of the resident, who gives back the screen with their answer."""
    return Choice(
        headline=Text("staff.join.consent", staff=member.number),
        how=Text("staff.join.consent_how"),
        options=(AGREE, DECLINE, GONE),
    )


def _nobody() -> Result:
    """Signing in is closed, or the bureau cannot tell who it is: the resident goes on alone."""
    return Result(
        headline=Text("staff.join.failed"),
        outcome=Outcome.FAILED,
        what_now=(Text("staff.join.failed_now"),),
        main=Button("on", Text("staff.join.not_now")),
    )


def _wanted() -> Choice:
    """What the resident reads: somebody has to come."""
    return Choice(
        headline=Text("staff.review.needed"),
        how=Text("staff.review.needed_how"),
        options=(RING, HERE, Button("not_now", Text("staff.review.not_done"), icon="exit")),
    )


def _question(draft: Draft) -> Choice:
    """Asked of the supervisor: what, and of whom, masked."""
    return Choice(
        headline=Text("staff.review.question", what=Text(f"{draft.item}.title")),
        how=Text("staff.review.question_how", person=Personal(Kind.ID_NUMBER, draft.person)),
        options=(APPROVE, REFUSE),
        sensitive=True,
    )
