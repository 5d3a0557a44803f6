// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What requests for pictures say about who asks.
 *
 * @param agent
 *            the value of {@code User-Agent}; empty: the product's name and version
 * @param headers
 *            further headers, each for certain hosts alone
 */
public record LinkHeaders(Optional<String> agent, List<Header> headers) {
    /** The product's name, and nothing else. */
    public static final LinkHeaders NONE = new LinkHeaders(Optional.empty(), List.of());

    private static final String INSECURE = "http://";
    private static final int MAX_FILE_BYTES = 1 << 20;
    private static final Pattern LINE = Pattern.compile("(\\S+)[ \\t]+([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \\t]*(.*)");
    private static final Pattern VALUE = Pattern.compile("[\\x21-\\x7e]([\\x20-\\x7e\\t]*[\\x21-\\x7e])?");

    /** These say how the request itself is sent, or have a setting of their own. */
    private static final Set<String> OURS = Set.of("host", "connection", "content-length", "content-type", "expect",
            "keep-alive", "range", "te", "trailer", "transfer-encoding", "upgrade", "accept", "accept-encoding",
            "user-agent");

    public LinkHeaders {
        headers = List.copyOf(headers);
        agent.ifPresent(LinkHeaders::requireAgent);
    }

    /**
     * A header that certain hosts receive.
     *
     * @param insecure
     *            whether it is sent over http too
     * @param hosts
     *            the hosts, by the patterns of {@link AllowedHosts}
     * @param value
     *            its value; may be a secret
     */
    public record Header(boolean insecure, AllowedHosts hosts, String name, String value) {
        public Header {
            String lower = name.toLowerCase(Locale.ROOT);
            if (OURS.contains(lower) || lower.startsWith("proxy-")) {
                throw new IllegalArgumentException(
                        "the header %s is the client's own and cannot be set here".formatted(name));
            }
            if (!VALUE.matcher(value).matches()) {
                throw new IllegalArgumentException(
                        "the value of the header %s is empty or has characters other than printable ASCII"
                                .formatted(name));
            }
        }

        /** Without the value. */
        @Override
        public String toString() {
            return "%s for %s".formatted(name, hosts.patterns());
        }
    }

    /** @throws IllegalArgumentException if it is no value of a header */
    public static String requireAgent(String agent) {
        if (!VALUE.matcher(agent).matches()) {
            throw new IllegalArgumentException("it has characters other than printable ASCII");
        }
        return agent;
    }

    /**
     * Reads a file with a header on each line: the host, a blank, and the header. It is sent over https alone, unless the
     * host has {@code http://} in front. Blank lines and lines that start with
     * {@code #} are ignored.
     *
     * @throws IllegalArgumentException
     *             if the file cannot be read, is larger than 1 MiB, or a line is no such header; the message gives the
     *             number of the line and no value
     */
    public static LinkHeaders read(Path file) {
        List<String> lines;
        try {
            if (Files.size(file) > MAX_FILE_BYTES) {
                throw new IllegalArgumentException("the file is larger than 1 MiB: write one header a line");
            }
            lines = Files.readAllLines(file);
        } catch (IOException e) {
            throw new IllegalArgumentException("the file cannot be read (%s)".formatted(e.getClass().getSimpleName()));
        }
        List<Header> headers = new ArrayList<>();
        for (int line = 0; line < lines.size(); line++) {
            String text = lines.get(line).strip();
            if (!text.isEmpty() && !text.startsWith("#")) {
                headers.add(header(text, line + 1));
            }
        }
        return new LinkHeaders(Optional.empty(), headers);
    }

    public LinkHeaders withAgent(Optional<String> name) {
        return new LinkHeaders(name, headers);
    }

    private static Header header(String text, int number) {
        Matcher parts = LINE.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    "line %d is not a header for a host: write it like 'images.example.com Authorization: Bearer x'"
                            .formatted(number));
        }
        try {
            String host = parts.group(1);
            boolean insecure = host.startsWith(INSECURE);
            return new Header(insecure, AllowedHosts.parse(insecure ? host.substring(INSECURE.length()) : host),
                    parts.group(2), parts.group(3).strip());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("line %d: %s".formatted(number, e.getMessage()), e);
        }
    }

    Stream<Header> to(Scheme scheme, String host) {
        return headers.stream().filter(header -> scheme == Scheme.HTTPS || header.insecure())
                .filter(header -> header.hosts().allows(host));
    }
}
