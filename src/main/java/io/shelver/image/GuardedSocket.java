// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.image;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketAddress;

/**
 * Connects to allowed addresses only, no matter how they were resolved. It checks the connected address again before
 * anything is sent.
 */
final class GuardedSocket extends Socket {
    private final AddressRules rules;

    GuardedSocket(AddressRules rules) {
        // A proxy from the JVM's settings would resolve and connect by itself, unchecked.
        super(Proxy.NO_PROXY);
        this.rules = rules;
    }

    @Override
    public void connect(SocketAddress endpoint, int timeout) throws IOException {
        check(endpoint);
        super.connect(endpoint, timeout);
        try {
            check(getRemoteSocketAddress());
        } catch (RefusedAddressException e) {
            close();
            throw e;
        }
    }

    @Override
    public void connect(SocketAddress endpoint) throws IOException {
        connect(endpoint, 0);
    }

    private void check(SocketAddress address) throws RefusedAddressException {
        if (!(address instanceof InetSocketAddress internet) || internet.getAddress() == null
                || !rules.allows(internet.getAddress())) {
            throw new RefusedAddressException();
        }
    }
}
