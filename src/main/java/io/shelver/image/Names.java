// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.image;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Who knows the addresses of hosts. */
@FunctionalInterface
interface Names {
    /** The system's resolver. */
    Names SYSTEM = InetAddress::getAllByName;

    InetAddress[] lookUp(String name) throws UnknownHostException;
}
