// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.classify;

import java.nio.FloatBuffer;

/** The outputs of a model's last hidden layer. Only the fusion of the same bundle can use them. */
public final class Features {
    public static final Features NONE = of();

    private final FloatVector values;

    private Features(FloatVector values) {
        this.values = values;
    }

    /**
     * @throws IllegalArgumentException
     *             if a value is not finite
     */
    public static Features of(float... values) {
        return new Features(FloatVector.copyOf(values, Features::require));
    }

    /**
     * Takes the next {@code width} values out of the buffer.
     *
     * @throws IllegalArgumentException
     *             if a value is not finite
     */
    public static Features read(FloatBuffer source, int width) {
        return width == 0 ? NONE : new Features(FloatVector.read(source, width, Features::require));
    }

    private static void require(float feature) {
        if (!Float.isFinite(feature)) {
            throw new IllegalArgumentException("a feature must be finite, not " + feature);
        }
    }

    /** The number of features. */
    public int size() {
        return values.size();
    }

    public float[] toArray() {
        return values.toArray();
    }

    /** Puts the features into the buffer, in order. */
    public void writeTo(FloatBuffer target) {
        values.writeTo(target);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Features features && values.equals(features.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    @Override
    public String toString() {
        return values.size() + " features";
    }
}
