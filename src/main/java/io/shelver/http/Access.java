// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.http;

import io.javalin.security.RouteRole;

/** Who may call a route. */
enum Access implements RouteRole {
    /** All who can reach the server. */
    ANYBODY,
    /** Callers with one of the tokens; all callers if no tokens are configured. */
    TOKEN
}
