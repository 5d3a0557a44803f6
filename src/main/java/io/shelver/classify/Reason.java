// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.classify;

/**
 * Why a person should look at a listing.
 *
 * @param explanation
 *            one sentence for that person; names labels, never content
 */
public record Reason(Code code, String explanation) {

    /** The kinds of doubt. */
    public enum Code {
        /** Parts are there, and none of them can be read. */
        NOTHING_READABLE,
        /** No label is likely enough to be emitted. */
        NOTHING_RECOGNIZED,
        /** A label is sure, and none of the labels that must stand beside or below it is. */
        INCOMPLETE_PATH,
        /** A label is likely, though not as likely as the error target asks. */
        LOW_CONFIDENCE,
        /** Two labels of which only one can be right score nearly alike. */
        NARROW_MARGIN,
        /** Too many words that the model has never seen. */
        UNFAMILIAR_TEXT
    }

    @Override
    public String toString() {
        return code + ": " + explanation;
    }
}
