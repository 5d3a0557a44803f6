// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.testing;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;

/**
 * A web server on 127.0.0.2, which tests allow as if it were public. {@code /redirect/STATUS?to=LOCATION} redirects to the
 * location, {@code /loop} redirects to itself, and {@code /nowhere} redirects without a location.
 */
public final class PictureHost implements AutoCloseable {
    public static final String ADDRESS = "127.0.0.2";
    public static final String NETWORK = ADDRESS + "/32";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool(Thread.ofPlatform().daemon().factory());
    private final List<Headers> requests = new CopyOnWriteArrayList<>();
    private final Set<Integer> clients = ConcurrentHashMap.newKeySet();

    private PictureHost(HttpServer server) {
        this.server = server;
        server.setExecutor(threads);
        on("/redirect/", PictureHost::redirect);
        on("/loop", exchange -> redirect(exchange, 302, "/loop"));
        on("/nowhere", exchange -> exchange.sendResponseHeaders(302, -1));
        server.start();
    }

    public static PictureHost open() throws IOException {
        return at(0);
    }

    public static PictureHost at(int port) throws IOException {
        return new PictureHost(HttpServer.create(address(port), 100));
    }

    public static PictureHost secure(SSLContext context) throws IOException {
        HttpsServer server = HttpsServer.create(address(0), 100);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        return new PictureHost(server);
    }

    private static InetSocketAddress address(int port) throws IOException {
        return new InetSocketAddress(InetAddress.getByName(ADDRESS), port);
    }

    public PictureHost on(String path, HttpHandler handler) {
        server.createContext(path, exchange -> {
            clients.add(exchange.getRemoteAddress().getPort());
            requests.add(exchange.getRequestHeaders());
            try (exchange) {
                handler.handle(exchange);
            }
        });
        return this;
    }

    public PictureHost serve(String path, byte[] content) {
        return on(path, exchange -> answer(exchange, 200, content));
    }

    public static void answer(HttpExchange exchange, int status, byte[] content) throws IOException {
        exchange.sendResponseHeaders(status, content.length == 0 ? -1 : content.length);
        exchange.getResponseBody().write(content);
    }

    private static void redirect(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String to = exchange.getRequestURI().getRawQuery().substring("to=".length());
        redirect(exchange, Integer.parseInt(path.substring(path.lastIndexOf('/') + 1)),
                URLDecoder.decode(to, StandardCharsets.UTF_8));
    }

    private static void redirect(HttpExchange exchange, int status, String to) throws IOException {
        exchange.getResponseHeaders().add("Location", to);
        exchange.sendResponseHeaders(status, -1);
    }

    public int port() {
        return server.getAddress().getPort();
    }

    /** The headers of every request, in order. */
    public List<Headers> requests() {
        return List.copyOf(requests);
    }

    /** The number of connections that the requests used. */
    public int connections() {
        return clients.size();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
