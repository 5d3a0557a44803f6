// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.http;

import io.shelver.classify.FailureClass;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpStatus;

/**
 * The problem details (RFC 9457) of a request that cannot be answered. They never quote the request.
 *
 * @param status
 *            the status of the response, 400 to 599
 * @param detail
 *            for the caller: what is wrong, and what to do
 * @param failureClass
 *            the class of the dead letter that the stream would make of such a listing; empty if the cause is another
 */
record Problem(int status, String detail, Optional<String> failureClass) {
    static final String MEDIA_TYPE = "application/problem+json";

    Problem(int status, String detail) {
        this(status, detail, Optional.empty());
    }

    /** The problem of a listing that the stream would send to the dead letters. */
    static Problem deadLetter(int status, FailureClass failureClass, String detail) {
        return new Problem(status, detail, Optional.of(failureClass.name()));
    }

    /** The problem that a status alone describes. */
    static Problem of(int status) {
        return new Problem(status, switch (status) {
            case 400 -> "the server cannot read the request; send well-formed HTTP";
            case 404 -> "there is no such path; GET / lists all paths";
            case 405 -> "the path does not have this method; the header Allow lists those it has";
            case 408 ->
                "the request came too slowly; send at least %d bytes a second".formatted(HttpApi.MIN_BYTES_PER_SECOND);
            case 413 -> "the request has more bytes than the server takes; send fewer";
            case 414 -> "the URI is too long; send the fields in the body of a POST";
            case 431 -> "the header is too long; send at most %d bytes".formatted(HttpApi.HEADER_BYTES);
            case 500 -> "the server failed; its operators find the cause in its log";
            case 503 -> "the server is stopping or overloaded; try again";
            default -> HttpStatus.getMessage(status);
        });
    }

    ProblemException asException() {
        return new ProblemException(this, Map.of());
    }

    String json() {
        Map<String, Object> members = new LinkedHashMap<>();
        // RFC 9457: with about:blank the title is the name of the status.
        members.put("type", "about:blank");
        members.put("title", HttpStatus.getMessage(status));
        members.put("status", status);
        members.put("detail", detail);
        failureClass.ifPresent(name -> members.put("failure_class", name));
        return Json.write(members);
    }
}
