// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.classify;

import io.shelver.catalog.Image;
import io.shelver.catalog.Pixels;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the images of a batch: fetches those that are links, and decodes them into pixels. */
public interface Pictures {

    /**
     * Starts to read these images. Links are fetched in parallel from now on. Each picture is decoded later, on the thread that asks
     * for its pixels.
     *
     * @param budget
     *            the longest time for all images, decoding included
     */
    Reading start(List<Image> images, Duration budget);

    /** Pictures that the caller's thread reads one after the other, in the order of the images. */
    static Pictures oneByOne(Reader reader) {
        return (images, budget) -> new Reading() {
            private int next;

            @Override
            public Optional<Picture> next() {
                if (next == images.size()) {
                    return Optional.empty();
                }
                int index = next++;
                return Optional.of(new Picture(index, () -> reader.read(images.get(index))));
            }

            @Override
            public void close() {
            }
        };
    }

    /** The pictures of a batch, as they arrive. For one thread. Closing it abandons those that have not arrived. */
    interface Reading extends AutoCloseable {

        /** Waits for the next picture to arrive. Returns each image's picture once, in order of arrival; empty after the last. */
        Optional<Picture> next();

        @Override
        void close();
    }

    /**
     * A picture that arrived, or that could not be read.
     *
     * @param index
     *            the index of its image in the batch, from 0
     */
    record Picture(int index, Pending pending) {

        /**
         * @throws UnreadableException
         *             if the picture could not be read; the message tells a person why
         */
        public Content content() throws UnreadableException {
            return pending.content();
        }

        /**
         * @throws UnreadableException
         *             as {@link #content} and {@link Content#pixels} do
         */
        public Pixels pixels() throws UnreadableException {
            return content().pixels();
        }
    }

    /** The bytes of a picture, and the decoder for them. */
    record Content(Image.Encoded encoded, Decoder decoder) {

        /**
         * @throws UnreadableException
         *             if the picture cannot be decoded; the message tells a person why
         */
        public Pixels pixels() throws UnreadableException {
            return decoder.decode(encoded);
        }
    }

    /** The work that still has to be done to get the bytes of a picture. */
    @FunctionalInterface
    interface Pending {
        Content content() throws UnreadableException;
    }

    /** Reads the bytes of one image. */
    @FunctionalInterface
    interface Reader {
        Content read(Image image) throws UnreadableException;
    }

    /** Decodes bytes into pixels. */
    @FunctionalInterface
    interface Decoder {
        Pixels decode(Image.Encoded encoded) throws UnreadableException;
    }

    /** A picture that cannot be fetched or decoded. */
    final class UnreadableException extends Exception {
        private static final long serialVersionUID = 1;

        private final @Nullable Duration again;

        public UnreadableException(String message) {
            this(message, null);
        }

        private UnreadableException(String message, @Nullable Duration again) {
            super(message);
            this.again = again;
        }

        /**
         * A picture that its host will serve later.
         *
         * @param again
         *            the time until then
         */
        public static UnreadableException now(String message, Duration again) {
            return new UnreadableException(message, again);
        }

        /** The time after which another attempt may succeed; empty if none will. */
        public Optional<Duration> again() {
            return Optional.ofNullable(again);
        }
    }
}
