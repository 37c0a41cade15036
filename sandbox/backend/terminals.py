"""What terminals tell and ask on their own behalf: heartbeat, the day's operations, reference numbers."""

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from sandbox.backend.database import GuessRow, HeartbeatRow, moment
from sandbox.backend.operations import count_of_day, folded, of_day, progress, standing
from sandbox.backend.refusals import Refused

PAGE = 100
"""Operations in one answer: 64 KiB hold them."""
WINDOW = 3600
"""Seconds over which questions for reference numbers are counted."""
MOST_ASKED, MOST_WRONG = 60, 5
"""Questions of one terminal, and wrong ones for one number from anywhere."""


def heartbeat(session: Session, terminal_id: str, body: Mapping[str, Any], now: float) -> dict[str, Any]:
    """Keep it; what time it is here."""
    written = json.dumps(body, ensure_ascii=False)
    session.add(HeartbeatRow(terminal_id=terminal_id, received=moment(now), body=written))
    return {"accepted": True}


def heartbeats(session: Session) -> list[str]:
    """The newest of each terminal, a line each."""
    newest = select(func.max(HeartbeatRow.number)).group_by(HeartbeatRow.terminal_id)
    rows = session.scalars(select(HeartbeatRow).where(HeartbeatRow.number.in_(newest)).order_by("terminal_id"))
    return [_line(row) for row in rows]


def day(session: Session, terminal_id: str, body: Mapping[str, Any]) -> dict[str, Any]:
    """One page of the terminal's operations of that day, and how many there are in all."""
    rows = of_day(session, terminal_id, body["day"], body.get("after", 0), PAGE + 1)
    shown = rows[:PAGE]
    return {
        "day": body["day"],
        "total": count_of_day(session, terminal_id, body["day"]),
        "operations": [{name: row[name] for name in row if name not in ("number", "message")} for row in shown],
        "next": shown[-1]["number"] if len(rows) > PAGE else None,
    }


def look_up(session: Session, terminal_id: str, body: Mapping[str, Any], now: float) -> dict[str, Any] | Refused:
    """Done, not done or pending. Every question is counted, the wrong ones too, so a refusal is no error here."""
    if _too_many(session, terminal_id, body["number"], now):
        return Refused("RATE_LIMITED")
    found = standing(session, body["number"], body["check"])
    session.add(GuessRow(terminal_id=terminal_id, reference=folded(body["number"]), at=now, hit=found is not None))
    if found is None:
        return Refused("NO_REFERENCE")
    return {"standing": found, "progress": progress(session, body["number"], body["check"])}


def _too_many(session: Session, terminal_id: str, reference: str, now: float) -> bool:
    recent = select(func.count()).select_from(GuessRow).where(GuessRow.at.between(now - WINDOW, now))
    asked = session.scalar(recent.filter_by(terminal_id=terminal_id)) or 0
    wrong = session.scalar(recent.filter_by(reference=folded(reference), hit=False)) or 0
    return asked >= MOST_ASKED or wrong >= MOST_WRONG


def _line(row: HeartbeatRow) -> str:
    told = json.loads(row.body)
    devices = "，".join(f"{device['name']} {device['state']}" for device in told["devices"])
    log = told["event_log"]
    return (
        f"{row.received} {row.terminal_id} 未结业务 {told['open_operations']} "
        f"日志 {log['records']} {log['digest'][:12]} 设备 {devices or '无'}"
    )
