"""Where the terminal's data files lie: texts, icons, catalogue data, the back end's contract."""

from pathlib import Path

ROOT = Path(__file__).parent


def path(*parts: str) -> Path:
    """The path of a data file, as `path("texts", "en.toml")`."""
    return ROOT.joinpath(*parts)
