// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.cli;

import io.shelver.bundle.Bundle;
import io.shelver.bundle.Calibration;
import io.shelver.bundle.ModalityGraph;
import io.shelver.bundle.SigningKey;
import io.shelver.catalog.Part;
import io.shelver.classify.Acceptance;
import io.shelver.classify.Cascade;
import io.shelver.image.DecodedPictures;
import io.shelver.serving.ServingBundle;
import io.shelver.settings.ModelSettings;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bundle inspect}, {@code bundle verify} and {@code bundle sign}. */
@Command(name = "bundle", description = "Looks into a model bundle.", mixinStandardHelpOptions = true)
final class BundleCommand implements Runnable {
    @Mixin
    private Invocation invocation = new Invocation();

    @Override
    public void run() {
        throw invocation.mistake("say 'bundle inspect', 'bundle verify' or 'bundle sign'");
    }

    @Command(name = "inspect", description = "Says what a bundle is: labels, models, thresholds, what the training measured.")
    int inspect(
            @Parameters(arity = "0..1", description = "The bundle's folder; default: SHELVER_BUNDLE.") Optional<Path> folder) {
        ModelSettings settings = ModelSettings.from(invocation.environment());
        Bundle bundle = Bundle.open(folder.orElse(settings.bundle()), settings.bundleKeys());
        PrintWriter out = invocation.out();
        out.printf("%s  %s%n%n  %s%n  terms: %s%n  %s%n%n", bundle.provenance(), bundle.folder(), bundle.description(),
                bundle.terms(), bundle.trust().description());
        out.printf(Locale.ROOT, "  taxonomy %s, version %s: %d labels, %d of them shelves%n", bundle.taxonomy().name(),
                bundle.taxonomy().version(),
                bundle.taxonomy().size(), bundle.decoding().shelf().stream().filter(shelf -> shelf).count());
        bundle.modalities().forEach(modality -> out.printf("  modality %s%n", describe(modality)));
        out.printf("  fusion %s%s%n%n", bundle.fusion().name(),
                bundle.linear().map(file -> ", linear " + file.name()).orElse(""));
        print(out, bundle.exhaustive());
        bundle.cascaded().ifPresent(cascaded -> {
            out.printf("%n  %s%n", describe(cascaded.cascade()));
            print(out, cascaded);
        });
        out.printf("%n  labels, and the listings they were learnt from (* a listing's path may end there):%n");
        for (int label = 0; label < bundle.taxonomy().size(); label++) {
            out.printf(Locale.ROOT, "  %,8d  %s%s%n", bundle.trainingListings().get(label),
                    bundle.taxonomy().label(label),
                    bundle.decoding().shelf().get(label) ? " *" : "");
        }
        out.printf("%n  evaluation: %s%n", bundle.evaluation());
        return 0;
    }

    private static void print(PrintWriter out, Calibration calibration) {
        for (Acceptance acceptance : calibration.acceptances()) {
            out.printf(Locale.ROOT, "  error target %5.2f%%: a label needs %.3f (%d wrong of %d)%s%s%n",
                    100 * acceptance.errorTarget(),
                    acceptance.byDefault().score(), acceptance.byDefault().errors(), acceptance.byDefault().accepted(),
                    roots(acceptance),
                    acceptance.errorTarget() == calibration.defaultTarget() ? "  <- default" : "");
        }
    }

    private static String describe(Cascade cascade) {
        int last = cascade.stages().size() - 1;
        return IntStream.rangeClosed(0, last).mapToObj(number -> {
            Cascade.Stage stage = cascade.stages().get(number);
            String asked = String.join(", ", stage.modalities());
            return number == last ? asked : String.format(Locale.ROOT, "%s, below %.3f", asked, stage.threshold());
        }).collect(Collectors.joining(" then ", "cascade: ", ""));
    }

    private static String roots(Acceptance acceptance) {
        return acceptance.byRoot().entrySet().stream().sorted(java.util.Map.Entry.comparingByKey())
                .map(root -> String.format(Locale.ROOT, "; %s %.3f (%d of %d)", root.getKey(), root.getValue().score(),
                        root.getValue().errors(),
                        root.getValue().accepted()))
                .collect(Collectors.joining());
    }

    private static String describe(ModalityGraph modality) {
        return switch (modality) {
            case ModalityGraph.Text text -> "%s: text of the %s, %d tokens, %s".formatted(text.name(), parts(text),
                    text.maxTokens(), text.graph().name());
            case ModalityGraph.Picture picture ->
                "%s: picture, %d x %d pixels (width x height), %s".formatted(picture.name(), picture.width(),
                        picture.height(), picture.graph().name());
        };
    }

    private static String parts(ModalityGraph modality) {
        return modality.field().parts().stream().map(Part::key).collect(Collectors.joining(" and "));
    }

    @Command(name = "verify", description = "Checks a bundle as the service does when it starts: signature, checksums, graphs, golden listings.")
    int verify(
            @Parameters(arity = "0..1", description = "The bundle's folder; default: SHELVER_BUNDLE.") Optional<Path> folder) {
        ModelSettings settings = ModelSettings.from(invocation.environment());
        try (ServingBundle serving = ServingBundle.open(
                settings.with(folder.orElse(settings.bundle())).withoutRepeats(),
                DecodedPictures.inlineOnly())) {
            PrintWriter out = invocation.out();
            out.printf("%s: checksums agree%n%s%n", serving.bundle().provenance(),
                    serving.bundle().trust().description());
            out.printf("%d golden listings agree on %s; largest difference of a score:%n", serving.proof().listings(),
                    serving.models().providers().first().key());
            serving.proof().largestDifference()
                    .forEach((what, difference) -> out.printf(Locale.ROOT, "  %-20s %.1e (allowed %.1e)%n", what,
                            difference,
                            serving.bundle().tolerance(what, serving.models().providers().first().key())));
            return 0;
        }
    }

    @Command(name = "sign", description = "Signs a bundle whose files are as it lists them; run 'bundle verify' first.")
    int sign(
            @Parameters(arity = "0..1", description = "The bundle's folder; default: SHELVER_BUNDLE.") Optional<Path> folder,
            @Option(names = "--key", required = true, description = "Your private key in PEM: openssl genpkey -algorithm ed25519") Path key) {
        SigningKey signer = SigningKey.read(key);
        Path written = signer.sign(folder.orElse(ModelSettings.from(invocation.environment()).bundle()));
        invocation.out().printf("%s: signed by the key %s%n", written, signer.fingerprint());
        return 0;
    }
}
