// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.image;

import io.shelver.catalog.Image;
import io.shelver.classify.Pictures.UnreadableException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.SSLException;

import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.client5.http.utils.DateUtils;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.NameValuePair;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;

/**
 * Fetches over http and https from the hosts that the rules allow. The rules are checked on the text of the link, on
 * the addresses of its host and at the socket, and all of them again at each redirect.
 */
final class HttpSource implements PictureSource {
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final Set<Integer> WHOLE = Set.of(200, 203);
    private static final Pattern RANGE = Pattern.compile("bytes 0-([0-9]{1,9})/([0-9]{1,9})");
    private static final Set<String> COMPRESSED = Set.of("gzip", "x-gzip", "deflate", "compress", "x-compress", "br",
            "zstd");
    private static final Set<Integer> BUSY = Set.of(408, 425, 429, 500, 502, 503, 504);

    /**
     * The longest answer without a picture, in bytes, that is read to its end so that its connection can be used again.
     */
    private static final int MAX_CHAT = 16_384;

    private final LinkRules rules;
    private final LinkHeaders headers;
    private final FetchLimits limits;
    private final Duration patience;
    private final GuardedResolver resolver;
    private final CloseableHttpClient client;
    private final ScheduledThreadPoolExecutor watch;
    private final SilentHosts silent = new SilentHosts(System::nanoTime);
    private final HostPace pace = new HostPace(System::nanoTime);

    HttpSource(LinkRules rules, FetchLimits limits, HostResolver resolver, TlsSocketStrategy tls) {
        this(rules, LinkHeaders.NONE, limits, LinkSettings.USUAL_PATIENCE, resolver, tls);
    }

    HttpSource(LinkRules rules, LinkHeaders headers, FetchLimits limits, Duration patience, HostResolver resolver,
            TlsSocketStrategy tls) {
        this.rules = rules;
        this.headers = headers;
        this.limits = limits;
        this.patience = patience;
        AddressRules addresses = new AddressRules(rules.networks());
        this.resolver = new GuardedResolver(resolver, addresses, limits.timeout(), 2 * limits.parallel());
        this.client = HttpClientBuilder.create()
                .setConnectionManager(GuardedConnections.open(addresses, this.resolver, tls, limits))
                .setUserAgent(headers.agent().orElseGet(HttpSource::product)).disableRedirectHandling()
                .disableCookieManagement().disableAuthCaching()
                .disableContentCompression().disableAutomaticRetries().disableConnectionState().build();
        this.watch = new ScheduledThreadPoolExecutor(1,
                Thread.ofPlatform().daemon().name("shelver-fetch-watch").factory());
        watch.setRemoveOnCancelPolicy(true);
    }

    private static String product() {
        return Optional.ofNullable(HttpSource.class.getPackage().getImplementationVersion())
                .map(version -> "shelver/" + version).orElse("shelver");
    }

    @Override
    public Image.Encoded fetch(String reference, Deadline deadline) throws UnreadableException, NotNowException {
        Link link = Link.parse(reference, rules);
        Optional<Link> insecure = Link.insecure(reference, rules);
        try {
            // A server without TLS may just wait for more.
            return fetch(link, insecure.isEmpty() ? deadline : deadline.orIn(deadline.left().dividedBy(2)));
        } catch (NotNowException e) {
            if (insecure.isEmpty() || !e.isHostGone() || deadline.isOver()) {
                throw e;
            }
            return fetch(insecure.get(), deadline);
        }
    }

    private Image.Encoded fetch(Link first, Deadline deadline) throws UnreadableException, NotNowException {
        Link link = first;
        for (int hop = 0; hop <= limits.redirects(); hop++) {
            Answer answer = ask(link, deadline);
            switch (answer) {
                case Answer.Body body -> {
                    return body.encoded();
                }
                case Answer.Elsewhere elsewhere -> link = link.follow(elsewhere.location(), rules);
            }
        }
        throw failed(link, String.format(Locale.ROOT, "more than %d redirects", limits.redirects()));
    }

    private sealed interface Answer {
        record Body(Image.Encoded encoded) implements Answer {}

        record Elsewhere(String location) implements Answer {}
    }

    private Answer ask(Link link, Deadline deadline) throws UnreadableException, NotNowException {
        Optional<Duration> pause = silent.pause(link.host());
        if (pause.isPresent()) {
            throw NotNowException.busy(why(link, "its host did not answer recently"), pause);
        }
        Optional<Duration> turn = pace.turn(link.host(), link.target(), longest(deadline));
        if (turn.isPresent()) {
            throw NotNowException.paced(why(link, "its host asks for fewer requests"), turn.get());
        }
        // Without a URI, which would refuse or change what browsers send.
        HttpGet request = new HttpGet("/");
        request.setPath(link.target());
        Timeout left = Timeout.of(deadline.left());
        request.setConfig(RequestConfig.custom().setConnectionRequestTimeout(left).setResponseTimeout(left)
                .setRedirectsEnabled(false).setAuthenticationEnabled(false).setProtocolUpgradeEnabled(false).build());
        request.setHeader("Accept", PictureDecoder.MEDIA_TYPES);
        request.setHeader("Accept-Encoding", "identity");
        headers.to(link.scheme(), link.host()).forEach(header -> request.addHeader(header.name(), header.value()));
        HttpHost host = new HttpHost(link.scheme().name().toLowerCase(Locale.ROOT), link.host(), link.port());
        if (deadline.isOver()) {
            throw late(link, deadline);
        }
        // A socket timeout does not stop a host that sends a byte a second, so the request is cancelled from outside.
        ScheduledFuture<?> cut = watch.schedule(request::cancel, deadline.left().toNanos(), TimeUnit.NANOSECONDS);
        try {
            Answer answer = read(link, client.executeOpen(host, request, null), longest(deadline));
            silent.answered(link.host());
            return answer;
        } catch (IOException | IllegalStateException e) {
            // The timeout of a socket ends in whole milliseconds, and so a little before the deadline.
            throw deadline.isOver() || e instanceof InterruptedIOException
                    ? late(link, deadline)
                    : explained(link, e);
        } finally {
            cut.cancel(false);
            // Cuts off an answer that was not read to its end. Closing it would read on for as long as the host likes.
            // After the end the connection is back in the pool, and this does nothing.
            request.cancel();
        }
    }

    /** How long a picture may wait for its turn: here, or in the slot of its upload. */
    private Duration longest(Deadline deadline) {
        Duration left = deadline.left();
        return left.compareTo(patience) > 0 ? left : patience;
    }

    private Answer read(Link link, ClassicHttpResponse response, Duration longest)
            throws IOException, UnreadableException, NotNowException {
        int status = response.getCode();
        if (WHOLE.contains(status) || status == 206 && isWhole(response)) {
            pace.served(link.host());
            return new Answer.Body(body(link, response));
        }
        drain(response);
        if (REDIRECTS.contains(status)) {
            pace.served(link.host());
            Header location = response.getFirstHeader("Location");
            if (location == null) {
                throw failed(link, "its host redirects without saying where to");
            }
            return new Answer.Elsewhere(location.getValue());
        }
        String why = why(link, "its host answered with status " + status);
        Optional<Duration> pause = retryAfter(response);
        if (status == 429 || status == 503 && pause.isPresent()) {
            throw NotNowException.paced(why + " and asks for fewer requests",
                    pace.refused(link.host(), link.target(), pause, longest));
        }
        if (BUSY.contains(status)) {
            throw NotNowException.busy(why, pause);
        }
        throw new UnreadableException(why);
    }

    /** Some hosts answer with a part that is the whole. */
    private static boolean isWhole(ClassicHttpResponse response) {
        Header range = response.getFirstHeader("Content-Range");
        Matcher parts = RANGE.matcher(range == null ? "" : range.getValue());
        return parts.matches() && Long.parseLong(parts.group(1)) + 1 == Long.parseLong(parts.group(2));
    }

    private Image.Encoded body(Link link, ClassicHttpResponse response) throws IOException, UnreadableException {
        HttpEntity entity = response.getEntity();
        if (entity == null) {
            throw failed(link, "its host sent nothing");
        }
        if (entity.getContentLength() > limits.maxBytes()) {
            throw tooLarge(link, limits);
        }
        byte[] bytes = bounded(link, entity.getContent());
        if (bytes.length == 0) {
            throw failed(link, "its host sent nothing");
        }
        return Image.Encoded.of(unpacked(link, bytes, coding(response)));
    }

    private byte[] bounded(Link link, InputStream in) throws IOException, UnreadableException {
        byte[] bytes = in.readNBytes(limits.maxBytes());
        if (bytes.length == limits.maxBytes() && in.read() != -1) {
            throw tooLarge(link, limits);
        }
        return bytes;
    }

    private static String coding(ClassicHttpResponse response) {
        return Arrays.stream(response.getHeaders("Content-Encoding")).map(NameValuePair::getValue)
                .collect(Collectors.joining(",")).toLowerCase(Locale.ROOT);
    }

    /**
     * Hosts say many things about pictures that they did not compress, and compress some that were not to be. So the
     * bytes tell: no picture starts like a gzip file.
     */
    private byte[] unpacked(Link link, byte[] bytes, String coding) throws UnreadableException {
        if (bytes.length > 2 && (bytes[0] & 0xff) == 0x1f && (bytes[1] & 0xff) == 0x8b) {
            try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
                return bounded(link, in);
            } catch (IOException e) {
                throw failed(link, "its host sent it compressed with gzip, and damaged");
            }
        }
        if (Arrays.stream(coding.split(",")).map(String::strip).anyMatch(COMPRESSED::contains)
                && !PictureDecoder.knows(bytes)) {
            throw failed(link, "its host sent it compressed, although the request refuses that");
        }
        return bytes;
    }

    private static void drain(ClassicHttpResponse response) throws IOException {
        HttpEntity entity = response.getEntity();
        if (entity != null && entity.getContentLength() <= MAX_CHAT) {
            entity.getContent().readNBytes(MAX_CHAT + 1);
        }
    }

    /** A date counts from the host's own clock, which may differ from ours. */
    private static Optional<Duration> retryAfter(ClassicHttpResponse response) {
        Header header = response.getFirstHeader("Retry-After");
        if (header == null) {
            return Optional.empty();
        }
        String value = header.getValue().strip();
        if (value.matches("[0-9]{1,6}")) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(value)));
        }
        Instant until = DateUtils.parseStandardDate(value);
        if (until == null) {
            return Optional.empty();
        }
        Instant now = Optional.ofNullable(DateUtils.parseStandardDate(response, "Date")).orElseGet(Instant::now);
        return Optional.of(until.isAfter(now) ? Duration.between(now, until) : Duration.ZERO);
    }

    private NotNowException late(Link link, Deadline deadline) {
        // If the batch left less time than usual, the silence may not be the host's fault.
        if (deadline.given().compareTo(limits.timeout().dividedBy(2)) > 0) {
            silent.silent(link.host());
        }
        return NotNowException.gone(why(link, "the host did not answer " + deadline.within()));
    }

    private static NotNowException explained(Link link, Exception e) throws UnreadableException {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof RefusedAddressException refused) {
                throw new UnreadableException("the picture is not fetched: " + refused.getMessage());
            }
        }
        return NotNowException.gone(switch (e) {
            case UnknownHostException unknown -> why(link, "its host cannot be found");
            case SSLException insecure -> why(link, "there is no secure connection to its host");
            default -> why(link, "its host broke off, or does not answer");
        });
    }

    static UnreadableException tooLarge(Link link, FetchLimits limits) {
        return failed(link,
                String.format(Locale.ROOT, "it has more than %,d bytes, which is the limit", limits.maxBytes()));
    }

    private static UnreadableException failed(Link link, String why) {
        return new UnreadableException(why(link, why));
    }

    private static String why(Link link, String why) {
        return "the picture could not be fetched from %s: %s".formatted(link, why);
    }

    @Override
    public void close() {
        watch.shutdownNow();
        resolver.close();
        client.close(CloseMode.IMMEDIATE);
    }
}
