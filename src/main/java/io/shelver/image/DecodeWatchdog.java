// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.image;

import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadProgressListener;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Ends the decoding of one picture that takes too long: the next time the reader wants bytes, or has pixels. What looks like
 * a picture of an hour is a few kilobytes to send. Counts the time that this thread has a processor, so that a busy machine
 * decides as an idle one does.
 */
final class DecodeWatchdog {
    /** Some readers take the end of a file for zeros, and come back for more with every pixel. */
    private static final int MOST_READS_AT_END = 256;
    /** Asking for the time takes longer than reading a byte. */
    private static final int READS_BETWEEN_LOOKS = 64;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final long until;
    private final long untilByTheClock;
    private boolean late;
    private int reads;
    private int readsAtEnd;

    DecodeWatchdog(Duration most) {
        this.until = now() + most.toNanos();
        // A batch has a deadline by the clock, however busy the machine is.
        this.untilByTheClock = System.nanoTime() + 2 * most.toNanos();
    }

    private static long now() {
        return THREADS.isCurrentThreadCpuTimeSupported() ? THREADS.getCurrentThreadCpuTime() : System.nanoTime();
    }

    boolean isLate() {
        late |= now() - until >= 0 || System.nanoTime() - untilByTheClock >= 0;
        return late;
    }

    /** Fails when it is late, or was read at its end again and again. */
    MemoryCacheImageInputStream watch(InputStream encoded) {
        return new MemoryCacheImageInputStream(encoded) {
            @Override
            public int read() throws IOException {
                return requireProgress(super.read());
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                return requireProgress(super.read(bytes, offset, length));
            }
        };
    }

    private int requireProgress(int read) throws IOException {
        if (++reads % READS_BETWEEN_LOOKS == 0 && isLate()) {
            throw new IOException("out of time");
        }
        // No EOFException: that is what they go on after.
        if (read < 0 && ++readsAtEnd > MOST_READS_AT_END) {
            throw new IOException("reads on behind the end");
        }
        return read;
    }

    /** Tells the reader to stop when it is late; then it returns with what it has. */
    void watch(ImageReader reader) {
        reader.addIIOReadProgressListener(new IIOReadProgressListener() {
            @Override
            public void imageProgress(ImageReader source, float percent) {
                if (isLate()) {
                    source.abort();
                }
            }

            @Override
            public void sequenceStarted(ImageReader source, int minIndex) {
            }

            @Override
            public void sequenceComplete(ImageReader source) {
            }

            @Override
            public void imageStarted(ImageReader source, int index) {
            }

            @Override
            public void imageComplete(ImageReader source) {
            }

            @Override
            public void thumbnailStarted(ImageReader source, int index, int thumbnail) {
            }

            @Override
            public void thumbnailProgress(ImageReader source, float percent) {
            }

            @Override
            public void thumbnailComplete(ImageReader source) {
            }

            @Override
            public void readAborted(ImageReader source) {
            }
        });
    }
}
