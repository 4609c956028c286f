"""Rich text, as the one filter renders it."""

import pytest

from education.rich_text import cited_keys, clean, mark_citations

HARMFUL = [
    "<script>alert(1)</script>",
    '<img src=x onerror="alert(1)">',
    '<a href="javascript:alert(1)">x</a>',
    '<a href="  jAvAsCrIpT:alert(1)">x</a>',
    '<a href="data:text/html,<script>alert(1)</script>">x</a>',
    '<a href="claim:c1" onclick="alert(1)">x</a>',
    '<p style="position:fixed">x</p>',
    "<style>p{display:none}</style>",
    '<iframe src="//example.org"></iframe>',
    "<svg><script>alert(1)</script></svg>",
    '<svg onload="alert(1)"/>',
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    '<form action="/x"><input name="password"></form>',
    '<h1 id="main">x</h1>',
    '<a href="claim:c1&quot;onmouseover=alert(1)">x</a>',
    '<base href="//example.org">',
    '<meta http-equiv="refresh" content="0">',
]


@pytest.mark.parametrize("html", HARMFUL)
def test_harmful_text_in_the_database_is_harmless_on_the_page(html):
    """T37"""
    shown = mark_citations(html, lambda key: f"[{key}]").lower()
    for trace in ("<script", "<img", "<style", "<iframe", "<svg", "<form", "<base", "<meta", "style=", "<h1"):
        assert trace not in shown
    for trace in ("javascript:", "data:", "onerror=", "onclick=", "onload=", " id="):
        assert trace not in shown
    assert "<a" not in shown or 'href="claim:' in shown or 'href="https:' in shown


@pytest.mark.parametrize(
    "html",
    [
        "<h2>A</h2><h3>B</h3><p><strong>C</strong> <em>D</em><br>E</p>",
        '<ul><li><p>A</p></li></ul><ol start="3"><li>B</li></ol><blockquote><p>C</p></blockquote>',
        '<p><a href="https://example.org/">A</a> <a href="/visit/">B</a> <a href="mailto:a@b.c">C</a></p>',
    ],
)
def test_what_the_editor_offers_is_kept(html):
    assert clean(html).replace(' start="3"', "") == html.replace(' start="3"', "")


def test_citations_are_found_in_reading_order_each_once():
    first = '<p><a href="claim:b">One.</a> <a href="claim:a">Two.</a></p>'
    assert cited_keys(first, '<p><a href="claim:b">Three.</a><a href="claim:c">Four.</a></p>') == [
        "b",
        "a",
        "c",
    ]


def test_a_mark_follows_the_words_it_supports():
    html = '<p><a href="claim:c1">Some <em>feel</em> better.</a> Good.</p>'
    assert mark_citations(html, lambda key: f"[{key}]") == "<p>Some <em>feel</em> better.[c1] Good.</p>"
