// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Scores in [0, 1], each with whether it was right. They take four bytes each. */
final class JudgedScores {
    // The bits of a float that is not negative sort as the float does. The lowest bit tells whether it was right.
    private int[] packed = new int[1024];
    private int size;

    void add(float score, boolean right) {
        if (size == packed.length) {
            packed = Arrays.copyOf(packed, size + size / 2);
        }
        packed[size++] = Float.floatToIntBits(score) << 1 | (right ? 1 : 0);
    }

    int size() {
        return size;
    }

    /** Bins of equal mass, from the lowest scores to the highest; fewer bins if there are fewer scores. */
    List<Report.Bin> bins(int count) {
        Ranked ranked = rank();
        List<Report.Bin> bins = new ArrayList<>();
        int from = 0;
        for (int bin = 0; bin < count && from < size; bin++) {
            int to = from + size / count + (bin < size % count ? 1 : 0);
            bins.add(new Report.Bin(to - from, mean(ranked.scores(), from, to), mean(ranked.right(), from, to)));
            from = to;
        }
        return bins;
    }

    /** The mean distance between a score and the share of right ones, over bins of equal mass. */
    double calibrationError(int bins) {
        return bins(bins).stream()
                .mapToDouble(bin -> bin.labels() * Math.abs(bin.meanScore() - bin.shareRight())).sum()
                / Math.max(1, size);
    }

    /**
     * For a falling score, the share of wrong ones among those that score at least as much.
     *
     * @param points
     *            about how many points to return, spread evenly over the coverage
     */
    List<Report.Risk> riskByCoverage(int points) {
        Ranked ranked = rank();
        List<Report.Risk> risks = new ArrayList<>();
        double wrong = 0;
        long next = 1;
        for (int covered = 1; covered <= size; covered++) {
            int index = size - covered;
            wrong += 1 - ranked.right()[index];
            boolean isEndOfTie = index == 0 || ranked.scores()[index - 1] != ranked.scores()[index];
            if (isEndOfTie && (long) covered * points >= next * size) {
                risks.add(new Report.Risk((double) covered / size, wrong / covered, ranked.scores()[index]));
                next = (long) covered * points / size + 1;
            }
        }
        return risks;
    }

    /** Ascending. Equal scores share their right ones evenly, so that the order of arrival changes nothing. */
    @SuppressWarnings("ArrayRecordComponent") // Lives for one method and is never compared.
    private record Ranked(double[] scores, double[] right) {}

    private Ranked rank() {
        int[] sorted = Arrays.copyOf(packed, size);
        Arrays.sort(sorted);
        double[] scores = new double[size];
        double[] right = new double[size];
        int from = 0;
        while (from < size) {
            int to = from;
            int rights = 0;
            while (to < size && sorted[to] >>> 1 == sorted[from] >>> 1) {
                rights += sorted[to] & 1;
                to++;
            }
            Arrays.fill(scores, from, to, Float.intBitsToFloat(sorted[from] >>> 1));
            Arrays.fill(right, from, to, (double) rights / (to - from));
            from = to;
        }
        return new Ranked(scores, right);
    }

    private static double mean(double[] values, int from, int to) {
        return Arrays.stream(values, from, to).average().orElseThrow();
    }
}
