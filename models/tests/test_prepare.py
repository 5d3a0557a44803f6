# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
"""From a file of listings to a work folder; the listings are invented and their pictures drawn."""

import gzip
import json
import sys
import tarfile

import numpy as np
import pytest
from PIL import Image

import prepare
import write_split
from data import split
from data.bad_input import BadInput
from data.listings import Listing, read_listings, write_listings
from data.work import Work
from prepare import flattened, sampled

LEAVES = [("Kitchen", "Kettles"), ("Kitchen", "Pans"), ("Garden", "Spades")]


def catalogue(count=60):
    return [Listing(f"id-{number}", f"Thing {number}", "", f"{number}.png", (LEAVES[number % 3],)) for number in range(count)]


def draw(folder, names, size=(12, 16)):
    folder.mkdir(exist_ok=True)
    random = np.random.default_rng(5)
    for name in names:
        drawn = Image.fromarray(random.integers(0, 256, (4, 3, 3), dtype=np.uint8))
        drawn.resize(size, Image.Resampling.NEAREST).save(folder / name)


@pytest.fixture
def shop(tmp_path):
    """60 listings with drawn pictures, the last ten in an archive, and another ten larger ones: runs `prepare.py`."""
    listings = catalogue()
    write_listings(tmp_path / "shop.jsonl", listings)
    draw(tmp_path / "images", [listing.image for listing in listings])
    draw(tmp_path / "larger", [listing.image for listing in listings[20:30]], (80, 90))
    with tarfile.open(tmp_path / "images" / "images-000.tar", "w") as archive:
        for listing in listings[-10:]:
            file = tmp_path / "images" / listing.image
            archive.add(file, file.name)
            file.unlink()

    def run(*options, source=tmp_path / "shop.jsonl"):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(
                sys,
                "argv",
                ["prepare.py", "--listings", str(source), "--work", str(tmp_path / "work"), "--fewest", "5", *map(str, options)],
            )
            prepare.main()
        return Work(tmp_path / "work")

    run.folder = tmp_path
    return run


def test_the_work_folder_holds_all_that_is_promised(shop):
    work = shop("--images", shop.folder / "images", "--more-images", shop.folder / "larger")

    arrays = {name: np.load(work.folder / f"{name}.npy") for name in ("small", "large", "large_row", "has_picture")}
    catalogue_card = json.loads((work.folder / "catalogue.json").read_text())
    assert {file.name for file in work.folder.iterdir()} == set(prepare.OUTPUTS)
    assert work.listings == catalogue()
    assert [label["path"] for label in work.labels] == [
        ["Garden"],
        ["Garden", "Spades"],
        ["Kitchen"],
        ["Kitchen", "Kettles"],
        ["Kitchen", "Pans"],
    ]
    assert work.truth.shape == (60, 5) and work.groups.shape == work.parts.shape == (60,)
    assert arrays["small"].shape == (60, 3, 80, 60) and arrays["small"].dtype == np.uint8 and arrays["has_picture"].all()
    assert arrays["large"].shape == (10, 3, 80, 60)
    assert arrays["large_row"].tolist() == [-1] * 20 + list(range(10)) + [-1] * 30
    assert catalogue_card["source"] == "shop.jsonl" and catalogue_card["listings"] == 60 and catalogue_card["format"] == "listings"
    assert catalogue_card["fewest"] == 5 and catalogue_card["seed"] == split.SEED and catalogue_card["shares"] == list(split.SHARES)


def test_preparing_again_gives_the_same(shop):
    options = "--images", shop.folder / "images", "--more-images", shop.folder / "larger"
    shop(*options)
    before = {name: (shop.folder / "work" / name).read_bytes() for name in prepare.OUTPUTS}

    shop(*options)

    assert {name: (shop.folder / "work" / name).read_bytes() for name in prepare.OUTPUTS} == before


def test_without_images_there_are_no_picture_arrays_not_even_old_ones(shop):
    assert shop("--images", shop.folder / "images").has_pictures

    work = shop()

    assert not work.has_pictures
    assert not any((work.folder / name).exists() for name in ("large.npy", "large_row.npy", "has_picture.npy"))


def test_missing_broken_and_unnamed_pictures_are_told_and_their_listings_stay(shop, capsys):
    listings = catalogue()
    listings[0] = Listing("id-0", "Thing 0", "", None, (LEAVES[0],))
    write_listings(shop.folder / "shop.jsonl", listings)
    (shop.folder / "images" / "3.png").unlink()
    (shop.folder / "images" / "5.png").write_bytes(b"no picture")

    work = shop("--images", shop.folder / "images")

    has_picture = np.load(work.folder / "has_picture.npy")
    said = capsys.readouterr().out
    assert np.flatnonzero(~has_picture).tolist() == [0, 3, 5]
    assert not np.load(work.folder / "small.npy")[[0, 3, 5]].any() and len(work.listings) == 60
    assert "1 of 59 pictures are missing (3.png)" in said and "5.png cannot be decoded" in said
    assert "1 listings name no picture" in said


def test_listings_may_share_a_picture(shop):
    listings = catalogue()
    listings[1] = Listing("id-1", "Thing 1", "", "2.png", (LEAVES[1],))
    write_listings(shop.folder / "shop.jsonl", listings)

    work = shop("--images", shop.folder / "images")

    small = np.load(work.folder / "small.npy")
    np.testing.assert_array_equal(small[1], small[2])
    assert small[1].any() and work.groups[1] == work.groups[2]


def test_rare_labels_and_empty_classes_are_named(shop, capsys):
    listings = [*catalogue(), Listing("gnome", "Gnome", "", None, (("Garden", "Gnomes"),))]
    listings += [Listing(f"rake-{number}", "Rake", "", None, (("Garden", "Rakes"),)) for number in range(6)]
    write_listings(shop.folder / "shop.jsonl", listings)

    work = shop()

    said = capsys.readouterr().out
    assert "1 categories have fewer than 5 training listings" in said and "1 of them are seen once (Garden > Gnomes)" in said
    assert "no listing of the part calibration has Garden > Rakes" in said
    gnome = [label for label, true in zip(work.labels, work.truth[60], strict=True) if true]
    assert [label["path"] for label in gnome] == [["Garden"]]


def test_metadata_of_amazon_is_recognised_and_what_is_left_out_is_written_down(shop):
    records = [
        {
            "asin": f"000SHELV{number:02}",
            "title": f"Thing {number}",
            "categories": [list(LEAVES[number % 3])],
            "imUrl": f"http://pictures.example/I/{number}.png",
        }
        for number in range(60)
    ]
    file = shop.folder / "meta.json.gz"
    file.write_bytes(gzip.compress("\n".join(map(repr, [*records, records[0], {"asin": "x", "title": "y"}, "oops"])).encode()))

    work = shop("--images", shop.folder / "images", "--skip-malformed", source=file)

    card = json.loads((work.folder / "catalogue.json").read_text())
    assert card["format"] == "amazon" and card["listings"] == card["with_picture"] == 60
    assert card["left_out"] == {"asin seen before": 1, "no category": 1, "malformed line": 1}
    assert work.listings[7].listing_id == "000SHELV07"


def test_a_sample_is_drawn_evenly_in_order_and_again_the_same():
    listings = catalogue(100)
    drawn = [sampled(iter(listings), 10, seed) for seed in range(300)]

    assert drawn[0] == sampled(iter(listings), 10, 0) != drawn[1]
    assert all([listing for listing in listings if listing in sample] == sample and len(sample) == 10 for sample in drawn[:20])
    counts = np.bincount([int(listing.listing_id[3:]) for sample in drawn for listing in sample], minlength=100)
    assert abs(counts[:10].mean() - 30) < 6 and abs(counts[-10:].mean() - 30) < 6
    assert sampled(iter(listings), 1000, 0) == listings


def test_flattening_makes_every_name_a_label_of_its_own():
    listing = Listing("1", "t", "", None, (("Kitchen", "Kettles"), ("Camping", "Kitchen", "Stoves")))

    flat = flattened(listing)

    assert flat.categories == (("Kettles",), ("Kitchen",), ("Stoves",), ("Camping",))


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        (("--fewest", "50"), "no category has 50 training listings; the largest, Kitchen, has"),
        (("--more-images", "images"), "--more-images needs --images"),
        (("--images", "nowhere"), "nowhere: no such folder"),
        (
            ("--images", "empty"),
            "holds none of the 60 pictures that the listings name (0.png, 1.png, 2.png, 3.png, 4.png and 55 more)",
        ),
        (("--images", "images", "--more-images", "empty"), "holds no picture that the listings name"),
        (("--skip-malformed",), "--skip-malformed is for Amazon metadata"),
        (("--shares", "0.5", "0.5"), "--shares must be 5 numbers"),
        (("--sample", "0"), "must be at least 1"),
        (("--sample", "3"), "too few listings to split"),
    ],
)
def test_what_cannot_be_prepared_says_why_and_writes_nothing(shop, options, complaint):
    (shop.folder / "empty").mkdir()

    with pytest.raises(BadInput) as raised:
        shop(*(shop.folder / option if option in {"images", "empty", "nowhere"} else option for option in options))

    assert complaint in str(raised.value)
    assert not (shop.folder / "work").exists()


def test_texts_alone_cannot_have_images(shop):
    texts = [Listing(listing.listing_id, listing.title, "", None, listing.categories) for listing in catalogue()]
    write_listings(shop.folder / "shop.jsonl", texts)

    with pytest.raises(BadInput, match="no listing names a picture; leave --images out"):
        shop("--images", shop.folder / "images")


def test_trained_models_are_not_left_beside_another_preparation(shop):
    work = shop()
    (work.folder / "models").mkdir()

    with pytest.raises(BadInput, match="holds models of an earlier preparation"):
        shop()


def test_the_listings_of_a_part_are_written_for_evaluation(shop, monkeypatch):
    work = shop()
    monkeypatch.setattr(
        sys,
        "argv",
        ["write_split.py", "--work", str(work.folder), "--output", str(shop.folder / "out"), "--part", "train", "--limit", "7"],
    )

    write_split.main()

    assert read_listings(shop.folder / "out" / "listings.jsonl") == [work.listings[row] for row in work.training[:7]]


@pytest.mark.parametrize("script", [prepare, write_split])
def test_the_data_is_not_written_into_the_project(request, monkeypatch, script):
    inside = str(request.path.parent / "never")
    folders = {prepare: ["--listings", "l", "--work", inside], write_split: ["--work", "w", "--output", inside]}
    monkeypatch.setattr(sys, "argv", ["script", *folders[script]])

    with pytest.raises(BadInput, match="inside the project"):
        script.main()
