// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.classify;

import io.shelver.catalog.Label;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Decides whether a listing is categorized or goes to review. It is categorized if there is no reason for doubt, else it goes to
 * review with every reason.
 */
public final class DecisionPolicy {
    private static final int CANDIDATES = 10;

    private final Decoding decoding;
    private final Acceptance acceptance;
    private final Map<String, Double> maxUnknownShare;
    private final Provenance provenance;

    /**
     * @param maxUnknownShare
     *            for each modality's name the largest share of unknown tokens in a familiar text, in [0, 1]; 1 if missing
     */
    public DecisionPolicy(Decoding decoding, Acceptance acceptance, Map<String, Double> maxUnknownShare,
            Provenance provenance) {
        this.decoding = decoding;
        this.acceptance = acceptance;
        this.maxUnknownShare = Map.copyOf(maxUnknownShare);
        this.provenance = provenance;
    }

    /** Decides about a listing of which at least one modality scored its part. */
    public Decision decide(Map<String, Evidence> evidence, Scores fused) {
        Coherent coherent = Coherent.decode(decoding, fused);
        float threshold = acceptance.threshold(coherent.root());
        List<Reason> reasons = new ArrayList<>();
        doubtRecognition(coherent, reasons);
        doubtConfidence(coherent, threshold, reasons);
        doubtMargins(coherent, reasons);
        doubtFamiliarity(evidence, reasons);
        List<ScoredLabel> labels = coherent.emitted().stream().map(coherent::scored).toList();
        if (reasons.isEmpty()) {
            return new Decision.Categorized(labels, evidence, provenance);
        }
        List<ScoredLabel> sure = labels.stream().filter(label -> label.score() >= threshold).toList();
        return new Decision.NeedsReview(labels, sure, coherent.candidates(CANDIDATES), reasons, evidence, provenance);
    }

    /** Decides about a listing of which no modality could read its part: it goes to review. */
    public Decision unreadable(Map<String, Evidence> evidence) {
        StringBuilder why = new StringBuilder("no part of the listing can be read");
        evidence.forEach((modality, said) -> {
            if (said instanceof Evidence.Unreadable unreadable) {
                why.append("; ").append(modality).append(": ").append(unreadable.why());
            }
        });
        Reason reason = new Reason(Reason.Code.NOTHING_READABLE, why.toString());
        return new Decision.NeedsReview(List.of(), List.of(), List.of(), List.of(reason), evidence, provenance);
    }

    private void doubtRecognition(Coherent coherent, List<Reason> reasons) {
        if (coherent.emitted().isEmpty()) {
            ScoredLabel best = coherent.candidates(1).getFirst();
            reasons.add(reason(Reason.Code.NOTHING_RECOGNIZED,
                    "no category is likely; the best guess, '%s', scores %.2f", best.label(),
                    best.score()));
            return;
        }
        for (Coherent.Contest contest : coherent.contests()) {
            if (contest.group().required() && !coherent.isEmitted(contest.winner())) {
                Label best = decoding.taxonomy().label(contest.winner());
                String where = best.parent().map(parent -> "below '" + parent + "'").orElse("at the top");
                reasons.add(reason(Reason.Code.INCOMPLETE_PATH,
                        "a category %s is missing; the best guess, '%s', scores %.2f", where, best,
                        coherent.score(contest.winner())));
            }
        }
    }

    private static void doubtConfidence(Coherent coherent, float threshold, List<Reason> reasons) {
        for (int label : coherent.emitted()) {
            ScoredLabel scored = coherent.scored(label);
            if (scored.score() < threshold) {
                reasons.add(reason(Reason.Code.LOW_CONFIDENCE, "'%s' scores %.3f, sure is %.3f", scored.label(),
                        scored.score(), threshold));
            }
        }
    }

    private void doubtMargins(Coherent coherent, List<Reason> reasons) {
        for (Coherent.Contest contest : coherent.contests()) {
            boolean hasRival = contest.rival() != contest.winner();
            if (hasRival && coherent.isEmitted(contest.winner())
                    && (contest.lead() < decoding.margin() || contest.lead() == 0)) {
                reasons.add(reason(Reason.Code.NARROW_MARGIN,
                        "'%s' (%.3f) and '%s' (%.3f) are nearly as likely, and only one can be right",
                        decoding.taxonomy().label(contest.winner()), coherent.score(contest.winner()),
                        decoding.taxonomy().label(contest.rival()), coherent.score(contest.rival())));
            }
        }
    }

    private void doubtFamiliarity(Map<String, Evidence> evidence, List<Reason> reasons) {
        evidence.forEach((modality, said) -> {
            double most = maxUnknownShare.getOrDefault(modality, 1.0);
            if (said instanceof Evidence.Scored scored && scored.unknownShare() > most) {
                reasons.add(reason(Reason.Code.UNFAMILIAR_TEXT,
                        "the model does not know %.0f%% of the words of the %s, usual is %.0f%% at most",
                        100 * scored.unknownShare(), modality, 100 * most));
            }
        });
    }

    private static Reason reason(Reason.Code code, String explanation, Object... details) {
        return new Reason(code, String.format(Locale.ROOT, explanation, details));
    }
}
