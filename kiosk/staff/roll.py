"""Who has signed in at this terminal before, for when the bureau is away; and the waits after wrong tries.

One small file, written whole or not at all. The waits are in it, so that a restart does not end them.
"""

import hmac
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from kiosk.backend.staff import Challenge, Role, StaffMember
from kiosk.clock import Wall
from kiosk.staff.password import verifier
from kiosk.whole_file import write_whole

FILE: Final = "staff.json"
NO_NONCE: Final = "0" * 32
"""A challenge that is remembered is answered to nobody."""


@dataclass(frozen=True, slots=True)
class Waits:
    """How long signing in is closed after wrong tries, in seconds: `first` after `free` of them, then twice that."""

    free: int = 3
    first: int = 30
    longest: int = 900

    def after(self, wrong: int) -> timedelta:
        """After so many wrong tries in a row."""
        if wrong < self.free:
            return timedelta()
        return timedelta(seconds=min(self.first * 2 ** (wrong - self.free), self.longest))


@dataclass(frozen=True, slots=True)
class _Known:
    name: str
    role: str
    salt: str
    memory_kib: int
    passes: int
    verifier: str
    seen: str


@dataclass(frozen=True, slots=True)
class _Kept:
    """The file."""

    wrong: int
    since: str
    """When the last wrong try was; empty when there was none."""
    members: Mapping[str, _Known]


class Roll:
    """`folder`: where the file lies; `days`: for how long somebody may sign in without the bureau having been asked."""

    def __init__(self, folder: Path, wall: Wall, *, days: int, waits: Waits) -> None:
        self._file = folder / FILE
        self._wall = wall
        self._days = timedelta(days=days)
        self._waits = waits
        self._kept = self._read()

    @property
    def closed_until(self) -> datetime | None:
        """Until when nobody may try; None when somebody may. Where the clock was set back, the wait begins anew."""
        if not self._kept.since:
            return None
        since, now = datetime.fromisoformat(self._kept.since), self._wall()
        if since > now:
            self._keep(replace(self._kept, since=now.isoformat()))
        until = min(since, now) + self._waits.after(self._kept.wrong)
        return until if now < until else None

    def wrong(self) -> None:
        """A try failed."""
        self._keep(replace(self._kept, wrong=self._kept.wrong + 1, since=self._wall().isoformat()))

    def right(self) -> None:
        """Somebody has signed in."""
        self._keep(replace(self._kept, wrong=0, since=""))

    def remember(self, member: StaffMember, challenge: Challenge, key: bytes) -> None:
        """The bureau knows them: for some days the terminal does too."""
        known = _Known(
            name=member.name,
            role=member.role.value,
            salt=challenge.salt,
            memory_kib=challenge.memory_kib,
            passes=challenge.passes,
            verifier=verifier(key),
            seen=self._wall().isoformat(),
        )
        self._keep(replace(self._kept, members={**self._kept.members, member.number: known}))

    def forget(self, number: str) -> None:
        """The bureau does not know them any more."""
        members = {each: known for each, known in self._kept.members.items() if each != number}
        if len(members) < len(self._kept.members):
            self._keep(replace(self._kept, members=members))

    @property
    def knows_anybody(self) -> bool:
        """Whether somebody could sign in while the bureau is away."""
        return any(self.challenge(number) is not None for number in self._kept.members)

    def challenge(self, number: str) -> Challenge | None:
        """How to derive the password of somebody who signed in lately; None for anybody else."""
        known = self._kept.members.get(number)
        if known is None or self._wall() - datetime.fromisoformat(known.seen) > self._days:
            return None
        return Challenge(salt=known.salt, nonce=NO_NONCE, memory_kib=known.memory_kib, passes=known.passes)

    def member(self, number: str, key: bytes) -> StaffMember | None:
        """The one whose key it is; None when it is not."""
        known = self._kept.members.get(number)
        if known is None or not hmac.compare_digest(known.verifier, verifier(key)):
            return None
        return StaffMember(number=number, name=known.name, role=Role(known.role))

    def _keep(self, kept: _Kept) -> None:
        """On the disk before it counts; `OSError` when it cannot be written."""
        write_whole(self._file, json.dumps(asdict(kept), ensure_ascii=False))
        self._kept = kept

    def _read(self) -> _Kept:
        """What is kept; nothing where there is no readable file."""
        try:
            return _of(json.loads(self._file.read_text("utf-8")))
        except FileNotFoundError:
            return _Kept(0, "", {})
        except (OSError, ValueError, KeyError, TypeError):
            return _Kept(self._waits.free, self._wall().isoformat(), {})


def _of(plain: Mapping[str, Any]) -> _Kept:
    """A file that somebody has spoilt counts as wrong tries: `ValueError`, `KeyError` or `TypeError`."""
    if plain["since"]:
        datetime.fromisoformat(plain["since"])
    return _Kept(
        int(plain["wrong"]), str(plain["since"]), {n: _Known(**known) for n, known in plain["members"].items()}
    )
