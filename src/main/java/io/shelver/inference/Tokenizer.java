// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.inference;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import io.shelver.bundle.ListedFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Runs the bundle's own {@code tokenizer.json} with the Rust code that training used. Safe for many threads. */
final class Tokenizer implements AutoCloseable {
    static {
        // Unless it is told not to, the library calls home and asks the cloud's metadata address when it loads.
        System.setProperty("OPT_OUT_TRACKING", "true");
        System.setProperty("ai.djl.offline", "true");
    }

    /** Far more characters than a word has, so that a text is cut after the last word that counts. */
    private static final int CHARACTERS_A_TOKEN = 64;

    /** The most characters that one character becomes when it is normalized; U+FDFA becomes that many. */
    private static final int MOST_GROWTH = 18;

    private final HuggingFaceTokenizer tokenizer;
    private final int maxTokens;

    private Tokenizer(HuggingFaceTokenizer tokenizer, int maxTokens) {
        this.tokenizer = tokenizer;
        this.maxTokens = maxTokens;
    }

    static Tokenizer open(ListedFile file, int maxTokens) {
        byte[] content = file.read();
        try {
            return new Tokenizer(
                    HuggingFaceTokenizer.newInstance(new ByteArrayInputStream(content),
                            Map.of("addSpecialTokens", "false", "truncation", "false", "padding", "false")),
                    maxTokens);
        } catch (IOException | RuntimeException e) {
            throw new ModelException("cannot open the tokenizer %s; export the bundle again: %s"
                    .formatted(file.path(), e.getMessage()), e);
        }
    }

    /** The token ids of each text, cut at the limit; empty for a text without a word that counts. */
    List<long[]> encode(List<String> texts) {
        List<long[]> tokens = new ArrayList<>(texts.size());
        texts.forEach(text -> tokens.add(encode(text)));
        return tokens;
    }

    /**
     * Asks the library for the ids alone, on this thread. The library's own classes also fetch the word, place and
     * masks of every token, and spread a batch over all cores, which callers do already.
     */
    private long[] encode(String text) {
        long encoding = TokenizersLibrary.LIB.encode(tokenizer.getHandle(), readable(text, maxTokens), false);
        try {
            long[] ids = TokenizersLibrary.LIB.getTokenIds(encoding);
            return ids.length > maxTokens ? Arrays.copyOf(ids, maxTokens) : ids;
        } finally {
            TokenizersLibrary.LIB.deleteEncoding(encoding);
        }
    }

    /**
     * As much of a text as can matter. The tokenizer takes microseconds for each character after normalization, and
     * U+FDFA alone becomes eighteen. A description of nothing else held up its batch for longer than a batch may take.
     */
    static String readable(String text, int maxTokens) {
        int most = CHARACTERS_A_TOKEN * maxTokens;
        if (text.length() <= most / MOST_GROWTH) {
            return text;
        }
        String cut = text.length() > most ? text.substring(0, most) : text;
        // The tokenizer normalizes first anyway, so this changes only a text that grows beyond the limit.
        String normalized = Normalizer.normalize(cut, Normalizer.Form.NFKC);
        return normalized.length() > most ? normalized.substring(0, most) : cut;
    }

    @Override
    public void close() {
        tokenizer.close();
    }
}
