"""Checks: what stands between a text and its readers, and what editors let through with a reason."""
