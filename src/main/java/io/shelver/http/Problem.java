// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.http;

import io.shelver.classify.FailureClass;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpStatus;

/**
 * Why there is no answer, as RFC 9457 has it. Never quotes the request.
 *
 * @param status
 *            of the response
 * @param detail
 *            for the caller: what to do otherwise
 * @param failureClass
 *            which the stream's dead letter of such a listing would have
 */
record Problem(int status, String detail, Optional<String> failureClass) {
    static final String MEDIA_TYPE = "application/problem+json";

    Problem(int status, String detail) {
        this(status, detail, Optional.empty());
    }

    /** A listing that the stream would send to the dead letters. */
    static Problem deadLetter(int status, FailureClass failureClass, String detail) {
        return new Problem(status, detail, Optional.of(failureClass.name()));
    }

    /** Without words for the caller beyond those of the status. */
    static Problem of(int status) {
        return new Problem(status, switch (status) {
            case 400 -> "this is no HTTP request that can be read";
            case 404 -> "there is no such path; GET / lists those that there are";
            case 405 -> "the path is there, and has no such method; Allow names those that it has";
            case 408 -> "the request came too slowly";
            case 413 -> "the request has more bytes than the server takes";
            case 414 -> "the URI is too long; use POST";
            case 431 -> "the header is too long; at most 8192 bytes are read";
            case 500 -> "this is a fault of the server; its log says more";
            case 503 -> "the server stops, or has too much to do";
            default -> HttpStatus.getMessage(status);
        });
    }

    ProblemException asException() {
        return new ProblemException(this, Map.of());
    }

    String json() {
        Map<String, Object> members = new LinkedHashMap<>();
        // With about:blank the title is the status's own name.
        members.put("type", "about:blank");
        members.put("title", HttpStatus.getMessage(status));
        members.put("status", status);
        members.put("detail", detail);
        failureClass.ifPresent(name -> members.put("failure_class", name));
        return Json.write(members);
    }
}
