// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.http;

import io.javalin.http.HandlerType;

/** The routes of the server. The OpenAPI document describes the same ones. */
enum Route {
    INDEX(HandlerType.GET, "/", Access.ANYBODY),
    PREDICT_BY_QUERY(HandlerType.GET, "/product/categoryPrediction", Access.TOKEN),
    PREDICT(HandlerType.POST, "/product/categoryPrediction", Access.TOKEN),
    LIVE(HandlerType.GET, "/health/live", Access.ANYBODY),
    READY(HandlerType.GET, "/health/ready", Access.ANYBODY),
    METRICS(HandlerType.GET, "/metrics", Access.ANYBODY),
    BUNDLE(HandlerType.GET, "/bundle", Access.TOKEN),
    TOPOLOGY(HandlerType.GET, "/topology", Access.TOKEN),
    OPENAPI(HandlerType.GET, "/openapi.json", Access.ANYBODY);

    private final HandlerType method;
    private final String path;
    private final Access access;

    Route(HandlerType method, String path, Access access) {
        this.method = method;
        this.path = path;
        this.access = access;
    }

    HandlerType method() {
        return method;
    }

    String path() {
        return path;
    }

    Access access() {
        return access;
    }
}
