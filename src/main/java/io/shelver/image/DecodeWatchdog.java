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
 * Ends the decoding of one picture that takes too long: when the reader next asks for bytes, or next reports pixels. A
 * few kilobytes can hold a picture that takes an hour. The watchdog counts the processor time of this thread, so that a
 * busy machine decides as an idle one does.
 */
final class DecodeWatchdog {
    /** Some readers take the end of a file for zeros, and read on for every pixel. */
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
        // The deadline of a batch counts elapsed time, however busy the machine is.
        this.untilByTheClock = System.nanoTime() + 2 * most.toNanos();
    }

    private static long now() {
        return THREADS.isCurrentThreadCpuTimeSupported() ? THREADS.getCurrentThreadCpuTime() : System.nanoTime();
    }

    boolean isLate() {
        late |= now() - until >= 0 || System.nanoTime() - untilByTheClock >= 0;
        return late;
    }

    /** A stream that fails once time is up, or once the reader has read at its end too often. */
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
        // Not an EOFException: after one of these, readers go on.
        if (read < 0 && ++readsAtEnd > MOST_READS_AT_END) {
            throw new IOException("the reader goes on reading after the end");
        }
        return read;
    }

    /** Tells the reader to stop once time is up; it then returns what it has. */
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
