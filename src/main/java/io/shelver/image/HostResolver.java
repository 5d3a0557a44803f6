// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.image;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Who knows the addresses of hosts. */
@FunctionalInterface
interface HostResolver {
    /** The system's resolver. */
    HostResolver SYSTEM = InetAddress::getAllByName;

    InetAddress[] resolve(String name) throws UnknownHostException;
}
