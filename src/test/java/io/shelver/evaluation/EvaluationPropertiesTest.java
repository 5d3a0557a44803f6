// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.evaluation;

import static io.shelver.testing.Products.DECODING;
import static io.shelver.testing.Products.POLICY;
import static io.shelver.testing.Products.PROVENANCE;
import static io.shelver.testing.Products.SHIRTS;
import static io.shelver.testing.Products.SHOES;
import static io.shelver.testing.Products.TAXONOMY;
import static io.shelver.testing.Products.TSHIRTS;
import static io.shelver.testing.Products.index;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.shelver.catalog.Label;
import io.shelver.classify.Decision;
import io.shelver.classify.ScoredLabel;
import io.shelver.classify.Scores;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Compares the figures with a slow computation that keeps every listing and works on sets of names. */
class EvaluationPropertiesTest {
    private static final Label OUTSIDE = Label.of("Apparel", "Socks");
    private static final Set<String> NAMES = TAXONOMY.labels().stream().map(Label::toString)
            .collect(Collectors.toSet());

    /** The fused scores of a listing, and its truth. */
    record Case(Scores fused, List<Label> truth) {
        Decision decision() {
            return POLICY.decide(Map.of(), fused);
        }

        Set<String> emitted() {
            return decision().labels().stream().map(scored -> scored.label().toString()).collect(Collectors.toSet());
        }

        String bestLeaf() {
            return Stream.of(SHIRTS, TSHIRTS, SHOES).max(Comparator.comparingDouble((Label shelf) -> coherent(shelf))
                    .thenComparing(shelf -> shelf.path().size()).thenComparing(shelf -> -index(shelf))).orElseThrow()
                    .leaf();
        }

        private double coherent(Label label) {
            return Math.min(fused.get(index(label)), label.parent().map(this::coherent).orElse(1.0));
        }

        Set<String> actual() {
            Set<String> names = new HashSet<>();
            for (Label path : truth) {
                for (int depth = 1; depth <= path.path().size(); depth++) {
                    names.add(String.join(" > ", path.path().subList(0, depth)));
                }
            }
            return names;
        }

        Set<String> actualInside() {
            return actual().stream().filter(NAMES::contains).collect(Collectors.toSet());
        }
    }

    @Property
    void microF1AgreesWithASlowComputation(@ForAll("shops") List<Case> shop) {
        double slow = f1(shop, NAMES);

        assertThat(report(shop).microF1().get("fused")).isCloseTo(slow, within(1e-12));
    }

    @Property
    void macroF1AgreesWithASlowComputation(@ForAll("shops") List<Case> shop) {
        Set<String> occurring = shop.stream()
                .flatMap(it -> Stream.concat(it.emitted().stream(), it.actualInside().stream()))
                .collect(Collectors.toSet());
        double slow = occurring.stream().mapToDouble(name -> f1(shop, Set.of(name))).average().orElse(0);

        assertThat(report(shop).macroF1()).isCloseTo(slow, within(1e-12));
    }

    @Property
    void leafAccuracyAgreesWithASlowComputation(@ForAll("shops") List<Case> shop) {
        List<Case> known = shop.stream().filter(it -> TAXONOMY.labels().contains(it.truth().getFirst())).toList();
        long right = known.stream().filter(it -> it.bestLeaf().equals(it.truth().getFirst().leaf())).count();

        Report report = report(shop);

        assertThat(report.leafUnknown()).isEqualTo(shop.size() - known.size());
        assertThat(report.leafAccuracy().getOrDefault("fused", -1.0))
                .isCloseTo((double) right / Math.max(1, known.size()), within(1e-12));
    }

    @Property
    void theErrorOfWhatIsAcceptedAgreesWithASlowComputation(@ForAll("shops") List<Case> shop) {
        List<Case> accepted = shop.stream().filter(it -> it.decision() instanceof Decision.Categorized).toList();
        long wrong = accepted.stream().filter(it -> !it.emitted().equals(it.actual())).count();

        Report.Auto auto = report(shop).auto();

        assertThat(auto.coverage()).isCloseTo((double) accepted.size() / shop.size(), within(1e-12));
        assertThat(auto.error() * accepted.size()).isCloseTo(wrong, within(1e-9));
    }

    @Property
    void theCalibrationErrorAgreesWithASlowComputation(@ForAll("shops") List<Case> shop) {
        record Pair(double score, double right) {}
        List<Pair> pairs = shop.stream().flatMap(it -> it.decision().labels().stream()
                .map(label -> new Pair(label.score(), it.actual().contains(label.label().toString()) ? 1 : 0)))
                .sorted(Comparator.comparingDouble(Pair::score)).toList();
        double slow = 0;
        for (int part = 0; part < 15; part++) {
            int from = part * (pairs.size() / 15) + Math.min(part, pairs.size() % 15);
            int to = (part + 1) * (pairs.size() / 15) + Math.min(part + 1, pairs.size() % 15);
            slow += Math.abs(pairs.subList(from, to).stream().mapToDouble(pair -> pair.score() - pairs.stream()
                    .filter(equal -> equal.score() == pair.score()).mapToDouble(Pair::right).average().orElseThrow())
                    .sum());
        }

        assertThat(report(shop).calibrationError()).isCloseTo(slow / Math.max(1, pairs.size()), within(1e-9));
    }

    @Property
    void theOrderOfListingsChangesNothing(@ForAll("shops") List<Case> shop, @ForAll Random chance) {
        List<Case> shuffled = new ArrayList<>(shop);
        Collections.shuffle(shuffled, chance);

        assertThat(report(shuffled)).isEqualTo(report(shop));
    }

    @Property
    void whatIsDecodedKeepsTheHierarchy(@ForAll("shops") List<Case> shop) {
        assertThat(report(shop).hierarchyViolations()).isZero();
    }

    @Property
    void acceptingAllCostsAsMuchAsAllThatIsWrong(@ForAll("shops") List<Case> shop) {
        long wrong = shop.stream().filter(it -> !it.emitted().equals(it.actual())).count();

        Report.Risk last = report(shop).riskByCoverage().getLast();

        assertThat(last.coverage()).isEqualTo(1);
        assertThat(last.error()).isCloseTo((double) wrong / shop.size(), within(1e-9));
    }

    @Provide
    Arbitrary<List<Case>> shops() {
        Arbitrary<Float> any = Arbitraries.floats().between(0, 1);
        Arbitrary<Float> likely = Arbitraries.floats().between(0.9f, 1);
        Arbitrary<Scores> scores = Arbitraries.oneOf(any, likely).list().ofSize(TAXONOMY.size()).map(values -> {
            float[] array = new float[values.size()];
            IntStream.range(0, array.length).forEach(label -> array[label] = values.get(label));
            return Scores.of(array);
        });
        List<Label> places = Stream.concat(TAXONOMY.labels().stream(), Stream.of(OUTSIDE)).toList();
        Arbitrary<List<Label>> random = Arbitraries.of(places).list().ofMinSize(1).ofMaxSize(3);
        return Combinators.combine(scores, random, Arbitraries.of(true, false)).as((fused, paths, agree) -> {
            List<Label> said = POLICY.decide(Map.of(), fused).labels().stream().map(ScoredLabel::label).toList();
            return new Case(fused, agree && !said.isEmpty() ? said : paths);
        }).list().ofMinSize(1).ofMaxSize(30);
    }

    private static Report report(List<Case> shop) {
        Evaluation evaluation = new Evaluation(DECODING, PROVENANCE, List.of("fused"), Set.of());
        shop.forEach(it -> evaluation.add(new Trial(it.truth(), it.decision(), Map.of("fused", it.fused()))));
        return evaluation.report();
    }

    private static double f1(List<Case> shop, Set<String> names) {
        double right = 0;
        double all = 0;
        for (Case it : shop) {
            Set<String> emitted = it.emitted();
            Set<String> actual = it.actualInside();
            for (String name : names) {
                right += emitted.contains(name) && actual.contains(name) ? 2 : 0;
                all += (emitted.contains(name) ? 1 : 0) + (actual.contains(name) ? 1 : 0);
            }
        }
        return all == 0 ? 0 : right / all;
    }
}
