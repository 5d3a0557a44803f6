// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.soak;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Classifiers as processes of their own, what happens to them, and what starts them again when they stop. */
final class Fleet implements AutoCloseable {
    /** How long one more takes part once it runs. */
    static final Duration VISIT = Duration.ofSeconds(3);

    /** What a JVM ends with after SIGTERM, and after {@code kill -9}. */
    private static final int STOPPED = 0;
    private static final int KILLED = 128 + 9;
    private static final Duration TIME_TO_STOP = Duration.ofSeconds(60);

    private final Starter starter;
    private final Duration pause;
    private final List<Instance> members = new ArrayList<>();
    private final List<Instance> guests = new ArrayList<>();
    private final Map<String, Integer> ownStops = new TreeMap<>();
    private int lateStops;

    /** Starts a classifier. */
    interface Starter {
        JavaProcess start() throws IOException;
    }

    private enum Order {
        NONE,
        RESUME,
        LEAVE,
        END
    }

    /** A process, and what is to become of it when. */
    private static final class Instance {
        private final JavaProcess process;
        private Order order = Order.NONE;
        private Instant due = Instant.MAX;

        Instance(JavaProcess process) {
            this.process = process;
        }

        void order(Order order, Duration in) {
            this.order = order;
            this.due = Instant.now().plus(in);
        }

        boolean isDue() {
            return Instant.now().isAfter(due);
        }

        boolean isInService() {
            return process.isAlive() && process.isReady() && order == Order.NONE;
        }
    }

    /**
     * @param pause
     *            how long a paused classifier sleeps: longer than a session, so that others take over and it is fenced
     */
    Fleet(int size, Duration pause, Starter starter) throws IOException {
        this.starter = starter;
        this.pause = pause;
        for (int i = 0; i < size; i++) {
            members.add(new Instance(starter.start()));
        }
    }

    /** Whether a member is at work, so that a fault would meet it there. */
    boolean isInService(int member) {
        return members.get(member).isInService();
    }

    /** Whether all members are at work, and they alone. */
    boolean isWhole() {
        return guests.isEmpty() && members.stream().allMatch(Instance::isInService);
    }

    void kill(int member) throws IOException, InterruptedException {
        members.get(member).process.kill();
        replace(member);
    }

    void stop(int member) throws IOException, InterruptedException {
        tell(members.get(member));
    }

    void pause(int member) throws IOException, InterruptedException {
        Instance instance = members.get(member);
        instance.process.signal("STOP");
        instance.order(Order.RESUME, pause);
    }

    void invite() throws IOException {
        guests.add(new Instance(starter.start()));
    }

    private void replace(int member) throws IOException {
        members.set(member, new Instance(starter.start()));
    }

    private static void tell(Instance instance) throws IOException, InterruptedException {
        instance.process.signal("TERM");
        instance.order(Order.END, TIME_TO_STOP);
    }

    /** To be called again and again: what is due happens, and another is started for each member that has ended. */
    void tend() throws IOException, InterruptedException {
        for (int i = 0; i < members.size(); i++) {
            Instance member = members.get(i);
            if (!member.process.isAlive()) {
                took(member);
                replace(i);
            } else {
                obey(member);
            }
        }
        for (Iterator<Instance> each = guests.iterator(); each.hasNext();) {
            Instance guest = each.next();
            if (!guest.process.isAlive()) {
                took(guest);
                each.remove();
            } else if (guest.isInService()) {
                guest.order(Order.LEAVE, VISIT);
            } else {
                obey(guest);
            }
        }
    }

    private void obey(Instance instance) throws IOException, InterruptedException {
        if (!instance.isDue()) {
            return;
        }
        switch (instance.order) {
            case NONE -> throw new IllegalStateException("nothing was ordered");
            case RESUME -> {
                instance.process.signal("CONT");
                instance.order = Order.NONE;
                instance.due = Instant.MAX;
            }
            case LEAVE -> tell(instance);
            case END -> {
                lateStops++;
                instance.process.kill();
            }
        }
    }

    private void took(Instance ended) {
        if (ended.order != Order.END) {
            ownStops.merge(ended.process.lastLine(), 1, Integer::sum);
        } else if (ended.process.status() == ClassifierProcess.STUCK) {
            lateStops++;
        } else if (ended.process.status() != STOPPED && ended.process.status() != KILLED) {
            ownStops.merge("ended with %d while it stopped".formatted(ended.process.status()), 1, Integer::sum);
        }
    }

    /** What ended processes that nobody had told to end, and how many of them. */
    Map<String, Integer> ownStops() {
        return Map.copyOf(ownStops);
    }

    /** How many processes were told to stop and did not in time. */
    int lateStops() {
        return lateStops;
    }

    @Override
    public void close() throws InterruptedException {
        List<Instance> all = new ArrayList<>(members);
        all.addAll(guests);
        for (Instance instance : all) {
            instance.process.kill();
        }
    }
}
