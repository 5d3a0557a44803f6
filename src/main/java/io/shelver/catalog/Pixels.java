// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.catalog;

import java.nio.ByteBuffer;

/** A decoded picture: red, green and blue bytes of each pixel, rows from top to bottom ({@code [height][width][3]}). */
public final class Pixels {
    private final int width;
    private final int height;
    private final byte[] rgb;

    private Pixels(int width, int height, byte[] rgb) {
        this.width = width;
        this.height = height;
        this.rgb = rgb;
    }

    /**
     * Takes the array over without copying it, because pictures are large. The caller must not change it afterwards.
     *
     * @param width
     *            the width in pixels, 1 or more
     * @param height
     *            the height in pixels, 1 or more
     * @param rgb
     *            {@code 3 * width * height} bytes
     * @throws IllegalArgumentException
     *             if the array has another length
     */
    public static Pixels owning(int width, int height, byte[] rgb) {
        if (width < 1 || height < 1 || rgb.length != 3L * width * height) {
            throw new IllegalArgumentException(
                    "%d x %d pixels do not fill %d bytes".formatted(width, height, rgb.length));
        }
        return new Pixels(width, height, rgb);
    }

    public int width() {
        return width;
    }

    public int height() {
        return height;
    }

    /** A read-only view of the {@code height * width * 3} bytes. */
    public ByteBuffer rgb() {
        return ByteBuffer.wrap(rgb).asReadOnlyBuffer();
    }
}
