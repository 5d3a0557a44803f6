// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.poison;

import static io.shelver.poison.Poison.picture;

import io.shelver.poison.Poison.Expected;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Legal pictures of kinds that few programs write. */
final class OddPictures {
    private static final Expected SCORED = picture("scored");
    private static final Expected EITHER = picture("scored", "unreadable");

    private OddPictures() {
    }

    static List<Poison> rotated() {
        List<Poison> rotated = new ArrayList<>();
        byte[] plain = Jpeg.of(60, 80);
        for (int orientation = 0; orientation <= 9; orientation++) {
            rotated.add(picture("orientation " + orientation, Jpeg.with(plain, 0xe1, Jpeg.exif(orientation)), SCORED));
        }
        rotated.add(picture("a directory that is its own next", Jpeg.with(plain, 0xe1, looped()), EITHER));
        rotated.add(picture("a directory outside", Jpeg.with(plain, 0xe1, Jpeg.exif(Integer.MAX_VALUE, 1, 3, 1, 1)),
                EITHER));
        rotated.add(picture("a directory before", Jpeg.with(plain, 0xe1, Jpeg.exif(-1, 1, 3, 1, 1)), EITHER));
        rotated.add(picture("65,535 entries", Jpeg.with(plain, 0xe1, Jpeg.exif(8, 65_535, 3, 1, 1)), EITHER));
        rotated.add(picture("two billion orientations",
                Jpeg.with(plain, 0xe1, Jpeg.exif(8, 1, 3, Integer.MAX_VALUE, 1)), EITHER));
        rotated.add(picture("minus one orientation", Jpeg.with(plain, 0xe1, Jpeg.exif(8, 1, 12, -1, 1)), EITHER));
        rotated.add(picture("an orientation of no type", Jpeg.with(plain, 0xe1, Jpeg.exif(8, 1, 99, 1, 1)), EITHER));
        rotated.add(picture("an empty EXIF", Jpeg.with(plain, 0xe1, new byte[]{'E', 'x', 'i', 'f', 0, 0}), EITHER));
        rotated.add(picture("200 EXIFs", Jpeg.with(plain, 0xe1, Jpeg.exif(6), 200), EITHER));
        return rotated;
    }

    private static byte[] looped() {
        byte[] exif = Jpeg.exif(6);
        ByteBuffer.wrap(exif).putInt(exif.length - 4, 8);
        return exif;
    }

    static List<Poison> cmyk() {
        List<Poison> cmyk = new ArrayList<>();
        for (int side : new int[]{8, 60, 61, 200, 640}) {
            byte[] four = Jpeg.fourComponents(side, side);
            cmyk.add(picture("CMYK of " + side, Jpeg.with(four, 0xee, Jpeg.adobe(0)), SCORED));
            cmyk.add(picture("YCCK of " + side, Jpeg.with(four, 0xee, Jpeg.adobe(2)), SCORED));
            cmyk.add(picture("four components of " + side, four, SCORED));
            cmyk.add(picture("CMYK that says YCC, of " + side, Jpeg.with(four, 0xee, Jpeg.adobe(1)), EITHER));
        }
        return cmyk;
    }

    static List<Poison> sixteenBits() {
        List<Poison> deep = new ArrayList<>();
        for (int colour : new int[]{Png.GRAY, Png.RGB, Png.GRAY_ALPHA, Png.RGB_ALPHA}) {
            for (int side : new int[]{1, 60, 301}) {
                for (boolean interlaced : new boolean[]{false, true}) {
                    deep.add(picture(
                            "16 bits, colour %d, %d pixels%s".formatted(colour, side, interlaced ? ", interlaced" : ""),
                            Png.of(side, side, 16, colour, interlaced).gradient(side, side, 16, colour, interlaced)
                                    .end(),
                            SCORED));
                }
            }
        }
        return deep;
    }

    static List<Poison> fewColours() {
        List<Poison> few = new ArrayList<>();
        for (int depth : new int[]{1, 2, 4, 8}) {
            for (boolean interlaced : new boolean[]{false, true}) {
                few.add(picture("gray of %d bits, %s".formatted(depth, interlaced),
                        Png.of(60, 80, depth, Png.GRAY, interlaced).gradient(60, 80, depth, Png.GRAY, interlaced).end(),
                        SCORED));
                few.add(picture("gray of %d bits with one that is clear, %s".formatted(depth, interlaced),
                        Png.of(60, 80, depth, Png.GRAY, interlaced).chunk("tRNS", new byte[2])
                                .gradient(60, 80, depth, Png.GRAY, interlaced).end(),
                        SCORED));
                few.add(picture("palette of %d bits with clear ones, %s".formatted(depth, interlaced),
                        Png.of(60, 80, depth, Png.PALETTE, interlaced).chunk("PLTE", new byte[]{9, 9, 9, 90, 0, 0})
                                .chunk("tRNS", new byte[]{0, 100}).gradient(60, 80, depth, Png.PALETTE, interlaced)
                                .end(),
                        SCORED));
            }
        }
        few.add(picture("a palette that is not there", Png.of(60, 80, 8, Png.PALETTE, false)
                .gradient(60, 80, 8, Png.PALETTE, false).end(), EITHER));
        few.add(picture("gray JPEG", Jpeg.drawn("jpg", 60, 80), SCORED));
        return few;
    }

    static List<Poison> animated() {
        List<Poison> animated = new ArrayList<>();
        for (int frames : new int[]{2, 3, 10, 100, 1_000}) {
            Gif gif = new Gif(60, 80);
            Png png = Png.of(60, 80, 8, Png.RGB, false)
                    .chunk("acTL", ByteBuffer.allocate(8).putInt(frames).putInt(0).array())
                    .gradient(60, 80, 8, Png.RGB, false);
            WebP webp = new WebP().canvas(WebP.ANIMATED, 60, 80).animation();
            for (int frame = 0; frame < frames; frame++) {
                gif.delay(5).frame(frame % 40, frame % 40, 20, 20);
                png.chunk("fcTL", ByteBuffer.allocate(26).putInt(2 * frame).putInt(60).putInt(80).array());
                png.chunk("fdAT", ByteBuffer.allocate(12).putInt(2 * frame + 1).array());
                webp.frame(60, 80);
            }
            animated.add(picture(frames + " frames of GIF", gif.end(), SCORED));
            animated.add(picture(frames + " frames of GIF that do not end", gif.unfinished(), SCORED));
            animated.add(picture(frames + " frames of PNG", png.end(), SCORED));
            animated.add(picture(frames + " frames of WebP", webp.end(), SCORED));
        }
        return animated;
    }
}
