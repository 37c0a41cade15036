"""A bare PySide6 QML window, as short as it can be written."""

import sys
from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtQml import QQmlApplicationEngine

application = QGuiApplication(sys.argv)
engine = QQmlApplicationEngine(str(Path(__file__).with_suffix(".qml")))
sys.exit(application.exec())
