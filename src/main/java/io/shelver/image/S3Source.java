// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.image;

import io.shelver.catalog.Image;
import io.shelver.classify.Pictures.UnreadableException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Fetches {@code s3://bucket/key} with the service's own credentials, but only from the allowed buckets: the author of
 * a link borrows these credentials. The operator chooses the endpoint, which may be anywhere.
 */
final class S3Source implements PictureSource {
    static final String PREFIX = "s3://";

    private static final Logger LOG = LoggerFactory.getLogger(S3Source.class);

    /** The key is taken as it is, without decoding, as the AWS command line does. */
    private static final Pattern LINK = Pattern.compile("(?i:s3)://([^/]*)/(\\P{Cntrl}+)");
    private static final int MAX_KEY_BYTES = 1_024;
    private static final Set<Integer> BUSY = Set.of(408, 429, 500, 502, 503, 504);

    private final S3Settings settings;
    private final FetchLimits limits;
    private final S3Client client;
    private final AtomicReference<String> complaint = new AtomicReference<>("");

    S3Source(S3Settings settings, FetchLimits limits) {
        this.settings = settings;
        this.limits = limits;
        DefaultCredentialsProvider credentials = DefaultCredentialsProvider.builder().build();
        // Done now: the search takes longer than the first picture may, and an operator wants to know at the start.
        try {
            credentials.resolveCredentials();
        } catch (SdkClientException e) {
            complain("the AWS SDK finds no credentials for S3; without them pictures in S3 stay unreadable: "
                    + e.getMessage());
        }
        S3ClientBuilder builder = S3Client.builder().credentialsProvider(credentials)
                .forcePathStyle(settings.pathStyle())
                .httpClientBuilder(Apache5HttpClient.builder().maxConnections(limits.parallel())
                        .connectionTimeout(limits.timeout()).socketTimeout(limits.timeout()))
                // RetriedSource retries, within the deadline of the picture.
                .overrideConfiguration(override -> override.retryStrategy(AwsRetryStrategy.doNotRetry()));
        settings.endpoint().ifPresent(builder::endpointOverride);
        settings.region().map(Region::of).ifPresent(builder::region);
        this.client = builder.build();
    }

    static boolean isS3(String link) {
        return link.regionMatches(true, 0, PREFIX, 0, PREFIX.length());
    }

    @Override
    public Image.Encoded fetch(String link, Deadline deadline) throws UnreadableException, NotNowException {
        GetObjectRequest request = request(link, deadline);
        if (deadline.isOver()) {
            throw late(request, deadline);
        }
        try {
            // Read inside the call: its timeout does not cover what is read after it.
            Optional<Image.Encoded> encoded = client.getObject(request,
                    ResponseTransformer.unmanaged((response, in) -> read(response, in)));
            works();
            return encoded.orElseThrow(() -> failed(request, String.format(Locale.ROOT,
                    "it has more than %,d bytes, which is the limit", limits.maxBytes())));
        } catch (ApiCallTimeoutException e) {
            throw late(request, deadline);
        } catch (S3Exception e) {
            throw explained(request, e);
        } catch (SdkException e) {
            complain("a request to S3 failed: " + e.getMessage());
            throw deadline.isOver()
                    ? late(request, deadline)
                    : NotNowException.gone(why(request, "S3 broke off, or does not answer"));
        }
    }

    private GetObjectRequest request(String link, Deadline deadline) throws UnreadableException {
        Matcher parts = LINK.matcher(link);
        if (!parts.matches() || parts.group(2).getBytes(StandardCharsets.UTF_8).length > MAX_KEY_BYTES) {
            throw new UnreadableException("the picture is not fetched: the link is not s3://bucket/key");
        }
        if (!settings.buckets().contains(parts.group(1))) {
            throw new UnreadableException(
                    "the picture is not fetched: the link's bucket is not allowed");
        }
        return GetObjectRequest.builder().bucket(parts.group(1)).key(parts.group(2))
                .overrideConfiguration(override -> override.apiCallTimeout(deadline.left().plusMillis(1))).build();
    }

    private Optional<Image.Encoded> read(GetObjectResponse response, AbortableInputStream in) throws IOException {
        if (response.contentLength() != null && response.contentLength() > limits.maxBytes()) {
            in.abort();
            return Optional.empty();
        }
        byte[] bytes = in.readNBytes(limits.maxBytes());
        if (bytes.length == limits.maxBytes() && in.read() != -1) {
            in.abort();
            return Optional.empty();
        }
        return Optional.of(Image.Encoded.of(bytes));
    }

    private NotNowException explained(GetObjectRequest request, S3Exception e) throws UnreadableException {
        int status = e.statusCode();
        if (BUSY.contains(status)) {
            return NotNowException.busy(why(request, "S3 answered with status " + status), Optional.empty());
        }
        String code = e.awsErrorDetails() == null ? "" : String.valueOf(e.awsErrorDetails().errorCode());
        if (status == 401 || status == 403) {
            complain("S3 refuses the service's credentials for the bucket %s; check them and its policy: %s"
                    .formatted(request.bucket(), code));
            throw failed(request, "S3 denies access to it");
        }
        throw failed(request, switch (code) {
            case "NoSuchKey" -> "there is no such object";
            case "NoSuchBucket" -> "there is no such bucket";
            default -> "S3 answered with status " + status;
        });
    }

    /** Logs each new fault once: the operator has to fix it, and every picture meets it. */
    private void complain(String what) {
        if (!what.equals(complaint.getAndSet(what))) {
            LOG.warn("{}", what);
        }
    }

    private void works() {
        complaint.set("");
    }

    private static NotNowException late(GetObjectRequest request, Deadline deadline) {
        return NotNowException.gone(why(request, "S3 did not answer " + deadline.within()));
    }

    private static UnreadableException failed(GetObjectRequest request, String why) {
        return new UnreadableException(why(request, why));
    }

    private static String why(GetObjectRequest request, String why) {
        return "the picture could not be fetched from s3://%s: %s".formatted(request.bucket(), why);
    }

    @Override
    public void close() {
        client.close();
    }
}
