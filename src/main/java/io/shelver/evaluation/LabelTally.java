// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.evaluation;

import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.IntStream;

/** Counts how often each label was true, was predicted, and was both. */
final class LabelTally {
    private final int[] actual;
    private final int[] predicted;
    private final int[] right;

    LabelTally(int labels) {
        this.actual = new int[labels];
        this.predicted = new int[labels];
        this.right = new int[labels];
    }

    void add(BitSet truth, BitSet prediction) {
        truth.stream().forEach(label -> actual[label]++);
        prediction.stream().forEach(label -> predicted[label]++);
        prediction.stream().filter(truth::get).forEach(label -> right[label]++);
    }

    int actual(int label) {
        return actual[label];
    }

    int predicted(int label) {
        return predicted[label];
    }

    int right(int label) {
        return right[label];
    }

    /** F1 over all labels of all listings. */
    double microF1() {
        return f1(sum(right), sum(predicted), sum(actual));
    }

    /** The mean F1 over the labels that were ever true or predicted. */
    double macroF1() {
        return IntStream.range(0, actual.length).filter(this::occurs).mapToDouble(this::f1).average().orElse(0);
    }

    boolean occurs(int label) {
        return actual[label] + predicted[label] > 0;
    }

    double f1(int label) {
        return f1(right[label], predicted[label], actual[label]);
    }

    private static double f1(long right, long predicted, long actual) {
        return predicted + actual == 0 ? 0 : 2.0 * right / (predicted + actual);
    }

    private static long sum(int[] counts) {
        return Arrays.stream(counts).asLongStream().sum();
    }
}
