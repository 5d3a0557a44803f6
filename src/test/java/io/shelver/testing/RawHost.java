// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A host on 127.0.0.2 that answers with any bytes until the client hangs up. */
public final class RawHost implements AutoCloseable {

    /** What the host does with a connection. An exception from writing means that the client hung up. */
    public interface Manners {
        void meet(Socket client) throws IOException;
    }

    private final ServerSocket server;
    private final Manners manners;
    private final CountDownLatch hungUp = new CountDownLatch(1);

    private RawHost(ServerSocket server, Manners manners) {
        this.server = server;
        this.manners = manners;
        Thread.ofPlatform().daemon().start(this::accept);
    }

    public static RawHost open(Manners manners) throws IOException {
        return at(PictureHost.ADDRESS, manners);
    }

    public static RawHost at(String address, Manners manners) throws IOException {
        return new RawHost(new ServerSocket(0, 50, InetAddress.getByName(address)), manners);
    }

    /** Answers with the first bytes, then repeats the second without end. */
    public static RawHost repeating(String start, String again, int pauseMillis) throws IOException {
        return open(client -> {
            client.getOutputStream().write(start.getBytes(StandardCharsets.ISO_8859_1));
            while (true) {
                client.getOutputStream().write(again.getBytes(StandardCharsets.ISO_8859_1));
                client.getOutputStream().flush();
                pause(pauseMillis);
            }
        });
    }

    private static void pause(int millis) {
        try {
            // Nobody counts this latch down: the server is slow on purpose.
            if (new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket client = server.accept();
                Thread.ofPlatform().daemon().start(() -> serve(client));
            }
        } catch (SocketException e) {
            return;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void serve(Socket client) {
        try (client) {
            manners.meet(client);
        } catch (IOException e) {
            hungUp.countDown();
        }
    }

    public boolean sawHangUp() throws InterruptedException {
        return hungUp.await(10, TimeUnit.SECONDS);
    }

    public int port() {
        return server.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
