"""The keys of somebody who writes in the WYSIWYG editor: `text` is the place where they type.

The editor undoes what comes within some milliseconds of a click or an entry. A person sees that and presses the
keys again, and so do these.
"""

AT_THE_START = "({selection}) => selection.empty && selection.from === 1"
AT_THE_END = "({selection, doc}) => selection.empty && selection.from === doc.content.size - 1"
MARKED = "({selection, doc}, words) => doc.textBetween(selection.from, selection.to) === words"


def go_to_the_start(text):
    _press(text, ["Control+Home"], AT_THE_START)


def go_to_the_end(text):
    _press(text, ["Control+End"], AT_THE_END)


def mark_the_first_line(text, words):
    _press(text, ["Control+Home", "Shift+End"], MARKED, words)


def mark_the_last_line(text, words):
    _press(text, ["Control+End", "Shift+Home"], MARKED, words)


def _press(text, keys, is_so, words=""):
    """Presses these keys until it is so and stays so."""
    question = f"(area, words) => ({is_so})(area.editor.state, words)"
    for _try in range(20):
        for key in keys:
            text.page.keyboard.press(key)
        if all(_after_a_moment(text, question, words) for _moment in range(5)):
            return
    raise AssertionError(f"{' and '.join(keys)} did not do it: {text.inner_html()}")


def _after_a_moment(text, question, words):
    text.page.wait_for_timeout(30)
    return text.evaluate(question, words)
