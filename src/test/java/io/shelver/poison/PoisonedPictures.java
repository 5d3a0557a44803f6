// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.poison;

import static io.shelver.poison.Poison.picture;
import static io.shelver.poison.Poison.unreadable;

import io.shelver.poison.Poison.Expected;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Pictures that take much memory when decoded, end too early, or are files of two formats at once. */
final class PoisonedPictures {
    private static final Expected EITHER = picture("scored", "unreadable");
    private static final Expected TOO_MANY_PIXELS = unreadable("pixels, at most 40,000,000");
    private static final Expected UNREADABLE = unreadable("");
    private static final byte[] MEGABYTE = new byte[1 << 20];

    private PoisonedPictures() {
    }

    static List<Poison> pngBombs() {
        byte[] bomb = Png.deflated(MEGABYTE, 256);
        List<Poison> bombs = new ArrayList<>();
        for (int[] size : new int[][]{{20_000, 20_000}, {65_535, 65_535}, {100_000, 401}, {401, 100_000},
                {6_400, 6_400}}) {
            bombs.add(picture("%d x %d".formatted(size[0], size[1]),
                    Png.of(size[0], size[1], 8, Png.RGB, false).chunk("IDAT", Png.deflated(MEGABYTE)).end(),
                    TOO_MANY_PIXELS));
        }
        bombs.add(picture("as large as a PNG can be",
                Png.of(Integer.MAX_VALUE, Integer.MAX_VALUE, 16, Png.RGB_ALPHA, true).chunk("IDAT", new byte[9]).end(),
                UNREADABLE));
        bombs.add(picture("negative", Png.of(-1, -1, 8, Png.RGB, false).chunk("IDAT", new byte[9]).end(), UNREADABLE));
        bombs.add(picture("no pixels", Png.of(0, 0, 8, Png.RGB, false).chunk("IDAT", new byte[9]).end(), UNREADABLE));
        bombs.add(picture("one pixel of 256 MB", Png.of(1, 1, 8, Png.GRAY, false)
                .chunk("IDAT", bomb).end(), EITHER));
        for (String type : List.of("zTXt", "iCCP", "iTXt")) {
            bombs.add(picture(type + " of 256 MB", framed(png -> png.chunk(type, compressedText(type, bomb))), EITHER));
        }
        for (String type : List.of("tEXt", "sPLT", "hIST", "juNk")) {
            bombs.add(picture("8 MB of " + type, framed(png -> png.chunk(type, new byte[8 << 20])), EITHER));
            bombs.add(picture("100,000 of " + type, framed(png -> {
                for (int chunk = 0; chunk < 100_000; chunk++) {
                    png.chunk(type, new byte[]{'k', 0, 'v'});
                }
            }), EITHER));
        }
        bombs.add(picture("a chunk of 2 GB, it says", framed(png -> png.chunk("iCCP", new byte[9], Integer.MAX_VALUE)),
                UNREADABLE));
        bombs.add(picture("pixels of 2 GB, they say", Png.of(60, 80, 8, Png.RGB, false)
                .chunk("IDAT", new byte[9], Integer.MAX_VALUE).end(), EITHER));
        bombs.add(picture("40 million pixels of 8 bytes", Png.of(6_300, 6_300, 16, Png.RGB_ALPHA, false)
                .chunk("IDAT", Png.deflated(new byte[6_300 * 8 + 1], 6_300)).end(), EITHER));
        bombs.add(picture("40 million pixels, interlaced", Png.of(6_300, 6_300, 8, Png.RGB, true)
                .chunk("IDAT", Png.deflated(new byte[6_300 * 3 + 1], 6_300)).end(), EITHER));
        return bombs;
    }

    private interface Chunks {
        void addTo(Png png);
    }

    private static byte[] framed(Chunks chunks) {
        Png png = Png.of(60, 80, 8, Png.RGB, false);
        chunks.addTo(png);
        return png.gradient(60, 80, 8, Png.RGB, false).end();
    }

    private static byte[] compressedText(String type, byte[] bomb) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(type.equals("iTXt") ? new byte[]{'k', 0, 1, 0, 0, 0} : new byte[]{'k', 0, 0});
        out.writeBytes(bomb);
        return out.toByteArray();
    }

    static List<Poison> gifBombs() {
        List<Poison> bombs = new ArrayList<>();
        for (int side : new int[]{6_400, 20_000, 40_000, 65_535}) {
            bombs.add(picture("a screen of " + side, new Gif(side, side).frame(0, 0, 60, 80).end(), EITHER));
            bombs.add(picture("a frame of " + side, new Gif(60, 80).frame(0, 0, side, side, 4_800).end(),
                    TOO_MANY_PIXELS));
        }
        bombs.add(picture("a line of 65,535", new Gif(65_535, 1).frame(0, 0, 65_535, 1).end(), EITHER));
        bombs.add(picture("a frame outside", new Gif(60, 80).frame(65_000, 65_000, 60, 80).end(), EITHER));
        bombs.add(picture("40 million pixels", new Gif(6_300, 6_300).frame(0, 0, 6_300, 6_300, 6_300 * 6_300 / 8).end(),
                EITHER));
        bombs.add(picture("40 million more pixels than it says", new Gif(60, 80).frame(0, 0, 60, 80, 8_000_000).end(),
                EITHER));
        Gif frames = new Gif(60, 80);
        for (int frame = 0; frame < 10_000; frame++) {
            frames.delay(1).frame(0, 0, 20, 20);
        }
        bombs.add(picture("10,000 frames", frames.end(), picture("scored")));
        bombs.add(picture("8 MB of comment", new Gif(60, 80).comment(8 << 20).frame(0, 0, 60, 80).end(), EITHER));
        Gif comments = new Gif(60, 80);
        for (int comment = 0; comment < 100_000; comment++) {
            comments.comment(1);
        }
        bombs.add(picture("100,000 comments", comments.frame(0, 0, 60, 80).end(), EITHER));
        bombs.add(picture("codes of 12 bits at once",
                new Gif(60, 80).raw(0x2c, 0, 0, 0, 0, 60, 0, 80, 0, 0, 12, 2, 255, 255, 0)
                        .end(),
                EITHER));
        bombs.add(
                picture("codes of 255 bits", new Gif(60, 80).raw(0x2c, 0, 0, 0, 0, 60, 0, 80, 0, 0, 255, 2, 255, 255, 0)
                        .end(), EITHER));
        return bombs;
    }

    static List<Poison> webpBombs() {
        List<Poison> bombs = new ArrayList<>();
        for (int side : new int[]{6_400, 10_000, 16_383}) {
            bombs.add(picture("lossless of " + side,
                    new WebP().chunk("VP8L", WebP.lossless(side, side, 1)).end(), TOO_MANY_PIXELS));
            bombs.add(picture("lossy of " + side, new WebP().chunk("VP8 ", WebP.lossy(side, side)).end(),
                    TOO_MANY_PIXELS));
            bombs.add(picture("a canvas of " + side, new WebP().canvas(0, side, side)
                    .chunk("VP8L", WebP.lossless(60, 80, 2)).end(), TOO_MANY_PIXELS));
        }
        bombs.add(picture("the largest canvas", new WebP().canvas(0, 1 << 24, 1 << 24)
                .chunk("VP8L", WebP.lossless(60, 80, 2)).end(), EITHER));
        bombs.add(picture("a small canvas with a large picture", new WebP().canvas(0, 60, 80)
                .chunk("VP8L", WebP.lossless(16_383, 16_383, 1)).end(), EITHER));
        bombs.add(picture("a small canvas with a large frame", new WebP().canvas(WebP.ANIMATED, 60, 80).animation()
                .frame(16_383, 16_383).end(), EITHER));
        bombs.add(picture("40 million pixels of no bit", new WebP().chunk("VP8L", WebP.lossless(6_300, 6_300, 1)).end(),
                EITHER));
        bombs.add(picture("a file of 2 GB, it says",
                new WebP().chunk("VP8L", WebP.lossless(60, 80, 2)).end(Integer.MAX_VALUE), EITHER));
        bombs.add(picture("a chunk of 4 GB, it says", new WebP().chunk("VP8L", WebP.lossless(60, 80, 2), -1).end(),
                EITHER));
        bombs.add(picture("a profile of 2 GB, it says",
                new WebP().canvas(0x20, 60, 80).chunk("ICCP", new byte[9], Integer.MAX_VALUE)
                        .chunk("VP8L", WebP.lossless(60, 80, 2)).end(),
                EITHER));
        bombs.add(picture("a profile of 8 MB", new WebP().canvas(0x20, 60, 80).chunk("ICCP", new byte[8 << 20])
                .chunk("VP8L", WebP.lossless(60, 80, 2)).end(), EITHER));
        WebP chunks = new WebP().canvas(0, 60, 80);
        for (int chunk = 0; chunk < 100_000; chunk++) {
            chunks.chunk("junk", new byte[2]);
        }
        bombs.add(picture("100,000 chunks", chunks.chunk("VP8L", WebP.lossless(60, 80, 2)).end(), EITHER));
        WebP frames = new WebP().canvas(WebP.ANIMATED, 60, 80).animation();
        for (int frame = 0; frame < 10_000; frame++) {
            frames.frame(60, 80);
        }
        bombs.add(picture("10,000 frames", frames.end(), EITHER));
        return bombs;
    }

    static List<Poison> jpegBombs() {
        List<Poison> bombs = new ArrayList<>();
        byte[] plain = Jpeg.of(60, 80);
        byte[] progressive = Jpeg.progressive(60, 80);
        for (int[] size : new int[][]{{65_535, 65_535}, {65_500, 65_500}, {20_000, 20_000}, {6_400, 6_400},
                {700, 65_535}}) {
            bombs.add(picture("%d x %d".formatted(size[0], size[1]), Jpeg.frame(plain, 0xc0, 0xc0, 8, size[1], size[0]),
                    TOO_MANY_PIXELS));
            bombs.add(picture("%d x %d, progressive".formatted(size[0], size[1]),
                    Jpeg.frame(progressive, 0xc2, 0xc2, 8, size[1], size[0]), TOO_MANY_PIXELS));
        }
        bombs.add(picture("40 million pixels, truncated", Jpeg.frame(plain, 0xc0, 0xc0, 8, 6_300, 6_300), UNREADABLE));
        bombs.add(picture("40 million pixels, progressive, truncated",
                Jpeg.frame(progressive, 0xc2, 0xc2, 8, 6_300, 6_300), EITHER));
        bombs.add(picture("40 million pixels in 2,000 scans",
                Jpeg.scans(Jpeg.frame(progressive, 0xc2, 0xc2, 8, 6_300, 6_300), 2_000), EITHER));
        bombs.add(picture("20,000 scans", Jpeg.scans(progressive, 20_000), EITHER));
        bombs.add(picture("no height", Jpeg.frame(plain, 0xc0, 0xc0, 8, 0, 60), UNREADABLE));
        bombs.add(picture("no width", Jpeg.frame(plain, 0xc0, 0xc0, 8, 80, 0), UNREADABLE));
        bombs.add(picture("12 bits", Jpeg.frame(plain, 0xc0, 0xc1, 12, 80, 60), UNREADABLE));
        bombs.add(picture("lossless", Jpeg.frame(plain, 0xc0, 0xc3, 8, 80, 60), EITHER));
        bombs.add(picture("arithmetic coding", Jpeg.frame(plain, 0xc0, 0xc9, 8, 80, 60), EITHER));
        bombs.add(picture("200 comments of 64 KB", Jpeg.with(plain, 0xfe, new byte[65_533], 200), picture("scored")));
        bombs.add(picture("100,000 empty comments", Jpeg.with(plain, 0xfe, new byte[0], 100_000), EITHER));
        bombs.add(picture("2,000 thumbnails", Jpeg.with(plain, 0xe0, new byte[]{'J', 'F', 'X', 'X', 0, 0x10, 0}, 2_000),
                EITHER));
        bombs.add(picture("255 pieces of a profile", Jpeg.with(plain, 0xe2, profile(60_000), 200), EITHER));
        return bombs;
    }

    private static byte[] profile(int bytes) {
        return ByteBuffer.allocate(bytes).put("ICC_PROFILE\0".getBytes(java.nio.charset.StandardCharsets.US_ASCII))
                .put((byte) 1).put((byte) 255).array();
    }

    static List<Poison> truncated() {
        List<Poison> truncated = new ArrayList<>();
        List<byte[]> whole = List.of(Jpeg.drawn("jpg", 200, 300), Jpeg.drawn("png", 200, 300),
                Jpeg.drawn("gif", 200, 300),
                Jpeg.drawn("bmp", 200, 300), Jpeg.progressive(200, 300),
                new WebP().chunk("VP8L", WebP.lossless(200, 300, 2)).end());
        List<String> names = List.of("JPEG", "PNG", "GIF", "BMP", "progressive JPEG", "WebP");
        for (int format = 0; format < whole.size(); format++) {
            for (int percent : new int[]{1, 5, 20, 50, 80}) {
                byte[] all = whole.get(format);
                truncated.add(picture("%d%% of a %s".formatted(percent, names.get(format)),
                        Arrays.copyOf(all, Math.max(3, all.length * percent / 100)),
                        // The reader of this format fills up missing pixels.
                        names.get(format).equals("WebP") && percent == 80 ? EITHER : UNREADABLE));
            }
        }
        return truncated;
    }

    static List<Poison> polyglots() {
        List<Poison> polyglots = new ArrayList<>();
        byte[] zip = {'P', 'K', 3, 4, 20, 0, 0, 0, 0, 0, 'x'};
        byte[] pdf = Poison.bytes("%PDF-1.7\n1 0 obj <</Type /Catalog>> endobj\n%%EOF");
        byte[] script = Poison.bytes("/*=1*/;alert(document.cookie);//<script>alert(1)</script>");
        byte[] elf = {0x7f, 'E', 'L', 'F', 2, 1, 1, 0};
        for (byte[] tail : List.of(zip, pdf, script, elf)) {
            for (String format : List.of("jpg", "png", "gif")) {
                polyglots.add(picture("%s and %s".formatted(format, name(tail)), join(Jpeg.drawn(format, 60, 80), tail),
                        picture("scored")));
                polyglots.add(picture("%s and then %s".formatted(name(tail), format),
                        join(tail, Jpeg.drawn(format, 60, 80)), unreadable("not a picture")));
            }
            polyglots.add(picture("a JPEG comment with " + name(tail), Jpeg.with(Jpeg.of(60, 80), 0xfe, tail),
                    picture("scored")));
        }
        polyglots.add(picture("a page that starts like a bitmap", Poison.bytes("BM<html><body>hello</body></html>"),
                UNREADABLE));
        polyglots.add(picture("a page that starts like a GIF", Poison.bytes("GIF89a=1;<html><script>alert(1)</script>"),
                UNREADABLE));
        polyglots.add(picture("SVG",
                Poison.bytes("<svg xmlns='http://www.w3.org/2000/svg'><image href='file:///etc/passwd'/></svg>"),
                unreadable("not a picture")));
        polyglots.add(picture("ImageMagick's language",
                Poison.bytes("push graphic-context\nimage over 0,0 0,0 'ephemeral:/tmp/x'"),
                unreadable("not a picture")));
        polyglots.add(picture("PostScript", Poison.bytes("%!PS-Adobe-3.0 EPSF\n(/etc/passwd) (r) file"),
                unreadable("not a picture")));
        polyglots.add(picture("TIFF", new byte[]{'I', 'I', 42, 0, 8, 0, 0, 0, 0, 0}, unreadable("not a picture")));
        return polyglots;
    }

    private static String name(byte[] bytes) {
        return bytes[0] == 'P' ? "ZIP" : bytes[0] == '%' ? "PDF" : bytes[0] == '/' ? "a script" : "ELF";
    }

    private static byte[] join(byte[] one, byte[] other) {
        return ByteBuffer.allocate(one.length + other.length).put(one).put(other).array();
    }

    static List<Poison> empty() {
        List<Poison> empty = new ArrayList<>();
        empty.add(picture("a picture of no bytes", new byte[0], picture("absent")));
        for (int bytes : new int[]{1, 2, 3, 4, 7, 8, 16, 100, 1_000, 10_000, 65_536, 1_000_000, 8_000_000}) {
            empty.add(picture("%,d zero bytes".formatted(bytes), new byte[bytes], unreadable("not a picture")));
        }
        for (byte[] start : List.of(new byte[]{(byte) 0xff, (byte) 0xd8, (byte) 0xff},
                new byte[]{'G', 'I', 'F', '8', '9', 'a'},
                new byte[]{'B', 'M'}, new byte[]{(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'})) {
            empty.add(picture("%d bytes of a start and a thousand zero bytes".formatted(start.length),
                    join(start, new byte[1_000]), UNREADABLE));
        }
        return empty;
    }
}
