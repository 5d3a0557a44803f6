// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.classify;

import io.shelver.catalog.Image;
import io.shelver.catalog.Pixels;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Turns the images of a batch into pixels. */
public interface Pictures {

    /**
     * Starts on these pictures: what must be fetched is fetched side by side from now on; whoever asks for the pixels decodes
     * them, one picture after the other.
     *
     * @param budget
     *            how long the caller has for all of them, decoding included
     */
    Reading start(List<Image> images, Duration budget);

    /** Pictures that are read one by one, by whoever asks for them, and at once. */
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

    /** The pictures of a batch on their way. For one thread; closing it gives up what did not come yet. */
    interface Reading extends AutoCloseable {

        /** Another one, in the order in which they come, every image once; waits for it. Empty: that was the last. */
        Optional<Picture> next();

        @Override
        void close();
    }

    /**
     * A picture that came, or will not come.
     *
     * @param index
     *            of its image in the batch
     */
    record Picture(int index, Pending pending) {

        /**
         * @throws UnreadableException
         *             if the picture did not come; the message tells a person why
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

    /** The bytes of a picture, and who makes pixels of them. */
    record Content(Image.Encoded encoded, Decoder decoder) {

        /**
         * @throws UnreadableException
         *             if there is no way to see this picture; the message tells a person why
         */
        public Pixels pixels() throws UnreadableException {
            return decoder.decode(encoded);
        }
    }

    /** What is left to do for the bytes of a picture. */
    @FunctionalInterface
    interface Pending {
        Content content() throws UnreadableException;
    }

    /** Reads one picture. */
    @FunctionalInterface
    interface Reader {
        Content read(Image image) throws UnreadableException;
    }

    /** Makes pixels of bytes. */
    @FunctionalInterface
    interface Decoder {
        Pixels decode(Image.Encoded encoded) throws UnreadableException;
    }

    /** A picture that cannot be fetched or decoded. */
    final class UnreadableException extends Exception {
        private static final long serialVersionUID = 1;

        public UnreadableException(String message) {
            super(message);
        }
    }
}
