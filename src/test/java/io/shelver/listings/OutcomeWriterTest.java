// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.listings;

import static org.assertj.core.api.Assertions.assertThat;

import io.shelver.catalog.Label;
import io.shelver.classify.Door;
import io.shelver.classify.ScoredLabel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OutcomeWriterTest {

    @Test
    void anOutcomeIsOneLine() throws Exception {
        Map<String, Outcome.Said> modalities = new LinkedHashMap<>();
        modalities.put("title", new Outcome.Said("scored", ""));
        modalities.put("image", new Outcome.Said("unreadable", "damaged"));
        Outcome outcome = new Outcome("a", Door.REVIEWS, List.of(new ScoredLabel(Label.of("Garden", "Hoses"), 0.5f)),
                List.of("LOW_CONFIDENCE: why"), modalities);

        assertThat(written(outcome, outcome)).isEqualTo(
                """
                        {"listing_id":"a","door":"reviews","labels":[{"path":["Garden","Hoses"],"score":0.5}],"reasons":["LOW_CONFIDENCE: why"],\
                        "modalities":{"title":"scored","image":"unreadable"},"unreadable":{"image":"damaged"},"bundle":"b@1"}
                        """
                        .repeat(2));
    }

    @Test
    void aDeadLetterHasNoModalities() throws Exception {
        assertThat(written(Outcome.refused("", "line 3 is not JSON"))).isEqualTo(
                """
                        {"listing_id":"","door":"dead-letters","labels":[],"reasons":["NOT_A_LISTING: line 3 is not JSON"],"modalities":{},\
                        "bundle":"b@1"}
                        """);
    }

    @Test
    void noOutcomeIsNoLine() throws Exception {
        assertThat(written()).isEmpty();
    }

    private static String written(Outcome... outcomes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutcomeWriter writer = new OutcomeWriter(out, "b@1")) {
            for (Outcome outcome : outcomes) {
                writer.write(outcome);
            }
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}
