"""What the service is about, without I/O: values, state machines, rules. Standard library only."""
