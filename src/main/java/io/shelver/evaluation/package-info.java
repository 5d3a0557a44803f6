/**
 * How good a bundle is on listings whose truth is known. Enter at {@link io.shelver.evaluation.Evaluation}, which takes
 * one listing after the other and keeps counts and scores only. {@link io.shelver.evaluation.ScoringVariants} scores a
 * listing in other ways to compare with, and {@link io.shelver.evaluation.ReportFolder} writes the figures down. The
 * package knows neither the models nor where listings come from.
 */
@NullMarked
package io.shelver.evaluation;

import org.jspecify.annotations.NullMarked;
