// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.soak;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;

/**
 * Something that goes wrong under load.
 *
 * @param target
 *            which classifier or which broker it meets, from 0
 * @param when
 *            how many uploads are out when it falls
 */
record Fault(Kind kind, int target, long when) {
    enum Kind {
        KILL("kill -9 of a classifier; another is started at once"),
        STOP("SIGTERM of a classifier: it leaves the group and exits; another is started"),
        PAUSE("SIGSTOP of a classifier until others have its partitions, then SIGCONT: it wakes up with what it had"),
        BROKER_KILL("kill -9 of a broker, which starts again on its directory and port"),
        BROKER_BOUNCE("SIGTERM of a broker: it stops in order, and starts again on its directory and port"),
        REBALANCE("a fourth classifier joins, and leaves again");

        private final String title;

        Kind(String title) {
            this.title = title;
        }

        String title() {
            return title;
        }
    }

    private static final long LEAST_LEFT = 1_000;

    /**
     * Faults of any kind at any time, the last while uploads are still to come; the same for the same seed, on every Java: the
     * sequence of {@link Random} is specified.
     */
    static List<Fault> draw(long seed, int count, long uploads, int instances, List<Kind> kinds) {
        Random random = new Random(seed);
        long first = uploads / 50;
        long last = uploads - Math.max(LEAST_LEFT, uploads / 50);
        long[] times = LongStream.generate(() -> random.nextLong(first, last)).limit(count).sorted().toArray();
        List<Fault> faults = new ArrayList<>();
        for (long when : times) {
            faults.add(new Fault(kinds.get(random.nextInt(kinds.size())), random.nextInt(instances), when));
        }
        return faults;
    }
}
