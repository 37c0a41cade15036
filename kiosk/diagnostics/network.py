"""The network as a check: everything that the configuration reaches by it; what is not reached is named."""

from typing import Final

from kiosk.diagnostics.bench import Bench
from kiosk.diagnostics.report import Figure, Finding, Level
from kiosk.network import Reached, places, reach

UNREACHED: Final = "unreached_"
"""Before whose address it is: the figure of one that was not reached."""
BUREAU: Final = f"{UNREACHED}backend"
_NAMES: Final = {"backend.url": "backend", "help.endpoint": "duty_desk"}


def network(bench: Bench) -> Finding:
    """How long the bureau's name and connection took, and who else is reached by network."""
    ca_file = bench.configuration.backend.ca_file
    ways = [reach(place, bench.patience, ca_file) for place in places(bench.configuration)]
    unreached = [way for way in ways if way.reason]
    if not unreached:
        return Finding(Level.OK, figures=_figures(ways[0]) | {"places": len(ways)})
    figures: dict[str, Figure] = {f"{UNREACHED}{name_of(way)}": _address(way) for way in unreached}
    return Finding(Level.FAILED, unreached[0].detail, figures | {"places": len(ways)}, reason=unreached[0].reason)


def name_of(way: Reached) -> str:
    """Whose address it is: "backend", "duty_desk", or a device as `[devices]` calls it."""
    return _NAMES.get(way.place.key, way.place.key.rpartition(".")[2])


def _address(way: Reached) -> str:
    return f"{way.place.host}:{way.place.port}"


def _figures(way: Reached) -> dict[str, Figure]:
    figures: dict[str, Figure] = {"target": _address(way), "dns_ms": way.dns_ms}
    figures |= {"connect_ms": way.connect_ms} if way.connect_ms else {}
    return figures | ({"tls": way.tls, "tls_ms": way.tls_ms} if way.tls else {})
