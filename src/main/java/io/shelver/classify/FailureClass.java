// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.classify;

/**
 * Why an upload is a dead letter. The header {@code shelver.failure.class}, the meter of dead letters and the answers of HTTP hold
 * the name, so a name never changes.
 */
public enum FailureClass {
    /** The record has no value. */
    NULL_VALUE,
    /** The record has no key. */
    NULL_KEY,
    /** The key is not the listing id. */
    KEY_MISMATCH,
    /** The bytes are not an event in Avro. */
    NOT_AVRO,
    /** The schema it was written with is unknown here. Replay it when the schema is known. */
    UNKNOWN_SCHEMA,
    /** The registry knows the schema, but no upload can be read by it. Replay it to a release that can. */
    INCOMPATIBLE_SCHEMA,
    /** The event holds no legal listing. */
    NOT_A_LISTING,
    /** The upload has more bytes than allowed. Its compressed size passed the limit of the broker. */
    UPLOAD_TOO_LARGE,
    /** The outcome has more bytes than its topic takes. */
    OUTCOME_TOO_LARGE,
    /** The outcome cannot be written as an event. */
    OUTCOME_NOT_SERIALISABLE,
    /** The classifier failed on this listing alone. */
    PROCESSING_FAILED
}
