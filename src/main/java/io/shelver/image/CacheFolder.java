// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.image;

import io.shelver.catalog.Image;
import io.shelver.catalog.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder of files that are named by the SHA-256 of their content, for one process at a time. A file is complete or
 * missing, even if the process dies while it writes.
 */
final class CacheFolder implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CacheFolder.class);
    private static final String PREFIX = "shelver-pictures-";
    private static final String LOCK = "lock";
    private static final String OURS = "[0-9a-f]{64}(\\.part[0-9]+)?";

    private final Path folder;
    private final FileChannel lock;
    private final boolean temporary;
    private final AtomicLong parts = new AtomicLong();

    private CacheFolder(Path folder, FileChannel lock, boolean temporary) {
        this.folder = folder;
        this.lock = lock;
        this.temporary = temporary;
    }

    /**
     * Opens a folder. Removes what an earlier process left there, but not the files of others.
     *
     * @throws IOException
     *             if the folder cannot be written, or another process uses it
     */
    static CacheFolder open(Path folder) throws IOException {
        Files.createDirectories(folder);
        CacheFolder opened = new CacheFolder(folder, lock(folder), false);
        opened.clear();
        return opened;
    }

    /**
     * Creates a folder inside {@code parent} that only this user can read, and that is deleted at the end. Also deletes
     * those that killed processes left there.
     */
    static CacheFolder temporary(Path parent) throws IOException {
        Path folder = Files.createTempDirectory(parent, PREFIX);
        CacheFolder opened = new CacheFolder(folder, lock(folder), true);
        try (Stream<Path> others = Files.list(parent)) {
            for (Path other : others.filter(each -> each.getFileName().toString().startsWith(PREFIX)).toList()) {
                opened.removeLeftover(other);
            }
        }
        return opened;
    }

    private void removeLeftover(Path other) {
        try {
            if (!other.equals(folder) && Files.isDirectory(other, LinkOption.NOFOLLOW_LINKS)
                    && Files.getOwner(other).equals(Files.getOwner(folder))) {
                new CacheFolder(other, lock(other), true).close();
            }
        } catch (IOException e) {
            LOG.debug("the cache folder {} is in use, so it stays", other);
        }
    }

    private static FileChannel lock(Path folder) throws IOException {
        FileChannel channel = FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                LinkOption.NOFOLLOW_LINKS);
        try {
            if (channel.tryLock() != null) {
                return channel;
            }
        } catch (OverlappingFileLockException e) {
            // Another cache of this process holds the lock.
        }
        channel.close();
        throw new IOException(
                "the cache folder %s is used by another process: give each process its own".formatted(folder));
    }

    /** The content with that SHA-256; empty if the file is missing or holds something else. */
    Optional<Image.Encoded> read(String content) throws IOException {
        try (InputStream in = Files.newInputStream(folder.resolve(content), LinkOption.NOFOLLOW_LINKS)) {
            Image.Encoded encoded = Image.Encoded.of(in.readAllBytes());
            return Sha256.hex(encoded).equals(content) ? Optional.of(encoded) : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    void write(String content, Image.Encoded encoded) throws IOException {
        Path part = folder.resolve(content + ".part" + parts.incrementAndGet());
        try {
            try (OutputStream out = Files.newOutputStream(part, StandardOpenOption.CREATE_NEW)) {
                encoded.open().transferTo(out);
            }
            Files.move(part, folder.resolve(content), StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    void delete(String content) throws IOException {
        Files.deleteIfExists(folder.resolve(content));
    }

    private void clear() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(each -> each.getFileName().toString().matches(OURS)).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    @Override
    public void close() {
        try (lock) {
            clear();
            if (temporary) {
                for (Path left : List.of(folder.resolve(LOCK), folder)) {
                    Files.deleteIfExists(left);
                }
            }
        } catch (DirectoryNotEmptyException e) {
            LOG.debug("the cache folder {} stays, since it holds files of others", folder);
        } catch (IOException e) {
            LOG.warn("the picture cache in {} could not be deleted; delete it by hand: {}", folder, e.toString());
        }
    }
}
