// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A registry that has Confluent's API and no other, with the answers that its documentation gives. */
final class ConfluentServer implements AutoCloseable {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    final List<String> requests = new CopyOnWriteArrayList<>();
    final List<String> logins = new CopyOnWriteArrayList<>();
    /** So many questions more are answered with 503. */
    final AtomicInteger starting = new AtomicInteger();
    volatile boolean readOnly;
    private final List<Registered> schemas = new ArrayList<>();
    private final HttpServer server;

    private record Registered(String subject, String body) {}

    private record Answer(int status, String body) {}

    ConfluentServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Registers what a client would post, and gives its id. */
    synchronized int register(String subject, String body) {
        schemas.add(new Registered(subject, body));
        return schemas.size();
    }

    private void handle(HttpExchange exchange) throws IOException {
        requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
        logins.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
        String posted = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        Answer answer = starting.getAndUpdate(left -> Math.max(0, left - 1)) > 0
                ? new Answer(503, "")
                : answer(exchange.getRequestMethod(), exchange.getRequestURI().getPath().split("/"), posted);
        byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/vnd.schemaregistry.v1+json");
        exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private synchronized Answer answer(String method, String[] path, String posted) throws IOException {
        if (path.length == 3 && path[1].equals("schemas")) {
            return new Answer(200, "[\"JSON\",\"PROTOBUF\",\"AVRO\"]");
        }
        if (path.length == 4 && path[1].equals("schemas")) {
            int id = Integer.parseInt(path[3]);
            return id > schemas.size()
                    ? new Answer(404, "{\"error_code\":40403,\"message\":\"Schema %d not found\"}".formatted(id))
                    : new Answer(200, schemas.get(id - 1).body());
        }
        if (path.length == 5 && method.equals("GET")) {
            int id = idOf(path[2], null);
            return new Answer(200, "{\"subject\":\"%s\",\"version\":1,\"id\":%d,%s".formatted(path[2], id,
                    schemas.get(id - 1).body().substring(1)));
        }
        if (method.equals("POST") && path[1].equals("subjects")) {
            int id = idOf(path[2], MAPPER.readTree(posted));
            if (id > 0) {
                return new Answer(200, "{\"subject\":\"%s\",\"version\":1,\"id\":%d}".formatted(path[2], id));
            }
            if (path.length == 3) {
                return new Answer(404, "{\"error_code\":40403,\"message\":\"Schema not found\"}");
            }
            return readOnly
                    ? new Answer(403, "{\"error_code\":40301,\"message\":\"Forbidden\"}")
                    : new Answer(200, "{\"id\":%d}".formatted(register(path[2], posted)));
        }
        return new Answer(404, "{\"error_code\":404,\"message\":\"HTTP 404 Not Found\"}");
    }

    /** 0 if there is none; any of the subject if none is given. */
    private int idOf(String subject, @Nullable JsonNode posted) throws IOException {
        for (int i = 0; i < schemas.size(); i++) {
            if (schemas.get(i).subject().equals(subject) && (posted == null
                    || MAPPER.readTree(schemas.get(i).body()).path("schema").equals(posted.path("schema")))) {
                return i + 1;
            }
        }
        return 0;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
