"""The bureau's API as the terminal calls it: a blocking client, its typed answers and its typed errors."""
