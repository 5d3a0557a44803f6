// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.cli;

import io.shelver.classify.Decision;
import io.shelver.classify.Door;
import io.shelver.image.DecodedPictures;
import io.shelver.image.ImageFiles;
import io.shelver.listings.ListingLine;
import io.shelver.listings.ListingReader;
import io.shelver.listings.Outcome;
import io.shelver.listings.OutcomeWriter;
import io.shelver.serving.ServingBundle;
import io.shelver.settings.ModelSettings;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code classify}: the same decisions as the stream's, without Kafka. */
@Command(name = "classify", description = "Classifies a file of listings, JSON Lines in and out.", mixinStandardHelpOptions = true)
final class ClassifyCommand implements Callable<Integer> {
    @Mixin
    private Invocation invocation = new Invocation();

    @Option(names = "--listings", required = true, description = "JSON Lines, one listing a line; .gz too.")
    private Path listings;

    @Mixin
    private FileImages images = new FileImages();

    @Option(names = "--output", description = "Where decisions go, JSON Lines; default: standard output.")
    private Optional<Path> output = Optional.empty();

    @Option(names = "--scores", description = "Writes every score of every modality there, to compare with training.")
    private Optional<Path> scores = Optional.empty();

    @Override
    public Integer call() throws IOException {
        ModelSettings settings = ModelSettings.from(invocation.environment()).patient();
        long total = ListingReader.count(listings);
        Map<Door, Long> doors = new EnumMap<>(Door.class);
        NoListings none = new NoListings(listings);
        try (ImageFiles files = images.open();
                ServingBundle serving = ServingBundle.open(settings, DecodedPictures.from(files));
                ListingReader reader = ListingReader.open(listings);
                OutputStream out = output.isPresent() ? Files.newOutputStream(output.get()) : System.out;
                OutcomeWriter writer = new OutcomeWriter(new BufferedOutputStream(out),
                        serving.bundle().provenance().toString());
                ScoreWriter scoreWriter = ScoreWriter.open(scores);
                ProgressDisplay progress = new ProgressDisplay("classify", total)) {
            new Batches(serving.classifier()).forEach(reader, (lines, decisions) -> {
                for (int line = 0; line < lines.size(); line++) {
                    Outcome outcome = outcome(lines.get(line), decisions.get(line));
                    writer.write(outcome);
                    doors.merge(outcome.door(), 1L, Long::sum);
                    none.saw(lines.get(line));
                }
                scoreWriter.write(lines, decisions, serving.models().fusion());
                progress.step(lines.size());
            });
            System.err.printf(Locale.ROOT,
                    "%,d listings in %.1f s (%,.0f/s): %,d categorized, %,d to review, %,d dead letters%n", total,
                    progress.seconds(), total / progress.seconds(), doors.getOrDefault(Door.CATEGORIES, 0L),
                    doors.getOrDefault(Door.REVIEWS, 0L), doors.getOrDefault(Door.DEAD_LETTERS, 0L));
        }
        none.throwIfAll();
        return 0;
    }

    private static Outcome outcome(ListingLine line, Optional<Decision> decision) {
        return switch (line) {
            case ListingLine.Read read -> Outcome.of(read.listing().id(), decision.orElseThrow());
            case ListingLine.Illegal illegal -> Outcome.refused(illegal.listingId(), illegal.why());
            case ListingLine.Rejected rejected -> Outcome.refused(rejected.listingId(), rejected.why());
        };
    }
}
