"""Proofs of identity: passwords, throttling, tokens, signatures."""
