// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream;

/** What happens to a classifier under load. */
enum Attack {
    /** {@code kill -9}, and another is started at once. */
    KILL,
    /** {@code kill -STOP} until others have its partitions, then {@code kill -CONT}: it wakes up with what it had. */
    FREEZE
}
