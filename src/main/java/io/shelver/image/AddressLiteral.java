// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.image;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An IP address as RFC 3986 allows it in a URI: four decimal numbers, or IPv6. The many other spellings that
 * {@code inet_aton} accepts (RFC 3986, section 7.4: octal, hexadecimal, fewer than four parts) are neither addresses
 * nor host names here.
 */
final class AddressLiteral {
    private static final String OCTET = "(0|[1-9][0-9]{0,2})";
    private static final Pattern IPV4 = Pattern.compile(String.join("\\.", OCTET, OCTET, OCTET, OCTET));
    private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

    private AddressLiteral() {
    }

    /**
     * Parses an address without asking a name server.
     *
     * @param text
     *            the address, IPv6 without brackets
     * @return the address; empty if the text is not one
     */
    static Optional<InetAddress> parse(String text) {
        try {
            if (IPV6.matcher(text).matches()) {
                // In brackets it is an address or an error. Without brackets the JDK may look it up as a name.
                return Optional.of(InetAddress.getByName("[" + text + "]"));
            }
            Matcher octets = IPV4.matcher(text);
            return octets.matches() ? Optional.ofNullable(ipv4(octets)) : Optional.empty();
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    private static @org.jspecify.annotations.Nullable InetAddress ipv4(Matcher octets) throws UnknownHostException {
        byte[] address = new byte[4];
        for (int i = 0; i < 4; i++) {
            int octet = Integer.parseInt(octets.group(i + 1));
            if (octet > 255) {
                return null;
            }
            address[i] = (byte) octet;
        }
        return InetAddress.getByAddress(address);
    }
}
