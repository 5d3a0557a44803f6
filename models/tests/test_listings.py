# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
import gzip
import io
import tarfile

import numpy as np
import pytest
from PIL import Image

from data import listings
from data.bad_input import BadInput
from data.listings import Listing, decode, iterate_pictures, read_listings, write_listings

GOOD = '{"listing_id": "a", "title": "Kettle", "description": "", "image": null, "categories": [["Kitchen", "Kettles"]]}\n'
OTHER = GOOD.replace('"a"', '"b"')


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("{oops\n", "not JSON"),
        ("[]\n", "not a JSON object"),
        (OTHER.replace('"b"', "7.0"), "listing_id must be a text"),
        (OTHER.replace('"b"', "true"), "listing_id must be a text"),
        (OTHER.replace('"Kettle"', "[]"), "title must be a text or null"),
        (OTHER.replace('[["Kitchen", "Kettles"]]', "[[]]"), "categories must be a list of paths"),
        (
            OTHER.replace('"image"', '"picture"'),
            "unknown field 'picture'; the fields are listing_id, title, description, image, categories",
        ),
        (GOOD, "listing_id 'a' is already that of"),
        (OTHER.replace("Kettle", "\\ud83d", 1), "half of a surrogate pair"),
        (OTHER.replace('"b"', "9" * 5000), "a number too long"),
        ("[" * 100_000, "nested too deeply"),
    ],
)
def test_a_bad_line_is_named_by_file_and_line(tmp_path, line, complaint):
    file = tmp_path / "listings.jsonl"
    file.write_text(GOOD + "\n" + line)

    with pytest.raises(BadInput) as raised:
        read_listings(file)

    assert f"{file}:3: " in str(raised.value)
    assert complaint in str(raised.value)


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"", "is empty"),
        (b'[{"listing_id": "a"}]', "is a JSON array"),
        (b'{\n  "listing_id": "a",\n  "title": "t"\n}\n', "has JSON objects over several lines"),
        (b"listing_id,title\na,t\n", "looks like CSV"),
        (b"listing_id\ttitle\na\tt\n", "looks like TSV"),
        (b"hello\n", "has no JSON object in it"),
        (b"PK\x03\x04xx", "is a zip archive"),
        (b"PAR1xx", "is a Parquet file: export its rows as JSON Lines"),
        (b"ab\x00cd\x00", "is binary"),
        (GOOD.encode("utf-16"), "is UTF-16: save it as UTF-8"),
        (GOOD.encode("utf-16-le"), "is UTF-16: save it as UTF-8"),
        (GOOD.encode("utf-16-be"), "is UTF-16: save it as UTF-8"),
        (gzip.compress(b"[1]"), "is a JSON array"),
    ],
)
def test_a_file_of_another_kind_is_named_before_any_line(tmp_path, content, what):
    file = tmp_path / "given"
    file.write_bytes(content)

    with pytest.raises(BadInput) as raised:
        read_listings(file)

    assert str(raised.value).startswith(f"{file} {what}")


@pytest.mark.parametrize("title", ["mustard " * 40, "9" * 5000])
def test_words_and_numbers_make_no_other_kind_of_file(tmp_path, title):
    file = tmp_path / "listings.jsonl"
    for filler in range(8):
        file.write_text(GOOD.replace("Kettle", "x" * filler + title, 1))

        assert len(read_listings(file)) == 1


def test_a_long_number_in_a_first_line_is_named_with_its_line(tmp_path):
    file = tmp_path / "listings.jsonl"
    file.write_text('{"listing_id": ' + "9" * 5000 + "\n" + "x\n")

    with pytest.raises(BadInput):
        read_listings(file)


def test_a_byte_order_mark_and_whole_numbers_as_ids_are_read(tmp_path):
    file = tmp_path / "listings.jsonl"
    number = "12345678901234567890123456789"
    file.write_text("\ufeff" + GOOD + OTHER.replace('"b"', number), encoding="utf-8")

    assert [listing.listing_id for listing in read_listings(file)] == ["a", number]


def test_a_picture_is_found_in_each_spelling_of_its_name(tmp_path):
    with tarfile.open(tmp_path / "a.tar", "w") as archive:
        member = tarfile.TarInfo("./gro\u0308\u00dfe.jpg")
        member.size = 1
        archive.addfile(member, io.BytesIO(b"x"))
    file = tmp_path / "listings.jsonl"
    file.write_text(GOOD.replace("null", '"gr\u00f6\u00dfe.jpg"'), encoding="utf-8")

    assert dict(iterate_pictures(tmp_path))[read_listings(file)[0].image] == b"x"


def test_a_repeated_id_is_named_with_both_lines(tmp_path):
    file = tmp_path / "listings.jsonl"
    file.write_text(GOOD + OTHER + GOOD)

    with pytest.raises(BadInput) as raised:
        read_listings(file)

    assert f"{file}:3: " in str(raised.value) and f"{file}:1;" in str(raised.value)


def test_a_line_that_is_not_utf_8_is_named(tmp_path):
    file = tmp_path / "listings.jsonl"
    file.write_bytes(GOOD.encode() + OTHER.replace("Kettle", "Théière", 1).encode("latin-1"))

    with pytest.raises(BadInput, match=r"listings.jsonl:2: not UTF-8 at byte \d+"):
        read_listings(file)


def test_a_line_too_long_is_refused_and_the_count_of_lines_goes_on(tmp_path, monkeypatch):
    monkeypatch.setattr(listings, "LONGEST_LINE", 200)
    file = tmp_path / "listings.jsonl"
    file.write_text(GOOD + "x" * 1000 + "\n" + OTHER)

    found = list(listings.numbered_lines(file))

    assert [place.rpartition(":")[2] for place, _ in found] == ["1", "2", "3"]
    with pytest.raises(BadInput, match=":2: longer than 200 bytes"):
        listings.line_text(found[1][1], found[1][0])


@pytest.mark.parametrize("line_length", [199, 200, 201])
def test_a_line_as_long_as_allowed_is_read_whole(tmp_path, monkeypatch, line_length):
    monkeypatch.setattr(listings, "LONGEST_LINE", 200)
    file = tmp_path / "lines"
    file.write_text("{" * (line_length - 1) + "\n" + "{y\n")

    found = [line for _, line in listings.numbered_lines(file)]

    assert [line.strip()[:1] for line in found] == [b"{", b"{"]
    assert len(found[0]) == line_length


def test_gzip_is_told_from_the_content_and_a_cut_file_is_named(tmp_path):
    file = tmp_path / "listings.jsonl"
    file.write_bytes(gzip.compress((GOOD + OTHER).encode()))

    assert [listing.listing_id for listing in read_listings(file)] == ["a", "b"]

    file.write_bytes(file.read_bytes()[:-20])
    with pytest.raises(BadInput, match="the gzip file is broken or cut off"):
        read_listings(file)


@pytest.mark.parametrize("content", [None, "", "\n\n"])
def test_a_file_without_listings_is_named(tmp_path, content):
    file = tmp_path / "listings.jsonl"
    if content is not None:
        file.write_text(content)

    with pytest.raises(BadInput, match=r"listings.jsonl:? (cannot be read|is empty)"):
        read_listings(file)


def test_a_byte_order_mark_is_no_content(tmp_path):
    file = tmp_path / "listings.jsonl"
    file.write_bytes(b"\xef\xbb\xbf" + GOOD.encode())

    assert read_listings(file)[0].listing_id == "a"


def test_written_listings_are_read_as_they_were(tmp_path):
    written = [
        Listing("1", 'Tee\u2028kanne "groß"', "", None, (("A", "B"), ("C",))),
        Listing("2", "🫖\r\n", "x", "2.jpg", (("A",),)),
    ]

    write_listings(tmp_path / "listings.jsonl", written)

    assert read_listings(tmp_path / "listings.jsonl") == written


def test_every_prefix_of_every_path_is_a_label(tmp_path):
    file = tmp_path / "listings.jsonl"
    file.write_text(GOOD.replace('[["Kitchen", "Kettles"]]', '[["A", "B", "C"], ["D"]]'))

    paths = read_listings(file)[0].label_paths()

    assert paths == {("A",), ("A", "B"), ("A", "B", "C"), ("D",)}


def test_pictures_come_from_archives_and_from_files(tmp_path):
    encoded = io.BytesIO()
    Image.new("RGB", (3, 2), (1, 2, 3)).save(encoded, "PNG")
    (tmp_path / "one.png").write_bytes(encoded.getvalue())
    with tarfile.open(tmp_path / "more.tar", "w") as archive:
        archive.add(tmp_path / "one.png", "two.png")

    found = dict(iterate_pictures(tmp_path))

    assert found.keys() == {"one.png", "two.png"}
    np.testing.assert_array_equal(decode(found["two.png"]), np.full((2, 3, 3), (1, 2, 3), np.uint8))


def test_a_broken_archive_is_named(tmp_path):
    (tmp_path / "broken.tar").write_bytes(b"no archive" * 100)

    with pytest.raises(BadInput, match=r"broken.tar: not a whole tar archive"):
        list(iterate_pictures(tmp_path))
