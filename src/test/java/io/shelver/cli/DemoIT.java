// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.shelver.testing.FixtureBundle;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code demo} as a process: it serves until it is told to stop, and stops in order. */
@Timeout(180)
class DemoIT {
    private static final Pattern SERVING = Pattern.compile("Serving HTTP at (http://\\S+) until Ctrl-C.*");

    private final HttpClient client = HttpClient.newHttpClient();

    private record Demo(Process process, BufferedReader output) implements AutoCloseable {
        static Demo start(String port) throws IOException {
            ProcessBuilder builder = new ProcessBuilder(System.getProperty("java.home") + "/bin/java", "-Xmx512m",
                    "--enable-native-access=ALL-UNNAMED", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC",
                    "-Dlogback.configurationFile=src/main/resources/logback.xml", "io.shelver.Main", "demo");
            builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
            builder.environment().put("SHELVER_BUNDLE", FixtureBundle.SINGLE.toString());
            builder.environment().put("SHELVER_HTTP_PORT", port);
            Process process = builder.redirectErrorStream(true).start();
            return new Demo(process, process.inputReader());
        }

        String awaitUrl() throws IOException {
            StringBuilder all = new StringBuilder();
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                all.append(line).append('\n');
                Matcher serving = SERVING.matcher(line);
                if (serving.matches()) {
                    return serving.group(1);
                }
            }
            throw new IllegalStateException("it ended: " + all);
        }

        String rest() throws IOException {
            return String.join("\n", output.lines().toList());
        }

        @Override
        public void close() throws IOException {
            process.destroyForcibly();
            output.close();
        }
    }

    @Test
    void twoServeSideBySideUntilTheyAreToldToStop() throws Exception {
        try (Demo one = Demo.start("0"); Demo two = Demo.start("0")) {
            String first = one.awaitUrl();
            String second = two.awaitUrl();

            assertThat(first).isNotEqualTo(second);
            assertThat(List.of(first, second)).allSatisfy(url -> {
                assertThat(get(url + "/health/ready").statusCode()).isEqualTo(200);
                assertThat(get(url + "/product/categoryPrediction?name=red+boots").body()).contains("\"door\":");
                assertThat(get(url + "/topology?format=text").body()).contains("Processor: micro-batch");
            });
        }
    }

    @Test
    void requestsUnderWayAreAnsweredWhenItIsToldToStop() throws Exception {
        try (Demo demo = Demo.start("0")) {
            String url = demo.awaitUrl();
            List<CompletableFuture<HttpResponse<String>>> asked = new ArrayList<>();
            for (int request = 0; request < 40; request++) {
                asked.add(client.sendAsync(request(url + "/product/categoryPrediction?name=red+boots"),
                        BodyHandlers.ofString()));
            }
            // One is answered: the server is at the others.
            CompletableFuture.anyOf(asked.toArray(CompletableFuture[]::new)).get(30, TimeUnit.SECONDS);

            // By its handle: Process.destroy closes its output.
            demo.process().toHandle().destroy();

            assertThat(demo.process().waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(demo.process().exitValue()).as(demo.rest()).isZero();
            List<Integer> statuses = asked.stream().filter(each -> !each.isCompletedExceptionally())
                    .map(each -> each.join().statusCode()).toList();
            assertThat(statuses).isNotEmpty().allMatch(status -> status == 200 || status == 503);
        }
    }

    @Test
    void aPortThatIsTakenEndsTheStartInOneLine() throws Exception {
        try (Demo one = Demo.start("0")) {
            String port = one.awaitUrl().replaceAll(".*:", "");
            try (Demo two = Demo.start(port)) {
                assertThat(two.process().waitFor(60, TimeUnit.SECONDS)).isTrue();

                assertThat(two.process().exitValue()).isEqualTo(1);
                assertThat(two.rest()).isEqualTo(
                        "shelver: port %s of 127.0.0.1 is taken, or not ours: set SHELVER_HTTP_PORT to another, to 0 for any free one, or to none"
                                .formatted(port));
            }
        }
    }

    private HttpResponse<String> get(String url) {
        try {
            return client.send(request(url), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static HttpRequest request(String url) {
        return HttpRequest.newBuilder(URI.create(url)).build();
    }
}
