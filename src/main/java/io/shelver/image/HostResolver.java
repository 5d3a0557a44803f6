// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.image;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Finds the addresses of a host by its name. */
@FunctionalInterface
interface HostResolver {
    /** The system's resolver. */
    HostResolver SYSTEM = InetAddress::getAllByName;

    InetAddress[] resolve(String name) throws UnknownHostException;
}
