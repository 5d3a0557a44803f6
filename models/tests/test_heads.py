# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
"""What the heads promise of their probabilities, and how they are asked about categories and subcategories."""

from types import SimpleNamespace

import numpy as np
import pytest
import torch

from base.heads import HEADS, Flat, PerParent, TwoHeads, Unified
from data.bad_input import BadInput
from data.labels import parents
from deciding.hierarchy import compare, compare_kinds

PATHS = [
    "Garden",
    "Garden/Hoses",
    "Garden/Seats",
    "Garden/Seats/Benches",
    "Garden/Seats/Chairs",
    "Gift",
    "Kitchen",
    "Kitchen/Pans",
    "Kitchen/Pans/Woks",
    "Kitchen/Pots",
]
SHELVES = {"Garden/Hoses", "Garden/Seats/Benches", "Garden/Seats/Chairs", "Kitchen/Pans", "Kitchen/Pans/Woks", "Kitchen/Pots"}
LABELS = [{"path": path.split("/"), "shelf": path in SHELVES} for path in PATHS]
ABOVE = parents(LABELS)
WIDTH = 12


def truth_of(*listings):
    """float32 [N,L]: each listing is given by its paths."""
    return torch.tensor(
        [[float(any(f"{path}/".startswith(f"{label}/") for path in paths)) for label in PATHS] for paths in listings]
    )


def vectors(count=50):
    return torch.randn(count, WIDTH) * 3


def probabilities(head):
    with torch.inference_mode():
        return torch.sigmoid(head(vectors()).double()).numpy()


@pytest.mark.parametrize("name", HEADS)
def test_a_head_gives_a_logit_a_label_and_learns(name):
    head = HEADS[name](WIDTH, LABELS)
    found, truth = vectors(4), truth_of(["Garden/Hoses"], ["Kitchen/Pans/Woks", "Gift"], ["Gift"], ["Garden"])
    optimizer = torch.optim.SGD(head.parameters(), 0.005)

    losses = []
    for _ in range(200):
        optimizer.zero_grad()
        loss = head.loss(found, truth)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())

    assert head(found).shape == (4, len(LABELS))
    assert losses[-1] < 0.5 * losses[0]
    assert ((head(found) > 0) == (truth > 0)).float().mean() > 0.9


@pytest.mark.parametrize("head", [Flat, PerParent])
def test_a_parent_is_as_likely_as_all_that_ends_at_or_below_it(head):
    head = head(WIDTH, LABELS)
    found = vectors()

    with torch.inference_mode():
        ends = head._log_ends(head.output(found)[:, : head.choices]).exp().numpy()
        likely = torch.sigmoid(head(found)).numpy()

    np.testing.assert_allclose(ends.sum(axis=1), 1, atol=1e-5)
    tree = [path for path in PATHS if path != "Gift"]
    for path in tree:
        below = [index for index, other in enumerate(tree) if f"{other}/".startswith(f"{path}/")]
        np.testing.assert_allclose(likely[:, PATHS.index(path)], ends[:, below].sum(axis=1), atol=1e-5)


def test_what_is_chosen_elsewhere_changes_nothing_of_a_local_classifier():
    head, found = PerParent(WIDTH, LABELS), vectors()
    tree = [path for path in PATHS if path != "Gift"]

    def share_of_benches():
        with torch.inference_mode():
            likely = torch.sigmoid(head(found).double())
        return likely[:, PATHS.index("Garden/Seats/Benches")] / likely[:, PATHS.index("Garden/Seats")], likely

    before, once = share_of_benches()
    head.output.bias.data[tree.index("Garden/Hoses")] += 1
    after, then = share_of_benches()

    torch.testing.assert_close(after, before, rtol=1e-3, atol=1e-4)
    assert (then - once).abs().max() > 0.05


@pytest.mark.parametrize("head", [Flat, PerParent, Unified])
def test_no_label_scores_above_its_parent(head):
    found = probabilities(head(WIDTH, LABELS))

    children = np.flatnonzero(ABOVE >= 0)
    assert (found[:, children] <= found[:, ABOVE[children]] + 1e-7).all()


def test_odds_stay_finite_where_the_answer_is_certain():
    for head in (Flat(WIDTH, LABELS), PerParent(WIDTH, LABELS)):
        head.output.weight.data *= 1000

        assert torch.isfinite(head(vectors())).all()


def test_the_max_constraint_rewards_no_false_descendant():
    head = Unified(WIDTH, LABELS)
    truth = truth_of(["Garden/Seats/Benches"])
    found = vectors(1)

    head.loss(found, truth).backward()

    chairs = PATHS.index("Garden/Seats/Chairs")
    assert head.output.bias.grad[chairs] > 0  # it is only ever pushed down, even where it made its parent right


def test_the_second_head_reads_what_the_first_one_said_or_what_is_true():
    head = TwoHeads(WIDTH, LABELS, weights=(0.0, 1.0))
    found, truth = vectors(8), truth_of(*[["Kitchen/Pots"]] * 8)

    learned = head.loss(found, truth)
    learned.backward()
    reached = head.first.weight.grad.abs().sum()
    head.zero_grad()
    head.teacher = 1.0
    taught = head.loss(found, truth)
    taught.backward()

    assert reached > 0 and head.first.weight.grad.abs().sum() == 0
    assert taught.item() != learned.item()


def test_the_weights_of_two_heads_weigh():
    found, truth = vectors(8), truth_of(*[["Kitchen/Pots"]] * 8)
    head = TwoHeads(WIDTH, LABELS)

    parts = []
    for head.weights in ((1.0, 0.0), (0.0, 1.0), (3.0, 0.5)):
        parts.append(head.loss(found, truth).item())

    assert parts[2] == pytest.approx(3 * parts[0] + 0.5 * parts[1], rel=1e-5)


def test_two_heads_without_a_hierarchy_are_refused():
    with pytest.raises(BadInput, match=r"no label of labels.json has a label below it"):
        TwoHeads(WIDTH, [{"path": ["Garden"], "shelf": True}, {"path": ["Kitchen"], "shelf": True}])


def compared(paths, logits):
    listings = [SimpleNamespace(leaf_path=tuple(path.split("/"))) for path in paths]
    work = SimpleNamespace(labels=LABELS, listings=listings)
    return compare(work, "some", np.array(logits, np.float32), np.arange(len(paths)))


def scores(**likely):
    return [likely.get(path.split("/")[-1], -5) for path in PATHS]


def test_a_shelf_outside_its_category_is_an_impossible_pair():
    found = compared(["Garden/Seats/Chairs"], [scores(Garden=4, Seats=3, Chairs=1, Kitchen=2, Pots=2)])

    assert found["listings"] == 1 and found["root"] == 1
    assert found["independent"] == {"category": 1, "subcategory": 0, "both": 0, "impossible": 1}
    assert found["top_down"] == {"category": 1, "subcategory": 1, "both": 1, "impossible": 0}
    assert found["bottom_up"] == {"category": 0, "subcategory": 0, "both": 0, "impossible": 0}


def test_a_category_within_a_category_is_chosen_where_it_is_likelier_than_not():
    found = compared(["Kitchen/Pots", "Kitchen/Pans/Woks"], [scores(Kitchen=4, Pans=-1, Pots=2), scores(Kitchen=4, Pans=3, Woks=2)])

    assert found["top_down"] == {"category": 1, "subcategory": 1, "both": 1, "impossible": 0}


def test_a_shelf_within_a_shelf_is_chosen_where_it_is_likelier_than_not():
    found = compared(["Kitchen/Pans/Woks", "Kitchen/Pans"], [scores(Kitchen=4, Pans=3, Woks=2), scores(Kitchen=4, Pans=3, Woks=-2)])

    assert {name: found[name]["subcategory"] for name in ("independent", "bottom_up")} == {"independent": 1, "bottom_up": 1}


def test_listings_without_a_known_shelf_or_without_a_text_are_not_counted():
    unknown, unread = scores(Kitchen=4), [np.nan] * len(PATHS)

    found = compared(["Kitchen/Spoons", "Kitchen/Pots", "Garden/Hoses"], [unknown, unread, scores(Garden=4, Hoses=1)])

    assert found["listings"] == 1


def test_kinds_are_compared_with_the_first_on_the_listings_that_all_can_read():
    paths = ["Garden/Seats/Chairs"] * 40
    work = SimpleNamespace(
        labels=LABELS, groups=np.arange(40), listings=[SimpleNamespace(leaf_path=tuple(path.split("/"))) for path in paths]
    )
    right, wrong = scores(Garden=4, Seats=3, Chairs=2), scores(Garden=4, Seats=3, Benches=2)
    logits = {"title.flat": np.float32([wrong] * 40), "title.per_parent": np.float32([right] * 39 + [[np.nan] * len(PATHS)])}

    flat, local = compare_kinds(work, logits, np.arange(40))

    assert flat["listings"] == local["listings"] == 39
    assert (flat["kind"], local["kind"]) == ("flat", "category first")
    assert (flat["subcategory_accuracy"], local["subcategory_accuracy"]) == (0, 1)
    assert local["subcategory_difference"] == [1, 1] and local["category_difference"] == [0, 0]
