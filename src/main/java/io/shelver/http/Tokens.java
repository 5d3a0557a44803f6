// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.http;

import io.shelver.catalog.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The tokens of which a caller must send one. If there are none, callers need no token. Keeps digests only. */
public final class Tokens {
    /** The length of the shortest token, in characters. */
    static final int MIN_LENGTH = 16;
    private static final int MAX_FILE_BYTES = 1 << 20;
    /** The syntax of a bearer token (RFC 6750, section 2.1). */
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/-]+=*");
    private static final String SCHEME = "bearer ";

    private final List<byte[]> digests;

    private Tokens(List<byte[]> digests) {
        this.digests = List.copyOf(digests);
    }

    /** No tokens, so callers need none. */
    public static Tokens none() {
        return new Tokens(List.of());
    }

    /**
     * @throws IllegalArgumentException
     *             if there is no token, or one is too short or cannot be sent in a header; the message gives its number, from 1
     */
    public static Tokens of(List<String> tokens) {
        List<byte[]> digests = new ArrayList<>();
        for (String token : tokens) {
            int number = digests.size() + 1;
            if (token.length() < MIN_LENGTH) {
                throw new IllegalArgumentException(
                        "token %d has %d characters, at least %d are needed: make one with 'openssl rand -hex 32'"
                                .formatted(number, token.length(), MIN_LENGTH));
            }
            if (!TOKEN.matcher(token).matches()) {
                throw new IllegalArgumentException(
                        "token %d has characters other than letters, digits and ._~+/-: make one with 'openssl rand -hex 32'"
                                .formatted(number));
            }
            digests.add(Sha256.bytes(token));
        }
        if (digests.isEmpty()) {
            throw new IllegalArgumentException("there is no token in it: write one a line");
        }
        return new Tokens(digests);
    }

    /**
     * Reads a file with one token a line. Blank lines are ignored.
     *
     * @throws IllegalArgumentException
     *             if the file cannot be read or is larger than 1 MiB, or for the reasons of {@link #of}
     */
    public static Tokens read(Path file) {
        try {
            if (Files.size(file) > MAX_FILE_BYTES) {
                throw new IllegalArgumentException(
                        "the file is larger than 1 MiB: write one token a line, and nothing else");
            }
            return of(Files.readAllLines(file).stream().map(String::strip).filter(line -> !line.isEmpty()).toList());
        } catch (IOException e) {
            throw new IllegalArgumentException("the file cannot be read (%s)".formatted(e.getClass().getSimpleName()));
        }
    }

    public boolean areAsked() {
        return !digests.isEmpty();
    }

    /**
     * Tells whether to admit a request. Takes as long for a wrong token as for a right one, so its time gives no token away.
     *
     * @param authorization
     *            the value of the header {@code Authorization}; null if the request has none
     */
    boolean admit(@Nullable String authorization) {
        if (digests.isEmpty()) {
            return true;
        }
        if (authorization == null || !authorization.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
            return false;
        }
        byte[] given = Sha256.bytes(authorization.substring(SCHEME.length()).strip());
        boolean admitted = false;
        for (byte[] digest : digests) {
            admitted |= MessageDigest.isEqual(digest, given);
        }
        return admitted;
    }

    /** The number of tokens, never the tokens. */
    @Override
    public String toString() {
        return digests.isEmpty() ? "no tokens" : digests.size() == 1 ? "1 token" : digests.size() + " tokens";
    }
}
