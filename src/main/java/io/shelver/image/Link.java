// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.image;

import io.shelver.classify.Pictures.UnreadableException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A link that may be followed, as far as its text tells. Its target is checked again when the host has an address.
 *
 * <p>
 * Up to its path, a link that two readers could understand differently is refused, not repaired. Its path and query are
 * sent as a browser would send them (WHATWG URL Standard): what must not stand in a request is percent-encoded, and all
 * else stays as it is, since it may be signed.
 *
 * @param host
 *            a name as {@link HostName} has it, an IPv4 address as four decimal numbers, or an IPv6 address without
 *            brackets
 * @param target
 *            path and query, in printable ASCII, starting with a slash
 */
record Link(Scheme scheme, String host, int port, String target) {
    static final int MAX_LENGTH = 2_048;

    private static final Pattern SHAPE = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*)://([^/?#]*)([^#]*)(#.*)?");
    private static final Pattern OTHER_SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+-]*:.*");
    private static final Pattern AUTHORITY = Pattern.compile("(\\[[^]]*]|[^:\\[\\]]*)(?::([0-9]{0,5}))?");

    /** A second link behind a whole first one. One inside a path or a query, as proxies of pictures have it, is none. */
    private static final Pattern SECOND = Pattern.compile(
            "(\\s|\\.(jpe?g|png|gif|webp|bmp|avif)(\\?[^\\s,;|]*)?\\s*[,;|])https?://", Pattern.CASE_INSENSITIVE);
    private static final Pattern ENCODED_DOT = Pattern.compile("%2e", Pattern.CASE_INSENSITIVE);

    /** Besides what is not printable ASCII: the sets of the URL Standard for a path and for a query. */
    private static final String ENCODED_IN_PATH = " \"<>`{}^";
    private static final String ENCODED_IN_QUERY = " \"<>'";

    /**
     * @throws UnreadableException
     *             if the text is not a link, or one that may not be followed; the message quotes nothing of it
     */
    static Link parse(String reference, LinkRules rules) throws UnreadableException {
        if (rules.schemes().isEmpty()) {
            throw refused("links are not followed here; send the bytes");
        }
        String text = withoutBlanks(reference);
        try {
            return absolute(text.startsWith("//") ? preferred(rules) + text : text, rules);
        } catch (RefusedException e) {
            throw refused(String.valueOf(e.getMessage()));
        }
    }

    private static String preferred(LinkRules rules) {
        return rules.schemes().contains(Scheme.HTTPS) ? "https:" : "http:";
    }

    /**
     * The link over http; empty unless the text leaves the scheme open ({@code //host/picture.jpg}) and both schemes
     * are allowed.
     */
    static Optional<Link> insecure(String reference, LinkRules rules) throws UnreadableException {
        String text = withoutBlanks(reference);
        boolean open = text.startsWith("//") && rules.schemes().containsAll(Set.of(Scheme.HTTP, Scheme.HTTPS));
        return open ? Optional.of(parse("http:" + text, rules)) : Optional.empty();
    }

    private static Link absolute(String text, LinkRules rules) throws RefusedException {
        refuseUnclear(text);
        Matcher parts = SHAPE.matcher(text);
        if (!parts.matches()) {
            throw new RefusedException(OTHER_SCHEME.matcher(text).matches()
                    ? "it is not a link to a web server, such as https://host/picture.jpg"
                    : "the link has no scheme, such as https");
        }
        Scheme scheme = rules.schemes().stream().filter(each -> each != Scheme.S3)
                .filter(each -> each.name().equalsIgnoreCase(parts.group(1))).findFirst()
                .orElseThrow(() -> new RefusedException("links of this scheme are not followed"));
        if (parts.group(2).isEmpty() || parts.group(2).contains("@")) {
            throw new RefusedException("the link has a user, or lacks a host");
        }
        Matcher authority = AUTHORITY.matcher(parts.group(2));
        if (!authority.matches()) {
            throw new RefusedException("the link's host is malformed");
        }
        String host = host(authority.group(1));
        String digits = authority.group(2);
        int port = digits == null || digits.isEmpty() ? scheme.port() : Integer.parseInt(digits);
        if (!rules.allowsPort(port)) {
            throw new RefusedException("the link's port is not allowed");
        }
        if (!rules.hosts().allows(host)) {
            throw new RefusedException("the link's host is not allowed");
        }
        return new Link(scheme, host, port, target(parts.group(3)));
    }

    private static void refuseUnclear(String text) throws RefusedException {
        if (text.length() > MAX_LENGTH) {
            throw new RefusedException(
                    String.format(Locale.ROOT, "the link has %,d characters, at most %,d are allowed",
                            text.length(), MAX_LENGTH));
        }
        if (SECOND.matcher(text).find()) {
            throw new RefusedException("the field holds more than one link; send one picture");
        }
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw new RefusedException("the link holds a control character; percent-encode it");
        }
        if (text.contains("\\")) {
            throw new RefusedException("the link holds a backslash; write / or %5C");
        }
    }

    private static String host(String text) throws RefusedException {
        if (text.startsWith("[")) {
            String address = text.substring(1, text.length() - 1).toLowerCase(Locale.ROOT);
            return AddressLiteral.parse(address).filter(parsed -> address.contains(":")).map(parsed -> address)
                    .orElseThrow(() -> new RefusedException("the link's host is malformed"));
        }
        String address = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
        return AddressLiteral.parse(address).map(parsed -> address).or(() -> HostName.parse(text))
                .orElseThrow(() -> new RefusedException(text.chars().allMatch(letter -> letter < 0x80)
                        ? "the link's host is malformed"
                        : "the link's host has no clear form in ASCII; write it with xn--"));
    }

    private static String target(String text) {
        int question = text.indexOf('?');
        String path = question == -1 ? text : text.substring(0, question);
        String query = question == -1 ? "" : text.substring(question);
        return withoutDots(encoded(path.isEmpty() ? "/" : path, ENCODED_IN_PATH)) + encoded(query, ENCODED_IN_QUERY);
    }

    private static String encoded(String text, String besides) {
        StringBuilder encoded = new StringBuilder();
        for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
            boolean kept = each > 0x20 && each < 0x7f && besides.indexOf(each) == -1;
            encoded.append(kept ? String.valueOf((char) each) : "%%%02X".formatted(each));
        }
        return encoded.toString();
    }

    /** Resolves the segments {@code .} and {@code ..} of a path (RFC 3986, section 5.2.4). */
    private static String withoutDots(String path) {
        Deque<String> kept = new ArrayDeque<>();
        String last = "";
        for (String segment : path.substring(1).split("/", -1)) {
            last = ENCODED_DOT.matcher(segment).replaceAll(".");
            if (last.equals("..")) {
                kept.pollLast();
            } else if (!last.equals(".")) {
                kept.add(segment);
            }
        }
        return "/" + String.join("/", kept) + (last.equals("..") || last.equals(".") ? kept.isEmpty() ? "" : "/" : "");
    }

    /**
     * The link that a redirect leads to.
     *
     * @param location
     *            the target as the answer gives it, a character for each byte; may be relative to this link
     */
    Link follow(String location, LinkRules rules) throws UnreadableException {
        String text = withoutBlanks(decoded(location));
        if (text.isEmpty()) {
            throw refused("its host redirects without saying where to");
        }
        Link next;
        try {
            next = absolute(resolved(text), rules);
        } catch (RefusedException e) {
            throw refused("its host redirects, and there " + e.getMessage());
        }
        if (scheme == Scheme.HTTPS && next.scheme() != Scheme.HTTPS) {
            throw refused("its host redirects from https to http");
        }
        return next;
    }

    private String resolved(String text) {
        if (text.startsWith("//")) {
            return scheme.name() + ":" + text;
        }
        if (SHAPE.matcher(text).matches() || OTHER_SCHEME.matcher(text).matches()) {
            return text;
        }
        String path = target.replaceFirst("\\?.*", "");
        String base = scheme.name() + "://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
        return base + switch (text.charAt(0)) {
            case '/' -> text;
            case '?' -> path + text;
            case '#' -> target;
            default -> path.substring(0, path.lastIndexOf('/') + 1) + text;
        };
    }

    /** The text of a header, which may be UTF-8. Of any other encoding, the bytes are kept as they are. */
    private static String decoded(String header) {
        byte[] bytes = header.getBytes(StandardCharsets.ISO_8859_1);
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            StringBuilder text = new StringBuilder();
            header.chars().forEach(
                    letter -> text.append(letter < 0x80 ? String.valueOf((char) letter) : "%%%02X".formatted(letter)));
            return text.toString();
        }
    }

    /** Cuts off what people copy along with a link: blanks of any kind, ends of lines and marks that show nothing. */
    static String withoutBlanks(String text) {
        int begin = 0;
        int end = text.length();
        while (begin < end && isBlank(text.charAt(begin))) {
            begin++;
        }
        while (begin < end && isBlank(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(begin, end);
    }

    private static boolean isBlank(char letter) {
        return Character.isWhitespace(letter) || Character.isSpaceChar(letter) || Character.isISOControl(letter)
                || Character.getType(letter) == Character.FORMAT;
    }

    private static UnreadableException refused(String why) {
        return new UnreadableException("the picture is not fetched: " + why);
    }

    /** Why a link is not followed, as the rest of a sentence. */
    private static final class RefusedException extends Exception {
        private static final long serialVersionUID = 1;

        RefusedException(String why) {
            super(why);
        }
    }

    /** Leaves out path and query, which may hold secrets. */
    @Override
    public String toString() {
        return scheme.name().toLowerCase(Locale.ROOT) + "://" + host;
    }
}
