// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.poison;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Writes PNG files (W3C PNG, third edition) chunk by chunk, legal or not. */
public final class Png {
    static final int GRAY = 0;
    static final int RGB = 2;
    static final int PALETTE = 3;
    static final int GRAY_ALPHA = 4;
    static final int RGB_ALPHA = 6;
    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Png() {
        out.writeBytes(SIGNATURE);
    }

    /** A picture of a gradient, in any legal format. */
    public static Png of(int width, int height, int depth, int colour, boolean interlaced) {
        return new Png().header(width, height, depth, colour, interlaced);
    }

    public Png header(int width, int height, int depth, int colour, boolean interlaced) {
        return chunk("IHDR", ByteBuffer.allocate(13).putInt(width).putInt(height).put((byte) depth).put((byte) colour)
                .put((byte) 0).put((byte) 0).put((byte) (interlaced ? 1 : 0)).array());
    }

    public Png chunk(String type, byte[] content) {
        return chunk(type, content, content.length);
    }

    /** A chunk with a wrong length. */
    public Png chunk(String type, byte[] content, int announced) {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        CRC32 crc = new CRC32();
        crc.update(name);
        crc.update(content);
        out.writeBytes(ByteBuffer.allocate(8).putInt(announced).put(name).array());
        out.writeBytes(content);
        out.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
        return this;
    }

    /** The pixels of a gradient, without filters. */
    public Png gradient(int width, int height, int depth, int colour, boolean interlaced) {
        return chunk("IDAT", deflated(rows(width, height, depth, colour, interlaced)));
    }

    public static byte[] rows(int width, int height, int depth, int colour, boolean interlaced) {
        ByteArrayOutputStream rows = new ByteArrayOutputStream();
        int[][] passes = interlaced
                ? new int[][]{{0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2},
                        {0, 1, 1, 2}}
                : new int[][]{{0, 0, 1, 1}};
        for (int[] pass : passes) {
            int columns = Math.ceilDiv(width - pass[0], pass[2]);
            if (columns > 0) {
                for (int y = pass[1]; y < height; y += pass[3]) {
                    rows.write(0);
                    int bytes = Math.ceilDiv(columns * depth * samples(colour), 8);
                    for (int x = 0; x < bytes; x++) {
                        rows.write(colour == PALETTE ? 0 : x * 3 + y * 2);
                    }
                }
            }
        }
        return rows.toByteArray();
    }

    private static int samples(int colour) {
        return switch (colour) {
            case RGB -> 3;
            case GRAY_ALPHA -> 2;
            case RGB_ALPHA -> 4;
            default -> 1;
        };
    }

    public byte[] end() {
        return chunk("IEND", new byte[0]).unfinished();
    }

    public byte[] unfinished() {
        return out.toByteArray();
    }

    public static byte[] deflated(byte[] content) {
        return deflated(content, 1);
    }

    /** The bytes repeated the given number of times. */
    public static byte[] deflated(byte[] content, int times) {
        Deflater deflater = new Deflater(Deflater.BEST_SPEED);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] buffer = new byte[1 << 16];
        for (int time = 0; time < times; time++) {
            deflater.setInput(content);
            if (time == times - 1) {
                deflater.finish();
            }
            while (!deflater.needsInput() || time == times - 1 && !deflater.finished()) {
                out.write(buffer, 0, deflater.deflate(buffer));
            }
        }
        deflater.end();
        return out.toByteArray();
    }
}
