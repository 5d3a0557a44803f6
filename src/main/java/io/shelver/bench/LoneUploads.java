// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.bench;

/**
 * The latency of one upload at a time on an otherwise idle service.
 *
 * @param uploads
 *            the number of uploads that were counted
 * @param computeMs
 *            the median time of the classifier for one listing, in milliseconds
 * @param boundMs
 *            linger, poll, commit interval and 1.2 times {@code computeMs} together, in milliseconds
 */
public record LoneUploads(int uploads, double p50Ms, double maxMs, double computeMs, double boundMs) {}
