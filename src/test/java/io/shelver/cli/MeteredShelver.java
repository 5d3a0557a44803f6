// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.shelver.catalog.Image;
import io.shelver.image.FetchedPictures;
import io.shelver.serving.Counters;
import io.shelver.serving.HttpFront;
import io.shelver.serving.ServingBundle;
import io.shelver.settings.ServiceSettings;
import io.shelver.stream.ShelverStreams;
import io.shelver.stream.clients.DoorReader;
import io.shelver.stream.clients.UploadSender;
import io.shelver.stream.topics.TopicAdmin;
import io.shelver.stream.workbench.EmbeddedBroker;
import io.shelver.testing.DrawnPicture;
import io.shelver.testing.PictureHost;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/** A Shelver with the committed bundle that is counted, on a broker of its own, with a host of pictures. */
final class MeteredShelver implements AutoCloseable {
    /** Uploads of one {@link #upload()}: with a picture by link, and from the future without one. */
    static final int SURE = 40;
    /** With nothing but a link that leads nowhere. */
    static final int EMPTY = 3;
    /** That are not Avro. */
    static final int BROKEN = 5;
    static final int UPLOADS = 2 * SURE + EMPTY + BROKEN;

    private static final Duration SOON = Duration.ofSeconds(60);

    private final PictureHost host;
    private final EmbeddedBroker broker;
    private final Counters counters = new Counters();
    private final HttpFront http;
    private final ServiceSettings options;
    private final FetchedPictures pictures;
    private final ServingBundle serving;
    private final ShelverStreams streams;

    MeteredShelver() throws Exception {
        host = PictureHost.open().serve("/boots.png", DrawnPicture.encoded("png", 60, 80));
        broker = EmbeddedBroker.start();
        options = ServiceSettings.serving(
                Map.of("SHELVER_HTTP_PORT", "0", "SHELVER_PARTITIONS", "2", "SHELVER_BATCH_DEADLINE_MS", "40000",
                        "SHELVER_LINK_SCHEMES",
                        "https,http", "SHELVER_LINK_NETWORKS", PictureHost.NETWORK, "SHELVER_LINK_PORTS",
                        String.valueOf(host.port())),
                Optional.of(broker.bootstrapServers()));
        http = HttpFront.open(options.http(), counters.meters()::scrape, counters.requests());
        pictures = FetchedPictures.open(options.links(), counters.fetches());
        serving = counters.serving(ServingBundle.open(options.models(), pictures, counters::model), options.models());
        http.serve(serving);
        try (TopicAdmin admin = TopicAdmin.open(options.stream(), SOON)) {
            admin.create();
        }
        streams = counters.streams(ShelverStreams.of(options.stream(), options.format(), serving.classifier(),
                serving.bundle().taxonomy(), InstantSource.system(), counters.stream(serving)),
                options.stream().threads());
        http.show(streams);
        streams.start();
        assertThat(streams.awaitRunning(SOON)).isTrue();
    }

    /** Uploads some of every kind, and waits until they are out. */
    void upload() throws Exception {
        Instant now = Instant.now();
        try (UploadSender sender = UploadSender.open(options.stream(), options.format());
                DoorReader doors = DoorReader.open(options.stream(), options.format())) {
            Image picture = link("/boots.png");
            for (int number = 0; number < SURE; number++) {
                sender.send("a" + number, "Nike Men Blue Tshirt", "A blue t-shirt of cotton.", picture, now);
                sender.send("f" + number, "Nike Men Blue Tshirt", "", new Image.None(), now.plusSeconds(3600));
            }
            for (int number = 0; number < EMPTY; number++) {
                sender.send("e" + number, "", "", link("/missing.png"), now);
            }
            for (int number = 0; number < BROKEN; number++) {
                sender.send(("b" + number).getBytes(StandardCharsets.UTF_8), new byte[]{1, 2, 3});
            }
            sender.flush();
            int out = 0;
            for (long end = System.nanoTime() + SOON.toNanos(); out < UPLOADS && System.nanoTime() < end;) {
                out += doors.poll(Duration.ofMillis(100)).size();
            }
            assertThat(out).isEqualTo(UPLOADS);
        }
    }

    private Image link(String path) {
        return new Image.Linked("http://%s:%d%s".formatted(PictureHost.ADDRESS, host.port(), path));
    }

    /** The server's address, as {@code 127.0.0.1:8080}. */
    String address() {
        return URI.create(http.url().orElseThrow()).getAuthority();
    }

    /** Whatever it answers, it is counted. */
    void ask(String path) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            client.send(HttpRequest.newBuilder(URI.create("http://" + address() + path)).build(),
                    BodyHandlers.discarding());
        }
    }

    String scrape() {
        return counters.meters().scrape();
    }

    @Override
    public void close() {
        assertThat(http.stop()).isTrue();
        assertThat(streams.close(SOON)).isTrue();
        serving.close();
        pictures.close();
        counters.close();
        broker.close();
        host.close();
    }
}
