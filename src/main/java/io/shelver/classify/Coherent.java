// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.classify;

import io.shelver.catalog.Taxonomy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;

/**
 * Fused scores after decoding, as coherent labels: no child scores above its parent, none is emitted without its parent, and at
 * most one label of a {@link Decoding.Group} is emitted.
 */
public final class Coherent {
    private static final int NO_LABEL = -1;

    private final Decoding rules;
    private final float[] scores;
    private final boolean[] emitted;
    private final List<Integer> labels = new ArrayList<>();
    private final List<Contest> contests = new ArrayList<>();

    private Coherent(Decoding rules, float[] scores) {
        this.rules = rules;
        this.scores = scores;
        this.emitted = new boolean[scores.length];
    }

    /**
     * The two best labels of a group.
     *
     * @param winner
     *            the index of the label with the highest score
     * @param rival
     *            the index of the second best; the winner's in a group of one label
     * @param lead
     *            the winner's score less the rival's, in [0, 1]; 1 in a group of one label
     */
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
        List<Contest> all = new ArrayList<>(rules.groups().size());
        for (Decoding.Group group : rules.groups()) {
            Contest contest = contest(group);
            for (int label : group.labels()) {
                lost[label] = label != contest.winner();
            }
            all.add(contest);
        }
        for (int label = 0; label < scores.length; label++) {
            emitted[label] = hasRoom(label) && !lost[label] && scores[label] >= rules.emit().get(label);
            if (emitted[label]) {
                labels.add(label);
            }
        }
        for (Contest contest : all) {
            if (hasRoom(contest.winner())) {
                contests.add(contest);
            }
        }
    }

    private boolean hasRoom(int label) {
        int parent = rules.taxonomy().parent(label);
        return parent == Taxonomy.NO_PARENT || emitted[parent];
    }

    private Contest contest(Decoding.Group group) {
        int winner = NO_LABEL;
        int rival = NO_LABEL;
        for (int label : group.labels()) {
            if (winner == NO_LABEL || isBetter(label, winner)) {
                rival = winner;
                winner = label;
            } else if (rival == NO_LABEL || isBetter(label, rival)) {
                rival = label;
            }
        }
        return rival == NO_LABEL
                ? new Contest(group, winner, winner, 1)
                : new Contest(group, winner, rival, scores[winner] - scores[rival]);
    }

    private boolean isBetter(int label, int other) {
        return scores[label] > scores[other] || scores[label] == scores[other] && label < other;
    }

    /**
     * Prefers the deeper of two labels with the same score. Such ties are common along a path: a child that the models scored
     * above its parent is lowered to the parent's score.
     */
    private boolean isBetterOrDeeper(int label, int other) {
        int depth = rules.taxonomy().label(label).path().size();
        int otherDepth = rules.taxonomy().label(other).path().size();
        return scores[label] == scores[other] && depth != otherDepth ? depth > otherDepth : isBetter(label, other);
    }

    /** The coherent score of a label, in [0, 1]. */
    public float score(int label) {
        return scores[label];
    }

    public boolean isEmitted(int label) {
        return emitted[label];
    }

    /** Indices of the emitted labels, ascending, so parents come before children. */
    public List<Integer> emitted() {
        return Collections.unmodifiableList(labels);
    }

    /** The contests of the groups whose parent is emitted, and of the group of roots. */
    List<Contest> contests() {
        return contests;
    }

    /** The index of the shelf with the highest score, emitted or not; the deeper in a tie. Empty if there are no shelves. */
    public OptionalInt bestShelf() {
        int best = NO_LABEL;
        for (int label = 0; label < scores.length; label++) {
            if (rules.shelf().get(label) && (best == NO_LABEL || isBetterOrDeeper(label, best))) {
                best = label;
            }
        }
        return best == NO_LABEL ? OptionalInt.empty() : OptionalInt.of(best);
    }

    /** The root of the best emitted shelf, else of the best emitted label; empty if no label is emitted. */
    public String root() {
        int best = NO_LABEL;
        for (int label = 0; label < scores.length; label++) {
            if (emitted[label] && (best == NO_LABEL || isShelfOrBetter(label, best))) {
                best = label;
            }
        }
        return best == NO_LABEL ? "" : rules.taxonomy().label(best).root();
    }

    private boolean isShelfOrBetter(int label, int other) {
        boolean shelf = rules.shelf().get(label);
        return shelf == rules.shelf().get(other) ? isBetterOrDeeper(label, other) : shelf;
    }

    /** The {@code most} labels with the highest scores, emitted or not, best first; the deeper first in a tie. */
    public List<ScoredLabel> candidates(int most) {
        return Ranking.first(most, scores.length, this::isBetterOrDeeper).mapToObj(this::scored).toList();
    }

    ScoredLabel scored(int label) {
        return new ScoredLabel(rules.taxonomy().label(label), scores[label]);
    }
}
