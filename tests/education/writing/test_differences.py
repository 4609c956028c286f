"""What changed between two texts, word by word."""

from education.writing.differences import differences


def told(before, after, part="body"):
    """The changed part, each side as lines in which [words] stand only there."""
    found = {each.name: each for each in differences({part: before}, {part: after})}[part]

    def lines(blocks):
        return [
            " ".join(f"[{words}]" if is_new else words for words, is_new in block.runs) for block in blocks
        ]

    return lines(found.before), lines(found.after)


def test_a_word_that_came_and_one_that_went_are_marked():
    assert told("<p>Some people feel better.</p>", "<p>Some feel much better.</p>") == (
        ["Some [people] feel better."],
        ["Some feel [much] better."],
    )


def test_another_claim_under_the_same_words_shows():
    before, after = (f'<p><a href="claim:{key}">Some feel better.</a></p>' for key in ("c1", "c2"))
    assert told(before, after) == (
        ["Some feel better. [[claim:c1]]"],
        ["Some feel better. [[claim:c2]]"],
    )


def test_paragraphs_headings_and_lists_stay_apart():
    text = "<h2>Risks</h2><p>One.</p><ul><li><p>Two.</p></li><li>Three.</li></ul><p>Four.</p>"
    [part] = differences({"body": ""}, {"body": text})
    assert [(block.kind, block.runs) for block in part.after] == [
        ("h2", [("Risks", True)]),
        ("p", [("One.", True)]),
        ("li", [("Two.", True)]),
        ("li", [("Three.", True)]),
        ("p", [("Four.", True)]),
    ]
    assert (part.before, part.is_changed) == ([], True)


def test_the_same_words_are_the_same_and_empty_parts_are_left_out():
    [part] = differences({"title": "Low mood"}, {"title": "Low mood", "summary": ""})
    assert (part.name, part.is_changed) == ("title", False)


def test_what_an_editor_could_never_write_is_not_shown_either():
    assert told("<p>So.</p>", "<p>So.<script>alert(1)</script></p>") == (["So."], ["So."])
