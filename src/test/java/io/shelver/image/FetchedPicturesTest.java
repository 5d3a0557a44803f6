// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shelver.catalog.Image;
import io.shelver.classify.Pictures.Picture;
import io.shelver.classify.Pictures.Reading;
import io.shelver.classify.Pictures.UnreadableException;
import io.shelver.testing.DrawnPicture;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class FetchedPicturesTest {
    private static final Duration AMPLE = Duration.ofSeconds(20);
    private static final int PARALLEL = 4;

    private Image.Encoded picture;

    @BeforeEach
    void draw() throws IOException {
        picture = Image.Encoded.of(DrawnPicture.encoded("png", 5, 4));
    }

    @Test
    void thePicturesOfABatchAreFetchedSideBySide() throws Exception {
        CyclicBarrier all = new CyclicBarrier(PARALLEL);
        FakeSource together = new FakeSource((link, deadline) -> {
            await(all);
            return picture;
        });

        List<Picture> read = read(together, linked(PARALLEL), AMPLE);

        assertThat(read).extracting(Picture::index).containsExactlyInAnyOrder(0, 1, 2, 3);
        assertThat(read).allSatisfy(each -> assertThat(each.pixels().width()).isEqualTo(5));
    }

    @Test
    void whatIsThereIsReadBeforeWhatIsOnItsWay() throws Exception {
        CountDownLatch read = new CountDownLatch(1);
        FakeSource slow = new FakeSource((link, deadline) -> {
            await(read);
            return picture;
        });
        try (FetchedPictures pictures = open(slow);
                Reading reading = pictures.start(
                        List.of(new Image.Linked("a"), new Image.None(), new Image.Inline(picture)), AMPLE)) {

            assertThat(reading.next()).map(Picture::index).contains(1);
            assertThat(reading.next()).map(Picture::index).contains(2);
            read.countDown();
            assertThat(reading.next()).map(Picture::index).contains(0);
            assertThat(reading.next()).isEmpty();
        }
    }

    @Test
    void whatDoesNotComeInTimeIsUnreadableAndHoldsNothingUp() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        FakeSource halfStuck = new FakeSource((link, deadline) -> {
            if (link.equals("0")) {
                await(never);
            }
            return picture;
        });

        List<Picture> read = read(halfStuck, linked(6), Duration.ofMillis(500));

        assertThat(read).extracting(Picture::index).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5);
        Picture late = read.getLast();
        assertThat(late.index()).isZero();
        assertThatThrownBy(late::pixels).isInstanceOf(UnreadableException.class)
                .hasMessage("the picture could not be fetched in time with the others of its batch");
        never.countDown();
    }

    @Test
    void aFetchEndsWellBeforeTheBudget() throws Exception {
        List<Duration> given = Collections.synchronizedList(new ArrayList<>());
        FakeSource asked = new FakeSource((link, deadline) -> {
            given.add(deadline.left());
            return picture;
        });

        read(asked, linked(1), Duration.ofMillis(1_000));
        read(asked, linked(1), AMPLE.plus(AMPLE));

        assertThat(given.get(0)).as("of a short budget a part is left to decode").isLessThan(Duration.ofMillis(801));
        assertThat(given.get(1)).as("of a long one no more than a picture may take").isBetween(AMPLE.dividedBy(2),
                AMPLE);
    }

    @Test
    void aReasonOfTheSourceIsTheReasonOfThePicture() throws Exception {
        FakeSource refusing = new FakeSource((link, deadline) -> {
            throw new UnreadableException("because");
        });

        assertThatThrownBy(read(refusing, linked(1), AMPLE).getFirst()::pixels).hasMessage("because");
    }

    @Test
    void noMorePicturesAreHeldThanThreadsFetch() throws Exception {
        FakeSource quick = new FakeSource((link, deadline) -> picture);
        try (FetchedPictures pictures = open(quick); Reading reading = pictures.start(linked(20), AMPLE)) {
            Optional<Picture> first = reading.next();

            assertThat(first).isPresent();
            assertThat(quick.asked()).hasSizeLessThanOrEqualTo(PARALLEL + 1);
            for (int i = 1; i < 20; i++) {
                assertThat(reading.next()).isPresent();
            }
            assertThat(reading.next()).isEmpty();
        }
    }

    @Test
    void aBatchThatIsGivenUpLetsGoOfItsThreads() throws Exception {
        FakeSource quick = new FakeSource((link, deadline) -> picture);
        try (FetchedPictures pictures = open(quick)) {
            pictures.start(linked(PARALLEL), AMPLE).close();

            try (Reading reading = pictures.start(linked(PARALLEL), AMPLE)) {
                for (int i = 0; i < PARALLEL; i++) {
                    assertThat(reading.next().orElseThrow().pixels().height()).isEqualTo(4);
                }
            }
        }
    }

    private static List<Picture> read(PictureSource source, List<Image> images, Duration budget) {
        List<Picture> read = new ArrayList<>();
        try (FetchedPictures pictures = open(source); Reading reading = pictures.start(images, budget)) {
            for (Optional<Picture> next = reading.next(); next.isPresent(); next = reading.next()) {
                read.add(next.get());
            }
        }
        return read;
    }

    private static FetchedPictures open(PictureSource source) {
        return new FetchedPictures(source, new FetchLimits(1_000, AMPLE, 0, PARALLEL));
    }

    private static List<Image> linked(int count) {
        List<Image> images = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            images.add(new Image.Linked(String.valueOf(i)));
        }
        return images;
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            throw new IllegalStateException("they did not come together", e);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
