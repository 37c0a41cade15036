"""The network as a check: everything that the configuration reaches by it, the first that is not reached named."""

from kiosk.diagnostics.bench import Bench
from kiosk.diagnostics.report import Figure, Finding, Level
from kiosk.network import Reached, places, reach


def network(bench: Bench) -> Finding:
    """How long the bureau's name and connection took, and who else is reached by network."""
    ca_file = bench.configuration.backend.ca_file
    ways = [reach(place, bench.patience, ca_file) for place in places(bench.configuration)]
    bad = next((way for way in ways if way.reason), None)
    shown = bad or ways[0]
    figures = _figures(shown) | {"places": len(ways)}
    if bad is not None:
        return Finding(Level.FAILED, bad.detail, figures, reason=bad.reason)
    return Finding(Level.OK, figures=figures)


def _figures(way: Reached) -> dict[str, Figure]:
    figures: dict[str, Figure] = {"target": f"{way.place.host}:{way.place.port}", "dns_ms": way.dns_ms}
    figures |= {"connect_ms": way.connect_ms} if way.connect_ms else {}
    return figures | ({"tls": way.tls, "tls_ms": way.tls_ms} if way.tls else {})
