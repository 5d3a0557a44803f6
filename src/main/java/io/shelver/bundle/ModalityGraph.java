// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.bundle;

import io.shelver.catalog.Part;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** A modality in a bundle: the field of a listing that it reads, and the graphs that score it. */
public sealed interface ModalityGraph {
    String name();

    /** The field of a listing that the modality reads. */
    Field field();

    /**
     * The graph that scores the field. Its output is {@code scores}, float32 [N, labels], and also {@code features}, float32 [N, F],
     * if the fusion reads features.
     */
    ListedFile graph();

    /** The fields that a modality can read. */
    enum Field {
        TITLE,
        DESCRIPTION,
        /** The title, a line break and the description. */
        TEXT,
        IMAGE;

        /** The parts of a listing that make the field. */
        public Set<Part> parts() {
            return switch (this) {
                case TITLE -> EnumSet.of(Part.TITLE);
                case DESCRIPTION -> EnumSet.of(Part.DESCRIPTION);
                case TEXT -> EnumSet.of(Part.TITLE, Part.DESCRIPTION);
                case IMAGE -> EnumSet.of(Part.IMAGE);
            };
        }

        /** The name of the field in {@code bundle.json}. */
        public String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A modality that reads text. The graph's input is {@code tokens}, int64 [N, T], padded with 0 on the right.
     *
     * @param maxTokens
     *            the largest number of tokens, 1 or more; longer texts are cut
     * @param unknownToken
     *            the token id of every word outside the vocabulary
     * @param maxUnknownShare
     *            the largest share of unknown tokens in a familiar text, in [0, 1]
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
     * A modality that reads the picture. The graph {@code prepare} resizes one picture: its input {@code pixels}, uint8 [H, W, 3],
     * becomes the output {@code prepared}, uint8 [3, height, width]. A batch of these is the input {@code images} of {@code graph}.
     *
     * @param height
     *            the height of a prepared picture in pixels, 1 or more
     * @param width
     *            the width of a prepared picture in pixels, 1 or more
     */
    record Picture(String name, Field field, ListedFile graph, ListedFile prepare, int height,
            int width) implements ModalityGraph {
        public Picture {
            if (height < 1 || width < 1) {
                throw new IllegalArgumentException(
                        "height and width of %s must be 1 or more, not %d x %d".formatted(name, height, width));
            }
            if (field != Field.IMAGE) {
                throw new IllegalArgumentException(
                        "the image modality %s cannot read the %s".formatted(name, field.key()));
            }
        }
    }
}
