// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.image;

import io.shelver.catalog.Image;
import io.shelver.catalog.Sha256;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetched pictures, kept for a while in files that are named by their content. Links to the same picture share a file.
 * Only memory knows which link led where, so the cache is empty after a restart. The cache may fail at any time without
 * harm. Safe for many threads.
 */
final class PictureCache implements AutoCloseable {
    /** How long a link is trusted to lead to the same picture. */
    static final Duration KEPT = Duration.ofMinutes(10);

    /** How long nothing is written after a failure, so that pictures do not fill up a full disk again at once. */
    static final Duration PAUSE = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(PictureCache.class);
    private static final int MAX_LINKS = 65_536;

    private record Kept(String content, long until) {}

    private final CacheFolder folder;
    private final long maxBytes;
    private final FetchListener listener;
    private final LongSupplier nanoTime;
    private final Map<String, Kept> links = new LinkedHashMap<>(64, 0.75f, true);
    private final Map<String, Integer> contents = new LinkedHashMap<>(64, 0.75f, true);
    private long bytes;
    private boolean failing;
    private long failedAt;

    PictureCache(CacheFolder folder, long maxBytes, FetchListener listener, LongSupplier nanoTime) {
        this.folder = folder;
        this.maxBytes = maxBytes;
        this.listener = listener;
        this.nanoTime = nanoTime;
    }

    /**
     * @return the cache; empty if the settings ask for none, or its folder cannot be used
     * @throws IOException
     *             if another process uses the folder
     */
    static Optional<PictureCache> open(CacheSettings settings, FetchListener listener) throws IOException {
        if (settings.maxBytes() == 0) {
            return Optional.empty();
        }
        try {
            CacheFolder folder = settings.folder().isPresent()
                    ? CacheFolder.open(settings.folder().get())
                    : CacheFolder.temporary(Path.of(System.getProperty("java.io.tmpdir")));
            return Optional.of(new PictureCache(folder, settings.maxBytes(), listener, System::nanoTime));
        } catch (FileSystemException e) {
            LOG.warn("the picture cache cannot be opened; pictures are fetched without it: {}", e.toString());
            listener.cacheFailed();
            return Optional.empty();
        }
    }

    /** The picture that the link led to, unless that was too long ago. */
    Optional<Image.Encoded> find(String link) {
        Optional<String> content = content(Sha256.hex(link));
        if (content.isEmpty()) {
            return Optional.empty();
        }
        try {
            Optional<Image.Encoded> encoded = folder.read(content.get());
            if (encoded.isEmpty()) {
                LOG.warn("a file of the picture cache is missing or was changed; its picture is fetched again");
                listener.cacheFailed();
                forget(content.get());
            }
            return encoded;
        } catch (IOException e) {
            failed(e);
            forget(content.get());
            return Optional.empty();
        }
    }

    private synchronized Optional<String> content(String link) {
        Kept kept = links.get(link);
        if (kept == null || kept.until() - nanoTime.getAsLong() < 0 || contents.get(kept.content()) == null) {
            links.remove(link);
            return Optional.empty();
        }
        return Optional.of(kept.content());
    }

    /** Keeps the picture if it fits and the disk allows it. */
    void keep(String link, Image.Encoded encoded) {
        if (encoded.length() > maxBytes || isPaused()) {
            return;
        }
        try {
            String content = Sha256.hex(encoded);
            if (!isKept(content)) {
                folder.write(content, encoded);
            }
            for (String evicted : register(Sha256.hex(link), content, encoded.length())) {
                folder.delete(evicted);
            }
            works();
        } catch (IOException e) {
            failed(e);
        }
    }

    private synchronized boolean isKept(String content) {
        return contents.get(content) != null;
    }

    /** @return the contents to delete */
    private synchronized List<String> register(String link, String content, int length) {
        links.put(link, new Kept(content, nanoTime.getAsLong() + KEPT.toNanos()));
        while (links.size() > MAX_LINKS) {
            links.remove(links.keySet().iterator().next());
        }
        if (contents.put(content, length) == null) {
            bytes += length;
        }
        List<String> evicted = new ArrayList<>();
        while (bytes > maxBytes) {
            Map.Entry<String, Integer> eldest = contents.entrySet().iterator().next();
            evicted.add(eldest.getKey());
            bytes -= eldest.getValue();
            contents.remove(eldest.getKey());
        }
        return evicted;
    }

    private void forget(String content) {
        synchronized (this) {
            Integer length = contents.remove(content);
            bytes -= length == null ? 0 : length;
        }
        try {
            folder.delete(content);
        } catch (IOException e) {
            failed(e);
        }
    }

    private synchronized boolean isPaused() {
        return failing && nanoTime.getAsLong() - failedAt < PAUSE.toNanos();
    }

    private synchronized void failed(IOException e) {
        if (!failing) {
            LOG.warn("the picture cache fails; pictures are fetched without it until it works again: {}", e.toString());
        }
        failing = true;
        failedAt = nanoTime.getAsLong();
        listener.cacheFailed();
    }

    private synchronized void works() {
        if (failing) {
            LOG.info("the picture cache works again");
        }
        failing = false;
    }

    @Override
    public void close() {
        folder.close();
    }
}
