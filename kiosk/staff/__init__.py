"""The staff's room: signing in, the desk of branch staff, and what they do there under their own names."""
