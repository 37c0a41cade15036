"""What staff act on besides the session's own: the roll of staff, the pause of service, the day's books, the paper."""

from collections.abc import Callable
from dataclasses import dataclass

from kiosk.paper_roll import PaperRoll
from kiosk.staff.branch_notice import BranchNotice
from kiosk.staff.closing import Closing
from kiosk.staff.left_cards import LeftCards
from kiosk.staff.roll import Roll
from kiosk.upkeep import Upkeep


@dataclass(frozen=True)
class House:
    """Made once by the terminal; `changed` has Standby and Home drawn anew."""

    roll: Roll
    closing: Closing
    upkeep: Upkeep
    paper_roll: PaperRoll
    left_cards: LeftCards
    notice: BranchNotice
    changed: Callable[[], None]
