"""The service items: one module each, read from top to bottom like the operating guide."""
