// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.classify;

import io.shelver.catalog.Taxonomy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * Scores made coherent and decoded: no child above its parent, none emitted without it, one of a group at the most.
 */
public final class Coherent {
    private final Decoding rules;
    private final float[] scores;
    private final boolean[] emitted;
    private final List<Contest> contests = new ArrayList<>();

    private Coherent(Decoding rules, float[] scores) {
        this.rules = rules;
        this.scores = scores;
        this.emitted = new boolean[scores.length];
    }

    /** A group whose parent is emitted: its best label and how far it leads; {@code lead} is 1 without a rival. */
    record Contest(Decoding.Group group, int winner, int rival, float lead) {}

    public static Coherent decode(Decoding rules, Scores fused) {
        Taxonomy taxonomy = rules.taxonomy();
        float[] scores = fused.toArray();
        for (int label = 0; label < scores.length; label++) {
            int parent = taxonomy.parent(label);
            if (parent != Taxonomy.NO_PARENT) {
                scores[label] = Math.min(scores[label], scores[parent]);
            }
        }
        Coherent coherent = new Coherent(rules, scores);
        coherent.emit();
        return coherent;
    }

    private void emit() {
        boolean[] lost = new boolean[scores.length];
        List<Contest> all = rules.groups().stream().map(this::contest).toList();
        for (Contest contest : all) {
            contest.group().labels().forEach(label -> lost[label] = label != contest.winner());
        }
        for (int label = 0; label < scores.length; label++) {
            emitted[label] = hasRoom(label) && !lost[label] && scores[label] >= rules.emit().get(label);
        }
        all.stream().filter(contest -> hasRoom(contest.winner())).forEach(contests::add);
    }

    private boolean hasRoom(int label) {
        int parent = rules.taxonomy().parent(label);
        return parent == Taxonomy.NO_PARENT || emitted[parent];
    }

    private Contest contest(Decoding.Group group) {
        List<Integer> ranked = group.labels().stream().sorted(best()).toList();
        int winner = ranked.getFirst();
        if (ranked.size() == 1) {
            return new Contest(group, winner, winner, 1);
        }
        int rival = ranked.get(1);
        return new Contest(group, winner, rival, scores[winner] - scores[rival]);
    }

    private Comparator<Integer> best() {
        return Comparator.<Integer>comparingDouble(label -> -scores[label]).thenComparing(Comparator.naturalOrder());
    }

    /** Coherence makes a child score as its parent wherever the model scored it above, so ties along a path are common. */
    private Comparator<Integer> bestAndDeepest() {
        return Comparator.<Integer>comparingDouble(label -> -scores[label])
                .thenComparing(label -> -rules.taxonomy().label(label).path().size())
                .thenComparing(Comparator.naturalOrder());
    }

    /** The coherent score of a label, in [0, 1]. */
    public float score(int label) {
        return scores[label];
    }

    public boolean isEmitted(int label) {
        return emitted[label];
    }

    /** Indices of the emitted labels, ascending, so parents stand before children. */
    public List<Integer> emitted() {
        return IntStream.range(0, emitted.length).filter(label -> emitted[label]).boxed().toList();
    }

    /** Contests of the groups that could have emitted. */
    List<Contest> contests() {
        return contests;
    }

    /** The shelf with the highest score, emitted or not; among equals the deeper. Empty if there are no shelves. */
    public OptionalInt bestShelf() {
        return IntStream.range(0, scores.length).filter(label -> rules.shelf().get(label)).boxed()
                .min(bestAndDeepest()).map(OptionalInt::of).orElse(OptionalInt.empty());
    }

    /** The root of the shelf that the listing stands on: by its best emitted shelf, else its best emitted label. */
    public String root() {
        Comparator<Integer> shelvesFirst = Comparator.comparing(label -> !rules.shelf().get(label));
        return emitted().stream().min(shelvesFirst.thenComparing(bestAndDeepest()))
                .map(label -> rules.taxonomy().label(label).root()).orElse("");
    }

    /** The likeliest labels, emitted or not, best first; among equals the deeper first. */
    public List<ScoredLabel> candidates(int most) {
        return IntStream.range(0, scores.length).boxed().sorted(bestAndDeepest()).limit(most).map(this::scored)
                .toList();
    }

    ScoredLabel scored(int label) {
        return new ScoredLabel(rules.taxonomy().label(label), scores[label]);
    }
}
