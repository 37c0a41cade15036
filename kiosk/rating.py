"""好差评 at the end of a visit: five levels, reasons if one likes, or nothing, which is kept as 未评价, never as 满意.

Once a visit (GB/T 39734, 「一次一评」), voluntary and without a name. It comes when the cards are back, and whoever has
gone is not asked.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Any

import resources
from kiosk.backend.operations import Item
from kiosk.backend.ratings import ServiceRating
from kiosk.journal import Draft, HalfDraft, new_intention
from kiosk.operations import BUREAU
from texts import Text
from ui.pages import NotRated, Rate, Rating, Reason


@dataclass(frozen=True, slots=True)
class Matter:
    """What was done in a visit: the item, and the number of its operation where it had one."""

    item: str
    reference: str | None = None


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(resources.path("rating.toml").read_text("utf-8"))


def rating_page() -> Rate:
    """Nothing is chosen beforehand, and no level stands out."""
    reasons = tuple(
        Reason(key, Text(f"rate_service.reason.{key}"), frozenset(levels))
        for key, levels in _table()["reasons"].items()
    )
    return Rate(headline=Text("rate_service.headline"), how=Text("rate_service.how"), reasons=reasons)


def rating_draft(matter: Matter, answer: Rating | NotRated) -> Draft:
    """One half, at the bureau; sent again until it is answered. It touches nobody's operations, and waits for none."""
    given = answer if isinstance(answer, Rating) else None
    rating = ServiceRating(
        item=matter.item,
        about=matter.reference,
        level=given.level if given else None,
        reasons=given.reasons if given else (),
        list=_table()["list"],
    )
    intention = new_intention()
    return Draft(
        intention=intention,
        item=Item.RATE_SERVICE.value,
        kind="visit",
        person=f"rating {intention}",
        halves=(HalfDraft(BUREAU, rating.body()),),
        repeatable=True,
    )
