"""Papers: what is printed, signed and filed."""
