"""The library as files that people can read, compare and share in git, and the way there and back.

A folder holds one JSON list each for sources, claims (a claim's `sources`: code → place in it), treatments,
topics and whatever else `rows.py` names, and one file for each page, question and word of the glossary:
`articles|questions/<language>/<topic>/<slug>.html`, `glossary/<language>/<slug>.html` (`pages.py`).
`exporting.export` writes it, `importing.load` reads it; the starter library is such a folder.
"""
