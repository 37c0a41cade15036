"""The other end of every wire: a card, an ID reader, a printer and the bureau, that misbehave on request."""
