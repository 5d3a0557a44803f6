// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.cli;

import io.shelver.bench.Bench;
import io.shelver.bench.BenchFolder;
import io.shelver.bench.BenchJson;
import io.shelver.bench.BenchReport;
import io.shelver.bench.BenchTables;
import io.shelver.bench.MeasuredClassifier;
import io.shelver.bench.Measurement;
import io.shelver.bench.ProgressListener;
import io.shelver.bench.StepTimes;
import io.shelver.bundle.Bundle;
import io.shelver.catalog.Listing;
import io.shelver.classify.Pictures;
import io.shelver.image.FetchListener;
import io.shelver.image.FetchedPictures;
import io.shelver.listings.ListingReader;
import io.shelver.serving.ServingBundle;
import io.shelver.serving.StopSignals;
import io.shelver.settings.ModelSettings;
import io.shelver.settings.ServiceSettings;
import io.shelver.settings.Setting;
import io.shelver.stream.kafka.StreamException;
import io.shelver.stream.workbench.EmbeddedBroker;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench}: the speed of the flow on this machine, and the speed that this machine could have at most. */
@Command(name = "bench", description = "Measures throughput and latency against what this machine could do at most.", mixinStandardHelpOptions = true)
final class BenchCommand implements Callable<Integer> {
    @Mixin
    private Invocation invocation = new Invocation();

    @Mixin
    private OwnListings own = new OwnListings();

    @Option(names = "--json", description = "One line of JSON instead of tables.")
    private boolean json;

    @Option(names = "--report", description = "Writes bench.json, bench.md and plots into that folder.")
    private Optional<Path> folder = Optional.empty();

    @Option(names = "--seconds", description = "How long each figure is measured; default: ${DEFAULT-VALUE}.", defaultValue = "10")
    private int seconds;

    @Option(names = "--measure", split = ",", description = "What to measure: ${COMPLETION-CANDIDATES}; default: ${DEFAULT-VALUE}.", defaultValue = "limit,latency", completionCandidates = Names.class)
    private List<String> measure = List.of();

    @Option(names = "--memory-listings", description = "Texts that memory is measured with; default: ${DEFAULT-VALUE}.", defaultValue = "1000000")
    private long memoryListings;

    @Option(names = "--memory-pictures", description = "Listings with pictures that memory is measured with; default: ${DEFAULT-VALUE}.", defaultValue = "20000")
    private long memoryPictures;

    /** The names of the measurements, as users type them. */
    static final class Names extends ArrayList<String> {
        private static final long serialVersionUID = 1;

        Names() {
            super(EnumSet.allOf(Measurement.class).stream().map(Measurement::key).toList());
        }
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (seconds < 1 || seconds > 3_600) {
            throw invocation.mistake("--seconds must be 1 to 3600, not " + seconds);
        }
        EnumSet<Measurement> asked = asked();
        List<Listing> measured = read();
        try (EmbeddedBroker broker = EmbeddedBroker.start()) {
            ServiceSettings settings = ServiceSettings.from(invocation.environment(),
                    Optional.of(broker.bootstrapServers()));
            try (FetchedPictures pictures = FetchedPictures.open(settings.links(), FetchListener.NONE)) {
                print(run(settings, pictures, measured, asked));
            }
        }
        return 0;
    }

    private EnumSet<Measurement> asked() {
        EnumSet<Measurement> asked = EnumSet.noneOf(Measurement.class);
        for (String name : measure) {
            asked.add(EnumSet.allOf(Measurement.class).stream().filter(each -> each.key().equals(name)).findFirst()
                    .orElseThrow(() -> invocation.mistake(
                            "--measure knows %s, not '%s'".formatted(String.join(", ", new Names()), name))));
        }
        return asked;
    }

    private List<Listing> read() throws IOException {
        if (own.file().isEmpty()) {
            return Samples.listings();
        }
        try (ListingReader reader = ListingReader.open(own.file().get());
                UploadSource.Images images = UploadSource.Images.of(own.images().open())) {
            return BenchListings.read(reader, images);
        }
    }

    private BenchReport run(ServiceSettings settings, Pictures pictures, List<Listing> measured,
            EnumSet<Measurement> asked) throws InterruptedException {
        StepTimes steps = new StepTimes();
        ModelSettings models = settings.models().withoutRepeats();
        ServingBundle exhaustive = ServingBundle.open(models.exhaustive(), pictures, steps::model);
        String whyNoCascade = whyNoCascade(models, exhaustive.bundle());
        StepTimes stepsOfCascade = new StepTimes();
        Optional<ServingBundle> cascaded = whyNoCascade.isEmpty()
                ? Optional.of(ServingBundle.open(models, pictures, stepsOfCascade::model))
                : Optional.empty();
        boolean done = false;
        try (StopSignals signals = StopSignals.heardBy(() -> {
        })) {
            Bench bench = new Bench(subject(exhaustive, settings, pictures, steps),
                    cascaded.map(serving -> subject(serving, settings, pictures, stepsOfCascade)), whyNoCascade,
                    settings.stream(), settings.format(), measured,
                    new Bench.Sizes(Duration.ofSeconds(seconds), memoryListings, memoryPictures),
                    (what, total) -> progress(what, total, signals));
            BenchReport report = bench.run(asked, notes());
            done = true;
            return report;
        } finally {
            if (done) {
                exhaustive.close();
                cascaded.ifPresent(ServingBundle::close);
            } else {
                // Something may still be inside a model. The hooks of a usual exit would free the model under it.
                invocation.leaveWithoutHooks();
            }
        }
    }

    /** The reason why no cascade is measured; empty if one is. */
    private static String whyNoCascade(ModelSettings settings, Bundle bundle) {
        if (bundle.cascaded().isEmpty()) {
            return "the bundle %s has no cascade".formatted(bundle.provenance());
        }
        return settings.cascade() ? "" : Setting.SHELVER_CASCADE + " is false";
    }

    private static MeasuredClassifier subject(ServingBundle serving, ServiceSettings settings, Pictures pictures,
            StepTimes steps) {
        return new MeasuredClassifier(serving.bundle(), serving.models().providers().used(),
                settings.models().modelThreads(), pictures, serving.classifier(), steps);
    }

    private List<String> notes() {
        return own.file().isPresent()
                ? List.of()
                : List.of(
                        "these are the drawn samples: a cascade's figure on them means nothing, and another bundle's figures little; give your own with --listings and --images");
    }

    /** A signal ends the measurement at its next step, so that everything stops in order. */
    private static ProgressListener.Phase progress(String what, long total, StopSignals signals) {
        ProgressDisplay bar = new ProgressDisplay(what, total);
        return new ProgressListener.Phase() {
            @Override
            public void step(long steps) {
                if (signals.wereHeard()) {
                    throw new StreamException("stopped before everything was measured");
                }
                bar.step(steps);
            }

            @Override
            public void close() {
                bar.close();
            }
        };
    }

    private void print(BenchReport report) throws IOException {
        PrintWriter out = invocation.out();
        if (json) {
            out.println(BenchJson.line(report));
        } else {
            out.print(new BenchTables(report).text());
        }
        out.flush();
        if (folder.isPresent()) {
            new BenchFolder(folder.get()).write(report);
        }
    }
}
