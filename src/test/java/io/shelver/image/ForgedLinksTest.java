// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shelver.classify.Pictures.UnreadableException;
import io.shelver.testing.DrawnPicture;
import io.shelver.testing.PictureHost;
import io.shelver.testing.Trap;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every forged link is refused without a connection. Traps listen on the loopback of IPv4 and IPv6. An allowed host
 * listens on the same port next to them, so that neither port nor scheme stops a link.
 */
@TestInstance(Lifecycle.PER_CLASS)
class ForgedLinksTest {
    private static final FetchLimits LIMITS = new FetchLimits(1 << 20, Duration.ofSeconds(5), 3, 4);
    private static final String IMAGES = "images.test";

    private final FakeResolver names = new FakeResolver().with(IMAGES, PictureHost.ADDRESS);
    private Trap trap;
    private Trap trap6;
    private PictureHost host;
    private HttpSource lax;
    private HttpSource byDefault;

    @BeforeAll
    void listen() throws Exception {
        trap = Trap.at("127.0.0.1", 0);
        trap6 = Trap.at("::1", trap.port());
        host = PictureHost.at(trap.port()).serve("/a.png", DrawnPicture.encoded("png", 4, 3));
        lax = source(new LinkRules(Set.of(Scheme.HTTP, Scheme.HTTPS), AllowedHosts.ANY, Set.of(trap.port()),
                List.of(Network.parse(PictureHost.NETWORK))));
        byDefault = source(LinkRules.PUBLIC_HTTPS);
    }

    private HttpSource source(LinkRules rules) {
        return new HttpSource(rules, LIMITS, names, DefaultClientTlsStrategy.createDefault());
    }

    @AfterAll
    void nobodyConnected() throws Exception {
        int caught = trap.caught() + trap6.caught();
        for (AutoCloseable each : List.of(trap, trap6, host, lax, byDefault)) {
            each.close();
        }
        assertThat(caught).as("connections to loopback").isZero();
    }

    Stream<ForgedLinks> links() {
        return ForgedLinks.of(trap.port(), IMAGES).stream();
    }

    @ParameterizedTest
    @MethodSource("links")
    void aForgedLinkIsRefusedWhereEveryPublicHostAndThePortAreAllowed(ForgedLinks forged) {
        assertThatThrownBy(() -> lax.fetch(forged.link(), Deadline.in(LIMITS.timeout())))
                .isInstanceOf(UnreadableException.class).hasMessageStartingWith("the picture ")
                .hasMessageNotContaining("secret").hasMessageNotContaining("a.png");
    }

    @ParameterizedTest
    @MethodSource("links")
    void aForgedLinkIsRefusedByDefault(ForgedLinks forged) {
        assertRefused(forged.link());
        assertRefused(forged.link().replaceFirst("^http:", "https:"));
    }

    private void assertRefused(String link) {
        assertThatThrownBy(() -> byDefault.fetch(link, Deadline.in(LIMITS.timeout())))
                .isInstanceOf(UnreadableException.class).hasMessageStartingWith("the picture is not fetched");
    }

    @Test
    void anHonestLinkBesideTheTrapsIsFetched() throws Exception {
        String link = "http://images.test:%d/a.png".formatted(trap.port());

        assertThat(lax.fetch(link, Deadline.in(LIMITS.timeout())).length()).isPositive();
    }

    @Test
    void thereAreForgedLinksOfEveryKind() {
        assertThat(links()).hasSizeGreaterThan(200).extracting(ForgedLinks::kind).contains("address", "name", "scheme",
                "host trick", "port", "redirect", "length");
    }
}
