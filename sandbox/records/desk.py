"""What the bureau answers about records: whose, how much, how often, and whether a paper is genuine."""

import base64
import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from sandbox.backend.asked import Asked
from sandbox.backend.cards import the_shown
from sandbox.backend.database import BEIJING_TIME, PersonRow, moment
from sandbox.backend.proofs import proven_in_person
from sandbox.backend.refusals import Refused
from sandbox.backend.rules import PUBLIC_ADDRESS, holds
from sandbox.backend.sms import DAY
from sandbox.records.careers import Insurance, Payment, later
from sandbox.records.codes import new_name, seal_of, taken_apart, written
from sandbox.records.contents import Document, Wanted, contents
from sandbox.records.histories import AGENCY, PLACE, Held, History, history
from sandbox.records.papers import composed
from sandbox.records.sealing import sealer
from sandbox.records.tables import ISSUED, VOID, DisputeRow, RecordRow, VoidRow

MOST_A_DAY: Final = 3
"""Papers of one kind for one person."""
MOST_PAGES: Final = 20
MOST_MONTHS: Final = 120
"""Of a paper that lists single months or years."""
VALID_FOR: Final = 90 * DAY
MOST_LINES: Final = 600
_KINDS: Final = {kind: place for place, kind in enumerate(Payment)}


def query(session: Session, question: Mapping[str, Any], now: float, here: str) -> dict[str, Any]:
    """The body of the answer to POST /v1/records/query. `here`: the address under which the bureau's pages are."""
    person = proven(session, question, now)
    past = _history(person, now)
    return {
        "person": {"id_number": person.id_number, "name": person.name},
        "as_of": day(now),
        "personal_number": past.personal_number,
        "place": PLACE,
        "agency": AGENCY,
        "units": [{"number": number, "name": name} for number, name in past.units],
        "insurances": [_insurance(held) for held in past.held],
        "documents": [_document(session, person, past, document, now) for document in Document],
        "most_months": MOST_MONTHS,
        "public_address": here if holds(session, PUBLIC_ADDRESS) else "",
    }


def months(session: Session, question: Mapping[str, Any], now: float) -> dict[str, Any]:
    """The body of the answer to POST /v1/records/months."""
    past = _history(proven(session, question, now), now)
    held = _held(past, Insurance(question["insurance"]))
    rest = [line for line in held.lines if line.month > question.get("after", 0)]
    chosen = rest[:MOST_LINES]
    return {
        "insurance": held.insurance.value,
        "lines": [
            [line.month, line.base, line.by_unit, line.by_person, _KINDS[line.payment], line.credited, line.unit]
            for line in chosen
        ],
        "next": chosen[-1].month if len(rest) > len(chosen) else None,
    }


def compose(session: Session, terminal: str, question: Mapping[str, Any], now: float) -> dict[str, Any]:
    """The body of the answer to POST /v1/records/documents; the same request gives the same paper."""
    person = proven(session, question, now)
    request, asked = question["request"], _digest(question)
    row = session.scalars(select(RecordRow).filter_by(request=request)).first()
    if session.get(VoidRow, request) is not None or (row is not None and row.state == VOID):
        raise Refused("RECORD_VOID")
    if row is not None and row.asked != asked:
        raise Refused("KEY_REUSED")
    if row is None:
        row = _made(session, person, _wanted(question), now)
        row.request, row.asked, row.terminal_id = request, asked, terminal
        session.add(row)
    return _told(row)


def void(session: Session, asked: Asked, now: float) -> None:  # noqa: ARG001 - as every operation
    """That request's paper shall never count: it was not printed whole."""
    request = asked.operation["request"]
    row = session.scalars(select(RecordRow).filter_by(request=request)).first()
    if row is not None and row.terminal_id != asked.terminal_id:
        raise Refused("KEY_REUSED")
    if row is not None:
        row.state = VOID
    session.merge(VoidRow(request=request))


def dispute(session: Session, asked: Asked, now: float) -> None:
    """Somebody shall look at that line; it stays as it is until then."""
    past = _history(proven(session, asked.operation, now), now)
    insurance, month = Insurance(asked.operation["insurance"]), asked.operation["month"]
    if not any(line.month == month for line in _held(past, insurance).lines):
        raise Refused("NO_SUCH_LINE")
    own = select(DisputeRow).filter_by(id_number=asked.id_number, insurance=insurance.value, month=month)
    if session.scalars(own).first() is not None:
        raise Refused("ALREADY_DISPUTED")
    session.add(DisputeRow(key=asked.key, id_number=asked.id_number, insurance=insurance.value, month=month, at=now))


def check(session: Session, code: str, digest: str | None, now: float) -> str:
    """genuine, altered, void, expired or unknown; nothing about the person. `digest`: of the file, if there is one."""
    parts = taken_apart(code)
    row = None if parts is None else session.scalars(select(RecordRow).filter_by(code=parts[0])).first()
    if parts is None or row is None:
        return "unknown"
    if parts[1] != row.seal or (digest is not None and digest != row.digest):
        return "altered"
    if row.state == VOID:
        return "void"
    return "expired" if now - row.made > VALID_FOR else "genuine"


def proven(session: Session, question: Mapping[str, Any], now: float) -> PersonRow:
    """The person whose record it is, for who knows the card's PIN, or has ID card and registered telephone."""
    person = session.get(PersonRow, question["person"]["id_number"])
    if person is None:
        raise Refused("NO_RECORD")
    if not person.alive:
        raise Refused("DECEASED")
    shown = question.get("card")
    if shown is not None and "card_pin" in question["proofs"]:
        the_shown(person, shown)
    else:
        proven_in_person(session, question, now)
    return person


def day(now: float) -> str:
    """The bureau's calendar day, ISO 8601."""
    return datetime.fromtimestamp(now, BEIJING_TIME).date().isoformat()


def lines(session: Session) -> list[str]:
    """All papers, a line each, without what belongs to the resident."""
    rows = session.scalars(select(RecordRow).order_by(RecordRow.serial))
    return [
        f"{moment(row.made)} {row.terminal_id} {row.document} {row.serial} {written(row.code, row.seal)} {row.state}"
        for row in rows
    ]


def _history(person: PersonRow, now: float) -> History:
    today = datetime.fromtimestamp(now, BEIJING_TIME)
    return history(person.key, person.id_number, today.year * 100 + today.month)


def _held(past: History, insurance: Insurance) -> Held:
    found = next((held for held in past.held if held.insurance is insurance), None)
    if found is None:
        raise Refused("NOT_INSURED_IN")
    return found


def _insurance(held: Held) -> dict[str, Any]:
    account = held.account[-1] if held.account else None
    return {
        "insurance": held.insurance.value,
        "code": held.insurance.code,
        "state": held.state,
        "since": held.lines[0].month if held.lines else None,
        "until": held.lines[-1].month if held.lines else None,
        "months": held.months,
        "deemed": held.deemed,
        "lines": len(held.lines),
        "account": {"year": account.year, "total": account.total} if account else None,
        "pension": {"since": held.pension_since, "monthly": held.pension_monthly} if held.pension_monthly else None,
    }


def _document(session: Session, person: PersonRow, past: History, document: Document, now: float) -> dict[str, Any]:
    left = MOST_A_DAY - _today(session, person, document, now)
    code = None if left > 0 else "RECORD_LIMIT"
    if document is Document.BENEFITS and not any(held.pension_monthly for held in past.held):
        code = "NO_BENEFIT"
    return {"document": document.value, "left": max(0, left), "code": code}


def _today(session: Session, person: PersonRow, document: Document, now: float) -> int:
    """How many of that kind count for the person today, at whatever terminal."""
    midnight = datetime.fromtimestamp(now, BEIJING_TIME).replace(hour=0, minute=0, second=0, microsecond=0).timestamp()
    own = select(func.count()).select_from(RecordRow)
    own = own.filter_by(id_number=person.id_number, document=document.value, state=ISSUED)
    return session.scalar(own.where(RecordRow.made >= midnight)) or 0


def _wanted(question: Mapping[str, Any]) -> Wanted:
    chosen = tuple(Insurance(one) for one in question["insurances"])
    since, until = question["since"], question["until"]
    if until < since or until >= later(since, MOST_MONTHS):
        raise Refused("PERIOD_TOO_LONG")
    return Wanted(Document(question["document"]), chosen, since, until, bool(question.get("large")))


def _made(session: Session, person: PersonRow, wanted: Wanted, now: float) -> RecordRow:
    past = _history(person, now)
    why = _document(session, person, past, wanted.document, now)["code"]
    if why is not None:
        raise Refused(why)
    name, today = new_name(), datetime.fromtimestamp(now, BEIJING_TIME)
    told = {"name": person.name, "id_number": person.id_number, "sex": _sex(person.id_number)}
    good_until = datetime.fromtimestamp(now + VALID_FOR, BEIJING_TIME)
    whole = contents(told, past, wanted, f"{today:%Y年%m月%d日}", f"{good_until:%Y年%m月%d日}")
    number = (session.scalar(select(func.count()).select_from(RecordRow)) or 0) + 1
    serial, seal = f"S{today:%Y%m%d}{number:06}", seal_of(name, whole)
    paper = composed(whole, serial, written(name, seal))
    if paper.pages > MOST_PAGES:
        raise Refused("TOO_MANY_PAGES")
    pdf = sealer().sealed(paper.pdf)
    return RecordRow(
        serial=serial,
        id_number=person.id_number,
        document=wanted.document.value,
        made=now,
        state=ISSUED,
        code=name,
        seal=seal,
        digest=hashlib.sha256(pdf).hexdigest(),
        pages=paper.pages,
        pdf=pdf,
    )


def _told(row: RecordRow) -> dict[str, Any]:
    return {
        "request": row.request,
        "serial": row.serial,
        "code": written(row.code, row.seal),
        "document": row.document,
        "pages": row.pages,
        "valid_until": day(row.made + VALID_FOR),
        "pdf": base64.b64encode(row.pdf).decode(),
    }


def _sex(id_number: str) -> str:
    if len(id_number) != 18:  # noqa: PLR2004 - GB 11643
        return "—"
    return "男" if int(id_number[16]) % 2 else "女"


def _digest(question: Mapping[str, Any]) -> str:
    """Of what is asked for; proofs may be given anew."""
    asked = {name: question[name] for name in ("person", "document", "insurances", "since", "until")}
    return hashlib.sha256(json.dumps(asked, sort_keys=True, default=str).encode()).hexdigest()
