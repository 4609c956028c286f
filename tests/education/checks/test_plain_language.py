"""How plainly a text reads."""

from education.checks.plain_language import long_sentences


def test_a_sentence_for_everybody_has_fewer_than_twenty_words():
    nineteen, twenty = (f"{'word ' * (count - 1)}end." for count in (19, 20))
    assert long_sentences(f"<p>{nineteen} {twenty}</p><ul><li>{nineteen}</li></ul>") == [twenty]
