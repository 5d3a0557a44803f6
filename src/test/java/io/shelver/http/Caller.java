// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.http;

import io.shelver.catalog.Taxonomy;
import io.shelver.classify.Classifier;
import io.shelver.testing.FakeClassifier;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** A server on a free port, and a client of it. */
final class Caller implements AutoCloseable {
    static final String PREDICTION = "/product/categoryPrediction";
    static final int MAX_UPLOAD_BYTES = 300_000;
    static final String TOPOLOGY = """
            Topologies:
               Sub-topology: 0
                Source: uploads (topics: [product-uploads])
                  --> admit
                Processor: admit (stores: [])
                  --> micro-batch, dead-letters
                  <-- uploads
                Processor: micro-batch (stores: [slots])
                  --> categories, dead-letters
                  <-- admit
                Sink: categories (topic: product-categories)
                  <-- micro-batch
                Sink: dead-letters (topic: a-topic-with-a-rather-long-name-that-must-fit)
                  <-- admit, micro-batch
            """;
    static final BundleReport BUNDLE = new BundleReport("fake", "1.2", "A fake.", "none", "not signed",
            new BundleReport.TaxonomyPart("fake", "7", 3),
            List.of(new BundleReport.ModalityPart("title", "text", List.of("title"))),
            List.of(new BundleReport.StagePart(List.of("title"), 0)),
            new BundleReport.AcceptancePart(0.05, 0.5f, Map.of("Shoes", 0.4f)), List.of(0.05), List.of("cpu"),
            "{\"listings\": 7}", Map.of("title.onnx", new BundleReport.FilePart(7, "0".repeat(64))));

    private final HttpApi api;
    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private Caller(HttpApi api) {
        this.api = api;
    }

    /** A server that has started, without a bundle or a stream. */
    static Caller bare(Tokens tokens, Duration deadline, RequestListener listener) {
        return new Caller(HttpApi.start(new HttpSettings("127.0.0.1", 0, tokens, MAX_UPLOAD_BYTES, deadline),
                () -> "shelver_uploads_total 1\n", listener));
    }

    /** A server that is ready, with a bundle and a stream. */
    static Caller of(Classifier classifier) {
        return bare(Tokens.none(), Duration.ofSeconds(20), RequestListener.NONE).with(classifier).running();
    }

    Caller with(Classifier classifier) {
        Taxonomy taxonomy = FakeClassifier.TAXONOMY;
        api.serve(new Served(classifier, taxonomy, BUNDLE, () -> true));
        return this;
    }

    Caller running() {
        api.show(new StreamView(TOPOLOGY, () -> true));
        return this;
    }

    HttpApi api() {
        return api;
    }

    HttpResponse<String> get(String path, String... headers) {
        return send(request(path, headers).GET());
    }

    HttpResponse<String> post(String contentType, String body) {
        return post(contentType, body.getBytes(StandardCharsets.UTF_8));
    }

    HttpResponse<String> post(String contentType, byte[] body) {
        return send(request(PREDICTION, "Content-Type", contentType).POST(BodyPublishers.ofByteArray(body)));
    }

    CompletableFuture<HttpResponse<String>> predicting(String name) {
        return client.sendAsync(request(PREDICTION + "?name=" + name).build(), BodyHandlers.ofString());
    }

    /**
     * Sends the request, and once more if no answer came. The server may close a connection after an answer, for example if it does not
     * read the body, and the client may reuse the connection before it notices (RFC 9112, section 9.5).
     */
    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return sendOnce(request);
        } catch (IOException first) {
            try {
                return sendOnce(request);
            } catch (IOException e) {
                e.addSuppressed(first);
                throw new IllegalStateException(e);
            }
        }
    }

    private HttpResponse<String> sendOnce(HttpRequest.Builder request) throws IOException {
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    HttpRequest.Builder request(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + api.port() + path));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return request;
    }

    /** A form. A part with bytes as content is a file. */
    static byte[] form(String boundary, Map<String, byte[]> parts) {
        ByteArrayOutputStream form = new ByteArrayOutputStream();
        parts.forEach((name, content) -> {
            form.writeBytes(("--%s\r\nContent-Disposition: form-data; name=\"%s\"%s\r\n\r\n".formatted(boundary, name,
                    name.equals("image") ? "; filename=\"a.jpg\"" : "")).getBytes(StandardCharsets.UTF_8));
            form.writeBytes(content);
            form.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
        });
        form.writeBytes(("--" + boundary + "--\r\n").getBytes(StandardCharsets.UTF_8));
        return form.toByteArray();
    }

    @SuppressWarnings("unchecked") // anyOf forgets the type
    static HttpResponse<String> cast(Object answer) {
        return (HttpResponse<String>) answer;
    }

    @Override
    public void close() {
        client.shutdownNow();
        api.close();
    }
}
