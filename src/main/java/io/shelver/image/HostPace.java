// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.image;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * How fast hosts want to be asked. A host has no pace until it says "too many requests" (RFC 6585). Then its pace is
 * what it served in the second before, and every link to it gets a turn. The pace grows while the host serves, falls
 * when it refuses again, and is forgotten when it has not refused for a while. Safe for many threads.
 */
final class HostPace {
    /** If a host does not say how long it wants to be left alone, or says 0. */
    static final Duration PAUSE = Duration.ofSeconds(1);

    /** The longest time for which a host is left alone. */
    static final Duration HORIZON = Duration.ofMinutes(5);

    /** A turn that is this close is taken at once. */
    private static final long CLOSE = 2_000_000;
    private static final long SECOND = 1_000_000_000;
    private static final long FORGOTTEN = 60 * SECOND;
    private static final int HOSTS = 1_024;
    private static final int TURNS = 4_096;
    private static final double CAUTION = 0.9;
    private static final double FALL = 0.7;
    private static final double GROWTH = 1.02;
    private static final long SETTLED = 10 * SECOND;
    private static final double LEAST = 0.1;

    private final LongSupplier nanoTime;
    private final Map<String, Pace> hosts = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Pace> eldest) {
            return size() > HOSTS;
        }
    };

    HostPace(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** What is known of one host. All times are nanoseconds. */
    private static final class Pace {
        private long second;
        private int served;
        private int servedBefore;
        private boolean limited;
        private double perSecond;
        private long until;
        private long next;
        private long limitedAt;
        private long refusedAt;
        /** The turns of links that wait, by the link. */
        private final Map<String, Long> turns = new LinkedHashMap<>();
    }

    /**
     * When this link may be asked for.
     *
     * @param target
     *            the link's path and query; a link that was told to wait keeps its turn
     * @param longest
     *            how long the caller would wait; a later turn is not kept for it
     * @return empty: now; else the time to wait
     */
    synchronized Optional<Duration> turn(String host, String target, Duration longest) {
        long now = nanoTime.getAsLong();
        Pace pace = hosts.get(host);
        if (pace == null || !pace.limited) {
            return Optional.empty();
        }
        if (now - pace.refusedAt > FORGOTTEN && now - pace.until > 0) {
            hosts.remove(host);
            return Optional.empty();
        }
        Long kept = pace.turns.remove(target);
        if (kept != null && kept - pace.until >= 0) {
            if (kept - now <= CLOSE) {
                return Optional.empty();
            }
            // Two listings may have one link. Whoever comes first has the turn.
            pace.turns.put(target, kept);
            return Optional.of(Duration.ofNanos(kept - now));
        }
        forgetMissed(pace, now);
        long turn = later(now, later(pace.next, pace.until));
        boolean isNow = turn - now <= CLOSE;
        if (isNow || pace.turns.size() < TURNS && turn - now <= longest.toNanos()) {
            pace.next = turn + (long) (SECOND / pace.perSecond);
            if (!isNow) {
                pace.turns.put(target, turn);
            }
        }
        return isNow ? Optional.empty() : Optional.of(Duration.ofNanos(turn - now));
    }

    private static long later(long time, long other) {
        return time - other > 0 ? time : other;
    }

    /** Turns are in order of time, apart from those of links that were refused again. */
    private static void forgetMissed(Pace pace, long now) {
        Iterator<Long> turns = pace.turns.values().iterator();
        while (turns.hasNext() && now - turns.next() > FORGOTTEN) {
            turns.remove();
        }
    }

    /** The host answered, and did not ask for fewer requests. */
    synchronized void served(String host) {
        long now = nanoTime.getAsLong();
        Pace pace = hosts.computeIfAbsent(host, name -> fresh(now));
        count(pace, now);
        pace.served++;
        if (pace.limited && now - pace.limitedAt < SECOND) {
            pace.perSecond = Math.max(pace.perSecond, CAUTION * pace.served);
        } else if (pace.limited && now - pace.refusedAt > SETTLED) {
            pace.perSecond = Math.max(pace.perSecond, Math.min(pace.perSecond * GROWTH, 2 * recently(pace)));
        }
    }

    /** What the host served in a second lately, at least 1. */
    private static double recently(Pace pace) {
        return Math.max(1, Math.max(pace.served, pace.servedBefore));
    }

    private static Pace fresh(long now) {
        Pace pace = new Pace();
        pace.second = now;
        pace.until = now;
        pace.next = now;
        return pace;
    }

    private static void count(Pace pace, long now) {
        if (now - pace.second >= SECOND) {
            pace.servedBefore = now - pace.second >= 2 * SECOND ? 0 : pace.served;
            pace.served = 0;
            pace.second = now;
        }
    }

    /**
     * The host asked for fewer requests.
     *
     * @param pause
     *            how long it wants to be left alone; no more than {@link #HORIZON} is granted
     * @param longest
     *            as for {@link #turn}
     * @return the time until this link's turn
     */
    synchronized Duration refused(String host, String target, Optional<Duration> pause, Duration longest) {
        long now = nanoTime.getAsLong();
        Pace pace = hosts.computeIfAbsent(host, name -> fresh(now));
        count(pace, now);
        if (!pace.limited) {
            pace.limited = true;
            pace.perSecond = Math.max(1, CAUTION * recently(pace));
            pace.limitedAt = now;
            pace.next = now;
        } else if (now - pace.until >= 0) {
            // Else it is the answer to a request that was under way already.
            pace.perSecond = Math.max(LEAST, FALL * Math.min(pace.perSecond, recently(pace)));
        }
        pace.refusedAt = now;
        Duration asked = pause.filter(Duration::isPositive).orElse(PAUSE);
        pace.until = later(pace.until, now + (asked.compareTo(HORIZON) < 0 ? asked : HORIZON).toNanos());
        return turn(host, target, longest).orElse(Duration.ZERO);
    }
}
