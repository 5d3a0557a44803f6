// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
/**
 * What the environment says, as records. {@link io.shelver.settings.Setting} lists every variable with its default, its legal
 * values and their parser. A record ends in {@code Settings}; the class that reads it from the environment ends in
 * {@code Variables}. All mistakes are reported together. Must not know the commands, nor what the service starts.
 */
@NullMarked
package io.shelver.settings;

import org.jspecify.annotations.NullMarked;
