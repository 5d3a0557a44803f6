# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
"""Step 3: trains a set of models, fuses them, and writes a report that says which to ship.

    python compare.py --work WORK --report FOLDER [--models title.cnn text.tfidf image.resnet18 ...]
                      [--fuse title.cnn+text.tfidf+image.resnet18 title.cnn+image.resnet18:pair,mean ...]
                      [--kinds max mean ridge ...] [--size small] [--folds 3] [--search 8] [--option MODEL:NAME=VALUE]
                      [--ship "KIND(A + B)" --why SENTENCE] [--final]

1. It trains every model that is not trained yet, and those that are fused also out of fold (train.py).
2. It fuses each combination in `--fuse`; by default one, the best model of each kind of text and of the picture. A combination is
   fused by the kinds after its colon, else by those of `--kinds`, else by every kind that its models allow.
3. It measures all of them on the part `validation`, and writes FOLDER/README.md, its plots, and comparison.json
   (reporting/report.py).

What to fuse and which row to ship is chosen on held-out twin groups of the part `fusion`, never on `validation`. WORK/best.json
keeps the choice for export.py. `--final` also measures the shipped row on the part `test`: do that once. An interrupted run goes on
where it stopped.

All models of fashion-44k take some hours on two cores. `--size small` shows in minutes that everything works.
"""

import argparse
import json
from pathlib import Path

import numpy as np
import torch

from base.families import SIZES, all_families, parse
from base.graphs import session
from base.training import FOLDS, SEED, parsed_options, train
from bundling import timing
from data import labels as labelling
from data.bad_input import BadInput
from data.split import FUSION, PARTS, TEST, TRAIN, VALIDATION
from data.work import READS, Work
from deciding import calibration, emission, figures, hierarchy, uncertainty
from deciding.acceptance import TARGETS
from deciding.decoding import Decoder, doubts
from deciding.groups import decoding_of
from fusion import fit_fusion, train_fusion
from fusion.candidate import Candidate, parts_read
from reporting import report

TIMED = 64  # listings
DEFAULT_FAMILIES = {
    "title": ("tfidf", "fasttext", "cnn"),
    "description": ("tfidf", "cnn"),
    "text": ("tfidf",),
    "image": ("resnet18",),
}


def default_models(work):
    """A set that trains in minutes; the others are named with --models."""
    return [f"{reads}.{family}" for reads in what_there_is(work) for family in DEFAULT_FAMILIES[reads]]


def all_models(work):
    """Every base model that this catalogue has something for and that needs no file of vectors."""
    return [
        f"{reads}.{family.name}"
        for family in all_families().values()
        for reads in family.reads
        if reads in what_there_is(work) and not family.name.endswith("_glove")
    ]


def what_there_is(work):
    """What models of this catalogue can read."""
    has_description = any(listing.description.strip() for listing in work.listings)
    return ["title", *(["description", "text"] if has_description else []), *(["image"] if work.has_pictures else [])]


class PartFigures:
    """The figures of models and fusions on one part of the split: a row of the report each."""

    def __init__(self, work, part=VALIDATION):
        self.work, self.part, self.rows = work, part, work.rows(part)
        self.decoding = decoding_of(work.truth[work.parts == TRAIN], work.parents, work.labels)
        self.leaves = [work.listings[row].leaf_path for row in self.rows]
        self.outside = labelling.has_label_outside(work.listings, work.labels)[self.rows]
        self.emitted = {}

    def measured(self, name, decoder, labels, scores, unfamiliar=None):
        """The figures of scores float32 [N,L]; keeps the labels that were emitted, for the intervals."""
        decoded = decoder.decode(scores)
        self.emitted[name] = decoded.emitted
        doubted = np.any(list(doubts(decoded, np.zeros(len(scores), bool) if unfamiliar is None else unfamiliar).values()), axis=0)
        return figures.measure(decoder, labels, scores, self.work.truth[self.rows], self.leaves, self.outside, doubted)

    def single(self, name, card):
        """The row of a base model: tempered and with emission thresholds of its own, both fitted on `fusion`."""
        work, fitting = self.work, self.work.rows(FUSION)
        logits = np.load(work.model_folder(name) / "logits.npy")
        known = fitting[~np.isnan(logits[fitting, 0])]
        temperature = calibration.temperature(logits[known], work.truth[known])
        scores = calibration.tempered(logits, temperature)[0]
        thresholds, _ = emission.fit(
            work.labels, work.parents, self.decoding, scores[fitting], work.truth[fitting], work.groups[fitting] % FOLDS
        )
        labels = emission.with_thresholds(work.labels, work.parents, thresholds)
        found = self.measured(name, Decoder(labels, self.decoding), labels, scores[self.rows])
        what = card["what"] + (f", reused from {card['notes']['reused']}" if "reused" in card["notes"] else "")
        return {
            "name": name,
            "kind": "single",
            "what": what,
            "reads": [name.partition(".")[0]],
            "figures": found,
            "parameters": card["parameters"],
            "seconds": card["seconds"],
            "curve": card["curve"],
            **self.cost(name, temperature),
        }

    def cost(self, name, temperature):
        """Bytes and milliseconds of a base model's graph; kept beside the model, as timing takes a while."""
        file = self.work.model_folder(name) / "cost.json"
        if not file.exists():
            reads, family = parse(name)
            model = family.load(self.work, reads, file.parent / "model")
            graph = model.graph(temperature)
            inputs = [one for one in model.inputs(self.work.rows(FUSION)[:TIMED]) if len(one)]
            file.write_text(json.dumps({"graph_bytes": len(graph), "milliseconds": timing.milliseconds(graph, inputs)}))
        return json.loads(file.read_text())

    def fused(self, candidate, singles):
        """The row of a fusion, with what its base models cost."""
        found = self.measured(candidate.name, candidate.decoder, candidate.labels, candidate.fused(self.rows))
        models = list(candidate.modalities.values())
        members = [singles[name] for name in models]
        graph, some = candidate.graphs["fusion.onnx"], candidate.work.rows(FUSION)[:TIMED]
        needed = {one.name for one in session(graph).get_inputs()}
        inputs = {name: value for name, value in candidate.inputs(some).items() if name in needed}
        own = {
            "parameters": candidate.fusion.parameters,
            "graph_bytes": len(graph),
            "milliseconds": timing.milliseconds(graph, inputs),
            "seconds": candidate.fusion.seconds,
        }
        return {
            "name": candidate.name,
            "kind": "fusion",
            "what": fit_fusion.KINDS[candidate.fusion.kind].what,
            "reads": sorted(set().union(*map(parts_read, models))),
            "members": models,
            "figures": found,
            **timing.together(own, members),
        }


def chosen_to_fuse(work, cards):
    """The best model of each text and of the picture, by unseen listings of the part `fusion`."""
    best: dict[str, str] = {}
    for name, card in cards.items():
        reads = name.partition(".")[0]
        if reads not in best or card["fusion_micro_f1_at_half"] > cards[best[reads]]["fusion_micro_f1_at_half"]:
            best[reads] = name
    return list(best.values())


def parsed_fusion(text):
    """(base models, kinds or None) of A+B+C or A+B+C:KIND,KIND."""
    models, _, kinds = text.partition(":")
    kinds = kinds.split(",") if kinds else None
    unknown = set(kinds or ()) - fit_fusion.KINDS.keys()
    if unknown:
        raise BadInput(f"{text}: no such fusion: {' '.join(sorted(unknown))}; there are {' '.join(fit_fusion.KINDS)}")
    return models.split("+"), kinds


def final(candidate, cards):
    """The `final` and `acceptance` sections: the shipped row on the part `test`."""
    reused = [name for name in candidate.modalities.values() if "reused" in cards[name]["notes"]]
    if reused:
        raise BadInput(
            f"--final: {', '.join(reused)} was trained elsewhere and may have learned from the part test; "
            "leave --final out, or --ship a row without it"
        )
    rows, models = PartFigures(candidate.work, TEST), candidate.load()
    scores = candidate.fused(rows.rows)
    unfamiliar = candidate.unfamiliar(models, candidate.unknown_limits(models))
    measured = rows.measured(candidate.name, candidate.decoder, candidate.labels, scores, unfamiliar[rows.rows])
    accept, fallbacks = candidate.acceptance(unfamiliar)
    targets = [
        target
        | {
            "fallbacks": fallbacks[str(target["error"])],
            "measured": figures.automatic_by_root(
                candidate.decoder,
                candidate.labels,
                target,
                scores,
                unfamiliar[rows.rows],
                candidate.work.truth[rows.rows],
                rows.outside,
                candidate.work.groups[rows.rows],
            ),
        }
        for target in accept["targets"]
    ]
    certified = [target["error"] for target in targets]
    return {
        "final": {"part": "test", "row": candidate.name, "figures": measured},
        "acceptance": {
            "row": candidate.name,
            "part": "test",
            "confidence": accept["confidence"],
            "targets": targets,
            "not_certified": [error for error in TARGETS if error not in certified],
        },
    }


def data(work, name, size):
    """The `data` section of the report."""
    counts = [len(work.rows(part)) for part in range(len(PARTS))]
    described = json.loads((work.folder / "catalogue.json").read_text(encoding="utf-8"))
    return {
        "name": name or work.folder.name,
        "measured_on": "validation",
        "size": size,
        "seed": SEED,
        "parts": dict(zip(PARTS, counts, strict=True)),
        "twin_groups": len(set(work.groups.tolist())),
        "largest_twin_group": int(np.bincount(work.groups).max()),
        "fewest_training_listings": described["fewest"],
        "labels": [{"path": label["path"], "training_listings": label["training_listings"]} for label in work.labels],
        "left_out": [
            {"path": list(path), "training_listings": count}
            for path, count in labelling.rare(work.listings, work.parts == TRAIN, work.labels).items()
        ],
    }


def compare(given, work):
    """Trains, fuses, measures and writes the report, as the command line asks."""
    models = all_models(work) if given.models == ["all"] else given.models or default_models(work)
    options = parsed_options(given.option)
    asked_fusions = [parsed_fusion(one) for one in given.fuse or []]
    in_fusion = {name for names, _ in asked_fusions for name in names}
    for name in [*models, *options, *in_fusion]:
        parse(name)
    cards = {
        name: train(work, name, given.folds if name in in_fusion else 0, given.size, given.threads, options.get(name))
        for name in dict.fromkeys([*models, *sorted(in_fusion)])
    }
    if given.fuse is None:
        chosen = chosen_to_fuse(work, cards)
        asked_fusions = [(chosen, None if len(chosen) > 1 else ["mean"])]  # one model alone is served as the mean of itself
        for name in asked_fusions[0][0]:
            train(work, name, given.folds, given.size, given.threads, options.get(name))

    rows = PartFigures(work)
    singles = {name: rows.single(name, card) for name, card in cards.items()}
    fusions, candidates, searched = [], {}, {}
    for names, kinds in asked_fusions:
        stack, _ = train_fusion.stack_of(work, names)
        for kind in kinds or given.kinds or fit_fusion.possible(stack):
            search = {"search": given.search} if fit_fusion.KINDS[kind].space and given.search else None
            candidate = Candidate(work, names, kind, given.size, search)
            searched[candidate.name] = search
            candidates[candidate.name] = candidate
            fusions.append(rows.fused(candidate, singles))
    asked = {*cards}
    comparison = {
        "data": data(work, given.name, given.size),
        "rows": [*singles.values(), *fusions],
        "not_run": [
            {"name": f"{reads}.{family.name}", "why": "not asked for in this run"}
            for family in all_families().values()
            for reads in family.reads
            if f"{reads}.{family.name}" not in asked
        ],
        "uncertainty": uncertainty.compared(rows.emitted, work.truth[rows.rows], work.groups[rows.rows]),
    }
    kinds = {
        name: np.load(work.model_folder(name) / "logits.npy")
        for family in hierarchy.KINDS
        for name in cards
        if name == f"{given.hierarchy}.{family}"
    }
    if len(kinds) > 1:
        comparison["hierarchy"] = hierarchy.compare_kinds(work, kinds, rows.rows)
    if candidates:
        if given.ship and given.ship not in candidates:
            raise BadInput(f"--ship {given.ship}: no such row; there are {', '.join(candidates)}")
        shipped = candidates[given.ship] if given.ship else max(candidates.values(), key=lambda one: one.fitted.held_out_f1)
        comparison |= {
            "chosen": shipped.name,
            "why_chosen": given.why
            or ("Named with `--ship`." if given.ship else "It is the best on held-out twin groups of the part `fusion`."),
        }
        (work.folder / "best.json").write_text(
            json.dumps(
                {
                    "models": list(shipped.modalities.values()),
                    "fusion": shipped.fusion.kind,
                    "size": given.size,
                    "options": searched[shipped.name],
                }
            )
        )
        if given.final:
            comparison |= final(shipped, cards)
    report.write(comparison, given.report)
    print(f"{given.report / 'README.md'}: {len(comparison['rows'])} rows")


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--work", type=Path, required=True)
    arguments.add_argument("--report", type=Path, required=True)
    arguments.add_argument("--name", help="of the catalogue, for the headline")
    arguments.add_argument("--models", nargs="+", metavar="READS.FAMILY", help="or `all`; a few quick ones by default")
    arguments.add_argument("--fuse", nargs="+", metavar="A+B+C[:KIND,KIND]")
    arguments.add_argument("--kinds", nargs="+", choices=fit_fusion.KINDS, metavar="KIND")
    arguments.add_argument("--size", choices=SIZES, default="full")
    arguments.add_argument("--folds", type=int, default=FOLDS)
    arguments.add_argument("--search", type=int, default=0)
    arguments.add_argument("--threads", type=int, default=2)
    arguments.add_argument("--option", action="append", default=[], metavar="MODEL:NAME=VALUE")
    arguments.add_argument("--hierarchy", choices=READS, default="title", help="what the models read whose levels are compared")
    arguments.add_argument("--ship", metavar="ROW", help="the row to ship, where it shall not be the best one")
    arguments.add_argument("--why", metavar="SENTENCE", help="why it is shipped, for the report")
    arguments.add_argument("--final", action="store_true", help="measure the shipped row on the part `test`; do it once")
    given = arguments.parse_args()
    torch.set_num_threads(1)
    compare(given, Work(given.work))


if __name__ == "__main__":
    main()
