// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.image;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Looks up hosts and answers with allowed addresses only. Connections go to exactly these addresses without a second
 * look-up, so that a name cannot be rebound between check and connection.
 */
final class GuardedResolver implements AutoCloseable {
    /** A client tries the addresses one by one, each for its whole time, even if the request was given up meanwhile. */
    private static final int MOST_ADDRESSES = 2;

    private final HostResolver resolver;
    private final AddressRules rules;
    private final Duration timeout;
    private final ExecutorService lookUps;

    /**
     * @param atOnce
     *            the most look-ups at a time; the system's cannot be interrupted, so each slow one holds a thread
     */
    GuardedResolver(HostResolver resolver, AddressRules rules, Duration timeout, int atOnce) {
        this.resolver = resolver;
        this.rules = rules;
        this.timeout = timeout;
        this.lookUps = new ThreadPoolExecutor(0, atOnce, 10, TimeUnit.SECONDS, new SynchronousQueue<>(),
                Thread.ofPlatform().daemon().name("shelver-names-", 0).factory());
    }

    /**
     * @throws RefusedAddressException
     *             if any address of the host is not allowed: a name with a public and a private address is an attack
     */
    List<InetSocketAddress> resolve(String host, int port) throws IOException {
        Optional<InetAddress> literal = AddressLiteral.parse(host);
        InetAddress[] addresses = literal.isPresent() ? new InetAddress[]{literal.get()} : lookUp(host);
        if (addresses.length == 0) {
            throw new UnknownHostException("no address");
        }
        if (!Arrays.stream(addresses).allMatch(rules::allows)) {
            throw new RefusedAddressException();
        }
        return Arrays.stream(addresses).limit(MOST_ADDRESSES).map(address -> new InetSocketAddress(address, port))
                .toList();
    }

    private InetAddress[] lookUp(String host) throws IOException {
        try {
            Future<InetAddress[]> answer = lookUps.submit(() -> resolver.resolve(host));
            return answer.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw new UnknownHostException("not found");
        } catch (TimeoutException | RejectedExecutionException e) {
            throw new UnknownHostException("not found in time");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while a host was looked up");
        }
    }

    @Override
    public void close() {
        lookUps.shutdownNow();
    }
}
