"""The bureau's made-up back end: a database, the API over HTTP, and faults on request."""
