// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.cli;

import io.shelver.classify.FailureClass;
import io.shelver.settings.ServiceSettings;
import io.shelver.stream.letters.DeadLetter;
import io.shelver.stream.letters.LetterFilter;
import io.shelver.stream.letters.Replay;
import io.shelver.stream.letters.Replay.Fate;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code replay}: sends dead letters back into the uploads, each at most once. */
@Command(name = "replay", description = {"Sends dead letters back into the uploads, each at most once.",
        "A dead letter must match every option; of an option that is repeated, one value."}, mixinStandardHelpOptions = true)
final class ReplayCommand implements Callable<Integer> {
    @Mixin
    private Invocation invocation = new Invocation();

    @Option(names = "--class", description = "Only of this failure class, of: ${COMPLETION-CANDIDATES}; may be repeated.")
    private Set<FailureClass> classes = new LinkedHashSet<>();

    @Option(names = "--from", description = "Only dead letters of this time or later, such as 2026-03-01T14:00:00Z.")
    private Optional<Instant> from = Optional.empty();

    @Option(names = "--to", description = "Only dead letters of before this time.")
    private Optional<Instant> to = Optional.empty();

    @Option(names = "--key", description = "Only of this listing id; may be repeated.")
    private Set<String> keys = new LinkedHashSet<>();

    @Option(names = "--limit", description = "The most to send, 1 or more.")
    private Optional<Long> limit = Optional.empty();

    @Option(names = "--all", description = "All dead letters; needed if no other option chooses some.")
    private boolean all;

    @Option(names = "--dry-run", description = "Only print what would be sent.")
    private boolean dryRun;

    @Mixin
    private KafkaOption kafka = new KafkaOption();

    private final Map<Fate, Long> fates = new EnumMap<>(Fate.class);
    private final Map<String, Long> classesSent = new TreeMap<>();

    @Override
    public Integer call() {
        LetterFilter filter = filter();
        long most = invocation.limit(limit);
        ServiceSettings settings = kafka.settings(invocation.environment());
        try (Replay replay = dryRun ? Replay.rehearse(settings.stream()) : Replay.open(settings.stream());
                ProgressDisplay progress = new ProgressDisplay("replay", replay.atMost())) {
            try {
                replay.run(filter, most, (letter, fate) -> {
                    count(letter, fate);
                    progress.step(1);
                });
            } finally {
                // Also after a failure: what was sent before it stays sent.
                invocation.print(summary(settings.stream().topics().uploads()));
            }
        }
        return count(Fate.INCOMPLETE) + count(Fate.TOO_LARGE) == 0 ? 0 : 1;
    }

    private LetterFilter filter() {
        boolean selected = !classes.isEmpty() || from.isPresent() || to.isPresent() || !keys.isEmpty();
        if (selected == all) {
            throw invocation.mistake("say which dead letters: by --class, --from, --to and --key, or else --all");
        }
        try {
            return new LetterFilter(classes, from.orElse(Instant.MIN), to.orElse(Instant.MAX), keys);
        } catch (IllegalArgumentException e) {
            throw invocation.mistake(String.valueOf(e.getMessage()));
        }
    }

    private void count(DeadLetter letter, Fate fate) {
        fates.merge(fate, 1L, Long::sum);
        switch (fate) {
            case SENT -> {
                classesSent.merge(Printable.of(letter.failureClass()), 1L, Long::sum);
                if (dryRun) {
                    invocation.print("would send " + described(letter));
                }
            }
            case INCOMPLETE ->
                invocation.print("cannot send " + described(letter) + ": it was too large to be kept whole");
            case TOO_LARGE ->
                invocation.print("cannot send " + described(letter)
                        + ": the uploads topic takes no record of its size (SHELVER_MAX_UPLOAD_BYTES)");
            case SENT_BEFORE, NOT_SELECTED, NOT_OURS -> {
            } // counted, not named
        }
    }

    private static String described(DeadLetter letter) {
        return "%s  %s  %s  key '%s'".formatted(letter.at(), letter.failedAt(), Printable.of(letter.failureClass()),
                Printable.of(letter.key()));
    }

    private String summary(String uploads) {
        StringBuilder line = new StringBuilder("%s %,d dead letters to %s".formatted(dryRun ? "would send" : "sent",
                count(Fate.SENT), uploads));
        classesSent.forEach((failureClass, count) -> line.append(", %s %,d".formatted(failureClass, count)));
        return line.append("; %,d were sent before, %,d cannot be sent, %,d are not selected, %,d are not Shelver's"
                .formatted(count(Fate.SENT_BEFORE), count(Fate.INCOMPLETE) + count(Fate.TOO_LARGE),
                        count(Fate.NOT_SELECTED), count(Fate.NOT_OURS)))
                .toString();
    }

    private long count(Fate fate) {
        return fates.getOrDefault(fate, 0L);
    }
}
