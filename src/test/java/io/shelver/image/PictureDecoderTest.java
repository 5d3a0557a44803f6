// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shelver.catalog.Pixels;
import io.shelver.classify.Pictures.UnreadableException;
import io.shelver.poison.Gif;
import io.shelver.poison.Jpeg;
import io.shelver.poison.WebP;
import io.shelver.testing.Budget;
import io.shelver.testing.DrawnPicture;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PictureDecoderTest {
    /** Inputs of the fuzz test. Those named found-... once broke the decoder. */
    private static final Path FOUND = Path.of(
            "src/test/resources/io/shelver/image/PictureFuzzTestInputs/anyBytesArePixelsOrUnreadable");

    private final PictureDecoder decoder = new PictureDecoder();

    @ParameterizedTest
    @ValueSource(strings = {"jpg", "png", "gif", "bmp"})
    void aPictureOfAKnownFormatIsDecoded(String format) throws Exception {
        Pixels pixels = decode(DrawnPicture.encoded(format, 60, 80));

        assertThat(pixels.width()).isEqualTo(60);
        assertThat(pixels.height()).isEqualTo(80);
    }

    @Test
    void pixelsComeAsRedGreenBlueInRows() throws Exception {
        BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_INT_RGB);
        image.setRGB(0, 0, 0x102030);
        image.setRGB(1, 0, 0x405060);

        ByteBuffer rgb = decode(DrawnPicture.encoded("png", image)).rgb();

        byte[] bytes = new byte[rgb.remaining()];
        rgb.get(bytes);
        assertThat(bytes).containsExactly(0x10, 0x20, 0x30, 0x40, 0x50, 0x60);
    }

    @Test
    void whatIsTransparentIsWhite() throws Exception {
        BufferedImage image = new BufferedImage(1, 1, BufferedImage.TYPE_INT_ARGB);

        ByteBuffer rgb = decode(DrawnPicture.encoded("png", image)).rgb();

        assertThat(rgb.get(0) & 0xff).isEqualTo(255);
    }

    @Test
    void grayKeepsItsSamples() throws Exception {
        BufferedImage image = new BufferedImage(1, 1, BufferedImage.TYPE_BYTE_GRAY);
        image.getRaster().setSample(0, 0, 0, 100);

        ByteBuffer rgb = decode(DrawnPicture.encoded("png", image)).rgb();

        assertThat(rgb.get(0)).isEqualTo((byte) 100);
    }

    @Test
    void aJpegThatEndsTooEarlyIsDamaged() throws Exception {
        byte[] whole = DrawnPicture.encoded("jpg", noise(200, 200));
        byte[] cut = Arrays.copyOf(whole, whole.length / 2);

        assertThatThrownBy(() -> decode(cut)).isInstanceOf(UnreadableException.class).hasMessageContaining("damaged");
    }

    @Test
    void aJpegCutInItsHeaderIsDamaged() throws Exception {
        byte[] cut = Arrays.copyOf(DrawnPicture.encoded("jpg", 60, 80), 300);

        assertThatThrownBy(() -> decode(cut)).isInstanceOf(UnreadableException.class).hasMessageContaining("damaged");
    }

    @Test
    void textIsNoPicture() {
        byte[] text = "not a picture at all".getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> decode(text)).isInstanceOf(UnreadableException.class)
                .hasMessageContaining("not a picture");
    }

    @Test
    void bytesThatAnyHeaderFitsAreNoPicture() {
        byte[] wirelessBitmap = {0, 0, 8, 8, 0, 0, 0, 0, 0, 0, 0, 0};

        assertThatThrownBy(() -> decode(wirelessBitmap)).isInstanceOf(UnreadableException.class)
                .hasMessageContaining("not a picture");
    }

    @Test
    void aLongThinPictureIsDecodedAtEveryFewPixelsToo() throws Exception {
        Pixels pixels = decode(DrawnPicture.encoded("png", 40_000, 500));

        assertThat((long) pixels.width() * pixels.height()).isLessThanOrEqualTo(2_000_000);
    }

    @Test
    void aPictureOneRowHighIsDecodedAtEveryFewPixelsToo() throws Exception {
        Pixels pixels = decode(Files.readAllBytes(FOUND.resolve("found-as-thin-as-a-line.webp")));

        assertThat((long) pixels.width() * pixels.height()).isLessThanOrEqualTo(2_000_000);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            found-reads-behind-the-end.webp,      damaged
            found-frame-larger-than-canvas.webp,  a frame of 16383 x 16383 pixels
            found-animated-frame-too-large.webp,  a frame of 16383 x 16383 pixels
            found-odd-chunk-before-frame.webp,    a frame of 16383 x 16383 pixels
            found-png-in-a-bmp.bmp,               a BMP that wraps another picture
            """)
    void whatOnceTookTheProcessWithItIsUnreadableAtOnce(String name, String why) throws Exception {
        byte[] found = Files.readAllBytes(FOUND.resolve(name));
        Budget budget = Budget.of(Duration.ofSeconds(3), 100 << 20);

        assertThatThrownBy(() -> decode(found)).isInstanceOf(UnreadableException.class)
                .satisfies(refused -> assertThat(String.valueOf(refused.getMessage()).replace(",", "")).contains(why));

        budget.requireKept();
    }

    @Test
    void nothingIsNoPicture() {
        assertThatThrownBy(() -> decode(new byte[0])).isInstanceOf(UnreadableException.class)
                .hasMessageContaining("not a picture");
    }

    @Test
    @Timeout(20)
    void aProgressiveJpegOfManyScansIsRefusedByTheirNumber() throws Exception {
        byte[] large = Jpeg.frame(Jpeg.progressive(60, 80), 0xc2, 0xc2, 8, 6_000, 6_000);

        assertThatThrownBy(() -> decode(Jpeg.scans(large, 2_000))).isInstanceOf(UnreadableException.class)
                .hasMessageContaining("6,000 x 6,000 pixels in 2,010 scans, at most 120,000,000 in all");
    }

    @Test
    void aProgressiveJpegOfAFewScansIsDecoded() throws Exception {
        Pixels pixels = decode(Jpeg.scans(Jpeg.progressive(60, 80), 20));

        assertThat(pixels.width()).isEqualTo(60);
    }

    @Test
    @Timeout(20)
    void aGifThatTakesTooLongIsGivenUp() {
        byte[] slow = new Gif(60, 80).frame(0, 0, 60, 80, 40_000_000).end();

        assertThatThrownBy(() -> decode(slow)).isInstanceOf(UnreadableException.class)
                .hasMessage("it takes longer than 1000 ms to decode");
    }

    @Test
    @Timeout(20)
    void aWebpThatEndsTooEarlyDoesNotHoldItsReaderForEver() {
        byte[] whole = new WebP().chunk("VP8L", WebP.lossless(200, 300, 2)).end();

        assertThatThrownBy(() -> new PictureDecoder(Duration.ofDays(1)).decode(new ByteArrayInputStream(whole, 0, 100)))
                .isInstanceOf(UnreadableException.class).hasMessageContaining("damaged");
    }

    @Test
    void whatAPictureSaysOfItsOrientationIsNotFollowed() throws Exception {
        byte[] plain = Jpeg.of(60, 80);

        for (int orientation = 1; orientation <= 8; orientation++) {
            Pixels turned = decode(Jpeg.with(plain, 0xe1, Jpeg.exif(orientation)));

            assertThat(turned.rgb()).isEqualTo(decode(plain).rgb());
        }
    }

    @Test
    void aBombIsRefusedByItsHeader() throws Exception {
        byte[] bomb = DrawnPicture.bomb(20_000);
        long before = usedBytes();

        assertThatThrownBy(() -> decode(bomb)).isInstanceOf(UnreadableException.class)
                .hasMessageContaining("20,000 x 20,000 pixels");

        assertThat(usedBytes() - before).as("400 million pixels were not decoded").isLessThan(100L << 20);
    }

    @Test
    void aLargePictureIsDecodedAtEveryFewPixels() throws Exception {
        Pixels pixels = decode(DrawnPicture.encoded("jpg", 2400, 3200));

        assertThat(pixels.width()).isEqualTo(600);
        assertThat(pixels.height()).isEqualTo(800);
    }

    @Test
    void ofAnAnimationOnlyTheFirstFrameIsDecoded() throws Exception {
        byte[] one = DrawnPicture.animated(1, 400, 300);
        byte[] many = DrawnPicture.animated(3_000, 400, 300);
        decode(many);
        long begin = System.nanoTime();

        Pixels pixels = decode(many);

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).as("3,000 frames are 360 million pixels")
                .isLessThan(Duration.ofSeconds(2));
        assertThat(pixels.rgb()).isEqualTo(decode(one).rgb());
    }

    private static BufferedImage noise(int width, int height) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int x = 0; x < width; x++) {
            for (int y = 0; y < height; y++) {
                image.setRGB(x, y, new Color(x * 37 % 256, y * 59 % 256, x * y % 256).getRGB());
            }
        }
        return image;
    }

    private static long usedBytes() {
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    private Pixels decode(byte[] encoded) throws UnreadableException, IOException {
        return decoder.decode(new ByteArrayInputStream(encoded));
    }
}
