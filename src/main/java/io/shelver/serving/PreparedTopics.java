// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.serving;

import io.shelver.stream.Places;
import java.util.Map;

/**
 * What a service must know of the uploads topic before it starts.
 *
 * @param partitions
 *            the number of partitions, 1 or more
 * @param id
 *            the id of the topic, or {@link Places#UNKNOWN_TOPIC}
 * @param places
 *            the place of the group in each partition in which it has one
 */
public record PreparedTopics(int partitions, String id, Map<Integer, Long> places) {
    public PreparedTopics {
        places = Map.copyOf(places);
    }

    /** What is known without a broker. */
    static PreparedTopics of(int partitions) {
        return new PreparedTopics(partitions, Places.UNKNOWN_TOPIC, Map.of());
    }
}
