// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.image;

import io.shelver.catalog.Image;
import io.shelver.catalog.Pixels;
import io.shelver.classify.Pictures.UnreadableException;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import javax.imageio.ImageIO;

/**
 * Makes pictures that resemble a given one but all differ, to measure with: nothing that was cached before helps with
 * them.
 */
public final class DistinctPictures {
    /** The side of a JPEG block, in pixels. The levels are so far apart that quantisation keeps them apart. */
    private static final int BLOCK = 8;
    private static final int LEVELS = 16;
    private static final int DIGITS = 6;

    private DistinctPictures() {
    }

    /**
     * Paints a number into the corner of a picture, as six shades of gray, and returns the result as a JPEG. A picture
     * that cannot be decoded stays as it is.
     *
     * @param number
     *            0 to 16,777,215
     */
    public static Image.Inline of(Image.Inline picture, long number) {
        Pixels pixels;
        try {
            pixels = new PictureDecoder().decode(picture.encoded().open());
        } catch (UnreadableException e) {
            return picture;
        }
        try {
            BufferedImage copy = image(pixels);
            Graphics2D graphics = copy.createGraphics();
            long left = number;
            for (int digit = 0; digit < DIGITS; digit++) {
                int level = (int) (left % LEVELS) * (256 / LEVELS);
                graphics.setColor(new Color(level, level, level));
                graphics.fillRect(digit * BLOCK, 0, BLOCK, BLOCK);
                left /= LEVELS;
            }
            graphics.dispose();
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ImageIO.write(copy, "jpeg", out);
            return new Image.Inline(Image.Encoded.of(out.toByteArray()));
        } catch (IOException e) {
            throw new UncheckedIOException("a picture to measure with cannot be encoded as JPEG", e);
        }
    }

    private static BufferedImage image(Pixels pixels) {
        BufferedImage image = new BufferedImage(pixels.width(), pixels.height(), BufferedImage.TYPE_INT_RGB);
        ByteBuffer rgb = pixels.rgb();
        for (int y = 0; y < pixels.height(); y++) {
            for (int x = 0; x < pixels.width(); x++) {
                image.setRGB(x, y, (rgb.get() & 255) << 16 | (rgb.get() & 255) << 8 | rgb.get() & 255);
            }
        }
        return image;
    }
}
