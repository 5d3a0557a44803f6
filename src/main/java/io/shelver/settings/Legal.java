// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.settings;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The legal values of a setting, defined once: the words that name them and the parser that accepts them.
 *
 * @param <T>
 *            the type of a parsed value
 * @param words
 *            the legal values, for documents and messages, such as "1 to 1024"
 * @param parser
 *            throws IllegalArgumentException for an illegal value; its message gives the reason, or is missing where the words
 *            say enough
 */
record Legal<T>(String words, Function<String, T> parser) {
    private static final int MAX_PORT = 65_535;

    /** Any text, or any that the parser accepts. */
    static <T> Legal<T> as(String words, Function<String, T> parser) {
        return new Legal<>(words, parser);
    }

    static Legal<String> matching(String words, String pattern) {
        return as(words, text -> text.matches(pattern) ? text : refuse());
    }

    static Legal<Integer> range(int least, int most) {
        return range((long) least, most).map(Math::toIntExact);
    }

    static Legal<Long> range(long least, long most) {
        return as("%d to %d".formatted(least, most), text -> {
            long number = Long.parseLong(text);
            return number >= least && number <= most ? number : refuse();
        });
    }

    /** A port, from {@code least} on. */
    static Legal<Integer> port(int least) {
        return range(least, MAX_PORT);
    }

    /** A number between two others, neither included. */
    static Legal<Double> between(int above, int below) {
        return as("above %d, below %d".formatted(above, below), text -> {
            double number = Double.parseDouble(text);
            return number > above && number < below ? number : refuse();
        });
    }

    static Legal<String> oneOf(String... choices) {
        String last = choices[choices.length - 1];
        String others = String.join(", ", List.of(choices).subList(0, choices.length - 1));
        return as(others + " or " + last, text -> List.of(choices).contains(text) ? text : refuse());
    }

    static Legal<Boolean> truth() {
        return oneOf("true", "false").map(Boolean::valueOf);
    }

    /** The names of an enum's constants in lower case, separated by commas. */
    static String names(Enum<?>[] constants) {
        return Arrays.stream(constants).map(each -> each.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
    }

    /** The same, and one value more. */
    Legal<T> or(T more) {
        String text = String.valueOf(more);
        return as(words + ", or " + text, value -> value.equals(text) ? more : parser.apply(value));
    }

    /** The same, and a word that stands for no value. */
    Legal<Optional<T>> orWord(String none) {
        return as(words + ", or " + none,
                value -> value.equals(none) ? Optional.empty() : Optional.of(parser.apply(value)));
    }

    /** The same, and the empty text. */
    Legal<Optional<T>> optional() {
        return as(words, value -> value.isEmpty() ? Optional.empty() : Optional.of(parser.apply(value)));
    }

    /** Any number of such values. */
    Legal<List<T>> list() {
        return as(words + ", separated by commas", value -> split(value).stream().map(parser).toList());
    }

    /** The same, with a remark after the words. */
    Legal<T> remark(String remark) {
        return as(words + remark, parser);
    }

    private <R> Legal<R> map(Function<T, R> change) {
        return as(words, parser.andThen(change));
    }

    /** The parts of a text between its commas; none of a blank text. */
    static List<String> split(String value) {
        return value.isBlank() ? List.of() : Arrays.stream(value.split(",", -1)).map(String::strip).toList();
    }

    private static <T> T refuse() {
        throw new IllegalArgumentException();
    }
}
