// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
/**
 * The chart of {@code helm/shelver}, rendered by Helm's own code for the sets of values in {@code src/test/helm}:
 * {@link io.shelver.helm.Chart} renders, {@link io.shelver.helm.KubernetesSchemas} and {@link io.shelver.helm.PodSecurity}
 * judge what comes out.
 */
package io.shelver.helm;
