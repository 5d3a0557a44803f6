// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shelver.classify.Pictures.UnreadableException;
import io.shelver.testing.Certificates;
import io.shelver.testing.PictureHost;
import io.shelver.testing.RawHost;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
@TestInstance(Lifecycle.PER_CLASS)
class SecureLinksTest {
    private static final FetchLimits LIMITS = new FetchLimits(1_000, Duration.ofSeconds(10), 3, 4);

    private final FakeResolver names = new FakeResolver().with("images.test", PictureHost.ADDRESS).with("other.test",
            PictureHost.ADDRESS).with("img_cdn.shop.test", PictureHost.ADDRESS);
    private Certificates certificates;
    private PictureHost host;

    @BeforeAll
    void listen(@TempDir Path folder) throws Exception {
        certificates = Certificates.issue(folder.resolve("keys.p12"), List.of("dns:images.test"));
        host = PictureHost.secure(certificates.server()).serve("/a.png", new byte[]{1, 2, 3});
    }

    @AfterAll
    void close() {
        host.close();
    }

    @Test
    void aPictureIsFetchedSecurely() throws Exception {
        assertThat(fetch(certificates.client(), "https://images.test:%d/a.png")).containsExactly(1, 2, 3);
    }

    @Test
    void aCertificateForAnotherNameIsRefused() {
        assertThatThrownBy(() -> fetch(certificates.client(), "https://other.test:%d/a.png"))
                .isInstanceOf(NotNowException.class).hasMessageContaining("there is no secure connection to its host");
    }

    @Test
    void aCertificateOfNobodyKnownIsRefused() {
        assertThatThrownBy(() -> fetch(SSLContext.getDefault(), "https://images.test:%d/a.png"))
                .isInstanceOf(NotNowException.class).hasMessageContaining("there is no secure connection to its host");
    }

    /** Java's own server refuses the name, so a socket listens. */
    @Test
    void aHostWithAnUnderscoreIsToldWhichOneIsMeant() throws Exception {
        ByteArrayOutputStream hello = new ByteArrayOutputStream();
        try (RawHost raw = RawHost.open(client -> hello.writeBytes(client.getInputStream().readNBytes(400)))) {
            assertThatThrownBy(() -> fetch(certificates.client(), "https://img_cdn.shop.test:%d/a.png", raw.port()))
                    .isInstanceOf(NotNowException.class);
        }

        assertThat(hello.toString(StandardCharsets.ISO_8859_1)).contains("img_cdn.shop.test");
    }

    @Test
    void aRedirectToAnInsecureLinkIsNotFollowed() {
        assertThatThrownBy(() -> fetch(certificates.client(),
                "https://images.test:%1$d/redirect/302?to=http%%3A//images.test%%3A%1$d/a.png"))
                .isInstanceOf(UnreadableException.class).hasMessageContaining("redirects from https to http");
    }

    private byte[] fetch(SSLContext trust, String link) throws Exception {
        return fetch(trust, link, host.port());
    }

    private byte[] fetch(SSLContext trust, String link, int port) throws Exception {
        LinkRules rules = new LinkRules(Set.of(Scheme.HTTP, Scheme.HTTPS), AllowedHosts.ANY, Set.of(port),
                List.of(Network.parse(PictureHost.NETWORK)));
        try (HttpSource source = new HttpSource(rules, LIMITS, names, new LinkTls(trust))) {
            return source.fetch(link.formatted(port), Deadline.in(LIMITS.timeout())).bytes();
        }
    }
}
