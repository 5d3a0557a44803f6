// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.image;

import java.net.URI;
import java.util.Properties;
import org.gaul.s3proxy.BlobStores;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** A server in memory that speaks S3, and verifies every signature. */
final class LocalS3 implements AutoCloseable {
    static final String KEY_ID = "local-identity";
    static final String SECRET = "local-secret";

    private final S3Proxy server;
    private final S3Client owner;

    private LocalS3(S3Proxy server) {
        this.server = server;
        this.owner = S3Client.builder().endpointOverride(endpoint()).region(Region.US_EAST_1).forcePathStyle(true)
                .httpClientBuilder(Apache5HttpClient.builder()).credentialsProvider(StaticCredentialsProvider
                        .create(AwsBasicCredentials.create(KEY_ID, SECRET)))
                .build();
    }

    static LocalS3 start() throws Exception {
        S3Proxy server = S3Proxy.builder().blobStore(BlobStores.create("transient-nio2", new Properties()))
                .endpoint(URI.create("http://127.0.0.1:0"))
                .awsAuthentication(AuthenticationType.AWS_V4, KEY_ID, SECRET).build();
        server.start();
        return new LocalS3(server);
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getPort());
    }

    LocalS3 withBucket(String bucket) {
        owner.createBucket(request -> request.bucket(bucket));
        return this;
    }

    LocalS3 with(String bucket, String key, byte[] content) {
        owner.putObject(request -> request.bucket(bucket).key(key), RequestBody.fromBytes(content));
        return this;
    }

    @Override
    public void close() throws Exception {
        owner.close();
        server.stop();
    }
}
