"""The engine in Python: libsrtp works in place on buffers that the socket fills."""
