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

/** The tokens of which a caller must hold one, or none that are asked for. Holds their digests only. */
public final class Tokens {
    /** Characters of the shortest token. */
    static final int LEAST_LENGTH = 16;
    private static final int MAX_FILE_BYTES = 1 << 20;
    /** RFC 6750, section 2.1. */
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/-]+=*");
    private static final String SCHEME = "bearer ";

    private final List<byte[]> digests;

    private Tokens(List<byte[]> digests) {
        this.digests = List.copyOf(digests);
    }

    /** Nobody is asked for one. */
    public static Tokens none() {
        return new Tokens(List.of());
    }

    /**
     * @throws IllegalArgumentException
     *             if there is none, or one of them is too short or cannot be sent in a header; the message names its number
     */
    public static Tokens of(List<String> tokens) {
        List<byte[]> digests = new ArrayList<>();
        for (String token : tokens) {
            int number = digests.size() + 1;
            if (token.length() < LEAST_LENGTH) {
                throw new IllegalArgumentException(
                        "token %d has %d characters, at least %d are needed: openssl rand -hex 32"
                                .formatted(number, token.length(), LEAST_LENGTH));
            }
            if (!TOKEN.matcher(token).matches()) {
                throw new IllegalArgumentException(
                        "token %d has other characters than letters, digits and ._~+/-".formatted(number));
            }
            digests.add(Sha256.bytes(token));
        }
        if (digests.isEmpty()) {
            throw new IllegalArgumentException("there is no token in it");
        }
        return new Tokens(digests);
    }

    /**
     * Reads a file with one token a line; blank lines are none.
     *
     * @throws IllegalArgumentException
     *             if it cannot be read, or as {@link #of}
     */
    public static Tokens read(Path file) {
        try {
            if (Files.size(file) > MAX_FILE_BYTES) {
                throw new IllegalArgumentException("the file is larger than 1 MiB");
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
     * Whether these credentials may pass. Takes as long for a wrong token as for a right one.
     *
     * @param authorization
     *            the header of that name; null if there was none
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

    /** Never the tokens. */
    @Override
    public String toString() {
        return digests.isEmpty() ? "no tokens" : digests.size() == 1 ? "1 token" : digests.size() + " tokens";
    }
}
