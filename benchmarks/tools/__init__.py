"""What the benchmarks share: a display whose pixels can be watched, the programs on it, and how a figure is printed."""
