// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.image;

import java.net.InetAddress;
import java.util.Objects;

/**
 * The addresses that begin with the same bits (CIDR, RFC 4632 and RFC 4291).
 *
 * @param prefix
 *            the number of leading bits that are compared, 0 to 32 for IPv4 and 0 to 128 for IPv6
 */
public record Network(InetAddress address, int prefix) {
    public Network {
        Objects.requireNonNull(address, "address");
        int bits = 8 * address.getAddress().length;
        if (prefix < 0 || prefix > bits) {
            throw new IllegalArgumentException("the prefix must be 0 to %d, not %d".formatted(bits, prefix));
        }
    }

    /**
     * @param text
     *            a network or one address, such as {@code 10.1.0.0/16}, {@code fd00:1::/32} or {@code 10.1.2.3}
     */
    public static Network parse(String text) {
        int slash = text.indexOf('/');
        InetAddress address = AddressLiteral.parse(slash < 0 ? text : text.substring(0, slash))
                .orElseThrow(() -> malformed(text));
        String prefix = slash < 0 ? String.valueOf(8 * address.getAddress().length) : text.substring(slash + 1);
        if (!prefix.matches("[0-9]{1,3}")) {
            throw malformed(text);
        }
        return new Network(address, Integer.parseInt(prefix));
    }

    private static IllegalArgumentException malformed(String text) {
        return new IllegalArgumentException("'%s' is not a network: give ADDRESS or ADDRESS/PREFIX".formatted(text));
    }

    boolean contains(InetAddress other) {
        byte[] mine = address.getAddress();
        byte[] theirs = other.getAddress();
        if (mine.length != theirs.length) {
            return false;
        }
        for (int bit = 0; bit < prefix; bit += 8) {
            int mask = 0xff << Math.max(0, 8 - (prefix - bit));
            if (((mine[bit / 8] ^ theirs[bit / 8]) & mask & 0xff) != 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return address.getHostAddress() + "/" + prefix;
    }
}
