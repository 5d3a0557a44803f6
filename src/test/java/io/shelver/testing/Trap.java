// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.concurrent.atomic.AtomicInteger;

/** Listens where nobody may connect, and counts who does. */
public final class Trap implements AutoCloseable {
    private final ServerSocket server;
    private final AtomicInteger caught = new AtomicInteger();

    private Trap(ServerSocket server) {
        this.server = server;
        Thread.ofPlatform().daemon().start(this::count);
    }

    /**
     * @param port
     *            0: any
     */
    public static Trap at(String address, int port) throws IOException {
        return new Trap(new ServerSocket(port, 50, InetAddress.getByName(address)));
    }

    private void count() {
        while (!server.isClosed()) {
            try (Socket connection = server.accept()) {
                caught.incrementAndGet();
            } catch (SocketException e) {
                return;
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    public int port() {
        return server.getLocalPort();
    }

    /** How many connected until now: one more connection is made, and waited for. */
    public int caught() throws IOException {
        InetAddress address = server.getInetAddress();
        try (Socket last = new Socket()) {
            last.connect(new InetSocketAddress(address, port()));
            // Accepted in order: the end of this one comes after every other was counted.
            if (last.getInputStream().read() != -1) {
                throw new IllegalStateException("a trap sends nothing");
            }
        }
        return caught.get() - 1;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
