// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.poison;

import io.shelver.testing.DrawnPicture;
import java.awt.Point;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** JPEG files (ITU-T T.81), written by the JDK and then changed. */
public final class Jpeg {
    private Jpeg() {
    }

    public static byte[] of(int width, int height) {
        return drawn("jpg", width, height);
    }

    public static byte[] drawn(String format, int width, int height) {
        try {
            return DrawnPicture.encoded(format, width, height);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static byte[] progressive(int width, int height) {
        try {
            ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
            ImageWriteParam param = writer.getDefaultWriteParam();
            param.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
            return write(writer, new IIOImage(ImageIO.read(new ByteArrayInputStream(of(width, height))), null, null),
                    param);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A file of four components, without a marker that names them. */
    public static byte[] fourComponents(int width, int height) {
        WritableRaster raster = Raster.createInterleavedRaster(0, width, height, 4, new Point());
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                raster.setPixel(x, y, new int[]{x * 3 % 256, y * 2 % 256, 90, 30});
            }
        }
        try {
            // The first writer may be the one of TwelveMonkeys, which requires the colour space.
            var writers = ImageIO.getImageWritersByFormatName("jpeg");
            ImageWriter writer = writers.next();
            while (!writer.getClass().getName().startsWith("com.sun")) {
                writer = writers.next();
            }
            return write(writer, new IIOImage(raster, null, null), writer.getDefaultWriteParam());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] write(ImageWriter writer, IIOImage image, ImageWriteParam param) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ImageOutputStream stream = ImageIO.createImageOutputStream(out)) {
            writer.setOutput(stream);
            writer.write(null, image, param);
        } finally {
            writer.dispose();
        }
        return out.toByteArray();
    }

    /** Adobe's marker: 0 for CMYK, 2 for YCCK. */
    public static byte[] adobe(int transform) {
        return new byte[]{'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, (byte) transform};
    }

    /** The file with a segment inserted right after the start marker. */
    public static byte[] with(byte[] jpeg, int marker, byte[] content) {
        return with(jpeg, marker, content, 1);
    }

    public static byte[] with(byte[] jpeg, int marker, byte[] content, int times) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(jpeg, 0, 2);
        for (int time = 0; time < times; time++) {
            out.writeBytes(ByteBuffer.allocate(4).putShort((short) (0xff00 | marker))
                    .putShort((short) (content.length + 2)).array());
            out.writeBytes(content);
        }
        out.write(jpeg, 2, jpeg.length - 2);
        return out.toByteArray();
    }

    /** The index of the first segment with this marker. */
    public static int find(byte[] jpeg, int marker) {
        for (int at = 2; at < jpeg.length - 1;) {
            if ((jpeg[at + 1] & 0xff) == marker) {
                return at;
            }
            at += 2 + ((jpeg[at + 2] & 0xff) << 8 | jpeg[at + 3] & 0xff);
        }
        throw new IllegalArgumentException("the file has no marker " + marker);
    }

    /** The file with another frame header: marker, bits a sample, height and width. */
    public static byte[] frame(byte[] jpeg, int was, int marker, int bits, int height, int width) {
        byte[] other = jpeg.clone();
        int at = find(jpeg, was);
        other[at + 1] = (byte) marker;
        ByteBuffer.wrap(other, at + 4, 5).put((byte) bits).putShort((short) height).putShort((short) width);
        return other;
    }

    /** The file with its last scan repeated. */
    public static byte[] scans(byte[] progressive, int times) {
        int last = progressive.length - 2;
        while (!(progressive[last] == (byte) 0xff && progressive[last + 1] == (byte) 0xda)) {
            last--;
        }
        byte[] scan = Arrays.copyOfRange(progressive, last, progressive.length - 2);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(progressive, 0, progressive.length - 2);
        for (int time = 0; time < times; time++) {
            out.writeBytes(scan);
        }
        out.writeBytes(new byte[]{(byte) 0xff, (byte) 0xd9});
        return out.toByteArray();
    }

    /** EXIF with one entry: the orientation, 1 to 8. */
    public static byte[] exif(int orientation) {
        return exif(8, 1, 3, 1, orientation);
    }

    /** EXIF with any directory at any offset. */
    public static byte[] exif(int directoryAt, int entries, int type, int count, int orientation) {
        return ByteBuffer.allocate(6 + 8 + 2 + 12 + 4).put(new byte[]{'E', 'x', 'i', 'f', 0, 0, 'M', 'M', 0, 42})
                .putInt(directoryAt).putShort((short) entries).putShort((short) 0x112).putShort((short) type)
                .putInt(count).putShort((short) orientation).putShort((short) 0).putInt(0).array();
    }
}
