// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.http;

import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import io.javalin.http.MethodNotAllowedResponse;
import io.javalin.util.JavalinBindException;
import io.shelver.catalog.Listing;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP server. It answers as soon as it has started. Until {@link #serve} and {@link #show} are called, it answers 503 where it
 * needs the bundle or the stream.
 */
public final class HttpApi implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HttpApi.class);
    private static final Duration IDLE = Duration.ofSeconds(30);
    /** The slowest body that is read to its end, on average. */
    static final int MIN_BYTES_PER_SECOND = 1_024;
    static final int HEADER_BYTES = 8_192;
    /** Bounded because each connection takes a file descriptor, and the Kafka clients of this process need some too. */
    static final int MAX_CONNECTIONS = 512;
    /** The idle time of a connection while there are {@link #MAX_CONNECTIONS}, so that silent ones make room for health checks. */
    private static final Duration IDLE_WHEN_FULL = Duration.ofSeconds(1);
    /** One for each prediction that may be under way, and some that always stay free for health and metrics. */
    private static final int THREADS = Predictor.MAX_REQUESTS + 16;
    /** The time that a request needs besides its prediction, to be read and answered, when the server drains. */
    private static final Duration MARGIN = Duration.ofSeconds(2);
    private static final String ROUTE = "shelver.route";

    private final HttpSettings settings;
    private final Supplier<String> metrics;
    private final RequestListener listener;
    private final Health health = new Health();
    private final PredictionRequest request;
    private final Predictor predictor;
    private final byte[] openApi = openApi();
    private final Javalin server;
    private boolean stopped;
    private boolean drained;

    private HttpApi(HttpSettings settings, Supplier<String> metrics, RequestListener listener) {
        this.settings = settings;
        this.metrics = new CachedText(metrics);
        this.listener = listener;
        this.request = new PredictionRequest(settings);
        this.predictor = new Predictor(settings.deadline());
        this.server = Javalin.create(this::configure);
    }

    /**
     * Starts the server.
     *
     * @param metrics
     *            makes the text of {@code /metrics}; called at most once a second
     * @param listener
     *            hears of every answered request
     * @throws HttpStartException
     *             if the server cannot listen on the address
     */
    public static HttpApi start(HttpSettings settings, Supplier<String> metrics, RequestListener listener) {
        HttpApi api = new HttpApi(settings, metrics, listener);
        try {
            api.server.start(settings.host(), settings.port());
            return api;
        } catch (JavalinBindException e) {
            api.close();
            throw new HttpStartException(
                    "port %d of %s is taken, or not ours: set SHELVER_HTTP_PORT to another, to 0 for any free one, or to none"
                            .formatted(settings.port(), settings.host()),
                    e);
        }
    }

    private void configure(JavalinConfig config) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.http.prefer405over404 = true;
        // To compress an answer takes longer than to make it.
        config.http.compressionStrategy = CompressionStrategy.NONE;
        QueuedThreadPool threads = new QueuedThreadPool(THREADS);
        threads.setName("shelver-http");
        threads.setDaemon(true);
        config.jetty.threadPool = threads;
        config.jetty.modifyServer(this::configure);
        config.jetty.modifyHttpConfiguration(HttpApi::configure);
        config.routes.before(context -> SecurityHeaders.ALL.forEach(context::header));
        config.routes.beforeMatched(this::authorize);
        for (Route route : Route.values()) {
            Handler handler = handler(route);
            Handler heard = context -> {
                context.attribute(ROUTE, route.path());
                handler.handle(context);
            };
            config.routes.addHttpHandler(route.method(), route.path(), heard, route.access());
            if (route.method() == HandlerType.GET) {
                // Without these, Javalin answers every HEAD with 200, also that of an unhealthy process.
                config.routes.addHttpHandler(HandlerType.HEAD, route.path(), heard, route.access());
            }
        }
        config.routes.exception(ProblemException.class, (e, context) -> answer(context, e.problem(), e.headers()));
        config.routes.exception(HttpResponseException.class, (e, context) -> answer(context, e));
        config.routes.exception(Exception.class, (e, context) -> answer(context, e));
        config.requestLogger.http((context, milliseconds) -> listener.answered(
                Optional.<String>ofNullable(context.attribute(ROUTE)).orElse("none"), context.statusCode(),
                Duration.ofNanos((long) (1e6 * milliseconds))));
    }

    private void configure(Server jetty) {
        // While the server stops, it finishes the requests under way and answers new ones with 503.
        jetty.setHandler(new GracefulHandler());
        NetworkConnectionLimit crowd = new NetworkConnectionLimit(MAX_CONNECTIONS, jetty);
        crowd.setEndPointIdleTimeout(IDLE_WHEN_FULL.toMillis());
        jetty.addBean(crowd);
        jetty.setErrorHandler(new ProblemHandler());
        jetty.setStopTimeout(settings.deadline().plus(MARGIN).toMillis());
    }

    private static void configure(HttpConfiguration http) {
        http.setSendServerVersion(false);
        http.setSendXPoweredBy(false);
        http.setIdleTimeout(IDLE.toMillis());
        http.setRequestHeaderSize(HEADER_BYTES);
        http.setMinRequestDataRate(MIN_BYTES_PER_SECOND);
    }

    private Handler handler(Route route) {
        return switch (route) {
            case INDEX -> Page::index;
            case PREDICT_BY_QUERY -> context -> predict(context, request::fromQuery);
            case PREDICT -> context -> predict(context, request::fromBody);
            case LIVE -> context -> answer(context, health.live());
            case READY -> context -> answer(context, health.ready());
            case METRICS ->
                context -> context.contentType("text/plain; version=0.0.4; charset=utf-8").result(metrics.get());
            case BUNDLE -> context -> json(context, Json.write(health.served().bundle()));
            case TOPOLOGY -> this::topology;
            case OPENAPI -> context -> context.contentType("application/json").result(openApi);
        };
    }

    private void authorize(Context context) {
        String given = context.header("Authorization");
        if (context.routeRoles().contains(Access.TOKEN) && !settings.tokens().admit(given)) {
            // RFC 6750, section 3.1: the error code is only for requests with credentials.
            throw new ProblemException(
                    new Problem(401,
                            "the request has no valid token; send one of the service's: Authorization: Bearer TOKEN"),
                    Map.of("WWW-Authenticate",
                            "Bearer realm=\"shelver\"" + (given == null ? "" : ", error=\"invalid_token\"")));
        }
    }

    /** Reads the listing in a request. */
    @FunctionalInterface
    private interface Reading {
        Listing listing(Context context) throws IOException;
    }

    private void predict(Context context, Reading reading) throws IOException {
        Served served = health.served();
        predictor.enter();
        try {
            Listing listing = reading.listing(context);
            json(context,
                    Json.write(Prediction.of(predictor.predict(served.classifier(), listing), served.taxonomy())));
        } finally {
            predictor.leave();
        }
    }

    private void topology(Context context) {
        String format = context.queryParam("format");
        boolean text = format == null
                ? Optional.ofNullable(context.header("Accept")).orElse("").startsWith("text/plain")
                : format.equals("text");
        if (format != null && !text && !format.equals("html")) {
            throw Draft.refused("the format is unknown; send text or html");
        }
        if (text) {
            context.contentType("text/plain; charset=utf-8").result(health.stream().topology());
        } else {
            Page.topology(context, health.stream().topology());
        }
    }

    private static void answer(Context context, Health.Answer answer) {
        json(context.status(answer.good() ? 200 : 503), answer.json());
    }

    private static void json(Context context, String json) {
        context.contentType("application/json").result(json);
    }

    private static void answer(Context context, Problem problem, Map<String, String> headers) {
        headers.forEach(context::header);
        context.status(problem.status()).contentType(Problem.MEDIA_TYPE).result(problem.json());
    }

    private static void answer(Context context, HttpResponseException e) {
        Map<String, String> headers = e instanceof MethodNotAllowedResponse
                ? Map.of("Allow", Arrays.stream(Route.values()).filter(route -> route.path().equals(context.path()))
                        .map(route -> route.method() == HandlerType.GET ? "GET, HEAD" : route.method().toString())
                        .collect(Collectors.joining(", ")))
                : Map.of();
        answer(context, Problem.of(e.getStatus()), headers);
    }

    private static void answer(Context context, Exception e) {
        if (e instanceof HttpException refused) {
            answer(context, Problem.of(refused.getCode()), Map.of("Connection", "close"));
        } else if (e instanceof IOException) {
            // The body came too slowly, or its sender has gone.
            answer(context, Problem.of(e.getCause() instanceof TimeoutException ? 408 : 400),
                    Map.of("Connection", "close"));
        } else {
            // Without the message of the exception, which may quote the request.
            LOG.error("{} failed: {} at {}", Optional.<String>ofNullable(context.attribute(ROUTE)).orElse("none"),
                    e.getClass().getName(), e.getStackTrace().length == 0 ? "?" : e.getStackTrace()[0]);
            answer(context, Problem.of(500), Map.of());
        }
    }

    private static byte[] openApi() {
        try (InputStream in = HttpApi.class.getResourceAsStream("/openapi.json")) {
            if (in == null) {
                throw new IllegalStateException("openapi.json is not on the class path");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("openapi.json cannot be read", e);
        }
    }

    /** Offers predictions from now on. */
    public void serve(Served served) {
        health.serve(served);
    }

    /** Shows the topology from now on. The server is ready while the stream runs. */
    public void show(StreamView stream) {
        health.show(stream);
    }

    /** The port that the server listens on, 1 to 65535. */
    public int port() {
        return server.port();
    }

    /**
     * Stops being ready, then drains: answers the requests under way, and rejects new ones.
     *
     * @return whether the classifier has finished all predictions
     */
    public synchronized boolean stop() throws InterruptedException {
        health.stop();
        if (!stopped) {
            stopped = true;
            server.stop();
            drained = predictor.close(settings.deadline());
        }
        return drained;
    }

    @Override
    public void close() {
        try {
            if (!stop()) {
                LOG.warn("the HTTP server closed while predictions were still under way; their callers get no answer");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
