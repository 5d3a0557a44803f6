// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.image;

/**
 * Counts the scans of a JPEG (ITU-T T.81, annex B). A progressive JPEG may have any number of scans. Each goes over all
 * pixels again, and an empty one takes ten bytes.
 */
final class JpegScans {
    private static final int START_OF_SCAN = 0xda;
    private static final int RESTART_0 = 0xd0;
    /** The markers from {@link #RESTART_0} to this one have no content: restarts, start and end of the image. */
    private static final int END_OF_IMAGE = 0xd9;

    private JpegScans() {
    }

    static int count(byte[] jpeg) {
        int scans = 0;
        int at = 0;
        while (at + 3 < jpeg.length) {
            int marker = jpeg[at + 1] & 0xff;
            if (jpeg[at] != (byte) 0xff || marker == 0 || marker == 0xff) {
                at++;
            } else if (marker >= RESTART_0 && marker <= END_OF_IMAGE) {
                at += 2;
            } else {
                scans += marker == START_OF_SCAN ? 1 : 0;
                at += 2 + ((jpeg[at + 2] & 0xff) << 8 | jpeg[at + 3] & 0xff);
            }
        }
        return scans;
    }
}
