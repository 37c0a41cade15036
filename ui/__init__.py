"""The screen: page values that services ask, the stage that shows them one at a time, and their QML."""

import os

# Read when Qt's QML library is loaded: a page runs too little script for a compiler that takes 18 MB.
os.environ.setdefault("QV4_FORCE_INTERPRETER", "1")
