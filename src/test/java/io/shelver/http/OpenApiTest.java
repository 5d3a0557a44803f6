// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaId;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.shelver.classify.ClassifierUnavailableException;
import io.shelver.testing.FakeClassifier;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Compares the OpenAPI document with what the server does. */
@Timeout(60)
class OpenApiTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String TOKEN = "0123456789abcdef";

    private final Caller caller = Caller
            .bare(Tokens.of(List.of(TOKEN)), Duration.ofSeconds(20), RequestListener.NONE)
            .with(new FakeClassifier(Map.of("stuck", () -> new ClassifierUnavailableException("gone")))).running();
    private final JsonNode document = read(caller.get("/openapi.json").body());

    @AfterEach
    void close() {
        caller.close();
    }

    @Test
    void itListsEveryRouteAndNoOther() {
        Set<String> described = new TreeSet<>();
        document.path("paths").properties().forEach(path -> path.getValue().fieldNames()
                .forEachRemaining(method -> described.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));

        assertThat(described).isEqualTo(Arrays.stream(Route.values())
                .map(route -> route.method() + " " + route.path()).collect(Collectors.toCollection(TreeSet::new)));
    }

    @Test
    void itAsksForATokenWhereTheServerDoes() {
        assertThat(Route.values()).allSatisfy(route -> assertThat(operation(route).has("security"))
                .isEqualTo(route.access() == Access.TOKEN));
    }

    @Test
    void itsSchemasAreSchemasAndItsReferencesLeadSomewhere() {
        var dialect = JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(SchemaLocation.of(SchemaId.V202012));

        document.at("/components/schemas").properties()
                .forEach(schema -> assertThat(dialect.validate(schema.getValue())).as(schema.getKey()).isEmpty());
        assertThat(document.findValuesAsText("$ref")).isNotEmpty().allSatisfy(
                reference -> assertThat(document.at(reference.substring(1)).isMissingNode()).as(reference).isFalse());
    }

    @Test
    void everyAnswerIsAsDescribed() {
        assertThat(Route.values()).filteredOn(route -> route != Route.PREDICT).allSatisfy(route -> {
            assertDescribed(route, get(route.path() + (route == Route.PREDICT_BY_QUERY ? "?name=unsure" : "")), 200);
            assertDescribed(route, get(route.path() + "?" + "a".repeat(9_000)), 414);
            assertDescribed(route, caller.get(route.path(), "X-Long", "a".repeat(9_000)), 431);
            if (route.access() == Access.TOKEN) {
                assertDescribed(route, caller.get(route.path()), 401);
            }
        });
        assertDescribed(Route.PREDICT_BY_QUERY, get(Caller.PREDICTION + "?x=y"), 400);
        assertDescribed(Route.PREDICT_BY_QUERY, get(Caller.PREDICTION), 422);
        assertDescribed(Route.PREDICT_BY_QUERY, get(Caller.PREDICTION + "?name=stuck"), 503);
        assertDescribed(Route.TOPOLOGY, get("/topology?format=text"), 200);
        assertDescribed(Route.TOPOLOGY, get("/topology?format=x"), 400);
    }

    @Test
    void everyAnswerToAPostIsAsDescribed() {
        assertDescribed(Route.PREDICT, post("application/json", "{\"name\":\"boots\"}"), 200);
        assertDescribed(Route.PREDICT, post("application/json", "{"), 400);
        assertDescribed(Route.PREDICT, caller.post("application/json", "{}"), 401);
        assertDescribed(Route.PREDICT, post("application/json", " ".repeat(500_000)), 413);
        assertDescribed(Route.PREDICT, post("text/plain", "boots"), 415);
        assertDescribed(Route.PREDICT, post("application/json", "{}"), 422);
        assertDescribed(Route.PREDICT, post("application/json", "{\"name\":\"stuck\"}"), 503);
    }

    @Test
    void healthIsAsDescribedWhenItIsBad() {
        caller.api().serve(new Served(new FakeClassifier(), FakeClassifier.TAXONOMY, Caller.BUNDLE, () -> false));

        assertDescribed(Route.LIVE, get("/health/live"), 503);
        assertDescribed(Route.READY, get("/health/ready"), 503);
    }

    private HttpResponse<String> get(String path) {
        return caller.get(path, "Authorization", "Bearer " + TOKEN);
    }

    private HttpResponse<String> post(String contentType, String body) {
        return caller
                .send(caller.request(Caller.PREDICTION, "Authorization", "Bearer " + TOKEN, "Content-Type", contentType)
                        .POST(java.net.http.HttpRequest.BodyPublishers.ofString(body)));
    }

    private void assertDescribed(Route route, HttpResponse<String> answer, int status) {
        assertThat(answer.statusCode()).as(route.path()).isEqualTo(status);
        JsonNode response = operation(route).path("responses").path(String.valueOf(status));
        JsonNode described = response.has("$ref") ? document.at(response.get("$ref").asText().substring(1)) : response;
        described.path("headers").fieldNames()
                .forEachRemaining(header -> assertThat(answer.headers().firstValue(header)).as(header).isPresent());
        String type = answer.headers().firstValue("Content-Type").orElseThrow().replaceAll(";.*", "");
        JsonNode schema = described.path("content").path(type).path("schema");
        assertThat(schema.isMissingNode()).as("%s %d %s is described", route.path(), status, type).isFalse();
        if (type.endsWith("json")) {
            assertThat(mistakes(schema, read(answer.body()))).as(answer.body()).isEmpty();
        }
    }

    private Set<?> mistakes(JsonNode schema, JsonNode answer) {
        JsonNode whole = schema.deepCopy();
        ((com.fasterxml.jackson.databind.node.ObjectNode) whole).set("components", document.get("components"));
        return JsonSchemaFactory.getInstance(VersionFlag.V202012)
                .getSchema(whole, SchemaValidatorsConfig.builder().build()).validate(answer);
    }

    private JsonNode operation(Route route) {
        return document.path("paths").path(route.path()).path(route.method().toString().toLowerCase(Locale.ROOT));
    }

    private static JsonNode read(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (IOException e) {
            throw new IllegalStateException(json, e);
        }
    }
}
