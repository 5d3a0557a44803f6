// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.http;

import io.javalin.security.RouteRole;

/** Who may ask. */
enum Access implements RouteRole {
    /** Anybody who reaches the server. */
    ANYBODY,
    /** Whoever holds one of the tokens, where there are any. */
    TOKEN
}
