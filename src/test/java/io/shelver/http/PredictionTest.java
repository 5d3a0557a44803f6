// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.shelver.catalog.Image;
import io.shelver.catalog.Listing;
import io.shelver.classify.Classifier;
import io.shelver.classify.ClassifierUnavailableException;
import io.shelver.classify.NoScoresException;
import io.shelver.testing.FakeClassifier;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class PredictionTest {
    private static final byte[] PICTURE = {(byte) 0xff, 0, 13, 10, 45, 45, 7};
    private static final String JSON = "application/json";
    private static final String FORM = "application/x-www-form-urlencoded";

    private final List<Listing> seen = new CopyOnWriteArrayList<>();
    private final FakeClassifier fake = new FakeClassifier(Map.of(
            "stuck", () -> new ClassifierUnavailableException("secret title"),
            "nonsense", () -> new NoScoresException("secret title", new IllegalArgumentException()),
            "poison", () -> new IllegalStateException("secret title"),
            "deep", StackOverflowError::new));
    private final Classifier remembering = listings -> {
        seen.addAll(listings);
        return fake.classify(listings);
    };
    private final Caller caller = Caller.of(remembering);

    @AfterEach
    void close() {
        caller.close();
    }

    @Test
    void aSureListingGetsItsCategories() {
        HttpResponse<String> answer = caller.get(Caller.PREDICTION + "?name=red%20boots");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(
                """
                        {"door":"categories","labels":[{"path":["Shoes"],"score":0.9},{"path":["Shoes","Boots"],"score":0.8}],\
                        "sure":[{"path":["Shoes"],"score":0.9},{"path":["Shoes","Boots"],"score":0.8}],"candidates":[],"reasons":[],\
                        "evidence":[{"modality":"title","kind":"scored","top":[{"path":["Shoes"],"score":0.9},\
                        {"path":["Shoes","Boots"],"score":0.8},{"path":["Hats"],"score":0.1}],"unknown_share":0.25,"why":""}],\
                        "provenance":{"bundle":"fake","bundle_version":"1.2","taxonomy":"fake","taxonomy_version":"7"}}""");
    }

    @Test
    void anUnsureListingGetsItsReasonsAndCandidates() {
        HttpResponse<String> answer = caller.get(Caller.PREDICTION + "?name=unsure+boots");

        assertThat(answer.body()).startsWith("{\"door\":\"reviews\"")
                .contains(
                        "\"sure\":[{\"path\":[\"Shoes\"],\"score\":0.9}],\"candidates\":[{\"path\":[\"Shoes\"],\"score\":0.9},")
                .contains("\"reasons\":[{\"code\":\"LOW_CONFIDENCE\",\"explanation\":\"too low\"}]");
    }

    @Test
    void howAListingIsWrittenDownChangesNothing() {
        byte[] form = Caller.form("x", parts("name", "Grüße & 100%".getBytes(StandardCharsets.UTF_8), "description",
                "a+b".getBytes(StandardCharsets.UTF_8), "image", PICTURE));

        caller.post("multipart/form-data; boundary=x", form);
        caller.post(JSON, "{\"name\":\"Grüße & 100%\",\"description\":\"a+b\",\"image\":\"" + base64() + "\"}");

        assertThat(seen).hasSize(2).allSatisfy(listing -> {
            assertThat(listing.title()).isEqualTo("Grüße & 100%");
            assertThat(listing.description()).isEqualTo("a+b");
            assertThat(((Image.Inline) listing.image()).encoded().bytes()).isEqualTo(PICTURE);
        });
    }

    @Test
    void linksComeInFormsAndQueriesToo() {
        String fields = "name=Gr%C3%BC%C3%9Fe&description=a%2Bb&image_url=https%3A%2F%2Fexample.com%2Fa.jpg";

        caller.get(Caller.PREDICTION + "?" + fields);
        caller.post(FORM, fields);
        caller.post(JSON,
                "{\"name\":\"Grüße\",\"description\":\"a+b\",\"image\":null,\"image_url\":\"https://example.com/a.jpg\"}"
                        .replace("\"image\":null,", ""));

        assertThat(seen).hasSize(3).containsOnly(new Listing("prediction", "Grüße", "a+b",
                new Image.Linked("https://example.com/a.jpg")));
    }

    @Test
    void anEmptyPictureIsNone() {
        caller.post(JSON, "{\"name\":\"a\",\"description\":null,\"image\":\"\"}");
        caller.post("multipart/form-data; boundary=x",
                Caller.form("x", parts("name", new byte[]{'a'}, "image", new byte[0])));

        assertThat(seen).hasSize(2).containsOnly(new Listing("prediction", "a", "", new Image.None()));
    }

    @Test
    void whatAFormLeavesEmptyIsAbsent() {
        caller.post("multipart/form-data; boundary=x", Caller.form("x", parts("name", new byte[]{'a'}, "description",
                new byte[0], "image", new byte[0], "image_url",
                "https://example.com/a.jpg".getBytes(StandardCharsets.UTF_8),
                "_charset_", "UTF-8".getBytes(StandardCharsets.UTF_8))));
        caller.post(FORM, "name=&image=&image_url=https://example.com/a.jpg&name=a&_charset_=UTF-8");
        caller.post(JSON, "\ufeff{\"name\":\"a\",\"image\":\"\",\"image_url\":\"https://example.com/a.jpg\"}");

        assertThat(seen).hasSize(3).containsOnly(new Listing("prediction", "a", "",
                new Image.Linked("https://example.com/a.jpg")));
    }

    @Test
    void aPictureMayComeInTheFormsThatProgramsAndPagesHave() {
        String data = "data:image/jpeg;base64," + base64();
        String wrapped = Base64.getMimeEncoder(4, new byte[]{'\r', '\n'}).encodeToString(PICTURE).replace("\r\n",
                "\\r\\n");
        String forUrls = Base64.getUrlEncoder().withoutPadding().encodeToString(PICTURE);
        for (String image : List.of(data, wrapped, forUrls, "DATA:;base64," + forUrls)) {
            caller.post(JSON, "{\"image\":\"" + image + "\"}");
        }
        caller.post(JSON, "{\"image_url\":\"" + data + "\"}");
        caller.post(FORM, "image=" + data);
        caller.post(FORM, "image_url=" + data);
        caller.post("multipart/form-data; boundary=x",
                Caller.form("x", parts("image", data.getBytes(StandardCharsets.UTF_8))));

        assertThat(seen).hasSize(8).allSatisfy(
                listing -> assertThat(((Image.Inline) listing.image()).encoded().bytes()).isEqualTo(PICTURE));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
            "application/json|{\"name\":\"secret\",\"colour\":\"secret\"}|there is an unknown field",
            "application/json|{\"name\":\"secret\",\"name\":\"secret\"}|the field 'name' is given twice",
            "application/json|{\"name\":7}|the field 'name' is not a string",
            "application/json|{\"name\":[\"secret\"]}|the field 'name' is not a string",
            "application/json|[\"secret\"]|the body is not a JSON object",
            "application/json|{\"name\":\"secret\"} x|the body is not JSON: line 1, column 1",
            "application/json|{\"name\":\"secret\"}{}|there is text after the JSON object",
            "application/json|{\"name\":secret}|the body is not JSON: line 1",
            "application/json|{\"name\":\"secret|the body is not JSON",
            "application/json|{\"name\":\"secret \\ud800\"}|the field 'name' is not Unicode text",
            "application/json|{\"image\":\"not base64!\"}|the field 'image' is not base64",
            "application/json|{\"image\":\"AAAA\",\"image_url\":\"secret\"}|a listing has one picture",
            "application/x-www-form-urlencoded|name=secret&name=secret|the field 'name' is given twice",
            "application/x-www-form-urlencoded|secret=1|there is an unknown field",
            "application/x-www-form-urlencoded|name=%zz|a '%' without two hexadecimal digits",
            "application/x-www-form-urlencoded|name=%ff|the request has text that is not UTF-8",
            "application/x-www-form-urlencoded|name=ü|characters outside ASCII",
            "application/x-www-form-urlencoded|image=AAAA|send a file in multipart/form-data",
            "multipart/form-data|x|the Content-Type has no boundary",
            "multipart/form-data; boundary=x|secret|the body is not multipart/form-data"})
    void whatCannotBeReadIsRefusedAndNotQuoted(String contentType, String body, String detail) {
        HttpResponse<String> answer = caller.post(contentType, body);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains(detail).doesNotContain("secret");
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(seen).isEmpty();
    }

    /**
     * Overlong UTF-8, which a lenient decoder reads as another text than a filter before the server; and JSON that is not UTF-8 (RFC
     * 8259, section 8.1).
     */
    @Test
    void jsonThatIsNotUtf8IsRefused() {
        byte[] overlong = "{\"name\":\"\u00c0\u00af\"}".getBytes(StandardCharsets.ISO_8859_1);
        byte[] wide = "{\"name\":\"a\"}".getBytes(StandardCharsets.UTF_16LE);

        assertThat(caller.post(JSON, overlong).statusCode()).isEqualTo(400);
        assertThat(caller.post(JSON, wide).statusCode()).isEqualTo(400);
        assertThat(seen).isEmpty();
    }

    @Test
    void otherTypesAndCompressedBodiesAreRefused() {
        HttpResponse<String> xml = caller.post("text/xml", "<a/>");

        assertThat(xml.statusCode()).isEqualTo(415);
        assertThat(xml.headers().firstValue("Accept-Post").orElseThrow()).contains("application/json");
        assertThat(caller.send(caller.request(Caller.PREDICTION, "Content-Type", JSON, "Content-Encoding", "gzip")
                .POST(java.net.http.HttpRequest.BodyPublishers.ofString("{}"))).statusCode()).isEqualTo(415);
    }

    @Test
    void whatIsNoListingHasTheFailureClassOfItsDeadLetter() {
        assertThat(caller.post(JSON, "{}").body()).contains("\"status\":422", "NOT_A_LISTING",
                "a listing needs a title, a description or an image");
        assertThat(caller.post(JSON, "{\"name\":\"" + "a".repeat(10_001) + "\"}").body()).contains("\"status\":422",
                "NOT_A_LISTING", "the title has 10,001 characters, at most 10,000 are allowed");
        assertThat(caller.post(JSON, "{\"name\":\"poison\"}").body()).contains("\"status\":422", "PROCESSING_FAILED");
        assertThat(caller.post(JSON, "{\"name\":\"deep\"}").body()).contains("\"status\":422", "PROCESSING_FAILED");
    }

    @Test
    void modelsThatDoNotAnswerAreNobodysFault() {
        assertThat(List.of("stuck", "nonsense")).allSatisfy(name -> {
            HttpResponse<String> answer = caller.get(Caller.PREDICTION + "?name=" + name);

            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
            assertThat(answer.body()).doesNotContain("secret", "failure_class");
        });
    }

    private static String base64() {
        return Base64.getEncoder().encodeToString(PICTURE);
    }

    private static Map<String, byte[]> parts(Object... parts) {
        Map<String, byte[]> map = new LinkedHashMap<>();
        for (int i = 0; i < parts.length; i += 2) {
            map.put((String) parts[i], (byte[]) parts[i + 1]);
        }
        return map;
    }
}
