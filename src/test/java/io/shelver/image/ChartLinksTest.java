// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.shelver.helm.Chart;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The chart's network policy and the service allow links the same addresses. */
class ChartLinksTest {
    /** RFC 6052. */
    private static final BigInteger TRANSLATED = new BigInteger("64ff9b", 16).shiftLeft(96);

    @Test
    void theNetworkLetsThroughWhatTheServiceAllowsAndNothingElse() {
        JsonNode links = egress(Chart.of("minimal"), 443);
        AddressRules rules = new AddressRules(List.of());
        List<InetAddress> edges = Stream.concat(AddressRules.REFUSED.stream(), Stream.of("::/128", "::1/128",
                "64:ff9b::/96", "64:ff9b:1::/48", "2000::/3", "fc00::/7", "fe80::/10", "ff00::/8",
                "8.8.8.8/32", "2606:4700::/32").map(Network::parse)).flatMap(ChartLinksTest::edges).toList();

        assertThat(edges).hasSizeGreaterThan(150).allSatisfy(
                address -> assertThat(letsThrough(links, address)).as(address.toString())
                        .isEqualTo(rules.allows(address)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"169.254.169.254", "168.63.129.16", "192.0.0.192", "100.100.100.200", "fd00:ec2::254",
            "fe80::a9fe:a9fe", "fd20:ce::254"})
    void noRegistryThatIsNotNamedOpensTheWayToCredentialsOfTheMachine(String metadata) throws Exception {
        JsonNode registry = egress(Chart.of("minimal").set("settings.SHELVER_REGISTRY_URL", "http://registry/apis"),
                80);

        assertThat(letsThrough(registry, InetAddress.getByName(metadata))).isFalse();
        assertThat(letsThrough(registry, InetAddress.getByName("10.1.2.3"))).isTrue();
        assertThat(letsThrough(registry, InetAddress.getByName("fd00::1"))).isTrue();
    }

    private static JsonNode egress(Chart chart, int port) {
        return StreamSupport.stream(chart.the("NetworkPolicy").at("/spec/egress").spliterator(), false)
                .filter(rule -> rule.at("/ports/0/port").asInt() == port).findFirst().orElseThrow();
    }

    /** As Kubernetes defines {@code ipBlock}; a rule without peers is for all. */
    private static boolean letsThrough(JsonNode rule, InetAddress address) {
        return !rule.has("to") || StreamSupport.stream(rule.path("to").spliterator(), false)
                .filter(peer -> peer.has("ipBlock")).map(peer -> peer.path("ipBlock"))
                .anyMatch(block -> Network.parse(block.path("cidr").asText()).contains(address)
                        && StreamSupport.stream(block.path("except").spliterator(), false)
                                .noneMatch(except -> Network.parse(except.asText()).contains(address)));
    }

    /** The first and the last address, their neighbours, and for IPv4 all four as IPv6 hosts see them. */
    private static Stream<InetAddress> edges(Network network) {
        BigInteger first = new BigInteger(1, network.address().getAddress());
        int bits = 8 * network.address().getAddress().length;
        BigInteger last = first.add(BigInteger.ONE.shiftLeft(bits - network.prefix())).subtract(BigInteger.ONE);
        return Stream.of(first.subtract(BigInteger.ONE), first, last, last.add(BigInteger.ONE))
                .filter(number -> number.signum() >= 0 && number.bitLength() <= bits)
                .flatMap(number -> bits == 32
                        ? Stream.of(address(number, 4), address(TRANSLATED.add(number), 16))
                        : Stream.of(address(number, 16)));
    }

    private static InetAddress address(BigInteger number, int length) {
        byte[] bytes = new byte[length];
        byte[] given = number.toByteArray();
        for (int i = 1; i <= Math.min(length, given.length); i++) {
            bytes[length - i] = given[given.length - i];
        }
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("4 or 16 bytes are an address", e);
        }
    }
}
