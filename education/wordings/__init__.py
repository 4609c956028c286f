"""The clinic’s own words outside the library."""
