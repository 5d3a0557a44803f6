// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.image;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * The addresses that a stranger's link may lead to: global unicast, and what the operator allows besides. The rules
 * refuse everything in IANA's registries of special-purpose addresses (RFC 6890 and its updates), whether globally
 * reachable or not.
 */
final class AddressRules {
    static final List<Network> REFUSED = Stream.of(
            "0.0.0.0/8", // this host, RFC 1122
            "10.0.0.0/8", // private, RFC 1918
            "100.64.0.0/10", // carrier-grade NAT, RFC 6598; also a cloud's metadata
            "127.0.0.0/8", // loopback
            "168.63.129.16/32", // a public number, but in Azure the host of every virtual machine
            "169.254.0.0/16", // link-local, RFC 3927; metadata of most clouds
            "172.16.0.0/12", // private
            "192.0.0.0/24", // protocol assignments, RFC 6890
            "192.0.2.0/24", // documentation, RFC 5737
            "192.31.196.0/24", // AS112, RFC 7535
            "192.52.193.0/24", // AMT, RFC 7450
            "192.88.99.0/24", // 6to4 relays, RFC 7526
            "192.168.0.0/16", // private
            "192.175.48.0/24", // AS112, RFC 7534
            "198.18.0.0/15", // benchmarks, RFC 2544
            "198.51.100.0/24", "203.0.113.0/24", // documentation
            "224.0.0.0/4", // multicast
            "240.0.0.0/4", // reserved, broadcast included
            "2001::/23", // protocol assignments: Teredo, ORCHID, benchmarks
            "2001:db8::/32", "3fff::/20", // documentation, RFC 3849 and RFC 9637
            "2002::/16", // 6to4, RFC 3056: wraps an IPv4 address, reached by somebody's relay
            "2620:4f:8000::/48" // AS112
    ).map(Network::parse).toList();

    /** The Internet routes nothing outside it: loopback, mapped, local and multicast addresses (RFC 4291). */
    private static final Network GLOBAL_IPV6 = Network.parse("2000::/3");

    /** Wraps an IPv4 address (RFC 6052). On an IPv6-only network every IPv4 host has such an address. */
    private static final Network NAT64 = Network.parse("64:ff9b::/96");

    private final List<Network> allowed;

    /**
     * @param allowed
     *            networks that are allowed although they are not public
     */
    AddressRules(List<Network> allowed) {
        this.allowed = List.copyOf(allowed);
    }

    boolean allows(InetAddress address) {
        InetAddress meant = NAT64.contains(address) ? embedded(address) : address;
        if (allowed.stream().anyMatch(network -> network.contains(meant))) {
            return true;
        }
        boolean global = meant.getAddress().length == 4 || GLOBAL_IPV6.contains(meant);
        return global && REFUSED.stream().noneMatch(network -> network.contains(meant));
    }

    private static InetAddress embedded(InetAddress address) {
        byte[] bytes = address.getAddress();
        try {
            return InetAddress.getByAddress(Arrays.copyOfRange(bytes, bytes.length - 4, bytes.length));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }
}
