// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.kafka;

/** Why an upload is a dead letter; the header {@code shelver.failure.class} holds the name. */
public enum FailureClass {
    /** The record has no value. */
    NULL_VALUE,
    /** The record has no key. */
    NULL_KEY,
    /** The key is not the listing id. */
    KEY_MISMATCH,
    /** The bytes cannot be read as an event. */
    NOT_AVRO,
    /** Nobody told us the schema it was written with. Can be replayed once it is known. */
    UNKNOWN_SCHEMA,
    /** The registry knows the schema; an upload cannot be read by it. Can be replayed to a release that can. */
    INCOMPATIBLE_SCHEMA,
    /** An event, though not of a legal listing. */
    NOT_A_LISTING,
    /** More bytes than an upload may have; compression let it pass the broker's own limit. */
    UPLOAD_TOO_LARGE,
    /** The outcome has more bytes than its topic takes. */
    OUTCOME_TOO_LARGE,
    /** The outcome cannot be written as an event. */
    OUTCOME_NOT_SERIALISABLE,
    /** The classifier failed on this listing alone. */
    PROCESSING_FAILED
}
