// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.topics;

import io.shelver.stream.kafka.PlacePolicy;
import io.shelver.stream.kafka.PlacePolicy.ReadAgain;
import io.shelver.stream.kafka.StreamException;
import io.shelver.stream.kafka.StreamSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Compares the places of the group in the uploads with where its partitions begin and end. */
final class PlaceCheck {
    private final StreamSettings settings;
    private final PlacePolicy policy;
    private final List<String> problems = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    private PlaceCheck(StreamSettings settings, PlacePolicy policy) {
        this.settings = settings;
        this.policy = policy;
    }

    static TopicReport of(Cluster cluster, StreamSettings settings, PlacePolicy policy) {
        PlaceCheck check = new PlaceCheck(settings, policy);
        String uploads = settings.topics().uploads();
        Map<Integer, Long> committed;
        try {
            committed = cluster.committed(uploads);
        } catch (StreamException e) {
            if (!Cluster.isForbidden(e)) {
                throw e;
            }
            check.warnings.add("the place of the group %s cannot be checked: allow us Describe on it"
                    .formatted(settings.applicationId()));
            return new TopicReport(List.of(), List.of(), check.warnings);
        }
        boolean ranBefore = cluster.names().contains(settings.changeLog()) && !cluster.isEmpty(settings.changeLog());
        check.judge(committed, cluster.begins(uploads), cluster.ends(uploads), ranBefore);
        return new TopicReport(List.of(), List.copyOf(check.problems), List.copyOf(check.warnings));
    }

    private void judge(Map<Integer, Long> committed, Map<Integer, Long> begins, Map<Integer, Long> ends,
            boolean ranBefore) {
        if (committed.isEmpty() && ranBefore) {
            (policy.readAgain() == ReadAgain.STOP ? problems : warnings).add(
                    "the group %s has no place in the uploads, although it ran before: its offsets expired (offsets.retention.minutes) or were deleted. All uploads are read from the beginning; those that were read before %s (SHELVER_READ_AGAIN)"
                            .formatted(settings.applicationId(), switch (policy.readAgain()) {
                                case SKIP -> "are skipped";
                                case DECIDE -> "are decided again";
                                case STOP -> "stop the service: set skip or decide";
                            }));
        }
        committed.forEach((partition, place) -> {
            String of = "%s-%d".formatted(settings.topics().uploads(), partition);
            long begin = begins.getOrDefault(partition, 0L);
            long end = ends.getOrDefault(partition, place);
            if (place < begin) {
                (policy.stopIfGone() ? problems : warnings).add(
                        "the uploads of %s from offset %,d to %,d were deleted before they were read: at most %,d uploads left by no door; compare the topic's retention with the lag%s"
                                .formatted(of, place, begin - 1, begin - place, policy.stopIfGone()
                                        ? ", and set SHELVER_GONE_UPLOADS=continue to go on without them"
                                        : ""));
            }
            if (place > end) {
                (policy.readAgain() == ReadAgain.DECIDE ? warnings : problems).add(
                        "%s ends at offset %,d, and was read to %,d: it lost records (an unclean leader election, or it was copied back). Newer uploads may have the offsets of those that were read: set SHELVER_READ_AGAIN=decide for one start; repeats have equal event ids"
                                .formatted(of, end, place));
            }
        });
    }
}
