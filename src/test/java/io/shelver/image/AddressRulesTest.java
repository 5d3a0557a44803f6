// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRulesTest {
    private final AddressRules byDefault = new AddressRules(List.of());

    @ParameterizedTest
    @ValueSource(strings = {"1.1.1.1", "8.8.8.8", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0",
            "126.255.255.255", "128.0.0.0", "169.253.255.255", "169.255.0.0", "172.15.255.255", "172.32.0.0",
            "192.0.1.0",
            "192.167.255.255", "192.169.0.0", "198.17.255.255", "198.20.0.0", "223.255.255.255", "2606:4700::1111",
            "2a00:1450::1", "2001:4860:4860::8888", "2001:200::1", "64:ff9b::8.8.8.8", "::ffff:8.8.8.8"})
    void publicAddressesAreAllowed(String address) {
        assertThat(byDefault.allows(address(address))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "0.255.255.255", "10.0.0.0", "10.255.255.255", "100.64.0.0", "100.127.255.255",
            "127.0.0.1", "127.255.255.255", "168.63.129.16", "169.254.0.0", "169.254.169.254", "172.16.0.0",
            "172.31.255.255", "192.0.0.0", "192.0.2.255", "192.88.99.1", "192.168.0.0", "192.168.255.255", "198.18.0.0",
            "198.19.255.255", "198.51.100.1", "203.0.113.1", "224.0.0.0", "239.255.255.255", "240.0.0.0",
            "255.255.255.255", "::", "::1", "::7f00:1", "::ffff:10.0.0.1", "64:ff9b::10.0.0.1", "64:ff9b:1::1",
            "100::1",
            "2001::1", "2001:2::1", "2001:10::1", "2001:1ff::1", "2001:db8::1", "2002::1", "3fff::1", "4000::1",
            "5f00::1",
            "fc00::1", "fdff::1", "fe80::1", "fec0::1", "ff02::1"})
    void everythingElseIsRefused(String address) {
        assertThat(byDefault.allows(address(address))).isFalse();
    }

    @Test
    void anOperatorMayAllowANetworkOfItsOwn() {
        AddressRules own = new AddressRules(List.of(Network.parse("10.1.128.0/17"), Network.parse("fd00:1::/33")));

        assertThat(own.allows(address("10.1.128.0"))).isTrue();
        assertThat(own.allows(address("::ffff:10.1.255.255"))).isTrue();
        assertThat(own.allows(address("10.1.127.255"))).isFalse();
        assertThat(own.allows(address("fd00:1:7fff::1"))).isTrue();
        assertThat(own.allows(address("fd00:1:8000::1"))).isFalse();
        assertThat(own.allows(address("127.0.0.1"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.0/33", "10.0.0/8", "10.0.0.0/", "10.0.0.0/-1", "fd00::/129", "localhost", "", "/8",
            "010.0.0.0/8"})
    void whatIsNoNetworkIsRefused(String text) {
        assertThatThrownBy(() -> Network.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({"*, a.test, true", "a.test, a.test, true", "a.test, b.a.test, false", "*.a.test, b.a.test, true",
            "*.a.test, c.b.a.test, true", "*.a.test, a.test, false", "*.a.test, ba.test, false",
            "'A.test , b.test', a.test, true", "10.0.0.1, 10.0.0.1, true", "a.test, 10.0.0.1, false"})
    void aHostIsAllowedByNameOrBySuffix(String patterns, String host, boolean allowed) {
        assertThat(AllowedHosts.parse(patterns).allows(host)).isEqualTo(allowed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a.test,", "http://a.test", "a.*", "*a.test", "a test", "a.test:80"})
    void whatIsNoHostIsRefused(String patterns) {
        assertThatThrownBy(() -> AllowedHosts.parse(patterns)).isInstanceOf(IllegalArgumentException.class);
    }

    private static InetAddress address(String text) {
        return AddressLiteral.parse(text).orElseThrow();
    }
}
