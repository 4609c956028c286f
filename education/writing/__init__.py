"""Writing: from a draft to readers, with reviews, previews and publishing."""
