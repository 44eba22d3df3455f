"""Wrongly decoded text: finding it, and restoring what its bytes still tell."""
