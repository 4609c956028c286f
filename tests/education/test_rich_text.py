"""Rich text, as the one filter renders it."""

import pytest
from django.db import connection

from education.rich_text import cited_keys, clean, mark_citations, pictures_in
from education.writing import drafting, publishing

OURS = "/pictures/0f8fad5b-d9cb-469f-a165-70867728950e.webp"
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
    '<img src="https://example.org/x.png" alt="x">',
    '<img src="//example.org/pictures/0f8fad5b-d9cb-469f-a165-70867728950e.webp" alt="x">',
    '<img src="data:image/svg+xml;base64,PHN2Zz4=" alt="x">',
    '<img src="/staff/logout/" alt="x">',
    f'<img src="{OURS}?x" alt="x">',
    f'<img src="{OURS.upper()}" alt="x">',
    '<figure onclick="alert(1)"><img src="/visit/" onerror="alert(1)"><figcaption id="x">x</figcaption></figure>',
    '<picture><source srcset="https://example.org/x.png"><img src="x"></picture>',
    '<object data="/x"></object><embed src="/x"><video src="/x" onerror="alert(1)"></video>',
]


@pytest.mark.parametrize("html", HARMFUL)
def test_harmful_text_in_the_database_is_harmless_on_the_page(html):
    """T37"""
    shown = mark_citations(html, lambda key: f"[{key}]").lower()
    for trace in (
        "<script",
        "<img",
        "<style",
        "<iframe",
        "<svg",
        "<form",
        "<base",
        "<meta",
        "style=",
        "<h1",
        "<object",
    ):
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


def test_a_picture_is_kept_with_its_words_and_size_and_nothing_else():
    """T37"""
    html = (
        f'<p>A</p><img onload="alert(1)" class="x" src="{OURS}" srcset="//example.org/x.png 2x"'
        ' alt="A &quot;b&quot; > c" width="10" height="2em" style="position:fixed" id="x" data-file="1">'
    )
    kept = f'<p>A</p><img src="{OURS}" alt="A &quot;b&quot; &gt; c" width="10" loading="lazy">'
    assert clean(html) == kept
    assert clean(kept) == kept
    assert list(pictures_in(html)) == [("0f8fad5b-d9cb-469f-a165-70867728950e", 'A "b" > c')]


def test_a_line_that_says_nothing_is_dropped():
    assert clean("<p></p>") == ""
    assert clean("<p>A</p><p></p><p>B</p>") == "<p>A</p><p>B</p>"


@pytest.mark.parametrize("html", HARMFUL)
def test_what_an_editor_sends_is_cleaned_before_it_is_kept(article, editor, claims, words, html):
    """T37"""
    draft = drafting.start(article=article, author=editor, **words | {"risks": f"<p>Kept.</p>{html}"})
    assert draft.risks == clean(draft.risks) == clean(f"<p>Kept.</p>{html}")


@pytest.mark.parametrize("html", HARMFUL)
def test_what_got_into_the_database_by_another_way_is_harmless_on_the_page(approved, editor, client, html):
    """T37"""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE education_edition SET body = body || %s", [html])
    publishing.publish(edition=approved, by=editor)
    page = client.get(approved.article.get_absolute_url()).content.decode().lower()
    assert "it is known." in page
    for trace in (
        " onerror=",
        " onload=",
        " onclick=",
        "javascript:",
        "alert(1)</script",
        "<iframe",
        "<object",
        "<svg on",
    ):
        assert trace not in page
    for trace in (
        "example.org/x.png",
        "position:fixed",
        "display:none",
        'name="password"',
        "<base",
        "logout",
    ):
        assert trace not in page


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
