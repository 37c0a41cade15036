"""What staff do at their desk: one module each, named in `resources/staff.toml`."""
