// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.kafka;

/**
 * What to do if the group is at another place of the uploads than the application remembers.
 *
 * @param readAgain
 *            what to do with uploads that were read before
 * @param stopIfGone
 *            whether the service stops if uploads were deleted before it read them
 */
public record PlacePolicy(ReadAgain readAgain, boolean stopIfGone) {
    /** Nothing comes out twice, and the service goes on. */
    public static final PlacePolicy DEFAULT = new PlacePolicy(ReadAgain.SKIP, false);

    /** What to do with an upload that was read before. */
    public enum ReadAgain {
        /** It does not come out again. */
        SKIP,
        /** It is decided again, with the same event id. */
        DECIDE,
        /** The service stops. */
        STOP
    }
}
