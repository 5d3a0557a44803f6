// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shelver.catalog.Image;
import io.shelver.classify.Classifier;
import io.shelver.testing.FakeClassifier;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HttpLimitsTest {
    private static final String JSON = "application/json";

    private final CountDownLatch entered = new CountDownLatch(Predictor.TEXTS_AT_ONCE);
    private final CountDownLatch released = new CountDownLatch(1);
    private final Classifier waiting = listings -> {
        entered.countDown();
        try {
            released.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return listings.stream().map(FakeClassifier::decide).toList();
    };

    @Test
    void aListingOfMoreBytesThanAnUploadIsRefused() {
        try (Caller caller = Caller.of(new FakeClassifier())) {
            assertThat(picture(caller, Caller.MAX_UPLOAD_BYTES - 1).statusCode()).isEqualTo(200);

            HttpResponse<String> answer = picture(caller, Caller.MAX_UPLOAD_BYTES);

            assertThat(answer.statusCode()).isEqualTo(413);
            assertThat(answer.body()).contains("UPLOAD_TOO_LARGE", "the listing has 300,001 bytes");
        }
    }

    private static HttpResponse<String> picture(Caller caller, int bytes) {
        return caller.post(JSON, "{\"name\":\"a\",\"image\":\"%s\"}"
                .formatted(Base64.getEncoder().encodeToString(new byte[bytes])));
    }

    @Test
    void aBodyOfTooManyBytesIsRefusedAnnouncedOrNot() {
        byte[] large = new byte[500_000];
        try (Caller caller = Caller.of(new FakeClassifier())) {
            HttpResponse<String> announced = caller.post(JSON, large);
            HttpResponse<String> counted = caller.send(caller.request(Caller.PREDICTION, "Content-Type", JSON)
                    .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large))));

            assertThat(List.of(announced, counted)).allSatisfy(answer -> {
                assertThat(answer.statusCode()).isEqualTo(413);
                assertThat(answer.body()).contains("the body has more than 465,536 bytes");
            });
        }
    }

    @Test
    void longUrisAndHeadersAreRefusedAsProblems() {
        try (Caller caller = Caller.of(new FakeClassifier())) {
            assertProblem(caller.get("/?" + "a".repeat(9_000)), 414);
            assertProblem(caller.get("/", "X-Long", "a".repeat(9_000)), 431);
        }
    }

    private static void assertProblem(HttpResponse<String> answer, int status) {
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(answer.body()).contains("\"status\":" + status);
    }

    @Test
    void aFormOfManyPartsOrLongPartHeadersIsRefused() {
        Map<String, byte[]> many = new LinkedHashMap<>();
        for (int part = 0; part <= MultipartBody.MAX_PARTS; part++) {
            many.put("part" + part, new byte[]{'a'});
        }
        Map<String, byte[]> wordy = Map.of("a".repeat(MultipartBody.MAX_PART_HEADER_BYTES), new byte[]{'a'});
        try (Caller caller = Caller.of(new FakeClassifier())) {
            assertThat(List.of(many, wordy)).allSatisfy(parts -> assertThat(
                    caller.post("multipart/form-data; boundary=x", Caller.form("x", parts)).body())
                    .contains("the body is not multipart/form-data with at most 8 parts"));
        }
    }

    @Test
    void aPredictionHasADeadline() {
        try (Caller caller = Caller.bare(Tokens.none(), Duration.ofMillis(200), RequestListener.NONE).with(waiting)) {
            HttpResponse<String> answer = caller.get(Caller.PREDICTION + "?name=a");

            assertProblem(answer, 503);
            assertThat(answer.body()).contains("the listing was not classified within 200 ms");
            released.countDown();
        }
    }

    @Test
    void moreRequestsThanPlacesAreToldToComeBackWhileHealthStillAnswers() throws Exception {
        try (Caller caller = Caller.of(waiting)) {
            List<CompletableFuture<HttpResponse<String>>> asked = new ArrayList<>();
            for (int request = 0; request < Predictor.MAX_REQUESTS; request++) {
                asked.add(caller.predicting("a"));
            }
            assertThat(entered.await(20, TimeUnit.SECONDS)).isTrue();
            HttpResponse<String> one = firstRefused(asked, caller);
            int health = caller.get("/health/ready").statusCode();
            released.countDown();

            assertThat(one.headers().firstValue("Retry-After")).hasValue("1");
            assertThat(health).isEqualTo(200);
            assertThat(asked).allSatisfy(each -> assertThat(each.join().statusCode()).isIn(200, 503));
            assertThat(asked.stream().filter(each -> each.join().statusCode() == 200).count())
                    .isGreaterThanOrEqualTo(Predictor.MAX_REQUESTS - 2);
        }
    }

    @Test
    void picturesTakeNoMoreThanTheirShareOfTheProcessorsAndTextsPassThem() throws Exception {
        AtomicInteger pictures = new AtomicInteger();
        CountDownLatch texts = new CountDownLatch(Predictor.TEXTS_AT_ONCE);
        Classifier counting = listings -> {
            if (listings.getFirst().image() instanceof Image.None) {
                texts.countDown();
            } else {
                pictures.incrementAndGet();
            }
            return waiting.classify(listings);
        };
        try (Caller caller = Caller.of(counting);
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<HttpResponse<String>>> asked = new ArrayList<>();
            for (int request = 0; request < Predictor.PICTURES_AT_ONCE + 3; request++) {
                asked.add(callers.submit(() -> picture(caller, 10)));
            }
            for (int request = 0; request < Predictor.TEXTS_AT_ONCE; request++) {
                asked.add(callers.submit(() -> caller.get(Caller.PREDICTION + "?name=a")));
            }
            boolean allTexts = texts.await(20, TimeUnit.SECONDS);
            int picturesInside = pictures.get();
            released.countDown();

            assertThat(allTexts).isTrue();
            assertThat(picturesInside).isLessThanOrEqualTo(Predictor.PICTURES_AT_ONCE);
            for (Future<HttpResponse<String>> each : asked) {
                assertThat(each.get().statusCode()).isEqualTo(200);
            }
        }
    }

    @Test
    void aCrowdOfSilentConnectionsIsBoundedAndDoesNotKeepHealthFromAnAnswer() throws IOException {
        try (Caller caller = Caller.of(new FakeClassifier())) {
            List<Socket> crowd = new ArrayList<>();
            try {
                for (int silent = 0; silent < HttpApi.MAX_CONNECTIONS; silent++) {
                    crowd.add(new Socket("127.0.0.1", caller.api().port()));
                }
                int health = caller.get("/health/live").statusCode();

                assertThat(health).isEqualTo(200);
                // Silent connections had to go for it, long before the half minute that they have otherwise.
                crowd.getFirst().setSoTimeout(10_000);
                assertThat(crowd.getFirst().getInputStream().read()).isEqualTo(-1);
            } finally {
                for (Socket silent : crowd) {
                    silent.close();
                }
            }
        }
    }

    /** The first answer of a request without a place. Requests with a place still wait for their answer. */
    private static HttpResponse<String> firstRefused(List<CompletableFuture<HttpResponse<String>>> asked,
            Caller caller) throws Exception {
        Stream<CompletableFuture<HttpResponse<String>>> more = Stream.of("b", "c").map(caller::predicting);
        return CompletableFuture.anyOf(Stream.concat(asked.stream(), more).toArray(CompletableFuture<?>[]::new))
                .thenApply(answer -> Caller.cast(answer)).get(20, TimeUnit.SECONDS);
    }

    @Test
    void whatIsUnderWayIsAnsweredBeforeTheServerStops() throws Exception {
        try (Caller caller = Caller.of(waiting)) {
            List<CompletableFuture<HttpResponse<String>>> asked = new ArrayList<>();
            for (int request = 0; request < Predictor.TEXTS_AT_ONCE; request++) {
                asked.add(caller.predicting("a"));
            }
            assertThat(entered.await(20, TimeUnit.SECONDS)).isTrue();

            int port = caller.api().port();
            CompletableFuture<Boolean> stopped = CompletableFuture.supplyAsync(() -> stop(caller));
            awaitRefused(port);
            assertThat(stopped).isNotDone();
            released.countDown();

            assertThat(stopped.get(20, TimeUnit.SECONDS)).isTrue();
            assertThat(asked).allSatisfy(each -> assertThat(each.join().statusCode()).isEqualTo(200));
        }
    }

    @Test
    void aPredictionThatDoesNotEndLeavesTheModelsInUse() throws Exception {
        try (Caller caller = Caller.bare(Tokens.none(), Duration.ofMillis(200), RequestListener.NONE).with(deaf())) {
            caller.predicting("a").get(20, TimeUnit.SECONDS);

            assertThat(caller.api().stop()).isFalse();
            released.countDown();
        }
    }

    /** Waits and ignores interruptions. */
    private Classifier deaf() {
        return listings -> {
            while (released.getCount() > 0) {
                Thread.onSpinWait();
            }
            return List.of();
        };
    }

    private static boolean stop(Caller caller) {
        try {
            return caller.api().stop();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void awaitRefused(int port) throws IOException {
        for (long until = System.nanoTime() + 20_000_000_000L; System.nanoTime() < until;) {
            try (Socket socket = new Socket("127.0.0.1", port)) {
                Thread.onSpinWait();
            } catch (ConnectException e) {
                return;
            }
        }
        throw new IllegalStateException("it listens for ever");
    }

    @Test
    void aBodyThatTricklesIsGivenUp() throws Exception {
        try (Caller caller = Caller.of(new FakeClassifier());
                Socket socket = new Socket("127.0.0.1", caller.api().port())) {
            OutputStream out = socket.getOutputStream();
            out.write(("POST %s HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n"
                    .formatted(Caller.PREDICTION)).getBytes(StandardCharsets.US_ASCII));
            CompletableFuture<Void> trickle = CompletableFuture.runAsync(() -> trickle(out));

            String answer = new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);

            assertThat(answer).isEqualTo("HTTP/1.1 408");
            socket.close();
            trickle.get(20, TimeUnit.SECONDS);
        }
    }

    private static void trickle(OutputStream out) {
        try {
            for (int sent = 0; sent < 100; sent++) {
                out.write(' ');
                out.flush();
                // The sender is slow on purpose.
                CompletableFuture.runAsync(() -> {
                }, CompletableFuture.delayedExecutor(100, TimeUnit.MILLISECONDS)).join();
            }
        } catch (IOException e) {
            // The server gave the connection up.
        }
    }

    @Test
    void aPortThatIsTakenIsNamedWithWhatToSet() {
        try (Caller caller = Caller.of(new FakeClassifier())) {
            HttpSettings same = new HttpSettings("127.0.0.1", caller.api().port(), Tokens.none(), 1,
                    Duration.ofSeconds(1));

            assertThatThrownBy(() -> HttpApi.start(same, () -> "", RequestListener.NONE))
                    .isInstanceOf(HttpStartException.class)
                    .hasMessage(
                            "port %d of 127.0.0.1 is taken, or not ours: set SHELVER_HTTP_PORT to another, to 0 for any free one, or to none"
                                    .formatted(same.port()));
        }
    }
}
