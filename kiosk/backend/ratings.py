"""What the bureau is told when a visit is over: 好差评, or that nobody rated it (未评价)."""

from typing import Annotated, Any

from pydantic import Field

from kiosk.backend.operations import ReferenceNumber
from kiosk.backend.schemas import Value

Level = Annotated[int, Field(ge=1, le=5)]
ReasonKey = Annotated[str, Field(pattern=r"^[a-z_]{1,40}$")]


class ServiceRating(Value):
    """How one visit was found. Nothing in it says who rated.

    `about`: the number of what was done, where it had one. `level`: 5 非常满意 to 1 非常不满意; None is 未评价, which
    counts as nothing else. `reasons`: of the list `list`.
    """

    item: Annotated[str, Field(pattern=r"^[a-z_]{1,40}$")]
    about: ReferenceNumber | None = None
    level: Level | None = None
    reasons: Annotated[tuple[ReasonKey, ...], Field(max_length=20)] = ()
    list: Annotated[str, Field(pattern=r"^[0-9A-Za-z.-]{1,20}$")]

    def body(self) -> dict[str, Any]:
        """The JSON of `operation`; the same for the same value."""
        return self.model_dump(mode="json")
