"""The board: what waits for whom."""
