// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
/**
 * What the environment says, as records. {@link io.shelver.settings.Setting} lists every variable with its default, its parser
 * and its legal range; the records hold the values that were read. Reports all mistakes together. Must not know the commands,
 * nor what the service starts.
 */
@NullMarked
package io.shelver.settings;

import org.jspecify.annotations.NullMarked;
