"""What a picture shows: one face or none, how good it is to look at, and whether it lives; no Qt, no devices."""
