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

/** A server that nobody may connect to. It counts connections. */
public final class Trap implements AutoCloseable {
    private final ServerSocket server;
    private final AtomicInteger caught = new AtomicInteger();

    private Trap(ServerSocket server) {
        this.server = server;
        Thread.ofPlatform().daemon().start(this::count);
    }

    /**
     * @param port
     *            the port to listen on; 0 for any free one
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

    /** The number of connections until now. Connects once itself, and waits until that connection is accepted. */
    public int caught() throws IOException {
        InetAddress address = server.getInetAddress();
        try (Socket last = new Socket()) {
            last.connect(new InetSocketAddress(address, port()));
            // Connections are accepted in order, so all others were counted before this one ends.
            if (last.getInputStream().read() != -1) {
                throw new IllegalStateException("the trap sent bytes, but it must send nothing");
            }
        }
        return caught.get() - 1;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
