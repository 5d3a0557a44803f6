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

/** The server. It answers from the first second on; what it is handed later it says is not there yet. */
public final class HttpApi implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HttpApi.class);
    private static final Duration IDLE = Duration.ofSeconds(30);
    /** A body that comes slower, on average, is given up. */
    private static final int MIN_BYTES_PER_SECOND = 1_024;
    private static final int HEADER_BYTES = 8_192;
    /** Each takes a file descriptor, of which the Kafka clients of this process need theirs. */
    static final int MAX_CONNECTIONS = 512;
    /** For a connection that is silent while there are as many as there may be, so that health is still answered. */
    private static final Duration IDLE_WHEN_FULL = Duration.ofSeconds(1);
    /** As many as predictions can hold, and some that are always left for health and metrics. */
    private static final int THREADS = Predictor.MAX_REQUESTS + 16;
    /** What a drained request may need beyond its prediction, to be read and to be answered. */
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
     * @param metrics
     *            what {@code /metrics} answers; asked once a second at most
     * @throws HttpStartException
     *             if the address cannot be listened on
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
        // Takes longer than what it compresses took to make.
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
                // Javalin would say 200 to any, and to whoever asks for health by HEAD.
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
        // While it stops, what is under way ends and what comes anew is told so.
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
            // RFC 6750, section 3.1: an error is told only to those who brought credentials.
            throw new ProblemException(
                    new Problem(401, "send one of the service's tokens: Authorization: Bearer TOKEN"),
                    Map.of("WWW-Authenticate",
                            "Bearer realm=\"shelver\"" + (given == null ? "" : ", error=\"invalid_token\"")));
        }
    }

    /** Reads a listing out of a request. */
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
            throw Draft.refused("the format is text or html");
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
            // The body did not come: too slowly, or its sender is gone and reads nothing any more.
            answer(context, Problem.of(e.getCause() instanceof TimeoutException ? 408 : 400),
                    Map.of("Connection", "close"));
        } else {
            // Never its message, which may quote the request.
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

    /** From now on there are predictions. */
    public void serve(Served served) {
        health.serve(served);
    }

    /** From now on there is a topology to show, and a stream to be ready with. */
    public void show(StreamView stream) {
        health.show(stream);
    }

    /** The port that it listens on. */
    public int port() {
        return server.port();
    }

    /**
     * Not ready any more, then drained: what is under way is answered, what comes anew is refused.
     *
     * @return whether nothing is left inside the classifier
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
                LOG.warn("predictions were still under way when the server closed");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
