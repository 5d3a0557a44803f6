// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.image;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A resolver for tests that asks nothing outside. */
final class FakeResolver implements HostResolver {
    private final Map<String, Queue<String[]>> answers = new ConcurrentHashMap<>();
    private final Queue<String> asked = new ConcurrentLinkedQueue<>();

    FakeResolver() {
        with("localhost", "127.0.0.1", "::1").with("loopback.test", "127.0.0.1").with("loopback6.test", "::1")
                .with("mapped.test", "::ffff:127.0.0.1").with("nat64.test", "64:ff9b::7f00:1")
                .with("private.test", "192.168.7.7").with("metadata.test", "169.254.169.254")
                .with("unspecified.test", "0.0.0.0").with("mixed.test", "127.0.0.2", "127.0.0.1")
                .with("mixed-reversed.test", "127.0.0.1", "127.0.0.2");
    }

    FakeResolver with(String name, String... addresses) {
        return inTurn(name, addresses, addresses);
    }

    /** Another answer each time it is asked; the last one stays. */
    FakeResolver inTurn(String name, String[]... turns) {
        answers.put(name, new ArrayDeque<>(Arrays.asList(turns)));
        return this;
    }

    @Override
    public InetAddress[] resolve(String name) throws UnknownHostException {
        asked.add(name);
        Queue<String[]> turns = answers.get(name);
        if (turns == null) {
            throw new UnknownHostException(name);
        }
        String[] answer;
        synchronized (turns) {
            answer = turns.size() > 1 ? turns.remove() : turns.element();
        }
        return Arrays.stream(answer).map(address -> AddressLiteral.parse(address).orElseThrow())
                .toArray(InetAddress[]::new);
    }

    long asked(String name) {
        return asked.stream().filter(name::equals).count();
    }
}
