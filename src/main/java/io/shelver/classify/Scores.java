// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.classify;

import java.nio.FloatBuffer;

/** One score in [0, 1] for each label of the taxonomy, in the taxonomy's order. */
public final class Scores {
    private final FloatVector values;

    private Scores(FloatVector values) {
        this.values = values;
    }

    /**
     * @throws IllegalArgumentException
     *             if a value is not a number in [0, 1]
     */
    public static Scores of(float... values) {
        return new Scores(FloatVector.copyOf(values, Scores::require));
    }

    /**
     * Takes the next {@code labels} values out of the buffer.
     *
     * @throws IllegalArgumentException
     *             if a value is not a number in [0, 1]
     */
    public static Scores read(FloatBuffer source, int labels) {
        return new Scores(FloatVector.read(source, labels, Scores::require));
    }

    private static void require(float score) {
        if (!(score >= 0 && score <= 1)) {
            throw new IllegalArgumentException("a score must be in [0, 1], not " + score);
        }
    }

    /** The number of labels. */
    public int size() {
        return values.size();
    }

    public float get(int label) {
        return values.get(label);
    }

    public float[] toArray() {
        return values.toArray();
    }

    /** Puts the scores into the buffer, in order. */
    public void writeTo(FloatBuffer target) {
        values.writeTo(target);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Scores scores && values.equals(scores.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    @Override
    public String toString() {
        return values.toString();
    }
}
