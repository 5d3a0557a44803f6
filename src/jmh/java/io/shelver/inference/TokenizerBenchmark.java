// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.inference;

import io.shelver.bundle.Bundle;
import io.shelver.bundle.ModalityGraph;
import io.shelver.bundle.TrustedKeys;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Cuts texts into tokens, a batch at a time; the figure is for one text. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class TokenizerBenchmark {
    private static final int BATCH = 32;
    private static final String WORDS = "Blue cotton jersey with a ribbed V-neck and spread collar, short sleeves, orange panel on the back neck. ";

    /** The number of sentences in a text, about 100 characters each. */
    @Param({"1", "10"})
    public int sentences;

    private Tokenizer tokenizer;
    private List<String> texts;

    @Setup
    public void open() {
        Bundle bundle = Bundle.open(Path.of("models/bundles/fashion"), TrustedKeys.none());
        ModalityGraph.Text text = bundle.modalities().stream().filter(ModalityGraph.Text.class::isInstance)
                .map(ModalityGraph.Text.class::cast).findFirst().orElseThrow();
        tokenizer = Tokenizer.open(text.tokenizer(), text.maxTokens());
        texts = Collections.nCopies(BATCH, WORDS.repeat(sentences));
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public List<long[]> encode() {
        return tokenizer.encode(texts);
    }

    @TearDown
    public void close() {
        tokenizer.close();
    }
}
