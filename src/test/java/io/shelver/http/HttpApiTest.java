// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.shelver.testing.FakeClassifier;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HttpApiTest {
    private static final String TOKEN = "0123456789abcdef";
    private static final Duration DEADLINE = Duration.ofSeconds(20);

    @Test
    void aServerThatJustStartedLivesIsNotReadyAndSaysWhatIsMissing() {
        try (Caller caller = Caller.bare(Tokens.none(), DEADLINE, RequestListener.NONE)) {
            assertThat(caller.get("/health/live").body()).isEqualTo("{\"status\":\"live\"}");
            assertThat(caller.get("/health/ready")).satisfies(answer -> {
                assertThat(answer.statusCode()).isEqualTo(503);
                assertThat(answer.body()).isEqualTo(
                        "{\"status\":\"not ready\",\"missing\":[\"bundle: not verified yet\",\"models: not loaded yet\",\"stream: not running\"]}");
            });
            assertThat(List.of(Caller.PREDICTION + "?name=a", "/bundle", "/topology"))
                    .allSatisfy(path -> assertThat(caller.get(path).statusCode()).isEqualTo(503));
        }
    }

    @Test
    void itIsReadyOnceBundleModelsAndStreamAre() {
        try (Caller caller = Caller.bare(Tokens.none(), DEADLINE, RequestListener.NONE)) {
            caller.with(new FakeClassifier());
            assertThat(caller.get("/health/ready").body()).contains("[\"stream: not running\"]");

            caller.running();

            assertThat(caller.get("/health/ready").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void modelsThatDiedAreAReasonToRestart() {
        try (Caller caller = Caller.of(new FakeClassifier())) {
            caller.api().serve(new Served(new FakeClassifier(), FakeClassifier.TAXONOMY, Caller.BUNDLE, () -> false));

            assertThat(caller.get("/health/live").statusCode()).isEqualTo(503);
            assertThat(caller.get("/health/ready").body()).contains("models: they no longer answer");
        }
    }

    @Test
    void headIsAnsweredAsGetWithoutABody() {
        try (Caller caller = Caller.bare(Tokens.none(), DEADLINE, RequestListener.NONE)) {
            HttpResponse<String> answer = caller
                    .send(caller.request("/health/ready").method("HEAD", BodyPublishers.noBody()));

            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.body()).isEmpty();
        }
    }

    @Test
    void predictionsBundleAndTopologyNeedATokenAndNothingElseDoes() {
        try (Caller caller = guarded()) {
            assertThat(List.of(Caller.PREDICTION + "?name=a", "/bundle", "/topology")).allSatisfy(path -> {
                assertThat(caller.get(path)).satisfies(answer -> {
                    assertThat(answer.statusCode()).isEqualTo(401);
                    assertThat(answer.headers().firstValue("WWW-Authenticate")).hasValue("Bearer realm=\"shelver\"");
                });
                assertThat(caller.get(path, "Authorization", "Bearer " + TOKEN + "0")).satisfies(answer -> {
                    assertThat(answer.statusCode()).isEqualTo(401);
                    assertThat(answer.headers().firstValue("WWW-Authenticate").orElseThrow())
                            .contains("error=\"invalid_token\"");
                });
                assertThat(caller.get(path, "Authorization", "bearer " + TOKEN).statusCode()).isEqualTo(200);
            });
            assertThat(List.of("/", "/health/live", "/health/ready", "/metrics", "/openapi.json"))
                    .allSatisfy(path -> assertThat(caller.get(path).statusCode()).isEqualTo(200));
        }
    }

    @Test
    void aStrangersBodyIsNotRead() {
        try (Caller caller = guarded()) {
            assertThat(caller.post("text/nonsense", "{").statusCode()).isEqualTo(401);
        }
    }

    private static Caller guarded() {
        return Caller.bare(Tokens.of(List.of("another-token-0000", TOKEN)), DEADLINE, RequestListener.NONE)
                .with(new FakeClassifier()).running();
    }

    @Test
    void whatIsNotThereIsAProblem() {
        try (Caller caller = Caller.of(new FakeClassifier())) {
            HttpResponse<String> method = caller.send(caller.request("/bundle").DELETE());

            assertThat(caller.get("/secret").body()).contains("\"status\":404").doesNotContain("secret");
            assertThat(method.statusCode()).isEqualTo(405);
            assertThat(method.headers().firstValue("Allow")).hasValue("GET, HEAD");
            assertThat(caller.get("/topology?format=secret").body()).contains("\"status\":400")
                    .doesNotContain("secret");
        }
    }

    @Test
    void aFaultOfOursSaysNothing() {
        try (Caller caller = Caller.of(new FakeClassifier())) {
            caller.api().show(new StreamView("", () -> {
                throw new IllegalStateException("secret");
            }));

            HttpResponse<String> answer = caller.get("/health/ready");

            assertThat(answer.statusCode()).isEqualTo(500);
            assertThat(answer.body()).doesNotContain("secret", "Exception", "shelver");
        }
    }

    @Test
    void everyAnswerIsSafeInABrowserAndSaysNothingOfTheServer() {
        try (Caller caller = Caller.of(new FakeClassifier())) {
            assertThat(List.of("/", "/secret", "/health/live", "/topology", Caller.PREDICTION)).allSatisfy(path -> {
                var headers = caller.get(path).headers();
                assertThat(headers.firstValue("Server")).isEmpty();
                assertThat(headers.firstValue("X-Content-Type-Options")).hasValue("nosniff");
                assertThat(headers.firstValue("Cache-Control")).hasValue("no-store");
                assertThat(headers.firstValue("Content-Security-Policy").orElseThrow())
                        .startsWith("default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
                        .doesNotContain("unsafe");
            });
        }
    }

    @Test
    void itsListenerHearsTheRouteAndNotWhatAStrangerWrote() {
        List<String> heard = new CopyOnWriteArrayList<>();
        try (Caller caller = Caller.bare(Tokens.none(), DEADLINE,
                (route, status, took) -> heard.add(route + " " + status + " " + took.isNegative()))) {
            caller.get("/health/live?secret");
            caller.get("/secret");
        }

        assertThat(heard).containsExactly("/health/live 200 false", "none 404 false");
    }
}
