"""Editors’ pictures."""
