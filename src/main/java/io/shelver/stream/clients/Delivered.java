// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.clients;

import io.shelver.classify.Door;
import io.shelver.classify.FailureClass;
import io.shelver.classify.ScoredLabel;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What came out behind one of the doors.
 *
 * @param id
 *            equal to what {@link UploadSender} gave when the upload was sent
 * @param key
 *            of the record; empty if it had none
 * @param labels
 *            that were emitted, parents first
 * @param reasons
 *            to review it, or the failure class and why; empty if categorized
 * @param evidence
 *            modality to what it said
 */
public record Delivered(UUID id, Door door, String key, List<ScoredLabel> labels, List<String> reasons,
        Map<String, Said> evidence) {
    public Delivered {
        labels = List.copyOf(labels);
        reasons = List.copyOf(reasons);
    }

    /** An upload that no topic took. */
    public static Delivered refused(UUID id, String key, FailureClass failureClass, String why) {
        return new Delivered(id, Door.DEAD_LETTERS, key, List.of(), List.of(failureClass + ": " + why), Map.of());
    }

    /**
     * What one modality said.
     *
     * @param kind
     *            scored, absent, unreadable or skipped
     * @param top
     *            its likeliest labels, best first
     */
    public record Said(String kind, List<ScoredLabel> top, String why) {
        public Said {
            top = List.copyOf(top);
        }
    }
}
