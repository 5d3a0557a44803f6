// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.image;

import io.shelver.classify.Pictures.UnreadableException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;

import org.apache.hc.client5.http.utils.URIUtils;

/**
 * A link that may be followed, as far as its text tells. Its target is checked again when the host has an address. A
 * link that two readers could understand differently is refused, not repaired.
 *
 * @param host
 *            a name in lower case without a final dot, an IPv4 address as four decimal numbers, or an IPv6 address
 *            without brackets
 */
record Link(Scheme scheme, String host, int port, URI uri) {
    static final int MAX_LENGTH = 2_048;

    /**
     * A host name by RFC 1123. Its last label starts with a letter: digits alone would be an address in one of
     * {@code inet_aton}'s spellings.
     */
    private static final String NAME = "([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)*[a-z]([a-z0-9-]{0,61}[a-z0-9])?";
    private static final int MAX_NAME = 253;

    /**
     * @throws UnreadableException
     *             if the text is not a link, or one that may not be followed; the message quotes nothing of it
     */
    static Link parse(String reference, LinkRules rules) throws UnreadableException {
        if (rules.schemes().isEmpty()) {
            throw refused("links are not followed here; send the bytes");
        }
        if (reference.length() > MAX_LENGTH) {
            throw refused(
                    "the link has %,d characters, at most %,d are allowed".formatted(reference.length(), MAX_LENGTH));
        }
        if (!isPrintable(reference)) {
            throw refused("the link holds characters that a URI must not hold; percent-encode them");
        }
        try {
            return from(new URI(reference), rules);
        } catch (URISyntaxException e) {
            throw refused("the link is malformed");
        }
    }

    private static Link from(URI uri, LinkRules rules) throws UnreadableException, URISyntaxException {
        if (uri.getScheme() == null) {
            throw refused("the link has no scheme, such as https");
        }
        Scheme scheme = rules.schemes().stream().filter(each -> each != Scheme.S3)
                .filter(each -> each.name().equalsIgnoreCase(uri.getScheme())).findFirst()
                .orElseThrow(() -> refused("links of this scheme are not followed"));
        URI checked = uri.parseServerAuthority();
        if (checked.getRawAuthority() == null || checked.getRawAuthority().contains("@")) {
            throw refused("the link has a user, or lacks a host");
        }
        String host = host(checked);
        int port = checked.getPort() == -1 ? scheme.port() : checked.getPort();
        if (!rules.allowsPort(port)) {
            throw refused("the link's port is not allowed");
        }
        if (!rules.hosts().allows(host)) {
            throw refused("the link's host is not allowed");
        }
        return new Link(scheme, host, port, canonical(scheme, host, port, checked));
    }

    /**
     * Writes the link as it was checked, without its fragment, so that no later reader takes another part of it for the
     * host.
     */
    private static URI canonical(Scheme scheme, String host, int port, URI uri) throws URISyntaxException {
        StringBuilder text = new StringBuilder(scheme.name().toLowerCase(Locale.ROOT)).append("://")
                .append(host.contains(":") ? "[" + host + "]" : host);
        if (port != scheme.port()) {
            text.append(':').append(port);
        }
        text.append(uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath());
        if (uri.getRawQuery() != null) {
            text.append('?').append(uri.getRawQuery());
        }
        return new URI(text.toString());
    }

    private static String host(URI uri) throws UnreadableException {
        String host = Optional.ofNullable(uri.getHost()).orElse("").toLowerCase(Locale.ROOT);
        if (host.startsWith("[")) {
            String address = host.substring(1, host.length() - 1);
            return AddressLiteral.parse(address).map(parsed -> address)
                    .orElseThrow(() -> refused("the link's host is malformed"));
        }
        String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        boolean named = name.length() <= MAX_NAME && name.matches(NAME);
        if (!named && AddressLiteral.parse(name).isEmpty()) {
            throw refused("the link's host is malformed");
        }
        return name;
    }

    /**
     * The link that a redirect leads to.
     *
     * @param location
     *            the target as the answer gives it; may be relative to this link
     */
    Link follow(String location, LinkRules rules) throws UnreadableException {
        // Checked before it is resolved: resolving might repair what must be refused.
        if (location.length() > MAX_LENGTH || !isPrintable(location)) {
            throw refused("its host redirects to something that is not a link");
        }
        try {
            Link next = from(URIUtils.resolve(uri, new URI(location)), rules);
            if (scheme == Scheme.HTTPS && next.scheme() != Scheme.HTTPS) {
                throw refused("its host redirects from https to http");
            }
            return next;
        } catch (URISyntaxException | IllegalArgumentException e) {
            throw refused("its host redirects to something that is not a link");
        }
    }

    private static boolean isPrintable(String text) {
        return text.chars().allMatch(letter -> letter > 0x20 && letter < 0x7f && letter != 0x5c);
    }

    private static UnreadableException refused(String why) {
        return new UnreadableException("the picture is not fetched: " + why);
    }

    /** Leaves out path and query, which may hold secrets. */
    @Override
    public String toString() {
        return scheme.name().toLowerCase(Locale.ROOT) + "://" + host;
    }
}
