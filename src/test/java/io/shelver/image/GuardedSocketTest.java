// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shelver.testing.Trap;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The socket checks addresses itself, whatever the resolver let through. */
@Timeout(20)
class GuardedSocketTest {
    private static final AddressRules PUBLIC = new AddressRules(List.of());
    private static final AddressRules LOOPBACK = new AddressRules(List.of(Network.parse("127.0.0.0/8")));

    @Test
    void itConnectsToNoAddressThatIsNotAllowed() throws IOException {
        try (Trap trap = Trap.at("127.0.0.1", 0); GuardedSocket socket = new GuardedSocket(PUBLIC)) {
            InetSocketAddress address = new InetSocketAddress(InetAddress.getByName("127.0.0.1"), trap.port());

            assertThatThrownBy(() -> socket.connect(address, 1_000)).isInstanceOf(RefusedAddressException.class);
            assertThatThrownBy(() -> socket.connect(address)).isInstanceOf(RefusedAddressException.class);

            assertThat(trap.caught()).isZero();
        }
    }

    @Test
    void itLooksNoNameUp() throws IOException {
        try (GuardedSocket socket = new GuardedSocket(LOOPBACK)) {
            assertThatThrownBy(() -> socket.connect(InetSocketAddress.createUnresolved("localhost", 1), 1_000))
                    .isInstanceOf(RefusedAddressException.class);
        }
    }

    @Test
    void itConnectsToAnAllowedAddress() throws IOException {
        try (Trap trap = Trap.at("127.0.0.1", 0); GuardedSocket socket = new GuardedSocket(LOOPBACK)) {
            socket.connect(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), trap.port()), 1_000);

            assertThat(trap.caught()).isOne();
        }
    }
}
