// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
/**
 * Tests of the chart in {@code helm/shelver}, with the sets of values in {@code src/test/helm}. {@link io.shelver.helm.Chart}
 * renders the chart by Helm's own code. {@link io.shelver.helm.KubernetesSchemas} and {@link io.shelver.helm.PodSecurity} check the
 * rendered resources.
 */
package io.shelver.helm;
