"""`kiosk gallery`: every page of the screen with made-up contents, to leaf through or as pictures."""

import argparse
import os
from pathlib import Path
from typing import Any, Protocol


class Commands(Protocol):
    """What `ArgumentParser.add_subparsers` gives."""

    def add_parser(self, name: str, **options: Any) -> argparse.ArgumentParser: ...


def add_parser(commands: Commands) -> None:
    """Add `gallery` to the commands of `kiosk`."""
    parser = commands.add_parser(
        "gallery",
        help="every page with made-up contents · 页面样例",
        description="Every page in a window: a press leads to the next. With --folder: as pictures, without a display.",
    )
    parser.add_argument("page", nargs="?", default="", help="where to begin (default: the first)")
    parser.add_argument("--size", choices=("portrait", "landscape", "square"), default="portrait", help="the panel")
    parser.add_argument("--folder", type=Path, help="write pictures of all pages, themes and sizes, with an index")
    parser.add_argument(
        "--records",
        action="store_true",
        help="with --folder: instead the rights records of five made-up people of different ages, to be read aloud",
    )


def run(args: argparse.Namespace) -> int:
    """Carry the command out; the exit status."""
    if args.folder is None:
        return _view(args)
    return _write_records(args.folder) if args.records else _write(args.folder)


def _view(args: argparse.Namespace) -> int:
    from ui.gallery import SIZES, Viewer  # noqa: PLC0415 - each command loads what it needs

    size = next(size for size in SIZES if size.name == args.size)
    return Viewer(size, args.page).run()


def _write(folder: Path) -> int:
    os.environ |= {"QT_QPA_PLATFORM": "offscreen", "QT_QUICK_BACKEND": "software"}
    from kiosk.cli.say import say  # noqa: PLC0415
    from ui.screenshots import write  # noqa: PLC0415

    say(f"{write(folder)} pictures · 张图片: {folder / 'README.md'}")
    return 0


def _write_records(folder: Path) -> int:
    from kiosk.cli.record_gallery import write  # noqa: PLC0415
    from kiosk.cli.say import say  # noqa: PLC0415

    say(f"{len(write(folder))} pictures · 张图片: {folder}")
    return 0
