// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.image;

import io.shelver.classify.Pictures.UnreadableException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * Refuses pictures that hide inside another picture. Readers reserve memory for them, but report only the outer header:
 * a WebP's frames, which may be larger than its canvas, and a JPEG or PNG that is wrapped in a BMP. A file of fifty
 * bytes once ended the process.
 */
final class HiddenPictures {
    private static final int CHUNK_HEADER = 8;
    private static final int RIFF_HEADER = 12;
    private static final int FRAME_HEADER = 16;
    private static final int SIDE_MASK = 0x3fff;

    private final ByteBuffer file;

    private HiddenPictures(byte[] encoded) {
        this.file = ByteBuffer.wrap(encoded).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** @throws UnreadableException if the file holds a picture that must not be decoded */
    static void refuse(byte[] encoded) throws UnreadableException {
        HiddenPictures picture = new HiddenPictures(encoded);
        if (picture.says(0, "BM")) {
            picture.refuseWrapped();
        } else if (picture.says(0, "RIFF") && picture.says(8, "WEBP")) {
            picture.refuseLargeFrames();
        }
    }

    /**
     * BITMAPINFOHEADER and its successors have 40 bytes or more, with the compression at byte 16: 4 is JPEG, 5 is PNG.
     */
    private void refuseWrapped() throws UnreadableException {
        if (file.limit() < 34 || file.getInt(14) < 40) {
            return;
        }
        int compression = file.getInt(30);
        if (compression == 4 || compression == 5) {
            throw new UnreadableException("a BMP that wraps another picture; send that one");
        }
    }

    /**
     * The chunks of a WebP (RFC 9649). Readers differ in whether they pad odd chunks, so the next chunk is looked for
     * in both places.
     */
    private void refuseLargeFrames() throws UnreadableException {
        Deque<Integer> places = new ArrayDeque<>(Set.of(RIFF_HEADER));
        Set<Integer> seen = new HashSet<>();
        while (!places.isEmpty()) {
            int at = places.pop();
            if (at + CHUNK_HEADER > file.limit() || !seen.add(at)) {
                continue;
            }
            if (says(at, "VP8 ")) {
                refuseLargeFrame(at + CHUNK_HEADER);
            } else if (says(at, "ANMF")) {
                add(places, (long) at + CHUNK_HEADER + FRAME_HEADER);
            }
            long next = at + CHUNK_HEADER + Integer.toUnsignedLong(file.getInt(at + 4));
            add(places, next);
            add(places, next + next % 2);
        }
    }

    private void add(Deque<Integer> places, long place) {
        if (place < file.limit()) {
            places.push((int) place);
        }
    }

    /**
     * A key frame (RFC 6386): three bytes of tag, three of start code, which not every reader checks, then the sides.
     */
    private void refuseLargeFrame(int at) throws UnreadableException {
        if (at + 10 > file.limit()) {
            return;
        }
        long width = file.getShort(at + 6) & SIDE_MASK;
        long height = file.getShort(at + 8) & SIDE_MASK;
        if (width * height > PictureDecoder.MAX_PIXELS) {
            throw new UnreadableException(String.format(Locale.ROOT,
                    "a frame of %,d x %,d pixels, at most %,d in all are decoded", width, height,
                    PictureDecoder.MAX_PIXELS));
        }
    }

    private boolean says(int at, String letters) {
        for (int letter = 0; letter < letters.length(); letter++) {
            if (at + letter >= file.limit() || file.get(at + letter) != letters.charAt(letter)) {
                return false;
            }
        }
        return true;
    }
}
