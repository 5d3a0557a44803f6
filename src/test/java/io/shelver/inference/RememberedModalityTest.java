// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shelver.catalog.Image;
import io.shelver.catalog.Listing;
import io.shelver.classify.ClassifierUnavailableException;
import io.shelver.classify.Evidence;
import io.shelver.classify.Modality;
import io.shelver.classify.Scores;
import io.shelver.testing.FakeModality;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** The fake modality scores the length of a title, and cannot read the title {@code "?"}. */
class RememberedModalityTest {
    private final List<String> asked = new ArrayList<>();
    private final List<String> heard = new ArrayList<>();
    private final EvidenceCache cache = EvidenceCache.of(1 << 20);
    private final Modality title = remembered("title");

    private Modality remembered(String name) {
        return remembered(new FakeModality(name, this::lengthOfTitle), cache);
    }

    private Modality remembered(Modality modality, EvidenceCache memory) {
        return new RememberedModality(modality, memory, new ModelListener() {
            @Override
            public void scored(int remembered, int run) {
                heard.add(remembered + "+" + run);
            }
        }, new UnscoredTexts(modality, Listing::title));
    }

    private Evidence lengthOfTitle(Listing listing) {
        asked.add(listing.title());
        return listing.title().equals("?")
                ? new Evidence.Unreadable("no word")
                : new Evidence.Scored(Scores.of(listing.title().length() / 100f), 0.25);
    }

    @Test
    void aTextThatWasScoredBeforeIsNotAskedAgain() {
        List<Evidence> first = examine(title, "boots", "scarf");
        List<Evidence> second = examine(title, "scarf", "boots");

        assertThat(second).isEqualTo(first.reversed());
        assertThat(asked).containsExactly("boots", "scarf");
        assertThat(heard).containsExactly("0+2", "2+0");
    }

    @Test
    void equalTextsOfOneBatchAreAskedOnceAndEachGetsItsEvidence() {
        List<Evidence> evidence = examine(title, "boots", "a", "boots", "boots");

        assertThat(evidence.get(0)).isEqualTo(evidence.get(2)).isEqualTo(evidence.get(3))
                .isNotEqualTo(evidence.get(1));
        assertThat(asked).containsExactly("boots", "a");
        assertThat(heard).containsExactly("2+2");
    }

    @Test
    void anUnreadableTextIsAskedAgainInTheNextBatch() {
        assertThat(examine(title, "?", "?")).extracting(Evidence::kind).containsOnly("unreadable");
        examine(title, "?");

        assertThat(asked).containsExactly("?", "?");
        assertThat(heard).containsExactly("0+0", "0+0");
    }

    @Test
    void aModelThatFailsIsAskedAgain() {
        Modality broken = remembered(new FakeModality("title", listing -> {
            throw new ClassifierUnavailableException("broken", null);
        }), cache);

        assertThatThrownBy(() -> examine(broken, "boots")).hasMessageContaining("broken");

        assertThat(examine(title, "boots")).extracting(Evidence::kind).containsExactly("scored");
        assertThat(asked).containsExactly("boots");
    }

    @Test
    void modalitiesDoNotShareWhatTheySaidOfOneText() {
        examine(title, "boots");
        examine(remembered("description"), "boots");

        assertThat(asked).containsExactly("boots", "boots");
    }

    @Property(tries = 200)
    void memoryOfAnySizeSaysWhatTheModelSays(@ForAll("batches") List<List<String>> batches,
            @ForAll @IntRange(min = 1, max = 3_000) int bytes) {
        FakeModality model = new FakeModality("title", this::lengthOfTitle);
        Modality remembering = remembered(model, EvidenceCache.of(bytes));

        for (List<String> batch : batches) {
            String[] titles = batch.toArray(String[]::new);
            assertThat(examine(remembering, titles)).isEqualTo(examine(model, titles));
        }
    }

    @Provide
    Arbitrary<List<List<String>>> batches() {
        return Arbitraries.of("?", "a", "bb", "ccc", "dddd", "A", "a ", "\uD800", "\uDC00\uD800").list().ofMaxSize(8)
                .list().ofMaxSize(6);
    }

    private static List<Evidence> examine(Modality modality, String... titles) {
        return modality.examine(IntStream.range(0, titles.length)
                .mapToObj(row -> new Listing("id-" + row, titles[row], "described", new Image.None())).toList())
                .join();
    }
}
