#!/usr/bin/env bash
# What surprised us: Apicurio's Avro deserializer throws a plain RuntimeException if the registry does not know the schema (404),
#   and also if the registry cannot be reached. For 404 the cause has a null message: the registry's words are only in its title.
# Where it was met: an upload with an unknown schema becomes a dead letter, a registry that is away stops Shelver. To tell the two
#   apart it looks at the causes.
# Guess before running: the same exception, as RATIONALE says. Right. Not guessed: the null message.
# What it does: reads a record with apicurio-registry-avro-serde-kafka 3.1.7 from a small HTTP server that answers
#   404, and from a port where nothing listens.
# Output seen (2026-12-01): 404: RuntimeException, cause ProblemDetails, its message null; away: RuntimeException, cause
#   RuntimeException, root ConnectException.
set -euo pipefail
. "$(dirname "$0")/common.bash"

need_java
java_packages io.apicurio:apicurio-registry-avro-serde-kafka:3.1.7

run_java Registry <<'JAVA'
import com.sun.net.httpserver.HttpServer;
import io.apicurio.registry.rest.client.models.ProblemDetails;
import io.apicurio.registry.serde.avro.AvroKafkaDeserializer;
import java.net.*;
import java.util.Map;

public class Registry {
    static final byte[] RECORD = {0, 0, 0, 0, 7, 2, 'A'}; // magic byte, content id 7, a string
    static final String NO_SUCH = """
            {"status": 404, "title": "No content with id 7 was found.", "name": "ContentNotFoundException"}""";

    static void read(String name, int port) {
        try (AvroKafkaDeserializer<Object> deserializer = new AvroKafkaDeserializer<>()) {
            deserializer.configure(Map.of("apicurio.registry.url", "http://127.0.0.1:" + port + "/apis/registry/v3",
                    "apicurio.registry.retry-count", "0"), false);
            deserializer.deserialize("uploads", RECORD);
            System.out.println(name + "=read");
        } catch (RuntimeException e) {
            Throwable root = e;
            while (root.getCause() != null) {
                root = root.getCause();
            }
            System.out.println(name + "=" + e.getClass().getName());
            System.out.println(name + "_root=" + root.getClass().getSimpleName());
            System.out.println(name + "_message=" + (root.getMessage() == null ? "null" : "present"));
            if (root instanceof ProblemDetails answer) {
                System.out.println(name + "_title=" + answer.getTitle());
            }
        }
    }

    public static void main(String[] args) throws Exception {
        HttpServer registry = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        registry.createContext("/", exchange -> {
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(404, NO_SUCH.length());
            exchange.getResponseBody().write(NO_SUCH.getBytes());
            exchange.close();
        });
        registry.start();
        int port = registry.getAddress().getPort();
        read("missing", port);
        registry.stop(0);
        read("away", port);
        System.exit(0); // Apicurio's threads would keep the process.
    }
}
JAVA

check missing java.lang.RuntimeException
check missing_root ProblemDetails
check missing_message null
check missing_title "No content with id 7 was found."
check away java.lang.RuntimeException
check away_root ConnectException
check away_message present
