// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.classify;

import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * What the last layer of a model saw: numbers that a fusion of the same bundle may read, and that mean nothing to anybody
 * else.
 */
public final class Features {
    public static final Features NONE = new Features(new float[0]);

    private final float[] values;

    private Features(float[] values) {
        this.values = values;
    }

    /**
     * @throws IllegalArgumentException
     *             if a value is not finite
     */
    public static Features of(float... values) {
        return checked(values.clone());
    }

    /**
     * Takes the next so many values out of a buffer.
     *
     * @throws IllegalArgumentException
     *             as {@link #of} does
     */
    public static Features read(FloatBuffer source, int width) {
        if (width == 0) {
            return NONE;
        }
        float[] values = new float[width];
        source.get(values);
        return checked(values);
    }

    private static Features checked(float[] own) {
        for (float value : own) {
            if (!Float.isFinite(value)) {
                throw new IllegalArgumentException("a feature must be finite, not " + value);
            }
        }
        return new Features(own);
    }

    public int size() {
        return values.length;
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
        return other instanceof Features features && Arrays.equals(values, features.values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return values.length + " features";
    }
}
