// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.classify;

/**
 * Why a person should look at a listing.
 *
 * @param explanation
 *            one sentence for that person; it names labels, and never quotes the listing
 */
public record Reason(Code code, String explanation) {

    /** The kinds of reasons. */
    public enum Code {
        /** The listing has parts, but no modality can read any of them. */
        NOTHING_READABLE,
        /** No label is likely enough to be emitted. */
        NOTHING_RECOGNIZED,
        /** A group of which the listing needs a label has none that is likely enough to be emitted. */
        INCOMPLETE_PATH,
        /** An emitted label scores below the threshold of the error target. */
        LOW_CONFIDENCE,
        /** The two best labels of a group score nearly the same, and only one can be right. */
        NARROW_MARGIN,
        /** Too large a share of a text is unknown to the model. */
        UNFAMILIAR_TEXT
    }

    @Override
    public String toString() {
        return code + ": " + explanation;
    }
}
