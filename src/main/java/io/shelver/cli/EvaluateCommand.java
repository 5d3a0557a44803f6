// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.cli;

import io.shelver.bundle.Bundle;
import io.shelver.bundle.ModalityGraph;
import io.shelver.catalog.Listing;
import io.shelver.catalog.Part;
import io.shelver.classify.Classifier;
import io.shelver.classify.Decision;
import io.shelver.classify.Evidence;
import io.shelver.classify.Fusion;
import io.shelver.classify.Modality;
import io.shelver.classify.Scores;
import io.shelver.evaluation.Evaluation;
import io.shelver.evaluation.RecordedModality;
import io.shelver.evaluation.Report;
import io.shelver.evaluation.ReportFolder;
import io.shelver.evaluation.ScoringVariants;
import io.shelver.evaluation.Trial;
import io.shelver.image.DecodedPictures;
import io.shelver.image.ImageFiles;
import io.shelver.listings.ListingLine;
import io.shelver.listings.ListingReader;
import io.shelver.serving.ServingBundle;
import io.shelver.settings.ModelSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code evaluate}: how good the bundle is on listings whose categories are known. */
@Command(name = "evaluate", description = "Measures the bundle on listings whose categories are known.", mixinStandardHelpOptions = true)
final class EvaluateCommand implements Callable<Integer> {
    @Mixin
    private Invocation invocation = new Invocation();

    @Option(names = "--listings", required = true, description = "JSON Lines with categories; .gz too.")
    private Path listings;

    @Mixin
    private FileImages images = new FileImages();

    @Option(names = "--report", required = true, description = "The folder for report.json, report.md and the plots.")
    private Path report;

    @Override
    public Integer call() throws IOException {
        ModelSettings settings = ModelSettings.from(invocation.environment()).patient();
        long total = ListingReader.count(listings);
        try (ImageFiles files = images.open();
                ServingBundle serving = ServingBundle.open(settings, DecodedPictures.from(files));
                ListingReader reader = ListingReader.open(listings);
                ProgressDisplay progress = new ProgressDisplay("evaluate", total)) {
            ScoringVariants rows = rows(serving);
            Evaluation evaluation = new Evaluation(serving.bundle().decoding(), serving.bundle().provenance(),
                    rows.names(), pictures(serving.bundle()));
            NoListings none = new NoListings(listings);
            new Batches(askingAll(serving)).forEach(reader, (lines, decisions) -> {
                lines.forEach(none::saw);
                add(evaluation, rows, serving, lines, decisions);
                progress.step(lines.size());
            });
            none.throwIfAll();
            Report figures = evaluation.report();
            print(figures);
            new ReportFolder(report).write(figures);
            invocation.out().printf("%nreport: %s%n", report.resolve("report.md"));
        }
        return 0;
    }

    private static ScoringVariants rows(ServingBundle serving) {
        Map<String, Fusion> others = new HashMap<>();
        serving.models().linear().ifPresent(linear -> others.put("linear", linear));
        Map<String, Set<Part>> modalities = new LinkedHashMap<>();
        serving.bundle().modalities().forEach(modality -> modalities.put(modality.name(), modality.field().parts()));
        return new ScoringVariants(modalities, serving.models().fusion(), others);
    }

    private static Set<String> pictures(Bundle bundle) {
        return bundle.modalities().stream().filter(ModalityGraph.Picture.class::isInstance).map(ModalityGraph::name)
                .collect(Collectors.toSet());
    }

    private static Classifier askingAll(ServingBundle serving) {
        return serving.classifier(serving.modalities(), serving.bundle().exhaustive().cascade());
    }

    /**
     * @param decisions
     *            decisions for which every modality was asked; the rows are scored by their evidence
     */
    private static void add(Evaluation evaluation, ScoringVariants rows, ServingBundle serving, List<ListingLine> lines,
            List<Optional<Decision>> decisions) {
        List<ListingLine.Read> read = new ArrayList<>();
        for (ListingLine line : lines) {
            switch (line) {
                case ListingLine.Read listing -> read.add(listing);
                case ListingLine.Illegal illegal -> evaluation.addDeadLetter();
                case ListingLine.Rejected rejected -> evaluation.addDeadLetter();
            }
        }
        List<Map<String, Evidence>> evidence = decisions.stream().flatMap(Optional::stream).map(Decision::evidence)
                .toList();
        List<Map<String, Scores>> scores = rows.score(evidence).orTimeout(1, TimeUnit.MINUTES).join();
        List<Decision> served = served(serving, read.stream().map(ListingLine.Read::listing).toList(), evidence);
        for (int row = 0; row < served.size(); row++) {
            evaluation.add(new Trial(read.get(row).truth(), served.get(row), scores.get(row)));
        }
    }

    /** What the service would decide by this evidence, and which modalities its cascade would skip. */
    private static List<Decision> served(ServingBundle serving, List<Listing> listings,
            List<Map<String, Evidence>> evidence) {
        List<Modality> recorded = serving.modalities().stream()
                .<Modality>map(modality -> new RecordedModality(modality, listings, evidence)).toList();
        return serving.classifier(recorded, serving.calibration().cascade()).classify(listings);
    }

    private void print(Report figures) {
        PrintWriter out = invocation.out();
        out.printf(Locale.ROOT, "%-20s %8s %13s%n", "scored by", "micro-F1", "leaf accuracy");
        figures.microF1().forEach(
                (row, f1) -> out.printf(Locale.ROOT, "%-20s %8.4f %13.4f%n", row, f1, figures.leafAccuracy().get(row)));
    }
}
