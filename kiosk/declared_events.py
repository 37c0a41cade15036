"""Every event of `resources/events.toml` with its fields, for type checkers. By `scripts/events`."""

from collections.abc import Mapping
from typing import Literal, overload


class DeclaredEvents:
    """What the event log takes: an event or a field that the catalogue does not declare is a type error."""

    @overload
    def write(self, event: Literal["terminal.starting"], *, mode: object = ..., version: object = ...) -> None: ...
    @overload
    def write(self, event: Literal["terminal.in_service"]) -> None: ...
    @overload
    def write(self, event: Literal["terminal.paused"], *, reason: object = ...) -> None: ...
    @overload
    def write(self, event: Literal["terminal.stopping"]) -> None: ...
    @overload
    def write(self, event: Literal["terminal.fault"], *, error: object = ..., where: object = ...) -> None: ...
    @overload
    def write(
        self,
        event: Literal["device.lost"],
        *,
        detail: object = ...,
        device: object = ...,
        fault: object = ...,
        state: object = ...,
    ) -> None: ...
    @overload
    def write(self, event: Literal["device.back"], *, device: object = ..., seconds: object = ...) -> None: ...
    @overload
    def write(self, event: Literal["device.supplies"], *, device: object = ..., supplies: object = ...) -> None: ...
    @overload
    def write(self, event: Literal["device.stuck"], *, device: object = ...) -> None: ...
    @overload
    def write(self, event: Literal["session.started"], *, item: object = ..., session: object = ...) -> None: ...
    @overload
    def write(
        self,
        event: Literal["session.identified"],
        *,
        agent: object = ...,
        person: object = ...,
        proofs: object = ...,
        session: object = ...,
    ) -> None: ...
    @overload
    def write(self, event: Literal["session.went_on"], *, item: object = ..., session: object = ...) -> None: ...
    @overload
    def write(
        self,
        event: Literal["session.ended"],
        *,
        item: object = ...,
        seconds: object = ...,
        session: object = ...,
        way: object = ...,
    ) -> None: ...
    @overload
    def write(self, event: Literal["notices.unreadable"], *, why: object = ...) -> None: ...
    @overload
    def write(
        self,
        event: Literal["visit.rated"],
        *,
        asked: object = ...,
        given: object = ...,
        session: object = ...,
    ) -> None: ...
    @overload
    def write(self, event: Literal["card.left_behind"], *, session: object = ...) -> None: ...
    @overload
    def write(self, event: Literal["card.taken_late"]) -> None: ...
    @overload
    def write(self, event: Literal["id_card.left_behind"], *, session: object = ...) -> None: ...
    @overload
    def write(
        self,
        event: Literal["card.failed"],
        *,
        detail: object = ...,
        fault: object = ...,
        session: object = ...,
    ) -> None: ...
    @overload
    def write(
        self,
        event: Literal["chip.untouched"],
        *,
        detail: object = ...,
        error: object = ...,
        session: object = ...,
    ) -> None: ...
    @overload
    def write(self, event: Literal["chip.rejected"], *, session: object = ..., sw: object = ...) -> None: ...
    @overload
    def write(self, event: Literal["pin_key.unusable"], *, detail: object = ..., session: object = ...) -> None: ...
    @overload
    def write(self, event: Literal["psam.failed"], *, detail: object = ..., fault: object = ...) -> None: ...
    @overload
    def write(self, event: Literal["face.networks"], *, trouble: object = ...) -> None: ...
    @overload
    def write(
        self,
        event: Literal["camera.failed"],
        *,
        detail: object = ...,
        fault: object = ...,
        session: object = ...,
    ) -> None: ...
    @overload
    def write(
        self,
        event: Literal["id_card.failed"],
        *,
        detail: object = ...,
        fault: object = ...,
        session: object = ...,
    ) -> None: ...
    @overload
    def write(
        self,
        event: Literal["pin_pad.failed"],
        *,
        detail: object = ...,
        fault: object = ...,
        session: object = ...,
    ) -> None: ...
    @overload
    def write(
        self,
        event: Literal["backend.failed"],
        *,
        call: object = ...,
        detail: object = ...,
        kind: object = ...,
    ) -> None: ...
    @overload
    def write(self, event: Literal["backend.lost"], *, detail: object = ..., kind: object = ...) -> None: ...
    @overload
    def write(self, event: Literal["backend.back"], *, seconds: object = ...) -> None: ...
    @overload
    def write(
        self,
        event: Literal["network.failed"],
        *,
        detail: object = ...,
        reason: object = ...,
        target: object = ...,
    ) -> None: ...
    @overload
    def write(
        self,
        event: Literal["slip.printed"],
        *,
        fault: object = ...,
        item: object = ...,
        number: object = ...,
        session: object = ...,
        state: object = ...,
    ) -> None: ...
    @overload
    def write(
        self,
        event: Literal["record.printed"],
        *,
        fault: object = ...,
        serial: object = ...,
        session: object = ...,
        sheets: object = ...,
    ) -> None: ...
    @overload
    def write(self, event: Literal["ticket.closed"], *, reference: object = ...) -> None: ...
    @overload
    def write(
        self,
        event: Literal["slip.reprinted"],
        *,
        reference: object = ...,
        reprints: object = ...,
        state: object = ...,
    ) -> None: ...
    @overload
    def write(
        self,
        event: Literal["journal.recovered"],
        *,
        dropped: object = ...,
        slips: object = ...,
        unknown: object = ...,
    ) -> None: ...
    @overload
    def write(self, event: Literal["journal.paper_cut_short"], *, reference: object = ...) -> None: ...
    @overload
    def write(
        self,
        event: Literal["journal.ticket"],
        *,
        item: object = ...,
        reference: object = ...,
        why: object = ...,
    ) -> None: ...
    @overload
    def write(
        self,
        event: Literal["operation.started"],
        *,
        intention: object = ...,
        item: object = ...,
        session: object = ...,
    ) -> None: ...
    @overload
    def write(
        self,
        event: Literal["operation.ended"],
        *,
        code: object = ...,
        intention: object = ...,
        item: object = ...,
        reference: object = ...,
        session: object = ...,
        standing: object = ...,
    ) -> None: ...
    @overload
    def write(self, event: Literal["journal.unwritable"], *, detail: object = ..., error: object = ...) -> None: ...
    @overload
    def write(self, event: Literal["journal.shredded"], *, operations: object = ...) -> None: ...
    @overload
    def write(
        self,
        event: Literal["reconciliation.done"],
        *,
        day: object = ...,
        differences: object = ...,
        operations: object = ...,
    ) -> None: ...
    @overload
    def write(
        self,
        event: Literal["reconciliation.difference"],
        *,
        day: object = ...,
        difference: object = ...,
        key: object = ...,
        ours: object = ...,
        reference: object = ...,
        theirs: object = ...,
    ) -> None: ...
    @overload
    def write(self, event: Literal["log.torn"], *, bytes: object = ...) -> None: ...
    @overload
    def write(self, event: Literal["log.pruned"], *, digest: object = ..., file: object = ...) -> None: ...
    @overload
    def write(self, event: Literal["log.over_budget"], *, megabytes: object = ..., most: object = ...) -> None: ...
    @overload
    def write(self, event: Literal["log.writable_again"]) -> None: ...
    @overload
    def write(
        self,
        event: Literal["staff.signed_in"],
        *,
        by: object = ...,
        role: object = ...,
        session: object = ...,
        staff: object = ...,
    ) -> None: ...
    @overload
    def write(self, event: Literal["staff.signed_out"], *, session: object = ..., staff: object = ...) -> None: ...
    @overload
    def write(self, event: Literal["staff.refused"], *, session: object = ..., staff: object = ...) -> None: ...
    @overload
    def write(self, event: Literal["staff.closed"], *, session: object = ...) -> None: ...
    @overload
    def write(
        self,
        event: Literal["staff.approved"],
        *,
        act: object = ...,
        by: object = ...,
        session: object = ...,
        staff: object = ...,
    ) -> None: ...
    @overload
    def write(
        self,
        event: Literal["staff.hand_over"],
        *,
        session: object = ...,
        staff: object = ...,
        state: object = ...,
        subject: object = ...,
        why: object = ...,
    ) -> None: ...
    @overload
    def write(self, event: Literal["staff.took_over"], *, session: object = ..., staff: object = ...) -> None: ...
    @overload
    def write(
        self,
        event: Literal["staff.acted"],
        *,
        act: object = ...,
        outcome: object = ...,
        session: object = ...,
        staff: object = ...,
        subject: object = ...,
    ) -> None: ...
    @overload
    def write(
        self,
        event: Literal["staff.vouched"],
        *,
        person: object = ...,
        session: object = ...,
        staff: object = ...,
    ) -> None: ...
    @overload
    def write(self, event: Literal["staff.not_the_person"], *, session: object = ..., staff: object = ...) -> None: ...
    @overload
    def write(self, event: Literal["help.called"]) -> None: ...
    @overload
    def write(self, event: Literal["help.answered"]) -> None: ...
    @overload
    def write(self, event: Literal["help.unanswered"]) -> None: ...
    @overload
    def write(
        self,
        event: Literal["diagnostics.tested"],
        *,
        outcome: object = ...,
        session: object = ...,
        staff: object = ...,
        subject: object = ...,
        test: object = ...,
    ) -> None: ...
    @overload
    def write(
        self,
        event: Literal["operator.command"],
        *,
        command: object = ...,
        outcome: object = ...,
        subject: object = ...,
        user: object = ...,
    ) -> None: ...
    def write(self, event: str, **fields: object) -> None:
        """One line; what may be raised, and what else is checked, see `EventLog`."""
        self._write(event, fields)

    def _write(self, event: str, fields: Mapping[str, object]) -> None:
        raise NotImplementedError
