"""What was signed, with a finger or by a declaration, becomes a small drawing in memory, and waits at the bureau."""

from itertools import chain
from xml.sax.saxutils import escape

from kiosk.backend.applications import Upload, UploadKind
from kiosk.backend.filing import stage
from kiosk.backend.schemas import Attachment
from kiosk.proven import Resident
from kiosk.refusals import Refusal
from kiosk.session import Session
from texts import Language, Text, render
from ui.face_pages import Consent
from ui.pages import INK_HEIGHT, INK_LINE, INK_WIDTH, Button, Signature, Signed, Steps, Stroke

SVG = "image/svg+xml"
CANNOT = Button("counter", Text("card_application.cannot_sign"))
DECLARED = Text("card_application.declare_instead")


async def sign(session: Session, signs: Text, steps: Steps, words: str = "card_application") -> Upload:
    """Have it signed, or declared by who cannot write; `Refusal` SIGN_AT_COUNTER for who does neither.

    `words`: by whose texts the page speaks.
    """
    declaration = Text("agent.declaration" if session.proven.by_agent else "card_application.declaration")
    page = Signature(
        headline=Text("card_application.sign"),
        how=Text(f"{words}.sign_how"),
        steps=steps,
        signs=signs,
        declaration=declaration,
        proceed=Text(f"{words}.signed"),
        other_ways=(CANNOT,),
    )
    answer = await session.ask(page)
    if isinstance(answer, Signed):
        return Upload(UploadKind.SIGNATURE, SVG, drawing(answer))
    if session.configuration.identity.declared_signature and await session.ask(_instead(signs, declaration, steps)):
        return Upload(UploadKind.SIGNATURE, SVG, declared())
    raise Refusal("SIGN_AT_COUNTER")


def _instead(signs: Text, declaration: Text, steps: Steps) -> Consent:
    """What stands for a signature, and what the bureau sees of it."""
    return Consent(
        headline=Text("card_application.declare"),
        how=Text("card_application.declare_how"),
        steps=steps,
        points=(
            (Text("card_application.declare_what"), signs),
            (Text("card_application.declare_words"), declaration),
            (Text("card_application.declare_told"), DECLARED),
        ),
        agree=Text("card_application.declare_agree"),
        decline=Text("card_application.declare_decline"),
    )


async def staged(session: Session, resident: Resident, upload: Upload) -> Attachment:
    """Put into the bureau's staging area; the journal keeps its name there. While that does not answer, there is no
    application."""
    staging = session.equipment.bureau.call("stage", lambda bureau: stage(bureau, resident.id_number, upload))
    return await session.working(Text("card_application.staging"), Text("common.waiting_for_bureau"), staging)


def drawing(signed: Signed) -> bytes:
    """SVG 1.1, one path; black on nothing."""
    path = "".join(chain.from_iterable(_moves(stroke) for stroke in signed.strokes))
    line = f'fill="none" stroke="#000" stroke-width="{INK_LINE}" stroke-linecap="round" stroke-linejoin="round"'
    return _sheet(f'<path {line} d="{path}"/>')


def declared() -> bytes:
    """The same with words for a line: the clerk sees where the signature would be that there is none, and why."""
    said = escape(render(DECLARED, Language.ZH_CN))
    return _sheet(f'<text x="{INK_WIDTH // 2}" y="{INK_HEIGHT // 2}" font-size="48" text-anchor="middle">{said}</text>')


def _sheet(drawn: str) -> bytes:
    opened = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {INK_WIDTH} {INK_HEIGHT}">'
    return f"{opened}{drawn}</svg>".encode()


def _moves(stroke: Stroke) -> tuple[str, ...]:
    """A move to where the finger came down, then lines."""
    (x, y), *others = stroke
    return (f"M{x} {y}", *(f"L{to_x} {to_y}" for to_x, to_y in others))
