// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.classify;

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
        for (float value : values) {
            if (!Float.isFinite(value)) {
                throw new IllegalArgumentException("a feature must be finite, not " + value);
            }
        }
        return new Features(values.clone());
    }

    public int size() {
        return values.length;
    }

    public float[] toArray() {
        return values.clone();
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
