"""Messages as they travel: strict, typed once for both sides."""
