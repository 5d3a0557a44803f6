# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
"""Small files in exactly the two forms of the metadata; the products are invented."""

import gzip
import json
from collections import Counter

import pytest

from data import amazon
from data.bad_input import BadInput
from data.listings import Listing

OF_2014 = {
    "asin": "000SHELV01",
    "title": "Tin Kettle &amp; Lid, 2 qt",
    "price": 12.5,
    "imUrl": "http://pictures.example/images/I/51tin%2Bkettle.jpg",
    "related": {"also_bought": ["000SHELV02"], "also_viewed": []},
    "salesRank": {"Kitchen & Dining": 4711},
    "brand": "Nobody's",
    "description": "Whistles when it's hot.<br />Holds   two quarts;\nfor 2 < 3 people.",
    "categories": [["Home & Kitchen", "Kettles", "Stove Top"], ["Camping", "Cookware"]],
}
OF_2018 = {
    "category": ["Home &amp; Kitchen", "Kettles", "</span></span></span>", "Holds two quarts"],
    "tech1": "",
    "tech2": "",
    "description": ["Whistles when hot.", "", "<b>Two</b> quarts &quot;or so&quot;."],
    "fit": "",
    "also_buy": ["000SHELV01"],
    "title": "<span>Tin Kettle</span>",
    "image": [],
    "brand": "Nobody",
    "feature": ["Tin"],
    "rank": ["#4,711 in Kitchen"],
    "also_view": [],
    "main_cat": "Home",
    "similar_item": "",
    "date": "",
    "price": "$12.50",
    "asin": "000SHELV02",
    "details": {"Weight": "1 lb"},
    "imageURL": ["https://pictures.example/images/I/41tin._US40_.jpg"],
    "imageURLHighRes": ["https://pictures.example/images/I/41tin.jpg"],
}


@pytest.fixture
def products(tmp_path):
    """Reads records in a form: (listings, what was left out)."""

    def read(*lines, skip_malformed=False, zipped=True):
        file = tmp_path / "meta.json.gz"
        content = "".join(line + "\n" for line in lines).encode()
        file.write_bytes(gzip.compress(content) if zipped else content)
        left_out = Counter()
        return list(amazon.iterate_products(file, left_out, skip_malformed)), left_out

    return read


def test_a_literal_of_2014_becomes_a_listing(products):
    listings, left_out = products(repr(OF_2014))

    assert listings == [
        Listing(
            "000SHELV01",
            "Tin Kettle & Lid, 2 qt",
            "Whistles when it's hot. Holds two quarts; for 2 < 3 people.",
            "51tin%2Bkettle.jpg",
            (("Home & Kitchen", "Kettles", "Stove Top"), ("Camping", "Cookware")),
        )
    ]
    assert not left_out


def test_an_object_of_2018_becomes_a_listing_with_one_path(products):
    listings, left_out = products(json.dumps(OF_2018))

    assert listings == [
        Listing("000SHELV02", "Tin Kettle", 'Whistles when hot. Two quarts "or so".', "41tin.jpg", (("Home & Kitchen", "Kettles"),))
    ]
    assert not left_out


def test_both_forms_are_read_plain_and_zipped(products):
    lines = repr(OF_2014), json.dumps(OF_2018)

    assert products(*lines) == products(*lines, zipped=False)
    assert [listing.listing_id for listing in products(*lines)[0]] == ["000SHELV01", "000SHELV02"]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"title": None}, "no title"),
        ({"title": "<br>"}, "no title"),
        ({"title": "var aPageStart = (new Date()).getTime();"}, "title is a web page"),
        ({"category": []}, "no category"),
        ({"category": ["</span>", "Tin"]}, "no category"),
        ({"category": ["<b>Tin</b>", "Kettles"]}, "no category"),
        ({"asin": "000SHELV01"}, "asin seen before"),
    ],
)
def test_records_of_no_use_are_left_out_and_counted(products, change, reason):
    listings, left_out = products(repr(OF_2014), json.dumps(OF_2018 | change))

    assert [listing.title for listing in listings] == ["Tin Kettle & Lid, 2 qt"]
    assert left_out == {reason: 1}


@pytest.mark.parametrize(
    ("change", "description"),
    [
        ({"description": None}, ""),
        ({"description": []}, ""),
        ({"description": ["Good.", "<!DOCTYPE html><html><head>"]}, "Good."),
        ({"description": ["<style>.a {b: c}</style>Good.<script>let a = 1</script>"]}, "Good."),
        ({"description": ["\ud83d\ude00 half: \ud83d."]}, "😀 half: ."),
    ],
)
def test_descriptions_become_plain_text(products, change, description):
    listings, _ = products(repr(OF_2018 | change).encode("ascii", "backslashreplace").decode())

    assert listings[0].description == description


@pytest.mark.parametrize(
    ("change", "image"),
    [
        ({}, "41tin.jpg"),
        ({"imageURLHighRes": []}, "41tin._US40_.jpg"),
        ({"imageURLHighRes": None, "imageURL": None, "image": ["https://pictures.example/I/old.jpg?size=2"]}, "old.jpg"),
        ({"imageURLHighRes": [], "imageURL": []}, None),
        ({"imageURLHighRes": ["http://pictures.example/site/no-img-sm.gif"], "imageURL": []}, None),
        ({"imageURLHighRes": ["http://["], "imageURL": ["https://pictures.example/"]}, None),
    ],
)
def test_the_picture_is_the_last_segment_of_the_best_link(products, change, image):
    listings, _ = products(json.dumps(OF_2018 | change))

    assert listings[0].image == image


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("{'asin': '000SHELV03', 'title'", "neither JSON nor a Python literal"),
        ("__import__('os').getcwd()", "neither JSON nor a Python literal"),
        ("[" * 100_000, "neither JSON nor a Python literal"),
        ("['asin']", "not a record"),
        ("{'title': 'Kettle'}", "asin must be a text"),
        (repr(OF_2014 | {"asin": "x", "categories": ["Kettles"]}), "categories must be a list of paths"),
        (repr(OF_2014 | {"asin": "x", "title": ["Kettle"]}), "title has the form of neither"),
        (repr(OF_2014 | {"asin": "x", "description": [1]}), "description must be a text or a list of texts"),
    ],
)
def test_a_malformed_line_is_named_or_counted(products, line, complaint):
    with pytest.raises(BadInput) as raised:
        products(repr(OF_2014), line, json.dumps(OF_2018))

    assert "meta.json.gz:2: " in str(raised.value) and complaint in str(raised.value)

    listings, left_out = products(repr(OF_2014), line, json.dumps(OF_2018), skip_malformed=True)
    assert [listing.listing_id for listing in listings] == ["000SHELV01", "000SHELV02"]
    assert left_out == {"malformed line": 1}


def test_metadata_is_told_from_listings(tmp_path):
    file = tmp_path / "file"

    def recognised(line):
        file.write_text(line)
        return amazon.recognised(file)

    assert recognised(repr(OF_2014)) and recognised(json.dumps(OF_2018))
    assert not recognised('{"listing_id": "a"}') and not recognised("{oops")
