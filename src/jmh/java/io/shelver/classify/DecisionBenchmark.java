// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.classify;

import io.shelver.bundle.Bundle;
import io.shelver.bundle.TrustedKeys;
import java.nio.file.Path;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Decodes and decides the fused scores of one listing, with the labels of the committed bundle. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class DecisionBenchmark {
    private Decoding decoding;
    private DecisionPolicy policy;
    private Scores fused;
    private Map<String, Evidence> evidence;

    @Setup
    public void open() {
        Bundle bundle = Bundle.open(Path.of("models/bundles/fashion"), TrustedKeys.none());
        decoding = bundle.decoding();
        policy = new DecisionPolicy(decoding, bundle.acceptance(bundle.defaultTarget()), Map.of(),
                bundle.provenance());
        SplittableRandom random = new SplittableRandom(1);
        float[] scores = new float[bundle.taxonomy().size()];
        for (int label = 0; label < scores.length; label++) {
            // A few labels are likely, as in real scores.
            scores[label] = (float) Math.pow(random.nextDouble(), 8);
        }
        fused = Scores.of(scores);
        evidence = Map.of("title", new Evidence.Scored(fused, 0));
    }

    @Benchmark
    public Coherent decode() {
        return Coherent.decode(decoding, fused);
    }

    @Benchmark
    public Decision decide() {
        return policy.decide(evidence, fused);
    }
}
