"""领取养老金人员待遇资格认证 (item 4): a pensioner lives, by their own face; also 帮你认, for who needs help.

The face is taken where `identify_for` is called for the second time, without `later`. By day, and where no number was
typed, an assistant may compare person and ID card instead.
"""

from functools import partial

from kiosk.backend.errors import BackendError
from kiosk.backend.faces import Certification, Helper, Pension, PensionStanding, pension
from kiosk.backend.operations import Item, OperationBody
from kiosk.conclusion import conclude
from kiosk.drafting import bureau_draft
from kiosk.face import NO_NETWORKS
from kiosk.face_networks import networks_sound
from kiosk.identity import Resident, identify_for
from kiosk.journal import Draft, Operation, Standing
from kiosk.proof_policy import Shown
from kiosk.receipts import operation_slip
from kiosk.refusals import Refusal
from kiosk.session import Session
from kiosk.typed_number import type_number
from texts import Kind, Personal, Text, literal
from ui.pages import Button, Card, Choice, Record, Row, Steps, Tone

OWN = "certify_pension"
"""As shipped: id_card+face or id_card+staff (`resources/proofs.toml`)."""
HELPED = "certify_pension_helped"
"""As shipped: id_card+face or typed_number+face; a helper may stand beside the holder (`resources/proofs.toml`). It is
the rule where a helper types the number."""
ICONS = {
    Helper.SELF: "person",
    Helper.FAMILY: "home",
    Helper.NEIGHBOUR: "place",
    Helper.VOLUNTEER: "service",
    Helper.STAFF: "bank",
}
TONES = {
    PensionStanding.NORMAL: Tone.GOOD,
    PensionStanding.SOON: Tone.ATTENTION,
    PensionStanding.OVERDUE: Tone.ATTENTION,
    PensionStanding.SUSPENDED: Tone.DANGER,
}
HERE = "here"
BEGIN = Button("begin", Text("certify_pension.begin"))


async def certify_pension(session: Session) -> None:
    """Ask for whom, identify the pensioner, show them how it stands, take their face, certify, say until when it lasts.

    A look-up is remembered under the proofs that it was asked with: after the face it is another question than before,
    and beside a helper the first one. After the certification it is asked anew, because `submit` forgets what was told.
    """
    if not networks_sound(session.configuration):
        raise Refusal(NO_NETWORKS)
    helper = Helper(await session.ask(_for_whom()))
    rule = OWN if helper is Helper.SELF or await _id_card_is_here(session) else HELPED
    resident = await _named(session, rule)
    if helper is Helper.SELF:
        await session.ask(_record(await _look_up(session, resident)))
    resident = await identify_for(session, rule, steps(1))
    before = await _look_up(session, resident)
    operation = await session.submit(_draft(resident, helper, before))
    rows = await _rows(session, operation, resident)
    slip = partial(operation_slip, session.surroundings, operation, before.person, rows)
    await conclude(session, operation, steps(2), rows, slip)


async def _id_card_is_here(session: Session) -> bool:
    """A helper lays the pensioner's ID card down, or types its number."""
    options = tuple(
        Button(name, Text(f"certify_pension.whose.{name}"), icon, Text(f"certify_pension.whose.{name}_how"))
        for name, icon in ((HERE, "id_card"), ("number", "person"))
    )
    page = Choice(headline=Text("certify_pension.whose.which"), steps=steps(0), options=options)
    return await session.ask(page) == HERE


async def _named(session: Session, rule: str) -> Resident:
    """Who is to be certified; a typed number proves nothing, and tells nothing either."""
    proven = session.proven
    if rule == HELPED and not proven.has(Shown.TYPED_NUMBER):
        proven.is_person(await type_number(session, steps(0), "certify_pension.whose"), "")
        proven.show(Shown.TYPED_NUMBER, session.surroundings.clock.now())
    return await identify_for(session, rule, steps(0), later=Shown.FACE)


async def _look_up(session: Session, resident: Resident) -> Pension:
    """Whether somebody draws a pension is told to who showed their ID card, or their face."""
    asker = OperationBody(**resident.evidence)
    return await session.looked_up(("pension", resident.proofs), lambda bureau: pension(bureau, asker))


def _for_whom() -> Choice:
    """帮你认: the helper says who they are; the face is the pensioner's in any case."""
    return Choice(
        headline=Text("certify_pension.for_whom"),
        how=Text("certify_pension.for_whom_how"),
        steps=steps(0),
        options=tuple(
            Button(helper.value, Text(f"certify_pension.helper.{helper.value}"), icon=ICONS[helper])
            for helper in Helper
        ),
    )


def _record(told: Pension) -> Record:
    """What is drawn, when it was certified last, and until when it has to be again."""
    last = literal(told.certified.isoformat()) if told.certified else Text("certify_pension.never")
    standing = told.standing.value
    rows = (
        Row(Text("certify_pension.kind"), Text(f"certify_pension.kinds.{told.kind.value}")),
        Row(Text("certify_pension.last"), last),
        Row(Text("certify_pension.due"), literal(told.due.isoformat())),
        Row(
            Text("certify_pension.standing"),
            Text(f"certify_pension.standings.{standing}"),
            TONES[told.standing],
            Text(f"certify_pension.standings.{standing}_means"),
        ),
    )
    return Record(
        headline=Text(f"certify_pension.told.{standing}"),
        how=Text("certify_pension.begin_how"),
        steps=steps(0),
        person=(Personal(Kind.NAME, told.person.name), Personal(Kind.ID_NUMBER, told.person.id_number)),
        cards=(Card(Text("certify_pension.title"), rows, TONES[told.standing]),),
        main=BEGIN,
    )


def _draft(resident: Resident, helper: Helper, before: Pension) -> Draft:
    """One half, at the bureau; after a lost answer its key is settled, and nothing is sent twice."""
    kind = "resume" if before.standing is PensionStanding.SUSPENDED else "certify"
    certification = Certification(**resident.evidence, helper=helper)
    return bureau_draft(Item.CERTIFY_PENSION, kind, certification, card="")


async def _rows(session: Session, operation: Operation, resident: Resident) -> tuple[Row, ...]:
    """「下次认证请在 … 前完成」, as the bureau reckons it; nothing where it does not say: certified they are."""
    if operation.standing is not Standing.DONE:
        return ()
    try:
        after = await _look_up(session, resident)
    except BackendError:
        return ()
    until = Text("certify_pension.before", day=after.due.isoformat())
    return (Row(Text("certify_pension.next"), until, Tone.GOOD, Text("certify_pension.next_means")),)


def steps(current: int) -> Steps:
    """① 核验身份 ② 刷脸 ③ 完成."""
    names = ("operation.step_identify", "certify_pension.step_face", "operation.step_done")
    return Steps(tuple(Text(name) for name in names), current)
