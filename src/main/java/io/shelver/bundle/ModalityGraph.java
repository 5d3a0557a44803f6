// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.bundle;

import io.shelver.catalog.Part;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** A modality as a bundle describes it: which part of a listing it reads, with which files. */
public sealed interface ModalityGraph {
    String name();

    /** The part of the listing it reads. */
    Field field();

    /**
     * The graph that scores it; output {@code scores} float32 [N, labels], and {@code features} float32 [N, F] if the fusion
     * reads them.
     */
    ListedFile graph();

    /** What a modality can read. */
    enum Field {
        TITLE,
        DESCRIPTION,
        /** The title, a line break, the description. */
        TEXT,
        IMAGE;

        /** The parts of a listing that it is made of. */
        public Set<Part> parts() {
            return switch (this) {
                case TITLE -> EnumSet.of(Part.TITLE);
                case DESCRIPTION -> EnumSet.of(Part.DESCRIPTION);
                case TEXT -> EnumSet.of(Part.TITLE, Part.DESCRIPTION);
                case IMAGE -> EnumSet.of(Part.IMAGE);
            };
        }

        /** The name as {@code bundle.json} writes it. */
        public String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Tokens of a text, padded with 0 on the right: input {@code tokens} int64 [N, T].
     *
     * @param maxTokens
     *            longer texts are cut here; 1 or more
     * @param unknownToken
     *            the id that stands for every word outside the vocabulary
     * @param maxUnknownShare
     *            a text with a larger share of unknown tokens is unfamiliar; in [0, 1]
     */
    record Text(String name, Field field, ListedFile graph, ListedFile tokenizer, int maxTokens, int unknownToken,
            double maxUnknownShare)
            implements
                ModalityGraph {
        public Text {
            if (maxTokens < 1) {
                throw new IllegalArgumentException(
                        "max_tokens of %s must be 1 or more, not %d".formatted(name, maxTokens));
            }
            if (!(maxUnknownShare >= 0 && maxUnknownShare <= 1)) {
                throw new IllegalArgumentException(
                        "max_unknown_share of %s must be in [0, 1], not %s".formatted(name, maxUnknownShare));
            }
            if (field == Field.IMAGE) {
                throw new IllegalArgumentException("the text modality %s cannot read the image".formatted(name));
            }
        }
    }

    /**
     * A picture, brought to one size by a graph of its own: {@code pixels} uint8 [H, W, 3] becomes {@code prepared} uint8
     * [3, height, width], and a batch of these is the input {@code images}.
     */
    record Picture(String name, Field field, ListedFile graph, ListedFile prepare, int height,
            int width) implements ModalityGraph {
        public Picture {
            if (height < 1 || width < 1) {
                throw new IllegalArgumentException(
                        "the size of %s must be positive, not %d x %d".formatted(name, height, width));
            }
            if (field != Field.IMAGE) {
                throw new IllegalArgumentException(
                        "the image modality %s cannot read the %s".formatted(name, field.key()));
            }
        }
    }
}
