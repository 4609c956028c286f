"""The library: the pages that anybody may read."""
