// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shelver.classify.Pictures.UnreadableException;
import io.shelver.testing.PictureHost;
import io.shelver.testing.RawHost;
import io.shelver.testing.Trap;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The AWS SDK finds the credentials in system properties, which it reads before the environment. */
@Timeout(60)
@TestInstance(Lifecycle.PER_CLASS)
class S3SourceTest {
    private static final Duration AMPLE = Duration.ofSeconds(20);
    private static final FetchLimits LIMITS = new FetchLimits(1_000, AMPLE, 0, 2);

    private LocalS3 s3;

    @BeforeAll
    void start() throws Exception {
        s3 = LocalS3.start().withBucket("photos").withBucket("secrets")
                .with("photos", "a b/ü #1.png", new byte[]{1, 2, 3})
                .with("photos", "full", new byte[1_000]).with("photos", "over", new byte[1_001])
                .with("secrets", "keys", new byte[]{7});
    }

    @AfterAll
    void stop() throws Exception {
        s3.close();
    }

    @BeforeEach
    void haveCredentials() {
        credentials(LocalS3.KEY_ID, LocalS3.SECRET);
    }

    @AfterEach
    void forgetCredentials() {
        System.clearProperty("aws.accessKeyId");
        System.clearProperty("aws.secretAccessKey");
    }

    private static void credentials(String id, String secret) {
        System.setProperty("aws.accessKeyId", id);
        System.setProperty("aws.secretAccessKey", secret);
    }

    @Test
    void anObjectIsFetchedByItsKeyAsItStands() throws Exception {
        assertThat(fetch("s3://photos/a b/ü #1.png")).containsExactly(1, 2, 3);
        assertThat(fetch("S3://photos/full")).hasSize(1_000);
    }

    @Test
    void aWrongSecretIsDenied() {
        credentials(LocalS3.KEY_ID, "wrong");

        assertRefused("s3://photos/full", "the picture could not be fetched from s3://photos: S3 denies access to it");
    }

    @Test
    void anUnknownIdentityIsDenied() {
        credentials("nobody", LocalS3.SECRET);

        assertRefused("s3://photos/full", "S3 denies access to it");
    }

    @Test
    void aMissingObjectIsMissing() {
        assertRefused("s3://photos/nothing?versionId=secret",
                "the picture could not be fetched from s3://photos: there is no such object");
    }

    @Test
    void aMissingBucketIsMissing() {
        assertRefused("s3://gone/a.png", "there is no such bucket");
    }

    @Test
    void anObjectOverTheLimitIsRefused() {
        assertRefused("s3://photos/over", "it has more than 1,000 bytes, which is the limit");
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3://secrets/keys", "s3://photos@secrets/keys", "s3:///keys", "s3://photos.secrets/keys",
            "s3://photos:80/keys", "s3://arn:aws:s3:us-east-1:123456789012:accesspoint/photos/keys", "s3://PHOTOS/full",
            "s3://127.0.0.1/a", "s3://photos%2f..%2fsecrets/keys"})
    void aBucketThatIsNotAllowedIsNotAskedFor(String link) {
        assertRefused(link, "the link's bucket is not allowed");
    }

    @Test
    void aKeyDoesNotLeadIntoAnotherBucket() {
        assertThatThrownBy(() -> fetch("s3://photos/../secrets/keys")).isInstanceOf(UnreadableException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3://photos", "s3://photos/", "s3:photos/a", "s3://photos/a\nb"})
    void whatIsNoLinkToAnObjectIsRefused(String link) {
        assertRefused(link, "the link is not s3://bucket/key");
    }

    @Test
    void aServerThatIsSlowIsLeftAtTheDeadline() throws Exception {
        try (RawHost slow = RawHost.repeating("HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n", "x", 20);
                S3Source source = source(URI.create("http://" + PictureHost.ADDRESS + ":" + slow.port()))) {
            assertThatThrownBy(() -> source.fetch("s3://photos/a", Deadline.in(Duration.ofMillis(400))))
                    .isInstanceOf(NotNowException.class).hasMessageContaining("S3 did not answer within 400 ms");
            assertThat(slow.sawHangUp()).isTrue();
        }
    }

    @Test
    void anAnswerWithoutAnEndIsReadUpToTheLimitAndCutOff() throws Exception {
        try (RawHost endless = RawHost.repeating("HTTP/1.1 200 OK\r\n\r\n", "x".repeat(4096), 0);
                S3Source source = source(URI.create("http://" + PictureHost.ADDRESS + ":" + endless.port()))) {
            assertThatThrownBy(() -> source.fetch("s3://photos/a", Deadline.in(AMPLE)))
                    .isInstanceOf(UnreadableException.class).hasMessageContaining("it has more than 1,000 bytes");
            assertThat(endless.sawHangUp()).isTrue();
        }
    }

    @Test
    void aServerThatIsGoneMayComeBack() throws Exception {
        int port;
        try (Trap gone = Trap.at("127.0.0.1", 0)) {
            port = gone.port();
        }
        try (S3Source source = source(URI.create("http://127.0.0.1:" + port))) {
            assertThatThrownBy(() -> source.fetch("s3://photos/a", Deadline.in(AMPLE)))
                    .isInstanceOf(NotNowException.class).hasMessageContaining("S3 broke off, or does not answer");
        }
    }

    private byte[] fetch(String link) throws Exception {
        try (S3Source source = source(s3.endpoint())) {
            return source.fetch(link, Deadline.in(AMPLE)).bytes();
        }
    }

    private void assertRefused(String link, String why) {
        assertThatThrownBy(() -> fetch(link)).isInstanceOf(UnreadableException.class).hasMessageContaining(why)
                .hasMessageNotContaining("versionId");
    }

    private static S3Source source(URI endpoint) {
        return new S3Source(new S3Settings(Optional.of(endpoint), Optional.of("us-east-1"), true,
                Set.of("photos", "gone")), LIMITS);
    }
}
