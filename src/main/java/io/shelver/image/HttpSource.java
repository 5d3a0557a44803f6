// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.image;

import io.shelver.catalog.Image;
import io.shelver.classify.Pictures.UnreadableException;
import java.io.IOException;
import java.io.InputStream;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;

import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;

/**
 * Fetches over http and https from the hosts that the rules allow. The rules are checked on the text of the link, on
 * the addresses of its host and at the socket, and all of them again at each redirect.
 */
final class HttpSource implements PictureSource {
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final Set<Integer> BUSY = Set.of(408, 425, 429, 500, 502, 503, 504);

    /**
     * The longest answer without a picture, in bytes, that is read to its end so that its connection can be used again.
     */
    private static final int MAX_CHAT = 16_384;

    private final LinkRules rules;
    private final FetchLimits limits;
    private final GuardedResolver resolver;
    private final CloseableHttpClient client;
    private final ScheduledThreadPoolExecutor watch;
    private final SilentHosts silent = new SilentHosts(System::nanoTime);

    HttpSource(LinkRules rules, FetchLimits limits, HostResolver resolver, TlsSocketStrategy tls) {
        this.rules = rules;
        this.limits = limits;
        AddressRules addresses = new AddressRules(rules.networks());
        this.resolver = new GuardedResolver(resolver, addresses, limits.timeout(), 2 * limits.parallel());
        this.client = HttpClientBuilder.create()
                .setConnectionManager(GuardedConnections.open(addresses, this.resolver, tls, limits))
                .setUserAgent(userAgent()).disableRedirectHandling().disableCookieManagement().disableAuthCaching()
                .disableContentCompression().disableAutomaticRetries().disableConnectionState().build();
        this.watch = new ScheduledThreadPoolExecutor(1,
                Thread.ofPlatform().daemon().name("shelver-fetch-watch").factory());
        watch.setRemoveOnCancelPolicy(true);
    }

    private static String userAgent() {
        return Optional.ofNullable(HttpSource.class.getPackage().getImplementationVersion())
                .map(version -> "shelver/" + version).orElse("shelver");
    }

    @Override
    public Image.Encoded fetch(String reference, Deadline deadline) throws UnreadableException, NotNowException {
        Link link = Link.parse(reference, rules);
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
        HttpGet request = new HttpGet(link.uri());
        Timeout left = Timeout.of(deadline.left());
        request.setConfig(RequestConfig.custom().setConnectionRequestTimeout(left).setResponseTimeout(left)
                .setRedirectsEnabled(false).setAuthenticationEnabled(false).setProtocolUpgradeEnabled(false).build());
        request.setHeader("Accept", "image/*");
        request.setHeader("Accept-Encoding", "identity");
        HttpHost host = new HttpHost(link.scheme().name().toLowerCase(Locale.ROOT), link.host(), link.port());
        if (deadline.isOver()) {
            throw late(link, deadline);
        }
        // A socket timeout does not stop a host that sends a byte a second, so the request is cancelled from outside.
        ScheduledFuture<?> cut = watch.schedule(request::cancel, deadline.left().toNanos(), TimeUnit.NANOSECONDS);
        try {
            Answer answer = read(link, client.executeOpen(host, request, null));
            silent.answered(link.host());
            return answer;
        } catch (IOException | IllegalStateException e) {
            throw deadline.isOver() ? late(link, deadline) : explained(link, e);
        } finally {
            cut.cancel(false);
            // Cuts off an answer that was not read to its end. Closing it would read on for as long as the host likes.
            // After the end the connection is back in the pool, and this does nothing.
            request.cancel();
        }
    }

    private Answer read(Link link, ClassicHttpResponse response)
            throws IOException, UnreadableException, NotNowException {
        int status = response.getCode();
        if (status == 200) {
            return new Answer.Body(body(link, response));
        }
        drain(response);
        if (REDIRECTS.contains(status)) {
            Header location = response.getFirstHeader("Location");
            if (location == null) {
                throw failed(link, "its host redirects without saying where to");
            }
            return new Answer.Elsewhere(location.getValue());
        }
        String why = why(link, "its host answered with status " + status);
        if (BUSY.contains(status)) {
            throw NotNowException.busy(why, retryAfter(response));
        }
        throw new UnreadableException(why);
    }

    private Image.Encoded body(Link link, ClassicHttpResponse response) throws IOException, UnreadableException {
        Header coding = response.getFirstHeader("Content-Encoding");
        if (coding != null && !coding.getValue().strip().equalsIgnoreCase("identity")) {
            throw failed(link, "its host sent it compressed, although the request refuses that");
        }
        HttpEntity entity = response.getEntity();
        if (entity == null) {
            throw failed(link, "its host sent nothing");
        }
        if (entity.getContentLength() > limits.maxBytes()) {
            throw tooLarge(link, limits);
        }
        InputStream in = entity.getContent();
        byte[] bytes = in.readNBytes(limits.maxBytes());
        if (bytes.length == limits.maxBytes() && in.read() != -1) {
            throw tooLarge(link, limits);
        }
        return Image.Encoded.of(bytes);
    }

    private static void drain(ClassicHttpResponse response) throws IOException {
        HttpEntity entity = response.getEntity();
        if (entity != null && entity.getContentLength() <= MAX_CHAT) {
            entity.getContent().readNBytes(MAX_CHAT + 1);
        }
    }

    /** Reads seconds only: a date depends on a clock that may differ from ours. */
    private static Optional<Duration> retryAfter(ClassicHttpResponse response) {
        Header header = response.getFirstHeader("Retry-After");
        return header != null && header.getValue().matches("[0-9]{1,6}")
                ? Optional.of(Duration.ofSeconds(Long.parseLong(header.getValue())))
                : Optional.empty();
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
