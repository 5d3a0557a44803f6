// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.classify;

import java.nio.FloatBuffer;
import java.util.Arrays;

/** Floats that passed a rule and never change: they are copied on the way in and out, and equal if all values are. */
final class FloatVector {
    private final float[] values;

    private FloatVector(float[] values) {
        this.values = values;
    }

    /** What every value of a vector must be. */
    @FunctionalInterface
    interface Rule {

        /**
         * @throws IllegalArgumentException
         *             if the value breaks the rule
         */
        void require(float value);
    }

    static FloatVector copyOf(float[] values, Rule rule) {
        return checked(values.clone(), rule);
    }

    /** Takes the next {@code size} values out of the buffer. */
    static FloatVector read(FloatBuffer source, int size, Rule rule) {
        float[] values = new float[size];
        source.get(values);
        return checked(values, rule);
    }

    private static FloatVector checked(float[] own, Rule rule) {
        for (float value : own) {
            rule.require(value);
        }
        return new FloatVector(own);
    }

    int size() {
        return values.length;
    }

    float get(int index) {
        return values[index];
    }

    float[] toArray() {
        return values.clone();
    }

    /** Puts the values into the buffer, in order. */
    void writeTo(FloatBuffer target) {
        target.put(values);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FloatVector vector && Arrays.equals(values, vector.values);
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
