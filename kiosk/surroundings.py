"""What outlives every session: screen, equipment, configuration, clocks, log."""

from dataclasses import dataclass, field

from kiosk.clock import LoopClock, Wall
from kiosk.config import Configuration
from kiosk.equipment import Equipment
from kiosk.machine import Machine
from kiosk.operations import Operations
from kiosk.written_log import WrittenLog
from ui.stage import Stage


@dataclass(frozen=True)
class Surroundings:
    """One terminal's, made once by `kiosk.composition`."""

    stage: Stage
    equipment: Equipment
    operations: Operations
    configuration: Configuration
    clock: LoopClock
    wall: Wall
    log: WrittenLog
    machine: Machine = field(default_factory=Machine)
