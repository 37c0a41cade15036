"""The networks that see faces, as this terminal has them: the very files that were tested, by their recorded digests.

Looked at when the terminal starts, and whenever a face is to be taken; without them this one way is closed.
"""

from pathlib import Path

from kiosk.config import Configuration
from kiosk.log import EventLog
from vision.models import MODELS, installed_in, sound


def networks_folder(configuration: Configuration) -> Path:
    """Where they are."""
    told = configuration.face.models
    return Path(told) if told else installed_in()


def networks_sound(configuration: Configuration) -> bool:
    """Whether they are there, and the very files that were tested."""
    return sound(networks_folder(configuration))


def networks_trouble(configuration: Configuration) -> str:
    """Nothing when they are sound; `missing`, or `altered` where another file has the name of one."""
    if networks_sound(configuration):
        return ""
    folder = networks_folder(configuration)
    missing = next((model.file for model in MODELS if not (folder / model.file).is_file()), None)
    return "altered" if missing is None else "missing"


def note_networks(configuration: Configuration, log: EventLog) -> None:
    """At the start, where there is a camera: what is wrong with them goes to the event log. Takes 20 ms."""
    if configuration.devices.camera and (trouble := networks_trouble(configuration)):
        log.write("face.networks", trouble=trouble)
