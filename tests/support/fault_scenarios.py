"""Fault → how it is made at the wire, for all drivers: the table in `docs/faults.md` and its test come from here."""

import faults_of_camera
import faults_of_card_reader
import faults_of_core
import faults_of_document_printer
import faults_of_id_reader
import faults_of_pin_pad
import faults_of_printer
import faults_of_psam
from far_end import Scenario

from devices.faults import Fault

SCENARIOS: dict[Fault, Scenario] = {
    **faults_of_card_reader.SCENARIOS,
    **faults_of_psam.SCENARIOS,
    **faults_of_id_reader.SCENARIOS,
    **faults_of_printer.SCENARIOS,
    **faults_of_pin_pad.SCENARIOS,
    **faults_of_camera.SCENARIOS,
    **faults_of_document_printer.SCENARIOS,
    **faults_of_core.SCENARIOS,
}
