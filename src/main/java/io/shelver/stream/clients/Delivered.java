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
 * An outcome as its reader finds it: decoded, with the door by which it came.
 *
 * @param id
 *            the event id, equal to the one that {@link UploadSender} gave for the upload
 * @param key
 *            the key of the record; empty if it had none
 * @param labels
 *            the labels that were emitted, parents first
 * @param reasons
 *            the reasons for a review, or the failure class and why; empty if categorized
 * @param evidence
 *            what each modality said, by its name
 */
public record Delivered(UUID id, Door door, String key, List<ScoredLabel> labels, List<String> reasons,
        Map<String, Said> evidence) {
    public Delivered {
        labels = List.copyOf(labels);
        reasons = List.copyOf(reasons);
    }

    /** An upload that the uploads topic did not take. */
    public static Delivered refused(UUID id, String key, FailureClass failureClass, String why) {
        return new Delivered(id, Door.DEAD_LETTERS, key, List.of(), List.of(failureClass + ": " + why), Map.of());
    }

    /**
     * What one modality said.
     *
     * @param kind
     *            scored, absent, unreadable or skipped
     * @param top
     *            its most likely labels, best first
     * @param why
     *            why it is unreadable; empty otherwise
     */
    public record Said(String kind, List<ScoredLabel> top, String why) {
        public Said {
            top = List.copyOf(top);
        }
    }
}
