// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.classify;

import java.nio.FloatBuffer;
import java.util.Arrays;

/** One score in [0, 1] for each label of the taxonomy, in its order. */
public final class Scores {
    private final float[] values;

    private Scores(float[] values) {
        this.values = values;
    }

    /**
     * @throws IllegalArgumentException
     *             if a value is not a number in [0, 1]
     */
    public static Scores of(float... values) {
        return checked(values.clone());
    }

    /**
     * Takes the next so many values out of a buffer.
     *
     * @throws IllegalArgumentException
     *             as {@link #of} does
     */
    public static Scores read(FloatBuffer source, int labels) {
        float[] values = new float[labels];
        source.get(values);
        return checked(values);
    }

    private static Scores checked(float[] own) {
        for (float value : own) {
            if (!(value >= 0 && value <= 1)) {
                throw new IllegalArgumentException("a score must be in [0, 1], not " + value);
            }
        }
        return new Scores(own);
    }

    public int size() {
        return values.length;
    }

    public float get(int label) {
        return values[label];
    }

    public float[] toArray() {
        return values.clone();
    }

    /** Puts them into a buffer, in order. */
    public void writeTo(FloatBuffer target) {
        target.put(values);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Scores scores && Arrays.equals(values, scores.values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return Arrays.toString(values);
    }
}
