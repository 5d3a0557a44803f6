// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.inference;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Policy.Eviction;
import io.shelver.classify.Evidence;
import java.util.Optional;

/**
 * The evidence that the modalities of one bundle gave, by hash of the content. It holds hashes and scores, but no
 * content, and nothing that was absent, unreadable or failed. Safe for many threads.
 */
public final class EvidenceCache {
    /**
     * The bytes of an entry without its numbers: the hash, the evidence, and what the cache needs to find and order it.
     */
    static final int ENTRY_BYTES = 320;

    private final Cache<ContentHash, Evidence.Scored> entries;

    private EvidenceCache(Cache<ContentHash, Evidence.Scored> entries) {
        this.entries = entries;
    }

    /**
     * @param maxBytes
     *            the most heap that the cache takes, in bytes, at least 1
     */
    public static EvidenceCache of(long maxBytes) {
        if (maxBytes < 1) {
            throw new IllegalArgumentException("maxBytes must be 1 or more, not " + maxBytes);
        }
        return new EvidenceCache(Caffeine.newBuilder().maximumWeight(maxBytes)
                .weigher((ContentHash content, Evidence.Scored evidence) -> bytes(evidence))
                // The thread that keeps an entry also makes room for it, in microseconds, so no other thread is needed.
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

    /** The heap that the cache takes, in bytes, approximately. */
    public long bytes() {
        return entries.policy().eviction().map(Eviction::weightedSize).orElseThrow().orElse(0);
    }
}
