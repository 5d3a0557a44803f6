// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.image;

import java.util.List;
import java.util.Set;

/**
 * Which links are followed.
 *
 * @param schemes
 *            the allowed schemes; empty: no link is followed
 * @param hosts
 *            the hosts that links may name
 * @param ports
 *            the allowed ports, 1 to 65535, besides 443, and besides 80 if http is allowed
 * @param networks
 *            networks that are allowed although they are not public
 */
public record LinkRules(Set<Scheme> schemes, AllowedHosts hosts, Set<Integer> ports, List<Network> networks) {
    /** Links over https to any public host. */
    public static final LinkRules PUBLIC_HTTPS = new LinkRules(Set.of(Scheme.HTTPS), AllowedHosts.ANY, Set.of(),
            List.of());

    public LinkRules {
        schemes = Set.copyOf(schemes);
        ports = Set.copyOf(ports);
        networks = List.copyOf(networks);
        for (int port : ports) {
            if (port < 1 || port > 65_535) {
                throw new IllegalArgumentException("the port must be 1 to 65535, not %d".formatted(port));
            }
        }
    }

    boolean allowsPort(int port) {
        return ports.contains(port)
                || schemes.stream().anyMatch(scheme -> scheme != Scheme.S3 && scheme.port() == port);
    }
}
