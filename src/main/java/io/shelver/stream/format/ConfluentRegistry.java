// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.format;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.apicurio.registry.resolver.client.RegistryArtifactReference;
import io.apicurio.registry.resolver.client.RegistryClientFacade;
import io.apicurio.registry.resolver.client.RegistryVersionCoordinates;
import io.apicurio.registry.resolver.strategy.ArtifactReference;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A registry with Confluent's API, for Apicurio's serdes: Confluent's own, Karapace, Redpanda, or Apicurio's at
 * {@code /apis/ccompat}. Its ids are Apicurio's content ids and global ids alike, its subjects are artifacts.
 */
final class ConfluentRegistry implements RegistryClientFacade {
    private static final Duration CONNECTING = Duration.ofSeconds(5);
    private static final Duration ANSWERING = Duration.ofSeconds(10);
    private static final int NOT_FOUND = 404;
    private static final int TOO_MANY = 429;
    /** A schema of {@link SchemaBounds#MOST_BYTES} as a JSON string, in which each byte may be six. */
    private static final int MOST_BYTES = 8 * SchemaBounds.MOST_BYTES;
    private static final String JSON = "application/vnd.schemaregistry.v1+json";
    /** Names of Confluent's clients and of Apicurio's, so that either may be set. */
    private static final List<String> LOGINS = List.of("schema.registry.basic.auth.user.info", "basic.auth.user.info");
    private static final List<String> TOKENS = List.of("schema.registry.bearer.auth.token", "bearer.auth.token");
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final HttpClient client = HttpClient.newBuilder().connectTimeout(CONNECTING).build();
    private final String base;
    private final Optional<String> authorization;

    /** The registry's answer was a status other than 200. */
    static final class StatusException extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final int status;

        StatusException(int status) {
            super("the schema registry answers " + status);
            this.status = status;
        }

        int status() {
            return status;
        }
    }

    /**
     * @param url
     *            the address, perhaps with a login
     * @param properties
     *            the properties of the serdes, in which a login may be
     */
    ConfluentRegistry(String url, Map<String, ?> properties) {
        URI given = URI.create(url);
        this.base = url.replaceFirst("//[^/@]*@", "//").replaceFirst("/+$", "");
        this.authorization = first(TOKENS, properties).map("Bearer "::concat)
                .or(() -> Optional.ofNullable(given.getUserInfo()).or(() -> first(LOGINS, properties))
                        .or(() -> apicurios(properties)).map(ConfluentRegistry::basic));
    }

    private static Optional<String> first(List<String> names, Map<String, ?> properties) {
        return names.stream().filter(properties::containsKey).map(name -> String.valueOf(properties.get(name)))
                .findFirst();
    }

    private static Optional<String> apicurios(Map<String, ?> properties) {
        String name = "apicurio.registry.auth.username";
        return properties.containsKey(name)
                ? Optional.of(properties.get(name) + ":" + properties.get("apicurio.registry.auth.password"))
                : Optional.empty();
    }

    private static String basic(String login) {
        return "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
    }

    /** Whether there is such a registry at the address. It throws an exception if another attempt may tell. */
    boolean isThere() {
        try {
            return ask("/schemas/types", null).isArray();
        } catch (IncompatibleSchemaException e) {
            return false;
        } catch (StatusException e) {
            if (e.status() >= 500 || e.status() == TOO_MANY) {
                throw e;
            }
            return false;
        }
    }

    @Override
    public String getSchemaByContentId(Long id) {
        return schema(ask("/schemas/ids/" + id, null));
    }

    @Override
    public String getSchemaByGlobalId(long id, boolean dereferenced) {
        return getSchemaByContentId(id);
    }

    @Override
    public String getSchemaByGAV(String group, String subject, String version) {
        return schema(ask(version(subject, version), null));
    }

    private static String schema(JsonNode answer) {
        String type = answer.path("schemaType").asText("AVRO");
        if (!type.equals("AVRO")) {
            throw new IncompatibleSchemaException("it is a schema of the type %s, not AVRO".formatted(type));
        }
        return answer.path("schema").asText();
    }

    @Override
    public List<RegistryArtifactReference> getReferencesByContentId(long id) {
        return references(ask("/schemas/ids/" + id, null));
    }

    @Override
    public List<RegistryArtifactReference> getReferencesByGlobalId(long id) {
        return getReferencesByContentId(id);
    }

    @Override
    public List<RegistryArtifactReference> getReferencesByGAV(String group, String subject, String version) {
        return references(ask(version(subject, version), null));
    }

    private static List<RegistryArtifactReference> references(JsonNode answer) {
        List<RegistryArtifactReference> references = new ArrayList<>();
        answer.path("references").forEach(each -> references.add(RegistryArtifactReference.builder()
                .name(each.path("name").asText()).groupId("default").artifactId(each.path("subject").asText())
                .version(each.path("version").asText()).build()));
        return references;
    }

    @Override
    public RegistryVersionCoordinates getVersionCoordinatesByGAV(String group, String subject,
            @Nullable String version) {
        return coordinates(subject, ask(version(subject, version == null ? "latest" : version), null));
    }

    @Override
    public List<RegistryVersionCoordinates> searchVersionsByContent(String schema, String type,
            ArtifactReference subject, boolean canonical) {
        return List.of(coordinates(subject.getArtifactId(),
                ask("/subjects/" + escaped(subject.getArtifactId()), body(schema))));
    }

    /** Looks the schema up first, because many a registry lets services read only. */
    @Override
    public RegistryVersionCoordinates createSchema(String type, String group, String subject, @Nullable String version,
            String ifExists, boolean canonical, String schema, Set<RegistryArtifactReference> references) {
        String path = "/subjects/" + escaped(subject);
        try {
            return coordinates(subject, ask(path, body(schema)));
        } catch (StatusException e) {
            if (e.status() != NOT_FOUND) {
                throw e;
            }
            return coordinates(subject, ask(path + "/versions", body(schema)));
        }
    }

    private static String body(String schema) {
        return MAPPER.createObjectNode().put("schema", schema).toString();
    }

    private static RegistryVersionCoordinates coordinates(String subject, JsonNode answer) {
        long id = answer.path("id").asLong();
        if (id <= 0) {
            throw new IncompatibleSchemaException("the schema registry gives it no id");
        }
        return RegistryVersionCoordinates.create(id, id, "default", subject, answer.path("version").asText());
    }

    private static String version(String subject, String version) {
        return "/subjects/%s/versions/%s".formatted(escaped(subject), escaped(version));
    }

    private static String escaped(String part) {
        return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private JsonNode ask(String path, @Nullable String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path)).timeout(ANSWERING)
                .header("Accept", JSON + ", application/json");
        authorization.ifPresent(value -> request.header("Authorization", value));
        if (body != null) {
            request.header("Content-Type", JSON).POST(HttpRequest.BodyPublishers.ofString(body));
        }
        try {
            HttpResponse<InputStream> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream in = answer.body()) {
                if (answer.statusCode() != 200) {
                    throw new StatusException(answer.statusCode());
                }
                return parsed(in.readNBytes(MOST_BYTES + 1));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while asking the schema registry", e);
        }
    }

    private static JsonNode parsed(byte[] answer) {
        if (answer.length > MOST_BYTES) {
            throw new IncompatibleSchemaException("it has more than %,d bytes".formatted(MOST_BYTES));
        }
        try {
            return MAPPER.readTree(new String(answer, StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            throw new IncompatibleSchemaException("the schema registry's answer is not JSON");
        }
    }

    @Override
    public String getSchemaByContentHash(String hash) {
        throw new UnsupportedOperationException("Confluent's API knows no hashes");
    }

    @Override
    public List<RegistryArtifactReference> getReferencesByContentHash(String hash) {
        throw new UnsupportedOperationException("Confluent's API knows no hashes");
    }

    @Override
    public Object getClient() {
        return client;
    }
}
