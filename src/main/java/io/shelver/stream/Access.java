// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream;

import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;

/** Says in one sentence what Kafka does not let us do, and what to mend. */
final class Access {
    private Access() {
    }

    /** By the first of its causes that tells; empty if it is something else that failed. */
    static Optional<String> explain(Throwable failure, StreamSettings settings) {
        return Stream.<Throwable>iterate(failure, Objects::nonNull, Throwable::getCause)
                .flatMap(cause -> reason(cause, settings).stream()).findFirst();
    }

    private static Optional<String> reason(Throwable failure, StreamSettings settings) {
        return switch (failure) {
            case TopicAuthorizationException denied -> denied(denied.unauthorizedTopics().isEmpty()
                    ? "a topic"
                    : "the topics " + denied.unauthorizedTopics());
            case GroupAuthorizationException denied ->
                denied("the consumer group " + settings.applicationId());
            case TransactionalIdAuthorizationException denied ->
                denied("transactional ids that begin with %s-".formatted(settings.applicationId()));
            case AuthorizationException denied -> denied("this: " + denied.getMessage());
            case SslAuthenticationException untrusted ->
                Optional.of("TLS failed: %s; is the authority that signed the broker's certificate in ssl.truststore?"
                        .formatted(deepest(untrusted).getMessage()));
            case AuthenticationException unknown -> Optional.of(String.valueOf(unknown.getMessage()));
            default -> Optional.empty();
        };
    }

    private static Optional<String> denied(String what) {
        return Optional
                .of("not authorised for %s; `topics --acls` prints what each principal must be allowed"
                        .formatted(what));
    }

    private static Throwable deepest(Throwable failure) {
        Throwable deepest = failure;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        return deepest;
    }
}
