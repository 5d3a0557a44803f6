/**
 * How good a bundle is on listings whose truth is known. Enter at {@link io.shelver.evaluation.Evaluation}, which takes
 * one listing after the other and keeps counts only; {@link io.shelver.evaluation.ScoringVariants} asks what other ways of scoring
 * would have said, {@link io.shelver.evaluation.ReportFolder} writes the figures down. Knows neither the models nor
 * where listings come from.
 */
@NullMarked
package io.shelver.evaluation;

import org.jspecify.annotations.NullMarked;
