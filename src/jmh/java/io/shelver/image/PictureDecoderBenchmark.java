// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.image;

import io.shelver.catalog.Pixels;
import io.shelver.classify.Pictures.UnreadableException;
import io.shelver.testing.DrawnPicture;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Decodes a square picture from bytes to pixels. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class PictureDecoderBenchmark {
    @Param({"jpeg", "png"})
    public String format;

    @Param({"80", "1000"})
    public int side;

    private final PictureDecoder decoder = new PictureDecoder();
    private byte[] picture;

    @Setup
    public void draw() throws IOException {
        picture = DrawnPicture.encoded(format, side, side);
    }

    @Benchmark
    public Pixels decode() throws UnreadableException {
        return decoder.decode(new ByteArrayInputStream(picture));
    }
}
