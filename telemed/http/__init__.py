"""The HTTP edge: wire bodies to domain calls and back, and nothing else."""
