"""Which items this terminal does not do at all, by its configuration: told at Home, before anybody begins one."""

from kiosk.config import Configuration
from kiosk.face_networks import networks_sound
from kiosk.proof_policy import proof_policy
from texts import Text

NEED_PIN_KEY = frozenset({"reset_pin", "unblock_pin"})
"""Items that are nothing without the HSM."""
NEED_NETWORKS = frozenset({"certify_pension"})
"""Items that are nothing without seeing a face; where no camera is configured, that is said instead."""


def closed_for_good(item: str, configuration: Configuration) -> Text | None:
    """Why an item is not done here; None when it is."""
    if item in NEED_NETWORKS and configuration.devices.camera and not networks_sound(configuration):
        return Text("terminal.closed_without_networks")
    without_key = item in NEED_PIN_KEY and not configuration.pin.key_file
    return Text("terminal.closed_to_counter") if without_key or _all_closed(item, configuration) else None


def _all_closed(item: str, configuration: Configuration) -> bool:
    """Whether the bureau has taken every way away from everything that the item does."""
    rules = [rule for rule in proof_policy(configuration.identity.policy).values() if rule.item == item]
    return bool(rules) and not any(rule.ways for rule in rules)
