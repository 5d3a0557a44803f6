// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shelver.classify.Pictures.UnreadableException;
import io.shelver.testing.DrawnPicture;
import io.shelver.testing.PictureHost;
import io.shelver.testing.RawHost;
import io.shelver.testing.Trap;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class HttpSourceTest {
    private static final Duration SOON = Duration.ofMillis(400);
    private static final Duration LATE = Duration.ofSeconds(5);
    private static final FetchLimits LIMITS = new FetchLimits(1_000, LATE, 3, 4);
    private static final byte[] PICTURE = "a picture, as far as fetching goes".getBytes(StandardCharsets.UTF_8);

    private final FakeResolver names = new FakeResolver().with("images.test", PictureHost.ADDRESS);
    private PictureHost host;

    @BeforeEach
    void listen() throws IOException {
        host = PictureHost.open().serve("/a.png", PICTURE);
    }

    @AfterEach
    void close() {
        host.close();
    }

    @Test
    void aPictureIsFetched() throws Exception {
        assertThat(fetch("/a.png?size=2#part")).isEqualTo(PICTURE);
    }

    @Test
    void aConnectionIsUsedAgainAlsoAfterARedirectAndAnError() throws Exception {
        host.on("/missing", exchange -> PictureHost.answer(exchange, 404, PICTURE));
        try (HttpSource source = source(names, host.port())) {
            for (int i = 0; i < 5; i++) {
                source.fetch(link("/redirect/302?to=/a.png"), Deadline.in(LATE));
                assertThatThrownBy(() -> source.fetch(link("/missing"), Deadline.in(LATE)))
                        .hasMessageContaining("status 404");
            }
        }

        assertThat(host.requests()).hasSizeGreaterThanOrEqualTo(10);
        assertThat(host.connections()).isOne();
    }

    @Test
    void aHostLearnsNothingButWhatIsWanted() throws Exception {
        host.on("/cookie", exchange -> {
            exchange.getResponseHeaders().add("Set-Cookie", "who=you");
            exchange.getResponseHeaders().add("Location", "/a.png");
            exchange.sendResponseHeaders(307, -1);
        });

        fetch("/cookie");

        assertThat(host.requests()).hasSize(2).allSatisfy(headers -> {
            assertThat(headers.keySet()).containsExactlyInAnyOrder("Host", "Accept", "Accept-encoding", "User-agent",
                    "Connection");
            assertThat(headers.getFirst("Accept"))
                    .isEqualTo("image/jpeg, image/png, image/gif, image/webp, image/bmp");
            assertThat(headers.getFirst("Accept-encoding")).isEqualTo("identity");
            assertThat(headers.getFirst("User-agent")).startsWith("shelver");
        });
    }

    @Test
    void aPathThatLooksLikeAHostIsNone() throws Exception {
        host.serve("//elsewhere.test/a.png", PICTURE);

        fetch("//elsewhere.test/a.png");

        assertThat(host.requests()).extracting(headers -> headers.getFirst("Host"))
                .containsExactly("images.test:" + host.port());
    }

    @Test
    void anAnswerThatAnnouncesTooMuchIsNotRead() throws Exception {
        try (RawHost huge = RawHost.repeating("HTTP/1.1 200 OK\r\nContent-Length: 1001\r\n\r\n", "", 20)) {
            assertThatThrownBy(() -> fetch(huge, LATE)).isInstanceOf(UnreadableException.class)
                    .hasMessageContaining("it has more than 1,000 bytes");
        }
    }

    @Test
    void anAnswerWithoutAnEndIsReadUpToTheLimitAndCutOff() throws Exception {
        try (RawHost endless = RawHost.repeating("HTTP/1.1 200 OK\r\n\r\n", "x".repeat(4096), 0)) {
            assertThatThrownBy(() -> fetch(endless, LATE)).isInstanceOf(UnreadableException.class)
                    .hasMessageContaining("it has more than 1,000 bytes");
            assertThat(endless.sawHangUp()).isTrue();
        }
    }

    @Test
    void aPictureOfExactlyTheLimitIsFetched() throws Exception {
        host.serve("/full", new byte[1_000]).serve("/over", new byte[1_001]);

        assertThat(fetch("/full")).hasSize(1_000);
        assertThatThrownBy(() -> fetch("/over")).isInstanceOf(UnreadableException.class);
    }

    @Test
    void aHostThatSendsAByteNowAndThenIsCutOffAtTheDeadline() throws Exception {
        try (RawHost slow = RawHost.repeating("HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n", "x", 20)) {
            assertLate(slow);
        }
    }

    @Test
    void aHostThatSendsItsHeadersForEverIsCutOff() throws Exception {
        try (RawHost slow = RawHost.repeating("HTTP/1.1 200 OK\r\n", "X", 20)) {
            assertLate(slow);
        }
    }

    @Test
    void aHostThatAlwaysSaysToGoOnIsCutOff() throws Exception {
        try (RawHost slow = RawHost.repeating("", "HTTP/1.1 100 Continue\r\n\r\n", 5)) {
            assertLate(slow);
        }
    }

    @Test
    void headersWithoutAnEndAreNotKept() throws Exception {
        try (RawHost endless = RawHost.repeating("HTTP/1.1 200 OK\r\n", "A: b\r\n", 0)) {
            assertThatThrownBy(() -> fetch(endless, LATE)).isInstanceOf(NotNowException.class);
            assertThat(endless.sawHangUp()).isTrue();
        }
    }

    @Test
    void aSilentHostIsLeftAtTheDeadline() throws Exception {
        try (RawHost silent = RawHost.repeating("", "", 20)) {
            assertThatThrownBy(() -> fetch(silent, SOON)).isInstanceOf(NotNowException.class)
                    .hasMessageContaining("the host did not answer within 400 ms");
        }
    }

    @Test
    void aHostThatIsSilentTimeAfterTimeIsLeftAlone() throws Exception {
        FetchLimits hurried = new FetchLimits(1_000, Duration.ofMillis(50), 3, 4);
        try (RawHost silent = RawHost.repeating("", "", 20);
                HttpSource source = new HttpSource(rules(silent.port()), hurried, names,
                        DefaultClientTlsStrategy.createDefault())) {
            String link = "http://images.test:%d/a.png".formatted(silent.port());
            for (int i = 0; i < SilentHosts.PATIENCE; i++) {
                assertThatThrownBy(() -> source.fetch(link, Deadline.in(hurried.timeout())))
                        .hasMessageContaining("did not answer within");
            }

            assertThatThrownBy(() -> source.fetch(link, Deadline.in(hurried.timeout())))
                    .hasMessageContaining("its host did not answer recently");
        }
    }

    @Test
    void anAnswerThatEndsTooEarlyMayBeAskedForAgain() throws Exception {
        try (RawHost brief = RawHost.open(client -> client.getOutputStream()
                .write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nxxx".getBytes(StandardCharsets.UTF_8)))) {
            assertThatThrownBy(() -> fetch(brief, LATE)).isInstanceOf(NotNowException.class)
                    .hasMessageContaining("broke off");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "identity", "none", "binary", "aws-chunked", "UTF-8", "image/jpeg", "Identity, none",
            "8bit"})
    void whatAHostCallsTheCodingOfAPictureDoesNotMatter(String coding) throws Exception {
        host.on("/coded", exchange -> {
            exchange.getResponseHeaders().add("Content-Encoding", coding);
            PictureHost.answer(exchange, 200, PICTURE);
        });

        assertThat(fetch("/coded")).isEqualTo(PICTURE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "x-gzip", "br", "none"})
    void aPictureThatIsCompressedWithGzipIsUnpackedWhateverItsHostSays(String coding) throws Exception {
        host.on("/zip", exchange -> {
            exchange.getResponseHeaders().add("Content-Encoding", coding);
            PictureHost.answer(exchange, 200, gzipped(PICTURE));
        });

        assertThat(fetch("/zip")).isEqualTo(PICTURE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "br", "aws-chunked, zstd", "DEFLATE"})
    void aPictureThatIsSaidToBeCompressedAndIsNotIsTakenAsItIs(String coding) throws Exception {
        byte[] picture = DrawnPicture.encoded("png", 4, 3);
        host.on("/zip", exchange -> {
            exchange.getResponseHeaders().add("Content-Encoding", coding);
            PictureHost.answer(exchange, 200, picture);
        });

        assertThat(fetch("/zip")).isEqualTo(picture);
    }

    @Test
    void whatIsCompressedInAnotherWayIsRefused() {
        host.on("/brotli", exchange -> {
            exchange.getResponseHeaders().add("Content-Encoding", "br");
            PictureHost.answer(exchange, 200, PICTURE);
        });

        assertThatThrownBy(() -> fetch("/brotli")).isInstanceOf(UnreadableException.class)
                .hasMessageContaining("its host sent it compressed, although the request refuses that");
    }

    @Test
    void unpackingEndsAtTheLimit() {
        host.serve("/bomb", gzipped(new byte[100_000])).serve("/damaged", new byte[]{0x1f, (byte) 0x8b, 8, 0, 0});

        assertThatThrownBy(() -> fetch("/bomb")).isInstanceOf(UnreadableException.class)
                .hasMessageContaining("it has more than 1,000 bytes");
        assertThatThrownBy(() -> fetch("/damaged")).isInstanceOf(UnreadableException.class)
                .hasMessageContaining("compressed with gzip, and damaged");
    }

    private static byte[] gzipped(byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    @Test
    void aWholePictureComesUnderOtherStatusesToo() throws Exception {
        host.on("/203", exchange -> PictureHost.answer(exchange, 203, PICTURE));
        host.on("/206", exchange -> {
            exchange.getResponseHeaders().add("Content-Range",
                    "bytes 0-%d/%d".formatted(PICTURE.length - 1, PICTURE.length));
            PictureHost.answer(exchange, 206, PICTURE);
        });
        host.on("/part", exchange -> {
            exchange.getResponseHeaders().add("Content-Range", "bytes 0-%d/9999".formatted(PICTURE.length - 1));
            PictureHost.answer(exchange, 206, PICTURE);
        });

        assertThat(fetch("/203")).isEqualTo(PICTURE);
        assertThat(fetch("/206")).isEqualTo(PICTURE);
        assertThatThrownBy(() -> fetch("/part")).hasMessageContaining("status 206");
    }

    @Test
    void aLinkIsSentAsABrowserSendsIt() throws Exception {
        List<String> lines = new CopyOnWriteArrayList<>();
        try (RawHost raw = RawHost.open(client -> {
            BufferedReader in = new BufferedReader(
                    new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1));
            for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
                lines.add(line);
            }
            client.getOutputStream()
                    .write("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx".getBytes(StandardCharsets.UTF_8));
        }); HttpSource source = source(names.with("xn--schn-7qa.test", PictureHost.ADDRESS), raw.port())) {
            source.fetch("http://schön.test:%d//my shoe|100%%.jpg?s[]=a+b%%2520".formatted(raw.port()),
                    Deadline.in(LATE));

            assertThat(lines.getFirst()).isEqualTo("GET //my%20shoe|100%.jpg?s[]=a+b%2520 HTTP/1.1");
            assertThat(lines).contains("Host: xn--schn-7qa.test:" + raw.port());
        }
    }

    @Test
    void theNameThatWasJudgedIsTheNameThatIsLookedUp() throws Exception {
        names.with("xn--schn-7qa.shop.test", PictureHost.ADDRESS).with("img_cdn.shop.test", PictureHost.ADDRESS);
        try (HttpSource source = source(names, host.port())) {
            for (String name : List.of("xn--schn-7qa.shop.test", "schön.shop.test", "img_cdn.shop.test")) {
                assertThat(source.fetch("http://%s:%d/a.png".formatted(name, host.port()), Deadline.in(LATE)).bytes())
                        .isEqualTo(PICTURE);
            }
            assertThat(names.asked("xn--schn-7qa.shop.test")).isPositive();
            assertThat(names.asked("schön.shop.test")).isZero();
        }
    }

    @Test
    void aLinkThatLeavesTheSchemeOpenIsTriedWithBoth() throws Exception {
        LinkRules both = new LinkRules(Set.of(Scheme.HTTP, Scheme.HTTPS), AllowedHosts.ANY, Set.of(host.port()),
                List.of(Network.parse(PictureHost.NETWORK)));
        try (HttpSource source = new HttpSource(both, LIMITS, names, DefaultClientTlsStrategy.createDefault())) {
            assertThat(source.fetch("//images.test:%d/a.png".formatted(host.port()), Deadline.in(LATE)).bytes())
                    .isEqualTo(PICTURE);
        }
    }

    @Test
    void redirectsMayHoldWhatALinkMayHold() throws Exception {
        host.serve("/my shoe.jpg", PICTURE).serve("/größe.jpg", PICTURE);
        for (String location : List.of("/my shoe.jpg", "/my%20shoe.jpg", " /my shoe.jpg",
                "/gr\u00c3\u00b6\u00c3\u009fe.jpg",
                "//images.test:%d/a.png".formatted(host.port()))) {
            byte[] answer = "HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: %s\r\n\r\n".formatted(location)
                    .getBytes(StandardCharsets.ISO_8859_1);
            try (RawHost moved = RawHost.open(client -> client.getOutputStream().write(answer));
                    HttpSource source = new HttpSource(new LinkRules(Set.of(Scheme.HTTP), AllowedHosts.ANY,
                            Set.of(moved.port(), host.port()), List.of(Network.parse(PictureHost.NETWORK))), LIMITS,
                            names, DefaultClientTlsStrategy.createDefault())) {
                String link = location.contains("//")
                        ? "http://images.test:%d/".formatted(moved.port())
                        : "http://images.test:%d/redirect/302?to=%s".formatted(host.port(),
                                URLEncoder.encode(location, StandardCharsets.UTF_8));
                assertThat(source.fetch(link, Deadline.in(LATE)).bytes()).as(location).isEqualTo(PICTURE);
            }
        }
    }

    @Test
    void aHostLearnsWhoAsksAndGetsItsOwnHeadersAlone() throws Exception {
        names.with("other.test", PictureHost.ADDRESS);
        LinkHeaders headers = new LinkHeaders(Optional.of("Mozilla/5.0 (compatible; shelver)"),
                List.of(new LinkHeaders.Header(true, AllowedHosts.parse("images.test"), "Authorization",
                        "Bearer secret"),
                        new LinkHeaders.Header(false, AllowedHosts.parse("*"), "X-Secret", "only over https"),
                        new LinkHeaders.Header(true, AllowedHosts.parse("*"), "X-Shop", "7")));
        try (HttpSource source = new HttpSource(rules(host.port()), headers, LIMITS, Duration.ZERO, names,
                DefaultClientTlsStrategy.createDefault())) {
            source.fetch(link("/redirect/302?to=http%%3A//other.test%%3A%d/a.png".formatted(host.port())),
                    Deadline.in(LATE));
        }

        assertThat(host.requests()).hasSize(2).allSatisfy(sent -> {
            assertThat(sent.getFirst("User-agent")).isEqualTo("Mozilla/5.0 (compatible; shelver)");
            assertThat(sent.getFirst("X-shop")).isEqualTo("7");
            assertThat(sent.containsKey("X-secret")).isFalse();
        });
        assertThat(host.requests()).extracting(sent -> sent.getFirst("Authorization"))
                .containsExactly("Bearer secret", null);
        assertThat(headers.toString()).doesNotContain("secret");
    }

    @Test
    void aHostThatAsksForFewerRequestsGetsThem() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        host.on("/limited", exchange -> {
            exchange.getResponseHeaders().add("Retry-After", "7");
            PictureHost.answer(exchange, asked.incrementAndGet() == 1 ? 200 : 429, PICTURE);
        });
        try (HttpSource source = source(names, host.port())) {
            source.fetch(link("/limited/a"), Deadline.in(LATE));
            for (String path : List.of("/limited/b", "/limited/c", "/a.png")) {
                assertThatThrownBy(() -> source.fetch(link(path), Deadline.in(LATE)))
                        .isInstanceOfSatisfying(NotNowException.class, later -> {
                            assertThat(later.isPaced()).isTrue();
                            assertThat(later.pause().orElseThrow()).isGreaterThan(Duration.ofSeconds(6));
                        }).hasMessageContaining("asks for fewer requests");
            }
        }
        assertThat(asked).hasValue(2);
    }

    @Test
    void aTimeToComeBackCountsFromTheClockOfTheHost() throws Exception {
        byte[] answer = ("HTTP/1.1 503 Busy\r\nContent-Length: 0\r\nDate: Thu, 01 Jan 2015 10:00:00 GMT\r\n"
                + "Retry-After: Thu, 01 Jan 2015 10:00:09 GMT\r\n\r\n").getBytes(StandardCharsets.UTF_8);
        try (RawHost busy = RawHost.open(client -> client.getOutputStream().write(answer))) {
            assertThatThrownBy(() -> fetch(busy, LATE)).isInstanceOfSatisfying(NotNowException.class,
                    later -> assertThat(later.pause().orElseThrow()).isBetween(Duration.ofMillis(8_500),
                            Duration.ofSeconds(9)));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 407, 410, 451, 501, 204, 206, 304})
    void aHostThatSaysNoIsNotAskedAgain(int status) {
        host.on("/no", exchange -> exchange.sendResponseHeaders(status, -1));

        assertThatThrownBy(() -> fetch("/no")).isInstanceOf(UnreadableException.class)
                .hasMessage("the picture could not be fetched from http://images.test: its host answered with status "
                        + status);
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 429, 500, 502, 503, 504})
    void aHostThatIsBusyMayBeAskedAgain(int status) {
        host.on("/busy", exchange -> exchange.sendResponseHeaders(status, -1));

        assertThatThrownBy(() -> fetch("/busy")).isInstanceOf(NotNowException.class)
                .hasMessageContaining("status " + status);
    }

    @Test
    void aBusyHostSaysHowLongToWait() {
        host.on("/busy", exchange -> {
            exchange.getResponseHeaders().add("Retry-After", "7");
            exchange.sendResponseHeaders(503, -1);
        });

        assertThatThrownBy(() -> fetch("/busy")).isInstanceOfSatisfying(NotNowException.class,
                busy -> assertThat(busy.pause().orElseThrow()).isBetween(Duration.ofMillis(6_500),
                        Duration.ofSeconds(7)));
    }

    @Test
    void redirectsAreFollowedUpToTheLimit() throws Exception {
        String third = "/redirect/308?to=/a.png";
        String second = "/redirect/303?to=http%3A//images.test%3A" + host.port() + third.replace("?", "%3F");

        assertThat(fetch(second)).isEqualTo(PICTURE);
        assertThatThrownBy(() -> fetch("/loop")).isInstanceOf(UnreadableException.class)
                .hasMessageContaining("more than 3 redirects");
        assertThat(host.requests()).hasSize(3 + 4);
    }

    @Test
    void aNameThatChangesItsAddressBetweenFetchesIsJudgedAgain() throws Exception {
        names.inTurn("rebind.test", new String[]{PictureHost.ADDRESS}, new String[]{"127.0.0.1"});
        host.on("/once", exchange -> {
            exchange.getResponseHeaders().add("Connection", "close");
            PictureHost.answer(exchange, 200, PICTURE);
        });
        String link = "http://rebind.test:%d/once".formatted(host.port());
        try (Trap trap = Trap.at("127.0.0.1", host.port()); HttpSource source = source(names, host.port())) {

            assertThat(source.fetch(link, Deadline.in(LATE)).bytes()).isEqualTo(PICTURE);
            assertThatThrownBy(() -> source.fetch(link, Deadline.in(LATE))).isInstanceOf(UnreadableException.class)
                    .hasMessageContaining("an address that links may not lead to");

            assertThat(names.asked("rebind.test")).isEqualTo(2);
            assertThat(trap.caught()).isZero();
        }
    }

    @Test
    void whatIsConnectedToIsWhatWasChecked() throws Exception {
        names.inTurn("rebind.test",
                Stream.concat(Stream.<String[]>of(new String[]{PictureHost.ADDRESS}),
                        IntStream.range(0, 9).mapToObj(i -> new String[]{"127.0.0.1"})).toArray(String[][]::new));
        try (Trap trap = Trap.at("127.0.0.1", host.port()); HttpSource source = source(names, host.port())) {

            source.fetch("http://rebind.test:%d/a.png".formatted(host.port()), Deadline.in(LATE));

            assertThat(names.asked("rebind.test")).as("a name is looked up once").isOne();
            assertThat(trap.caught()).isZero();
        }
    }

    @Test
    void aProxyOfTheJvmIsNotUsed() throws Exception {
        try (Trap trap = Trap.at("127.0.0.1", 0)) {
            List<String> hosts = List.of("http.proxyHost", "https.proxyHost", "socksProxyHost");
            List<String> ports = List.of("http.proxyPort", "https.proxyPort", "socksProxyPort");
            hosts.forEach(name -> System.setProperty(name, "127.0.0.1"));
            ports.forEach(name -> System.setProperty(name, String.valueOf(trap.port())));
            try {
                assertThat(fetch("/a.png")).isEqualTo(PICTURE);
            } finally {
                Stream.concat(hosts.stream(), ports.stream()).forEach(System::clearProperty);
            }
            assertThat(trap.caught()).isZero();
        }
    }

    @Test
    void aNameServerThatDoesNotAnswerHoldsNobodyUp() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        HostResolver stuck = name -> {
            try {
                never.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            throw new UnknownHostException(name);
        };
        FetchLimits hurried = new FetchLimits(1_000, SOON, 3, 4);
        try (HttpSource source = new HttpSource(rules(host.port()), hurried, stuck,
                DefaultClientTlsStrategy.createDefault())) {
            assertThatThrownBy(() -> source.fetch(link("/a.png"), Deadline.in(SOON)))
                    .isInstanceOf(NotNowException.class);
        }
        never.countDown();
    }

    @Test
    void anUnknownHostMayBeKnownLater() {
        assertThatThrownBy(() -> {
            try (HttpSource source = source(names, host.port())) {
                source.fetch("http://nowhere.test:%d/".formatted(host.port()), Deadline.in(LATE));
            }
        }).isInstanceOf(NotNowException.class).hasMessageContaining("its host cannot be found");
    }

    @Test
    void aHostIsNamedByItsIpv6AddressToo() throws Exception {
        names.with("six.test", "::1");
        try (RawHost six = RawHost.at("::1", client -> client.getOutputStream()
                .write("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx".getBytes(StandardCharsets.UTF_8)));
                HttpSource source = new HttpSource(
                        new LinkRules(Set.of(Scheme.HTTP), AllowedHosts.ANY, Set.of(six.port()),
                                List.of(Network.parse("::1"))),
                        LIMITS, names, DefaultClientTlsStrategy.createDefault())) {
            for (String name : List.of("[::1]", "six.test")) {
                assertThat(source.fetch("http://%s:%d/".formatted(name, six.port()), Deadline.in(LATE)).length())
                        .isOne();
            }
        }
    }

    private void assertLate(RawHost slow) throws Exception {
        long begin = System.nanoTime();
        assertThatThrownBy(() -> fetch(slow, SOON)).isInstanceOf(NotNowException.class)
                .hasMessageContaining("the host did not answer within 400 ms");
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(LATE);
        assertThat(slow.sawHangUp()).isTrue();
    }

    private void fetch(RawHost from, Duration within) throws Exception {
        try (HttpSource source = source(names, from.port())) {
            source.fetch("http://images.test:%d/a.png".formatted(from.port()), Deadline.in(within));
        }
    }

    private byte[] fetch(String path) throws Exception {
        try (HttpSource source = source(names, host.port())) {
            return source.fetch(link(path), Deadline.in(LATE)).bytes();
        }
    }

    private String link(String path) {
        return "http://images.test:%d%s".formatted(host.port(), path);
    }

    private static HttpSource source(HostResolver names, int port) {
        return new HttpSource(rules(port), LIMITS, names, DefaultClientTlsStrategy.createDefault());
    }

    private static LinkRules rules(int port) {
        return new LinkRules(Set.of(Scheme.HTTP), AllowedHosts.ANY, Set.of(port),
                List.of(Network.parse(PictureHost.NETWORK)));
    }
}
