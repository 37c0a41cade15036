"""A draft at the bureau: one half, its person from the body, a key of its own each time."""

from kiosk.backend.operations import Item, LossKind, LossReport
from kiosk.backend.schemas import Proof, SmsProof
from kiosk.backend.staff import Role, StaffMember
from kiosk.drafting import bureau_draft, stood_for

REPORT = LossReport(
    id_number="500103199005219700",
    proofs=(Proof.ID_CARD, Proof.SMS),
    sms=SmsProof(session="session-1", token="0" * 32),
    handle="0" * 24,
    kind=LossKind.FORMAL,
)


def test_it_has_one_half_with_the_body_that_is_sent() -> None:
    draft = bureau_draft(Item.REPORT_LOSS, "formal", REPORT, card=REPORT.handle, repeatable=True)
    (half,) = draft.halves
    assert half.body == REPORT.body()
    assert (draft.item, draft.kind, draft.person, draft.repeatable) == (
        "report_loss",
        "formal",
        REPORT.id_number,
        True,
    )


def test_each_intention_is_another_one_and_is_settled_unless_it_may_be_repeated() -> None:
    first, second = (bureau_draft(Item.REPORT_LOSS, "formal", REPORT, card="") for _ in range(2))
    assert first.intention != second.intention
    assert not first.repeatable


def test_who_of_the_staff_stands_for_it_is_in_the_draft_and_in_what_the_bureau_is_told() -> None:
    draft = bureau_draft(Item.REPORT_LOSS, "formal", REPORT, card="")
    by = stood_for(draft, assisted_by=StaffMember(number="1001", name="周", role=Role.ASSISTANT), reviewed_by=None)
    assert by.staff == {"assisted_by": "1001"}
    assert by.halves[0].body["assisted_by"] == "1001"
    assert "reviewed_by" not in by.halves[0].body


def test_where_nobody_of_the_staff_has_a_part_in_it_nothing_is_added() -> None:
    draft = bureau_draft(Item.REPORT_LOSS, "formal", REPORT, card="")
    assert stood_for(draft, assisted_by=None) is draft
