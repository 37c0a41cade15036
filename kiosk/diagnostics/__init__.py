"""What technicians ask of the terminal: is it in order, and what is not."""
