# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
import io
import tarfile

import numpy as np
import pytest
from PIL import Image

from listings import BadInput, decode, iterate_pictures, read_listings

GOOD = '{"listing_id": "a", "title": "Kettle", "description": "", "image": null, "categories": [["Kitchen", "Kettles"]]}\n'


@pytest.mark.parametrize(("line", "complaint"), [
    ("{oops\n", "not JSON"),
    ("[]\n", "not a JSON object"),
    (GOOD.replace('"a"', "7"), "listing_id must be a text"),
    (GOOD.replace('"Kettle"', "[]"), "title must be a text or null"),
    (GOOD.replace('[["Kitchen", "Kettles"]]', "[[]]"), "categories must be a list of paths"),
])
def test_a_bad_line_is_named_by_file_and_line(tmp_path, line, complaint):
    file = tmp_path / "listings.jsonl"
    file.write_text(GOOD + "\n" + line)

    with pytest.raises(BadInput) as raised:
        read_listings(file)

    assert f"{file}:3: " in str(raised.value)
    assert complaint in str(raised.value)


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
