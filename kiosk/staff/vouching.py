"""工作人员协助核验: a member of staff compares the person with their ID card, and says so under their own name."""

from kiosk.backend.client import Bureau
from kiosk.backend.errors import BackendRefused
from kiosk.backend.schemas import StaffProof
from kiosk.refusals import Refusal
from kiosk.services.catalogue import hours
from kiosk.session import Session
from kiosk.staff.password import LEAST, MOST, answer, derived
from kiosk.staff.sign_in import LEAST_NUMBER, MOST_NUMBER, WRONG
from texts import Kind, Personal, Text
from ui.pages import Button, Choice, Confirm, Keypad, PinPad, Point, Steps, Typed

SAME = Button("same", Text("staff.vouch.same"), icon="check")
OTHER = Button("other_person", Text("staff.vouch.other_person"), icon="stop")


def staff_on_duty(session: Session) -> bool:
    """Whether somebody is there to be called now."""
    duty = session.configuration.staff.on_duty
    return bool(duty) and session.surroundings.wall().time() in hours(duty)


async def prove_by_staff(session: Session, steps: Steps, person: str, name: str) -> StaffProof:
    """What the bureau gave for the word of a member of staff, with the resident's consent.

    `Refusal` NOT_THE_PERSON when they say that it is somebody else.
    """
    await session.ask(_consent(steps))
    session.memory.wall()
    trouble: Text | None = None
    while True:
        number = await _number(session, steps, trouble)
        await _compare(session, steps, number, name)
        proof = await _word_of(session, steps, number, person)
        if proof is not None:
            session.log.write("staff.vouched", session=session.number, staff=number, person=session.log.person(person))
            return proof
        session.log.write("staff.refused", session=session.number, staff=number)
        trouble = Text("staff.wrong")


def _consent(steps: Steps) -> Confirm:
    """What happens, and what becomes of it; 返回 leads to the other ways."""
    return Confirm(
        headline=Text("staff.vouch.consent"),
        how=Text("staff.vouch.consent_how"),
        steps=steps,
        points=tuple(
            Point(Text(f"staff.vouch.{name}"), Text(f"staff.vouch.{name}_what")) for name in ("looks", "kept", "counts")
        ),
        proceed=Text("staff.vouch.agree"),
        danger=False,
    )


async def _number(session: Session, steps: Steps, trouble: Text | None) -> str:
    page = Keypad(
        headline=Text("staff.vouch.number"),
        how=Text("staff.vouch.number_how"),
        steps=steps,
        least=LEAST_NUMBER,
        most=MOST_NUMBER,
        trouble=trouble,
    )
    typed = await session.offer(page)
    assert isinstance(typed, Typed), "the page has no other ways"
    return typed.digits


async def _compare(session: Session, steps: Steps, number: str, name: str) -> None:
    """The person with the card on the reader and the face printed on it."""
    page = Choice(
        headline=Text("staff.vouch.compare"),
        how=Text("staff.vouch.compare_how", name=Personal(Kind.NAME, name)),
        steps=steps,
        options=(SAME, OTHER),
    )
    if await session.offer(page) == OTHER.key:
        session.log.write("staff.not_the_person", session=session.number, staff=number)
        raise Refusal("NOT_THE_PERSON")


async def _word_of(session: Session, steps: Steps, number: str, person: str) -> StaffProof | None:
    """Given with the password: it is bound to this person and this visit. None for a wrong one."""
    password = session.new_pin(MOST)
    page = PinPad(
        headline=Text("staff.vouch.sign"),
        how=Text("staff.vouch.sign_how"),
        steps=steps,
        pin=password,
        least=LEAST,
        most=MOST,
    )
    await session.ask(page)

    def vouch(bureau: Bureau) -> StaffProof:
        challenge = bureau.staff_challenge(number)
        said = answer(derived(password, challenge), number, f"{challenge.nonce} {person} {session.name}")
        return bureau.staff_vouch(number, challenge.nonce, said, person, session.name)

    try:
        return await session.working(
            Text("staff.checking"), Text("common.waiting_for_bureau"), session.equipment.bureau.call("vouch", vouch)
        )
    except BackendRefused as refused:
        if refused.code == WRONG:
            return None
        raise Refusal(refused.code, refused.message) from refused
    finally:
        password.wipe()
