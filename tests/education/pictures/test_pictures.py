"""Pictures: drawn anew from whatever is uploaded, put into a text, and read by everybody."""

import io
import re
import struct
import zlib

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image, PngImagePlugin

from education.checks import gate
from education.models import Edition, Picture
from education.pictures import adding_pictures
from education.pictures.adding_pictures import add_picture
from education.writing import drafting, publishing

ROOM = "A room with a chair by the window."


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def uploaded(image, name="photo.jpg", kind="JPEG", **options):
    written = io.BytesIO()
    image.save(written, kind, **options)
    return SimpleUploadedFile(name, written.getvalue())


def noise(width, height):
    """A picture that hardly gets smaller."""
    return Image.effect_noise((width, height), 120).convert("RGB")


@pytest.fixture
def picture(editor):
    return add_picture(
        file=uploaded(Image.new("RGB", (640, 480), "teal")), alternative_text=ROOM, credit="Fern", by=editor
    )


def kept(picture):
    with picture.file.open() as file:
        return Image.open(io.BytesIO(file.read()))


def test_a_picture_is_kept_as_webp_under_its_reference(picture):
    assert picture.file.name == f"pictures/{picture.reference}.webp"
    assert (kept(picture).format, picture.width, picture.height) == ("WEBP", 640, 480)


def test_a_large_photo_is_made_smaller(editor):
    picture = add_picture(file=uploaded(noise(3200, 2000), quality=60), alternative_text=ROOM, by=editor)
    assert max(picture.width, picture.height) <= 1600
    assert picture.width / picture.height == pytest.approx(1.6, abs=0.01)
    assert picture.file.size <= 300 * 1024


def test_what_a_camera_wrote_is_left_out_and_the_picture_stands_upright(editor):
    exif = Image.Exif()
    exif[0x0112], exif[0x010F], exif[0x8825] = 6, "Camera", {1: "N", 2: (40.0, 42.0, 46.0)}
    file = uploaded(Image.new("RGB", (60, 40)), exif=exif, comment=b"secret", icc_profile=b"profile" * 40)
    picture = add_picture(file=file, alternative_text=ROOM, by=editor)
    assert (picture.width, picture.height) == (40, 60)
    assert not kept(picture).getexif()
    assert not {"exif", "xmp", "icc_profile", "comment"} & set(kept(picture).info)
    with picture.file.open() as stored:
        assert b"Camera" not in stored.read()


def test_words_hidden_in_a_png_are_left_out(editor):
    words = PngImagePlugin.PngInfo()
    words.add_text("Comment", "secret", zip=False)
    words.add_itxt("XML:com.adobe.xmp", "<x>secret</x>")
    file = uploaded(Image.new("RGBA", (60, 40), (0, 0, 0, 0)), "x.png", "PNG", pnginfo=words)
    picture = add_picture(file=file, alternative_text=ROOM, by=editor)
    with picture.file.open() as stored:
        assert b"secret" not in stored.read()
    assert kept(picture).has_transparency_data


def png_of(width, height, data):
    """A PNG that says it is this large, whatever it holds."""

    def chunk(name, content):
        return (
            struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
        )

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(data)) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "no picture"),
        (b"<html>", "no picture"),
        (b"", "no picture"),
        (b"GIF89a" + b"\0" * 3, "no picture"),
        (b"\xff\xd8\xff\xe0" + b"\0" * 400, "no picture"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n", "no picture"),
        (png_of(60, 40, b"\0" * 9), "no picture"),
        (png_of(8_000, 6_000, b"\0" * 99), "40 million pixels"),
        (png_of(11_000, 11_000, b"\0" * 99), "40 million pixels"),
        (png_of(60_000, 60_000, b"\0" * 99), "40 million pixels"),
        (b"\0" * (10 * 1024 * 1024 + 1), "larger than 10 MB"),
    ],
    ids=[
        "svg",
        "page",
        "empty",
        "cut gif",
        "broken jpeg",
        "postscript",
        "cut png",
        "large",
        "larger",
        "bomb",
        "heavy",
    ],
)
@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
def test_what_is_no_picture_or_too_large_is_refused_in_words(editor, media, content, said):
    with pytest.raises(ValidationError, match=said):
        add_picture(file=SimpleUploadedFile("x.jpg", content), alternative_text=ROOM, by=editor)
    assert not Picture.objects.exists()
    assert not list(media.rglob("*.webp"))


def test_a_picture_says_what_it_shows(editor, media):
    with pytest.raises(ValidationError, match="cannot be blank"):
        add_picture(file=uploaded(Image.new("RGB", (60, 40))), alternative_text=" ", by=editor)
    assert not list(media.rglob("*.webp"))


def test_anybody_gets_a_picture_and_may_keep_it(picture, client, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = client.get(f"/pictures/{picture.reference}.webp")
    assert answer["Content-Type"] == "image/webp"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "public" in answer["Cache-Control"]
    assert "immutable" in answer["Cache-Control"]
    assert "Set-Cookie" not in answer
    assert b"".join(answer.streaming_content).startswith(b"RIFF")
    assert client.get("/pictures/0f8fad5b-d9cb-469f-a165-70867728950e.webp").status_code == 404


def with_picture(picture, told=ROOM):
    return f'<p><a href="claim:c1">It is so.</a></p><img src="{picture.address}" alt="{told}" width="640" height="480">'


def test_a_picture_is_put_into_a_text_and_read(picture, approved, editor, client, article, words):
    publishing.publish(edition=approved, by=editor)
    draft = drafting.start(article=article, author=editor)
    words |= {"body": with_picture(picture), "change_note": "Shows our room."}
    draft = drafting.revise(edition=draft, by=editor, **words)
    assert gate.obstacles(draft) == []
    assert (
        f'<img src="/pictures/{picture.reference}.webp" alt="{ROOM}" width="640" height="480"' in draft.body
    )


def test_readers_get_the_picture_with_its_words_and_size(picture, approved, editor, client):
    Edition.objects.update(body=with_picture(picture))
    publishing.publish(edition=approved, by=editor)
    page = client.get(approved.article.get_absolute_url()).content.decode()
    [shown] = re.findall(r"<img\b[^>]*pictures[^>]*>", page)
    assert f'alt="{ROOM}"' in shown
    assert 'loading="lazy"' in shown
    assert 'width="640"' in shown


def test_a_picture_without_words_is_refused_and_leads_to_its_field(picture, article, editor, claims, words):
    draft = drafting.start(article=article, author=editor, **words)
    draft.body = with_picture(picture, told=" ")
    [obstacle] = gate.obstacles(draft)
    assert "does not say what it shows" in obstacle.words
    assert obstacle.href.endswith("#id_body")


def test_a_picture_that_is_gone_is_refused(picture, approved):
    approved.risks += with_picture(picture).replace(
        str(picture.reference), "0f8fad5b-d9cb-469f-a165-70867728950e"
    )
    [obstacle] = gate.obstacles(approved)
    assert "no longer there" in obstacle.words


def test_an_editor_adds_a_picture_and_finds_it_in_the_list(editor, client):
    client.force_login(editor)
    file = uploaded(Image.new("RGB", (64, 48)))
    answer = client.post(
        reverse("pictures:list"), {"upload": file, "alternative_text": ROOM, "credit": ""}, follow=True
    )
    assert ROOM in answer.content.decode()
    assert Picture.objects.get().added_by == editor


def test_a_refused_file_is_told_at_its_field_and_nothing_typed_is_lost(editor, client):
    client.force_login(editor)
    file = SimpleUploadedFile("x.svg", b"<svg/>")
    page = client.post(reverse("pictures:list"), {"upload": file, "alternative_text": ROOM}).content.decode()
    assert "no picture that can be read" in page
    assert ROOM in page
    assert '<a href="#id_upload">' in page


def test_what_a_picture_shows_is_said_better(picture, approved, editor, client):
    Edition.objects.update(body=with_picture(picture))
    client.force_login(editor)
    address = reverse("pictures:describe", args=[picture.reference])
    assert approved.title in client.get(address).content.decode()
    client.post(address, {"alternative_text": "Our quiet room.", "credit": ""})
    picture.refresh_from_db()
    assert picture.alternative_text == "Our quiet room."
    assert ROOM in Edition.objects.get().body


def test_a_reviewer_sees_the_pictures_and_adds_none(reviewer, client, picture):
    client.force_login(reviewer)
    page = client.get(reverse("pictures:list"))
    assert ROOM in page.content.decode()
    assert b"Add this picture" not in page.content
    assert client.post(reverse("pictures:list"), {"alternative_text": ROOM}).status_code == 403
    assert client.get(reverse("pictures:describe", args=[picture.reference])).status_code == 403


def test_the_limits_are_those_that_the_page_names():
    assert adding_pictures.LARGEST_UPLOAD == 10 * 1024**2
    assert adding_pictures.MOST_PIXELS == 40_000_000
