// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.image;

import java.io.IOException;
import java.io.InputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * The bytes of a picture, which end. The WebP reader takes the end for zeros and reads on, an exception a byte: 231 bytes kept it
 * busy for 17 seconds. Whoever asks again and again behind the end is told that the picture is damaged.
 */
final class PictureStream extends MemoryCacheImageInputStream {
    /** Readers look behind the end a few times when they guess a format and when they look for what follows a picture. */
    private static final int MOST_ENDS = 256;

    private int ends;

    PictureStream(InputStream bytes) {
        super(bytes);
    }

    @Override
    public int read() throws IOException {
        return ended(super.read());
    }

    @Override
    public int read(byte[] target, int from, int length) throws IOException {
        return ended(super.read(target, from, length));
    }

    private int ended(int read) throws IOException {
        if (read == -1 && ++ends > MOST_ENDS) {
            throw new IOException("read behind the end again and again");
        }
        return read;
    }
}
