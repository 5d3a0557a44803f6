// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.inference;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Policy.Eviction;
import io.shelver.classify.Evidence;
import java.util.Optional;

/**
 * What the modalities of one bundle scored, by what they read. It holds no content, only hashes and scores; and nothing that
 * was absent, unreadable or failed. Safe for many threads.
 */
public final class EvidenceCache {
    /** An entry without its numbers: hash, evidence, and what the cache needs to find and to order it. */
    static final int ENTRY_BYTES = 320;

    private final Cache<ContentHash, Evidence.Scored> entries;

    private EvidenceCache(Cache<ContentHash, Evidence.Scored> entries) {
        this.entries = entries;
    }

    /**
     * @param maxBytes
     *            of heap that it takes at most, 1 or more
     */
    public static EvidenceCache of(long maxBytes) {
        if (maxBytes < 1) {
            throw new IllegalArgumentException("maxBytes must be 1 or more, not " + maxBytes);
        }
        return new EvidenceCache(Caffeine.newBuilder().maximumWeight(maxBytes)
                .weigher((ContentHash content, Evidence.Scored evidence) -> bytes(evidence))
                // Whoever keeps something also makes room for it, in microseconds; no other thread is needed.
                .executor(Runnable::run).build());
    }

    static int bytes(Evidence.Scored evidence) {
        return ENTRY_BYTES + Float.BYTES * (evidence.scores().size() + evidence.features().size());
    }

    Optional<Evidence.Scored> find(ContentHash content) {
        return Optional.ofNullable(entries.getIfPresent(content));
    }

    void keep(ContentHash content, Evidence.Scored evidence) {
        entries.put(content, evidence);
    }

    /** Of heap, about. */
    public long bytes() {
        return entries.policy().eviction().map(Eviction::weightedSize).orElseThrow().orElse(0);
    }
}
