// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.image;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The hosts that links may name.
 *
 * @param patterns
 *            at least one pattern: {@code *} for any host, the name of a host, or {@code *.suffix} for every name below
 *            the suffix but not the suffix itself
 */
public record AllowedHosts(List<String> patterns) {
    /** Any host. The rules for addresses still apply. */
    public static final AllowedHosts ANY = new AllowedHosts(List.of("*"));

    private static final String PATTERN = "\\*|(\\*\\.)?[a-z0-9_]([a-z0-9._-]*[a-z0-9])?|[0-9a-f:.]*:[0-9a-f:.]*";

    public AllowedHosts {
        patterns = List.copyOf(patterns);
        for (String pattern : patterns) {
            if (!pattern.matches(PATTERN)) {
                throw new IllegalArgumentException(
                        "'%s' is not a host: give a name, *.suffix, or * for any".formatted(pattern));
            }
        }
        if (patterns.isEmpty()) {
            throw new IllegalArgumentException("no host is given: give a name, *.suffix, or * for any");
        }
    }

    /**
     * @param text
     *            the patterns, separated by commas
     */
    public static AllowedHosts parse(String text) {
        return new AllowedHosts(
                Arrays.stream(text.toLowerCase(Locale.ROOT).split(",", -1)).map(String::strip)
                        .map(AllowedHosts::ascii).toList());
    }

    /** Links are judged by the ASCII form of their hosts. */
    private static String ascii(String pattern) {
        String prefix = pattern.startsWith("*.") ? "*." : "";
        return HostName.parse(pattern.substring(prefix.length())).map(name -> prefix + name).orElse(pattern);
    }

    boolean allows(String host) {
        return patterns.stream().anyMatch(pattern -> pattern.equals("*") || pattern.equals(host)
                || pattern.startsWith("*.") && host.endsWith(pattern.substring(1))
                        && host.length() > pattern.length() - 1);
    }
}
