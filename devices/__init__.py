"""The terminal's devices, each behind a real driver: blocking calls on one worker thread, faults with names."""
