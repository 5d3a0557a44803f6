// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.image;

import io.shelver.catalog.Image;
import io.shelver.catalog.Pixels;
import io.shelver.classify.Pictures;
import io.shelver.classify.Pictures.UnreadableException;
import java.awt.AlphaComposite;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Decodes one picture. It reads the header first, so that it refuses a picture that would fill the memory before it
 * decodes a pixel. The bytes tell the format; a name never does.
 */
final class PictureDecoder implements Pictures.Decoder {
    /** The most pixels of a picture: 40 million take 120 MB. */
    static final long MAX_PIXELS = 40_000_000;

    /** If only every k-th pixel of a large picture is decoded, the shorter side keeps this many pixels. */
    private static final int KEPT_SIDE = 512;

    /** The most pixels that are kept. Of a larger picture only every few rows and columns are. */
    private static final int MAX_KEPT_PIXELS = 2_000_000;

    /** The most pixels times scans: a progressive JPEG of 12 million pixels has ten scans. */
    static final long MAX_SCANNED_PIXELS = 120_000_000;

    /** The longest processor time for one picture, far longer than any honest picture takes. */
    private static final Duration MOST_TIME = Duration.ofSeconds(1);

    /** ImageIO knows more formats, such as a bitmap for telephones whose header fits almost any bytes. */
    private static final List<String> FORMATS = List.of("jpeg", "png", "gif", "webp", "bmp");

    /** The media types of the formats, as a request names them. */
    static final String MEDIA_TYPES = FORMATS.stream().map(format -> "image/" + format)
            .collect(Collectors.joining(", "));
    private static final String NO_PICTURE = "not a picture in a known format (JPEG, PNG, GIF, WebP, BMP)";

    /** Part of the warning that the JPEG reader gives when it fills the missing rest with gray and goes on. */
    private static final String TRUNCATED = "premature end";

    private final Duration mostTime;

    PictureDecoder() {
        this(MOST_TIME);
    }

    PictureDecoder(Duration mostTime) {
        this.mostTime = mostTime;
    }

    @Override
    public Pixels decode(Image.Encoded encoded) throws UnreadableException {
        return decode(encoded.open());
    }

    Pixels decode(InputStream encoded) throws UnreadableException {
        DecodeWatchdog watchdog = new DecodeWatchdog(mostTime);
        try {
            byte[] bytes = encoded.readAllBytes();
            HiddenPictures.refuse(bytes);
            return decode(bytes, watchdog);
        } catch (IOException | RuntimeException | StackOverflowError e) {
            // Image readers throw anything at damaged files, even index errors; the picture is to blame. Their messages
            // may quote it, so they are not repeated.
            throw new UnreadableException(watchdog.isLate()
                    ? "it takes longer than %d ms to decode".formatted(mostTime.toMillis())
                    : "damaged: its content contradicts its format");
        }
    }

    private static Pixels decode(byte[] encoded, DecodeWatchdog watchdog) throws IOException, UnreadableException {
        try (ImageInputStream stream = watchdog.watch(new ByteArrayInputStream(encoded))) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(stream);
            if (!readers.hasNext()) {
                throw new UnreadableException(NO_PICTURE);
            }
            ImageReader reader = readers.next();
            if (!isKnown(reader)) {
                throw new UnreadableException(NO_PICTURE);
            }
            try {
                reader.setInput(stream, true, true);
                watchdog.watch(reader);
                int scans = isJpeg(reader) ? JpegScans.count(encoded) : 1;
                Pixels pixels = decode(reader, scans);
                if (watchdog.isLate()) {
                    // The reader was told to stop and returned a part of the picture only.
                    throw new IOException("out of time");
                }
                return pixels;
            } finally {
                reader.dispose();
            }
        }
    }

    /** Whether these bytes start like a picture in a known format. */
    static boolean knows(byte[] encoded) {
        try (ImageInputStream stream = new MemoryCacheImageInputStream(new ByteArrayInputStream(encoded))) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(stream);
            return readers.hasNext() && isKnown(readers.next());
        } catch (IOException e) {
            throw new UncheckedIOException("bytes in memory are always readable", e);
        }
    }

    private static boolean isKnown(ImageReader reader) {
        return !Collections.disjoint(FORMATS, List.of(reader.getOriginatingProvider().getFormatNames()));
    }

    private static boolean isJpeg(ImageReader reader) throws IOException {
        return List.of(reader.getOriginatingProvider().getFormatNames()).contains("jpeg");
    }

    private static Pixels decode(ImageReader reader, int scans) throws IOException, UnreadableException {
        int width = reader.getWidth(0);
        int height = reader.getHeight(0);
        if ((long) width * height > MAX_PIXELS) {
            throw new UnreadableException(
                    String.format(Locale.ROOT, "%,d x %,d pixels, at most %,d in all are decoded", width, height,
                            MAX_PIXELS));
        }
        if ((long) width * height * scans > MAX_SCANNED_PIXELS && scans > 1) {
            throw new UnreadableException(
                    String.format(Locale.ROOT, "%,d x %,d pixels in %,d scans, at most %,d in all are decoded", width,
                            height,
                            scans, MAX_SCANNED_PIXELS));
        }
        int step = step(width, height);
        ImageReadParam param = reader.getDefaultReadParam();
        param.setSourceRegion(new Rectangle(width, height));
        param.setSourceSubsampling(step, step, 0, 0);
        boolean[] truncated = new boolean[1];
        reader.addIIOReadWarningListener((source, warning) -> truncated[0] |= warning.contains(TRUNCATED));
        BufferedImage image = reader.read(0, param);
        if (truncated[0]) {
            throw new UnreadableException("damaged: the file ends before the picture does");
        }
        return pixels(image);
    }

    /**
     * How many rows and columns apart the kept ones are: the shorter side stays large enough, and the area small
     * enough.
     */
    private static int step(int width, int height) {
        int step = Math.max(1, Math.min(width, height) / KEPT_SIDE);
        // A picture one row high loses columns only, so the step does not follow from the area.
        while (Math.ceilDiv(width, step) * (long) Math.ceilDiv(height, step) > MAX_KEPT_PIXELS) {
            step++;
        }
        return step;
    }

    private static Pixels pixels(BufferedImage image) {
        BufferedImage opaque = image.getType() == BufferedImage.TYPE_INT_RGB
                || image.getType() == BufferedImage.TYPE_3BYTE_BGR
                        ? image
                        : onWhite(image);
        int width = opaque.getWidth();
        int height = opaque.getHeight();
        byte[] rgb = new byte[3 * width * height];
        int[] row = new int[width];
        int at = 0;
        for (int y = 0; y < height; y++) {
            opaque.getRGB(0, y, width, 1, row, 0, width);
            for (int pixel : row) {
                rgb[at++] = (byte) (pixel >> 16);
                rgb[at++] = (byte) (pixel >> 8);
                rgb[at++] = (byte) pixel;
            }
        }
        return Pixels.owning(width, height, rgb);
    }

    private static BufferedImage onWhite(BufferedImage image) {
        if (image.getColorModel().getNumComponents() < 3 && !image.getColorModel().hasAlpha()
                && image.getType() == BufferedImage.TYPE_BYTE_GRAY) {
            return gray(image);
        }
        BufferedImage opaque = new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = opaque.createGraphics();
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
        graphics.setComposite(AlphaComposite.SrcOver);
        graphics.drawImage(image, 0, 0, null);
        graphics.dispose();
        return opaque;
    }

    /** Copies the samples unchanged. Java2D would brighten them: its gray is linear, and a JPEG's is not. */
    private static BufferedImage gray(BufferedImage image) {
        BufferedImage opaque = new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                int sample = image.getRaster().getSample(x, y, 0);
                opaque.setRGB(x, y, sample << 16 | sample << 8 | sample);
            }
        }
        return opaque;
    }
}
