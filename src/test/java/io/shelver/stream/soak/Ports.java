// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.soak;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/**
 * Ports for servers that go away and come back: below those that the system lends to clients. While a server is away, one of
 * theirs that happens to be its port would keep it from coming back, and a client can even connect to itself there.
 */
final class Ports {
    private static final int FIRST = 20_000;
    private static final int LAST = 31_000;

    private Ports() {
    }

    static List<Integer> free(int count) throws IOException {
        int from = FIRST + (int) (ProcessHandle.current().pid() * 31 % (LAST - FIRST));
        List<Integer> free = new ArrayList<>();
        for (int port = from; free.size() < count; port++) {
            if (isFree(port)) {
                free.add(port);
            }
        }
        return free;
    }

    private static boolean isFree(int port) throws IOException {
        try (ServerSocket taken = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"))) {
            return taken.isBound();
        } catch (BindException e) {
            return false;
        }
    }
}
