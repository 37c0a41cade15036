"""The tour's journeys about the rights record: looked at, printed, not printed whole, disputed."""

from collections.abc import Callable
from typing import Any

from kiosk.cli.tour_steps import TourSteps
from texts import Text
from ui.pages import Choice, Confirm, Outcome, PinPad, Result, Standby
from ui.record_pages import MonthsTable, PdfPreview, RightsSummary

PIN = "507264"
"""Of 王守拙's second card, who does not exist (`kiosk sandbox people`)."""
PAYMENTS = ("way.a4", "document.payments", "all_insurances", "period.years3")


class RecordJourneys(TourSteps):
    """One person with thirty-five years behind them."""

    @property
    def about_records(self) -> tuple[Callable[[], None], ...]:
        """In the order in which they are walked."""
        return (self._look_and_print, self._dispute)

    def _look_and_print(self) -> None:
        """What was paid, month by month; the bureau's paper on A4, and one whose paper ends in the middle."""
        self._to_record()
        self._on(RightsSummary, "rights-summary")
        self._press("ui.words.next")
        self._picture("rights-chart")
        self._paper(pictures=True)
        self._on(Result, "rights-printed", lambda page: page.outcome is Outcome.DONE)
        self._press("rights_record.again")
        self._on(RightsSummary)
        self._world.do("document-printer", "fault", "paper-out-midway")
        self._paper(pictures=False)
        self._on(Result, "rights-not-printed", lambda page: page.outcome is Outcome.FAILED)
        self._world.do("document-printer", "fault", "none")
        self._taken("common.finish")

    def _dispute(self) -> None:
        """A line that is doubted is left for checking, with a number."""
        self._to_record()
        self._on(RightsSummary)
        self._press("rights_record.look")
        self._on(MonthsTable, "months-table")
        row = next(label for label in self._hand.labels() if label.startswith("20"))
        self._hand.press(row)
        self._picture("months-table-chosen")
        self._press("rights_record.table.doubt")
        self._on(Confirm, "dispute")
        self._press("dispute_record.proceed")
        self._on(Result, "disputed", lambda page: page.outcome is Outcome.DONE)
        self._press("operation.print")
        self._on(Result, "", lambda page: page.picture is not None)
        self._taken("common.finish")

    def _to_record(self) -> None:
        self._to_home_page("rights_record.title")
        self._world.do("card", "insert", "wang", "1")
        self._on(PinPad)
        self._type(PIN)
        self._press("ui.words.enter")

    def _paper(self, *, pictures: bool) -> None:
        self._press("rights_record.paper")
        for choice in PAYMENTS:
            name = f"choose-{choice.replace('.', '-')}" if pictures else ""
            self._on(Choice, name, _offers(f"rights_record.{choice}"))
            self._press(f"rights_record.{choice}")
        self._on(PdfPreview, "preview" if pictures else "")
        self._press("rights_record.print")

    def _taken(self, finish: str) -> None:
        self._press(finish)
        self._world.do("card", "pull")
        self._not_rated()
        self._on(Standby)


def _offers(text_id: str) -> Callable[[Any], bool]:
    """Whether it is among a page's options."""
    return lambda page: any(option.label == Text(text_id) for option in page.options)
