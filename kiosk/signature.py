"""What was written with a finger becomes a small drawing in memory, and waits at the bureau for its application."""

from itertools import chain

from kiosk.backend.applications import Upload, UploadKind
from kiosk.backend.filing import stage
from kiosk.backend.schemas import Attachment
from kiosk.proven import Resident
from kiosk.refusals import Refusal
from kiosk.session import Session
from texts import Text
from ui.pages import INK_HEIGHT, INK_LINE, INK_WIDTH, Button, Signature, Signed, Steps, Stroke

SVG = "image/svg+xml"
AT_COUNTER = Button("counter", Text("card_application.cannot_sign"))


async def sign(session: Session, signs: Text, steps: Steps, words: str = "card_application") -> Upload:
    """Have it signed; `Refusal` SIGN_AT_COUNTER for who cannot write here. `words`: by whose texts the page speaks."""
    page = Signature(
        headline=Text("card_application.sign"),
        how=Text(f"{words}.sign_how"),
        steps=steps,
        signs=signs,
        declaration=Text("agent.declaration" if session.proven.by_agent else "card_application.declaration"),
        proceed=Text(f"{words}.signed"),
        other_ways=(AT_COUNTER,),
    )
    answer = await session.ask(page)
    if not isinstance(answer, Signed):
        raise Refusal("SIGN_AT_COUNTER")
    return Upload(UploadKind.SIGNATURE, SVG, drawing(answer))


async def staged(session: Session, resident: Resident, upload: Upload) -> Attachment:
    """Put into the bureau's staging area; the journal keeps its name there. While that does not answer, there is no
    application."""
    staging = session.equipment.bureau.call("stage", lambda bureau: stage(bureau, resident.id_number, upload))
    return await session.working(Text("card_application.staging"), Text("common.waiting_for_bureau"), staging)


def drawing(signed: Signed) -> bytes:
    """SVG 1.1, one path; black on nothing."""
    path = "".join(chain.from_iterable(_moves(stroke) for stroke in signed.strokes))
    line = f'fill="none" stroke="#000" stroke-width="{INK_LINE}" stroke-linecap="round" stroke-linejoin="round"'
    opened = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {INK_WIDTH} {INK_HEIGHT}">'
    return f'{opened}<path {line} d="{path}"/></svg>'.encode()


def _moves(stroke: Stroke) -> tuple[str, ...]:
    """A move to where the finger came down, then lines."""
    (x, y), *others = stroke
    return (f"M{x} {y}", *(f"L{to_x} {to_y}" for to_x, to_y in others))
