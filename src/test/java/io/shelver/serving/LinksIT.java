// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.serving;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import io.shelver.catalog.Image;
import io.shelver.classify.Door;
import io.shelver.image.FetchListener;
import io.shelver.image.FetchedPictures;
import io.shelver.settings.ServiceSettings;
import io.shelver.stream.ShelverStreams;
import io.shelver.stream.StreamListener;
import io.shelver.stream.clients.Delivered;
import io.shelver.stream.clients.DoorReader;
import io.shelver.stream.clients.UploadSender;
import io.shelver.stream.topics.TopicAdmin;
import io.shelver.stream.workbench.EmbeddedBroker;
import io.shelver.testing.Certificates;
import io.shelver.testing.DrawnPicture;
import io.shelver.testing.PictureHost;
import io.shelver.testing.RawHost;
import io.shelver.testing.Trap;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Pictures by link through the running topology with the committed bundle, from web servers on this machine. */
@Timeout(180)
class LinksIT {
    private static final String TITLE = "Nike Men Blue Tshirt";
    private static final int TOGETHER = 6;

    @TempDir
    private static Path folder;

    private static PictureHost host;
    private static RawHost slow;
    private static EmbeddedBroker broker;
    private static FetchedPictures pictures;
    private static ServingBundle serving;
    private static ShelverStreams streams;
    private static UploadSender sender;
    private static DoorReader doors;

    @BeforeAll
    static void startStream() throws Exception {
        Path trusted = folder.resolve("trusted.p12");
        host = PictureHost.secure(Certificates.issue(trusted, List.of("ip:" + PictureHost.ADDRESS)).server());
        slow = RawHost.repeating("", "", 20);
        System.setProperty("javax.net.ssl.trustStore", trusted.toString());
        System.setProperty("javax.net.ssl.trustStorePassword", Certificates.PASSWORD);
        broker = EmbeddedBroker.start();
        ServiceSettings options = ServiceSettings.from(
                // Ample time: how long something takes is not what is tested here.
                Map.ofEntries(Map.entry("SHELVER_PARTITIONS", "1"), Map.entry("SHELVER_BATCH_LINGER_MS", "500"),
                        Map.entry("SHELVER_BATCH_DEADLINE_MS", "40000"), Map.entry("SHELVER_LINK_TIMEOUT_MS", "8000"),
                        Map.entry("SHELVER_LINK_SCHEMES", "https,http"),
                        Map.entry("SHELVER_LINK_NETWORKS", PictureHost.NETWORK),
                        Map.entry("SHELVER_LINK_PORTS", host.port() + "," + slow.port()),
                        Map.entry("SHELVER_LINK_MAX_BYTES", "1000000"),
                        Map.entry("SHELVER_LINK_CACHE", folder.resolve("cache").toString())),
                Optional.of(broker.bootstrapServers()));
        pictures = FetchedPictures.open(options.links(), FetchListener.NONE);
        serving = ServingBundle.open(options.models(), pictures);
        try (TopicAdmin admin = TopicAdmin.open(options.stream(), Duration.ofSeconds(30))) {
            admin.create();
        }
        streams = ShelverStreams.of(options.stream(), options.format(), serving.classifier(),
                serving.bundle().taxonomy(), InstantSource.system(), StreamListener.NONE);
        sender = UploadSender.open(options.stream(), options.format());
        doors = DoorReader.open(options.stream(), options.format());
        streams.start();
        assertThat(streams.awaitRunning(Duration.ofSeconds(60))).isTrue();
    }

    @AfterAll
    static void stop() throws Exception {
        System.clearProperty("javax.net.ssl.trustStore");
        System.clearProperty("javax.net.ssl.trustStorePassword");
        sender.close();
        doors.close();
        streams.close(Duration.ofSeconds(30));
        serving.close();
        pictures.close();
        broker.close();
        slow.close();
        host.close();
    }

    @Test
    void aPictureByLinkIsDecidedLikeTheSamePictureInline() throws Exception {
        byte[] picture = DrawnPicture.encoded("png", 60, 80);
        host.serve("/same.png", picture);

        List<Delivered> outcomes = outcomesOf(new Image.Linked(link("/same.png")), inline(picture));

        assertThat(said(outcomes.get(0)).kind()).isEqualTo("scored");
        assertThat(outcomes.get(0).labels()).isEqualTo(outcomes.get(1).labels());
        assertThat(outcomes.get(0).evidence()).isEqualTo(outcomes.get(1).evidence());
    }

    @Test
    void whatCannotBeFetchedIsUnreadableAndItsNeighboursAreDecided() throws Exception {
        byte[] picture = DrawnPicture.encoded("jpg", 300, 400);
        host.serve("/good.jpg", picture).serve("/half.jpg", Arrays.copyOf(picture, picture.length / 2))
                .serve("/large.jpg", new byte[1_000_001]).serve("/bomb.png", DrawnPicture.bomb(9_000))
                .serve("/page.jpg", "<html>Buy now!</html>".getBytes(StandardCharsets.UTF_8))
                .on("/missing.jpg", exchange -> PictureHost.answer(exchange, 404, new byte[0]))
                .on("/cut.jpg", LinksIT::cutOff);
        int gone;
        try (Trap closed = Trap.at(PictureHost.ADDRESS, 0)) {
            gone = closed.port();
        }
        Map<String, String> reasons = new LinkedHashMap<>();
        reasons.put(link("/half.jpg"), "damaged: the file ends before the picture does");
        reasons.put(link("/large.jpg"), "it has more than 1,000,000 bytes, which is the limit");
        reasons.put(link("/bomb.png"), "9,000 x 9,000 pixels, at most 40,000,000 in all are decoded");
        reasons.put(link("/page.jpg"), "not a picture in a known format");
        reasons.put(link("/missing.jpg"), "its host answered with status 404");
        reasons.put(link("/cut.jpg"), "broke off, or does not answer");
        reasons.put("http://%s:%d/silent.jpg".formatted(PictureHost.ADDRESS, slow.port()),
                "the host did not answer within");
        reasons.put("http://%s:%d/dead.jpg".formatted(PictureHost.ADDRESS, gone), "the link's port is not allowed");
        reasons.put("https://127.0.0.1:%d/private.jpg".formatted(host.port()), "an address that links may not lead to");
        reasons.put("http://169.254.169.254/latest/meta-data/", "an address that links may not lead to");
        reasons.put("file:///etc/passwd", "links of this scheme are not followed");
        List<Image> images = new ArrayList<>(reasons.keySet().stream().map(Image.Linked::new).toList());
        images.addFirst(new Image.Linked(link("/good.jpg")));
        images.add(inline(picture));

        List<Delivered> outcomes = outcomesOf(images.toArray(Image[]::new));

        assertThat(outcomes).allMatch(outcome -> outcome.door() != Door.DEAD_LETTERS);
        assertThat(said(outcomes.getFirst()).kind()).isEqualTo("scored");
        assertThat(said(outcomes.getLast()).kind()).isEqualTo("scored");
        List<String> expected = List.copyOf(reasons.values());
        for (int i = 0; i < expected.size(); i++) {
            assertThat(said(outcomes.get(i + 1)).kind()).isEqualTo("unreadable");
            assertThat(said(outcomes.get(i + 1)).why()).contains(expected.get(i)).doesNotContain("jpg");
            assertThat(Objects.requireNonNull(outcomes.get(i + 1).evidence().get("title")).kind()).isEqualTo("scored");
        }
        assertThat(streams.isRunning()).isTrue();
    }

    @Test
    void thePicturesOfABatchAreFetchedAtTheSameTimeAndConnectionsAreUsedAgain() throws Exception {
        byte[] picture = DrawnPicture.encoded("png", 60, 80);
        CyclicBarrier together = new CyclicBarrier(TOGETHER);
        host.on("/together", exchange -> {
            // Nobody gets an answer before all have asked.
            await(together);
            PictureHost.answer(exchange, 200, picture);
        });
        int requests = host.requests().size();
        int connections = host.connections();

        for (int round = 0; round < 3; round++) {
            List<Image> images = new ArrayList<>();
            for (int i = 0; i < TOGETHER; i++) {
                images.add(new Image.Linked(link("/together?picture=%d-%d".formatted(round, i))));
            }
            assertThat(outcomesOf(images.toArray(Image[]::new)))
                    .allMatch(outcome -> said(outcome).kind().equals("scored"));
        }

        assertThat(host.requests()).hasSize(requests + 3 * TOGETHER);
        assertThat(host.connections() - connections).isLessThanOrEqualTo(TOGETHER);
    }

    /** It asks for more patience than a batch has: the uploads step aside, and others go on. */
    @Test
    void noPictureOfAHostThatAsksToWaitIsLost() throws Exception {
        byte[] picture = DrawnPicture.encoded("png", 60, 80);
        AtomicInteger asked = new AtomicInteger();
        AtomicLong until = new AtomicLong();
        host.on("/limited/", exchange -> {
            if (asked.incrementAndGet() == 3) {
                until.set(System.nanoTime() + Duration.ofSeconds(7).toNanos());
            }
            boolean busy = asked.get() >= 3 && System.nanoTime() - until.get() < 0;
            exchange.getResponseHeaders().add("Retry-After", "8");
            PictureHost.answer(exchange, busy ? 429 : 200, picture);
        });
        List<Image> images = IntStream.range(0, 8)
                .<Image>mapToObj(i -> new Image.Linked(link("/limited/%d.png".formatted(i)))).toList();

        assertThat(outcomesOf(images.toArray(Image[]::new))).allMatch(outcome -> said(outcome).kind().equals("scored"));
    }

    @Test
    void aLinkThatComesAgainIsNotFetchedAgain() throws Exception {
        host.serve("/again.png", DrawnPicture.encoded("png", 60, 80));
        List<Delivered> first = outcomesOf(new Image.Linked(link("/again.png")));
        assertThat(said(first.getFirst()).kind()).isEqualTo("scored");
        int requests = host.requests().size();

        List<Delivered> outcomes = outcomesOf(new Image.Linked(link("/again.png")));

        assertThat(said(outcomes.getFirst()).kind()).isEqualTo("scored");
        assertThat(host.requests()).hasSize(requests);
    }

    private static void cutOff(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 1_000);
        exchange.getResponseBody().write(new byte[10]);
        exchange.close();
    }

    private static void await(CyclicBarrier barrier) throws IOException {
        try {
            barrier.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            throw new IOException("they did not come together", e);
        }
    }

    private static String link(String path) {
        return "https://%s:%d%s".formatted(PictureHost.ADDRESS, host.port(), path);
    }

    private static Image inline(byte[] picture) {
        return new Image.Inline(Image.Encoded.of(picture));
    }

    /** What becomes of listings with these pictures, in their order, and that nothing else comes out. */
    private static List<Delivered> outcomesOf(Image... images) {
        List<CompletableFuture<UUID>> sent = IntStream.range(0, images.length)
                .mapToObj(i -> sender.send("listing-" + i, TITLE, "", images[i], Instant.EPOCH)).toList();
        sender.flush();
        List<UUID> ids = sent.stream().map(CompletableFuture::join).toList();
        Map<UUID, Delivered> outcomes = new LinkedHashMap<>();
        long until = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (outcomes.size() < ids.size() && System.nanoTime() < until) {
            for (Delivered outcome : doors.poll(Duration.ofMillis(100))) {
                assertThat(outcomes.put(outcome.id(), outcome)).as("came out twice").isNull();
            }
        }
        assertThat(outcomes.keySet()).containsExactlyInAnyOrderElementsOf(ids);
        return ids.stream().map(outcomes::get).toList();
    }

    private static Delivered.Said said(Delivered outcome) {
        return Objects.requireNonNull(outcome.evidence().get("image"));
    }
}
