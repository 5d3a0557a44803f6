// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
/**
 * The command line: one class a command, and the settings. Enter at {@link io.shelver.cli.ShelverCommand}. The only
 * package that reads the environment and chooses the exit status; it wires the others and decides nothing of its own.
 */
@NullMarked
package io.shelver.cli;

import org.jspecify.annotations.NullMarked;
