// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.inference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class BatchingTest {
    private static final int LONGEST = 300;

    @Property(tries = 300)
    void everyRowIsRunOnceInABucketThatHoldsIt(@ForAll Batching batching,
            @ForAll @Size(min = 1, max = 200) List<@IntRange(min = 1, max = LONGEST) Integer> rows,
            @ForAll @IntRange(min = 1, max = 64) int most) {
        int[] lengths = rows.stream().mapToInt(length -> length).sorted().toArray();

        int from = 0;
        while (from < lengths.length) {
            int to = from + batching.rows(lengths, from, most, LONGEST);
            Bucket bucket = batching.bucket(to - from, lengths[to - 1], LONGEST);
            assertThat(to - from).isBetween(1, Math.min(most, bucket.rows()));
            assertThat(bucket.length()).isBetween(lengths[to - 1], LONGEST);
            from = to;
        }

        assertThat(from).isEqualTo(lengths.length);
    }

    @Property(tries = 300)
    void everyFixedBucketIsWarmedUp(@ForAll @IntRange(min = 1, max = 64) int rows,
            @ForAll @IntRange(min = 1, max = LONGEST) int length) {
        assertThat(Batching.FIXED.all(64, LONGEST)).contains(Batching.FIXED.bucket(rows, length, LONGEST));
        assertThat(Batching.FIXED.all(64, 1)).contains(Batching.FIXED.bucket(rows, 1, 1));
    }

    @Test
    void theLargestAndTheSmallestAreWarmedUpFirst() {
        assertThat(Batching.FIXED.all(64, LONGEST)).startsWith(new Bucket(64, LONGEST), new Bucket(1, 16))
                .doesNotHaveDuplicates().hasSize(42);
        assertThat(Batching.FIXED.all(1, 1)).containsExactly(new Bucket(1, 1));
    }

    @Test
    void aTightBucketEndsWhereOneMoreRowWouldPadTooMuch() {
        assertThat(buckets(Batching.TIGHT, new int[]{10, 10, 10, 20, 21, 90, 91}))
                .containsExactly(new Bucket(4, 20), new Bucket(1, 21), new Bucket(2, 91));
    }

    @Test
    void rowsOfOneLengthAreOneTightBucket() {
        int[] lengths = new int[64];
        Arrays.fill(lengths, 1);

        assertThat(buckets(Batching.TIGHT, lengths)).containsExactly(new Bucket(64, 1));
    }

    @Test
    void fixedBucketsArePowersOfTwoUpToTheLongest() {
        assertThat(buckets(Batching.FIXED, new int[]{3, 16, 17, 30, 32, 200, 299})).containsExactly(new Bucket(2, 16),
                new Bucket(4, 32), new Bucket(1, 256), new Bucket(1, LONGEST));
    }

    private static List<Bucket> buckets(Batching batching, int[] lengths) {
        List<Bucket> buckets = new ArrayList<>();
        for (int from = 0; from < lengths.length;) {
            int rows = batching.rows(lengths, from, 64, LONGEST);
            buckets.add(batching.bucket(rows, lengths[from + rows - 1], LONGEST));
            from += rows;
        }
        return buckets;
    }
}
