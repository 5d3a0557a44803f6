// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.image;

import java.net.IDN;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * The names of hosts as the DNS knows them: in ASCII, international ones as A-labels ({@code xn--}, RFC 5891). A name
 * is judged, looked up and sent in this form alone.
 */
final class HostName {
    /**
     * A host name by RFC 1123, and with the underscores and hyphens that picture servers have. Its last label starts with
     * a letter: digits alone would be an address in one of {@code inet_aton}'s spellings.
     */
    private static final String NAME = "([a-z0-9_-]{1,63}\\.)*[a-z]([a-z0-9-]{0,61}[a-z0-9])?";
    private static final int MAX_LENGTH = 253;

    private HostName() {
    }

    /**
     * The name in lower case and ASCII, without a final dot.
     *
     * @return empty if the text is no name, or one that readers would turn into different names: a letter that only
     *         some of them map, such as the German sharp s, or a sign that stands for an ASCII one
     */
    static Optional<String> parse(String text) {
        return ascii(text).map(name -> name.endsWith(".") ? name.substring(0, name.length() - 1) : name)
                .filter(name -> name.length() <= MAX_LENGTH && name.matches(NAME));
    }

    private static Optional<String> ascii(String text) {
        String composed = Normalizer.normalize(text, Normalizer.Form.NFC);
        String lower = composed.toLowerCase(Locale.ROOT);
        if (isAscii(text)) {
            return Optional.of(lower);
        }
        try {
            String ascii = IDN.toASCII(lower, IDN.ALLOW_UNASSIGNED);
            boolean lossless = !isAscii(lower) && IDN.toUnicode(ascii, IDN.ALLOW_UNASSIGNED).equals(lower)
                    && foreign(composed).length == foreign(lower).length
                    && Arrays.stream(lower.split("\\.", -1))
                            .noneMatch(label -> label.startsWith("xn--") && !isAscii(label));
            return Optional.of(ascii).filter(name -> lossless);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /**
     * Undoes what the HTTP client does to a name: it shows the A-labels of a judged name in Unicode to whoever looks it up.
     */
    static String asJudged(String shown) {
        return isAscii(shown) ? shown : IDN.toASCII(shown, IDN.ALLOW_UNASSIGNED);
    }

    private static boolean isAscii(String text) {
        return foreign(text).length == 0;
    }

    private static int[] foreign(String text) {
        return text.codePoints().filter(letter -> letter > 0x7f).toArray();
    }
}
