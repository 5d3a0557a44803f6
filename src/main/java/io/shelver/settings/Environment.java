// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.settings;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/** Reads values out of the environment and collects every mistake, so that all are reported together. */
final class Environment {
    private static final String PREFIX = "SHELVER_";

    private final Map<String, String> environment;
    private final List<String> mistakes = new ArrayList<>();

    Environment(Map<String, String> environment) {
        this.environment = environment;
        Set<String> known = Arrays.stream(Setting.values()).map(Setting::name).collect(Collectors.toSet());
        environment.keySet().stream().filter(name -> name.startsWith(PREFIX) && !known.contains(name)).sorted()
                .forEach(name -> mistakes.add(
                        "%s is no setting; there are %s".formatted(name, String.join(", ", new TreeSet<>(known)))));
    }

    String text(Setting setting) {
        String value = environment.getOrDefault(setting.name(), "").strip();
        return value.isEmpty() ? setting.byDefault() : value;
    }

    int number(Setting setting, int least, int most) {
        return parsed(setting, least, value -> {
            int number = Integer.parseInt(value);
            return number >= least && number <= most ? number : null;
        });
    }

    boolean truth(Setting setting) {
        return parsed(setting, false, value -> switch (value) {
            case "true" -> true;
            case "false" -> false;
            default -> null;
        });
    }

    String matching(Setting setting, String pattern) {
        return parsed(setting, "", value -> value.matches(pattern) ? value : null);
    }

    /** The value, or {@code instead} after a mistake was noted: null and IllegalArgumentException are mistakes. */
    <T> T parsed(Setting setting, T instead, Function<String, @Nullable T> parser) {
        String value = text(setting);
        try {
            T parsed = parser.apply(value);
            if (parsed != null) {
                return parsed;
            }
            mistakes.add("%s is '%s', legal is: %s".formatted(setting, shown(value), setting.legal()));
        } catch (NumberFormatException e) {
            mistakes.add("%s is '%s', legal is: %s".formatted(setting, shown(value), setting.legal()));
        } catch (IllegalArgumentException e) {
            mistakes.add("%s is '%s': %s; legal is: %s".formatted(setting, shown(value),
                    shown(String.valueOf(e.getMessage())), setting.legal()));
        }
        return instead;
    }

    /** A url may hold a password. */
    private static String shown(String text) {
        return text.replaceAll("://.*@", "://***@");
    }

    void refuseMistakes() {
        if (!mistakes.isEmpty()) {
            throw new SettingsException(mistakes);
        }
    }
}
