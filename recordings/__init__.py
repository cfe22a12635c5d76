"""Recording as one more consumer of a room, and replay."""
