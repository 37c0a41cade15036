"""Somebody before the camera who does what they are asked at once: pictures drawn beforehand, sent as a stream.

A face that a visit has to take a hundred times over: it holds still, carries an action out in a third of the time that
people take, and nothing is drawn while it is watched. Whoever watches sees it over the same wire as any other stream.
"""

import itertools
import socket
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from threading import Event
from typing import Any

from sandbox.camera import GREETING, part
from sandbox.faces.arrays import cv2
from sandbox.faces.motion import Mover
from sandbox.faces.puppet import Puppet
from sandbox.faces.scenes import Sensor
from sandbox.listener import Listener

SIZE = (320, 240)
RATE = 16.0
"""Pictures a second, as they are sent."""
QUICK = 3.0
"""How many times as fast as people."""
STILL = 8
"""Pictures before they are shown again: a sensor's noise tells them apart."""
HEARD = 5
"""Pictures before they begin: nobody moves at the moment in which they are asked."""
MOVING = 16
"""Pictures of an action, from being asked to rest."""
ACTS = ("mouth", "left", "right", "nod")
"""A blink is never asked for alone."""


class QuickFace:
    """A camera's stream of one face; `command("act", …)` has it do something."""

    def __init__(self, face: str) -> None:
        self._pictures = {act: drawn(face, act) for act in ("", *ACTS)}
        self._stopped = Event()
        self._asked = ""
        self._listener = Listener(0, self._serve)

    @property
    def url(self) -> str:
        """For `devices.camera`."""
        return f"http://127.0.0.1:{self._listener.port}/video.mjpg"

    def start(self) -> None:
        """Listen."""
        self._listener.open()

    def stop(self) -> None:
        """Hang up and stop listening."""
        self._stopped.set()
        self._listener.close()

    def command(self, verb: str, *args: str) -> str:
        """`act NAME`: once, from the next picture on."""
        assert verb == "act", verb
        (self._asked,) = args
        return self._asked

    def _serve(self, connection: socket.socket) -> None:
        connection.recv(4096)
        connection.sendall(GREETING)
        for picture in self._stream():
            if self._stopped.wait(1 / RATE):
                return
            connection.sendall(part(picture))

    def _stream(self) -> Iterator[bytes]:
        for picture in itertools.cycle(self._pictures[""]):
            yield picture
            act, self._asked = self._asked, ""
            if act:
                yield from self._pictures[act]


@cache
def drawn(face: str, act: str) -> Sequence[bytes]:
    """JPEGs of somebody who holds still, or does one thing. Drawn without threads: a fork would lose them."""
    cv2.setNumThreads(1)
    puppet, mover, sensor = Puppet(face, SIZE), Mover(face), Sensor(SIZE)
    if act:
        mover.do(act, HEARD * QUICK / RATE)
    poses = (mover.pose(number * QUICK / RATE if act else 0.0) for number in range(MOVING if act else STILL))
    return [_jpeg(sensor.sense(puppet.draw(replace(pose, blink=0.0)))) for pose in poses]


def _jpeg(picture: Any) -> bytes:
    return cv2.imencode(".jpg", picture)[1].tobytes()
