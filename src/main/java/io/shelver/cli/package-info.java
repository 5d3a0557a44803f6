// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
/**
 * The command line: one class a command. Enter at {@link io.shelver.cli.ShelverCommand}. Reads the environment once, chooses
 * the exit status, and decides nothing else.
 */
@NullMarked
package io.shelver.cli;

import org.jspecify.annotations.NullMarked;
