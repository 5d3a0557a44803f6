// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.bench;

/**
 * One upload at a time on a service with nothing else to do.
 *
 * @param computeMs
 *            the median that the classifier takes for one listing
 * @param boundMs
 *            linger, poll, commit interval and 1.2 times that
 */
public record LoneUploads(int uploads, double p50Ms, double maxMs, double computeMs, double boundMs) {}
