// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.poison;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Writes GIF files (GIF89a) block by block, legal or not. */
public final class Gif {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** A header with a palette of four colours. */
    public Gif(int screenWidth, int screenHeight) {
        out.writeBytes(new byte[]{'G', 'I', 'F', '8', '9', 'a'});
        out.writeBytes(shorts(screenWidth, screenHeight));
        out.writeBytes(
                new byte[]{(byte) 0x91, 0, 0, 0, 0, 0, (byte) 200, 30, 30, 30, (byte) 200, 30, 30, 30, (byte) 200});
    }

    /** A frame of one colour. Each pixel has a code of its own, and the codes are cleared before they grow. */
    public Gif frame(int left, int top, int width, int height) {
        return frame(left, top, width, height, width * height);
    }

    /** A frame with fewer or more pixels than its size needs. */
    public Gif frame(int left, int top, int width, int height, int pixels) {
        out.write(0x2c);
        out.writeBytes(shorts(left, top, width, height));
        out.write(0);
        out.write(2);
        return blocks(lzw(pixels)).raw(0);
    }

    public Gif delay(int hundredths) {
        out.writeBytes(new byte[]{0x21, (byte) 0xf9, 4, 0, (byte) hundredths, 0, 0, 0});
        return this;
    }

    public Gif comment(int bytes) {
        out.writeBytes(new byte[]{0x21, (byte) 0xfe});
        return blocks(new byte[bytes]).raw(0);
    }

    public Gif raw(int... bytes) {
        for (int each : bytes) {
            out.write(each);
        }
        return this;
    }

    private Gif blocks(byte[] content) {
        for (int from = 0; from < content.length; from += 255) {
            int length = Math.min(255, content.length - from);
            out.write(length);
            out.write(content, from, length);
        }
        return this;
    }

    /** Codes of three bits: a clear code, then two pixels, repeated. */
    private static byte[] lzw(int pixels) {
        ByteArrayOutputStream codes = new ByteArrayOutputStream();
        int bits = 0;
        int held = 0;
        for (int pixel = 0; pixel < pixels; pixel++) {
            if (pixel % 2 == 0) {
                held |= 4 << bits;
                bits += 3;
            }
            held |= (pixel / 7 % 4) << bits;
            bits += 3;
            while (bits >= 8) {
                codes.write(held);
                held >>>= 8;
                bits -= 8;
            }
        }
        held |= 5 << bits;
        codes.writeBytes(new byte[]{(byte) held, (byte) (held >>> 8)});
        return codes.toByteArray();
    }

    private static byte[] shorts(int... values) {
        ByteBuffer bytes = ByteBuffer.allocate(2 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (int value : values) {
            bytes.putShort((short) value);
        }
        return bytes.array();
    }

    public byte[] end() {
        return raw(0x3b).unfinished();
    }

    public byte[] unfinished() {
        return out.toByteArray();
    }
}
