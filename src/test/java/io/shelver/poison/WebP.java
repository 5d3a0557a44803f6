// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.poison;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Writes WebP files (RFC 9649) chunk by chunk, legal or not. */
public final class WebP {
    private final ByteArrayOutputStream chunks = new ByteArrayOutputStream();

    public WebP chunk(String type, byte[] content) {
        return chunk(type, content, content.length);
    }

    public WebP chunk(String type, byte[] content, int announced) {
        chunks.writeBytes(type.getBytes(StandardCharsets.US_ASCII));
        chunks.writeBytes(little(4, announced));
        chunks.writeBytes(content);
        if (content.length % 2 == 1) {
            chunks.write(0);
        }
        return this;
    }

    /** The extended header: the size of the canvas, and flags for the chunks that follow. */
    public WebP canvas(int flags, int width, int height) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        content.writeBytes(little(4, flags));
        content.writeBytes(little(3, width - 1));
        content.writeBytes(little(3, height - 1));
        return chunk("VP8X", content.toByteArray());
    }

    static final int ANIMATED = 2;

    public WebP animation() {
        return chunk("ANIM", new byte[6]);
    }

    public WebP frame(int width, int height) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        content.writeBytes(little(3, 0));
        content.writeBytes(little(3, 0));
        content.writeBytes(little(3, width - 1));
        content.writeBytes(little(3, height - 1));
        content.writeBytes(little(3, 100));
        content.write(0);
        content.writeBytes(new WebP().chunk("VP8L", lossless(width, height, 1)).chunks.toByteArray());
        return chunk("ANMF", content.toByteArray());
    }

    /**
     * Lossless pixels of two alternating greens, which take a bit each. If {@code greens} is 1, all pixels are of one green, and a
     * picture of any size takes no bit.
     */
    public static byte[] lossless(int width, int height, int greens) {
        Bits bits = new Bits();
        bits.put(8, 0x2f).put(14, width - 1).put(14, height - 1).put(1, 0).put(3, 0);
        bits.put(1, 0).put(1, 0).put(1, 0);
        if (greens == 1) {
            bits.put(1, 1).put(1, 0).put(1, 1).put(8, 90);
        } else {
            bits.put(1, 1).put(1, 1).put(1, 1).put(8, 90).put(8, 200);
        }
        for (int code = 0; code < 3; code++) {
            bits.put(1, 1).put(1, 0).put(1, 1).put(8, code == 2 ? 255 : 40);
        }
        bits.put(1, 1).put(1, 0).put(1, 0).put(1, 0);
        if (greens > 1) {
            for (int pixel = 0; pixel < width * height; pixel++) {
                bits.put(1, pixel / 5 % 2);
            }
        }
        return bits.end();
    }

    /** The header of a lossy key frame, without its pixels. */
    public static byte[] lossy(int width, int height) {
        return ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN).put(new byte[]{0x10, 2, 0, (byte) 0x9d, 1, 0x2a})
                .putShort((short) width).putShort((short) height).array();
    }

    public byte[] end() {
        return end(chunks.size() + 4);
    }

    public byte[] end(int announced) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes("RIFF".getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(little(4, announced));
        out.writeBytes("WEBP".getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(chunks.toByteArray());
        return out.toByteArray();
    }

    private static byte[] little(int bytes, int value) {
        byte[] little = new byte[bytes];
        for (int i = 0; i < bytes; i++) {
            little[i] = (byte) (value >>> 8 * i);
        }
        return little;
    }

    private static final class Bits {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();
        private int held;
        private int count;

        Bits put(int bits, int value) {
            for (int bit = 0; bit < bits; bit++) {
                held |= (value >>> bit & 1) << count++;
                if (count == 8) {
                    out.write(held);
                    held = 0;
                    count = 0;
                }
            }
            return this;
        }

        byte[] end() {
            out.write(held);
            return out.toByteArray();
        }
    }
}
