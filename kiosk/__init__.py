"""The application: sessions, services, the back end's client, and what holds them together. No Qt in here."""

__version__ = "0.1.0"
