// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.settings;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The environment, read setting by setting. It collects every mistake, so that all are reported together; until then a setting
 * that is a mistake has the value of its default.
 */
final class Environment {
    private static final String PREFIX = "SHELVER_";

    private final Map<String, String> variables;
    private final List<String> mistakes = new ArrayList<>();

    Environment(Map<String, String> variables) {
        this.variables = variables;
        Set<String> known = Arrays.stream(Setting.values()).map(Setting::name).collect(Collectors.toSet());
        variables.keySet().stream().filter(name -> name.startsWith(PREFIX) && !known.contains(name)).sorted()
                .forEach(name -> mistakes.add(
                        "%s is no setting; there are %s".formatted(name, String.join(", ", new TreeSet<>(known)))));
    }

    Map<String, String> variables() {
        return variables;
    }

    int number(Setting setting) {
        return value(setting, Integer.class);
    }

    Duration milliseconds(Setting setting) {
        return Duration.ofMillis(number(setting));
    }

    boolean truth(Setting setting) {
        return value(setting, Boolean.class);
    }

    String text(Setting setting) {
        return value(setting, String.class);
    }

    /**
     * A setting that may have no value.
     *
     * @param type
     *            the type of its value
     */
    <T> Optional<T> optional(Setting setting, Class<T> type) {
        Optional<?> value = value(setting, Optional.class);
        return value.map(type::cast);
    }

    /**
     * A setting with any number of values.
     *
     * @param type
     *            the type of each
     */
    <T> List<T> list(Setting setting, Class<T> type) {
        List<?> values = value(setting, List.class);
        return values.stream().map(type::cast).toList();
    }

    <T> T value(Setting setting, Class<T> type) {
        try {
            return type.cast(setting.parse(given(setting)));
        } catch (NumberFormatException e) {
            mistake(setting);
        } catch (IllegalArgumentException e) {
            if (e.getMessage() == null) {
                mistake(setting);
            } else {
                mistake(setting, e.getMessage());
            }
        }
        return type.cast(setting.parse(setting.byDefault()));
    }

    /** The value as it was given; the default where none was. */
    String given(Setting setting) {
        String value = variables.getOrDefault(setting.name(), "").strip();
        return value.isEmpty() ? setting.byDefault() : value;
    }

    /** Notes that the value is not legal. */
    void mistake(Setting setting) {
        mistakes.add("%s is '%s', legal is: %s".formatted(setting, shown(given(setting)), setting.legal()));
    }

    /** The same, with a reason that the legal values do not give. */
    void mistake(Setting setting, String why) {
        mistakes.add("%s is '%s': %s; legal is: %s".formatted(setting, shown(given(setting)), shown(why),
                setting.legal()));
    }

    /** Without the password that a URL may hold. */
    private static String shown(String text) {
        return text.replaceAll("://.*@", "://***@");
    }

    /**
     * Ends the reading.
     *
     * @throws SettingsException
     *             if there was a mistake
     */
    void refuseMistakes() {
        if (!mistakes.isEmpty()) {
            throw new SettingsException(mistakes);
        }
    }
}
