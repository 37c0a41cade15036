"""The terminal's heap, once it is settled."""

import subprocess
import sys

MEASURED = """
import ctypes, threading
from kiosk import heap

if {settled}:
    heap.settle()
library = ctypes.CDLL(None)
library.malloc.restype = ctypes.c_void_p
places = []
thread = threading.Thread(target=lambda: places.append(library.malloc(4096)))
thread.start()
thread.join()
here = library.malloc(4096)
print(abs(places[0] - here) < 64 * 1024 * 1024)
"""


def in_one_heap(*, settled: bool) -> str:
    script = MEASURED.format(settled=settled)
    return subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.strip()


def test_all_threads_have_one_heap_once_it_is_settled() -> None:
    assert (in_one_heap(settled=True), in_one_heap(settled=False)) == ("True", "False")
