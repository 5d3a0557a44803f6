// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.shelver.classify.Door;
import io.shelver.stream.Delivery;
import io.shelver.stream.ShelverStreams;
import io.shelver.stream.Streams;
import io.shelver.stream.kafka.SecuredBroker;
import io.shelver.stream.kafka.StreamSettings;
import io.shelver.stream.kafka.Topics;
import io.shelver.testing.FakeClassifier;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@link Acls} on a broker that enforces them. */
@Timeout(300)
class AclsIT {
    @TempDir
    private static Path folder;
    @SuppressWarnings("NullAway.Init") // set before all tests
    private static SecuredBroker broker;

    private final StreamSettings settings = Streams.settings("acls-" + UUID.randomUUID(), broker.saslServers());
    private final Actors actors = new Actors(broker, settings);

    @BeforeAll
    static void start() throws Exception {
        broker = SecuredBroker.start(folder);
        broker.enrol(Arrays.stream(Principal.values()).map(Principal::key).toList());
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @Test
    void everyPrincipalCanDoItsWork() throws Exception {
        broker.allowAll(settings);

        assertThat(actors.topics(Principal.TOPICS))
                .isEqualTo(new TopicReport(settings.topics().names(), List.of(), List.of()));
        actors.feed();
        assertThat(actors.startAndWork(3)).isEmpty();
        actors.feed();
        assertThat(actors.startAndWork(6)).as("after a restart").isEmpty();
        assertThat(actors.topics(Principal.TOPICS).problems()).isEmpty();
        assertThat(actors.read(Principal.CATALOGUE, settings.topics().categories(), 2)).hasSize(2);
        assertThat(actors.read(Principal.REVIEWS, settings.topics().reviews(), 2)).hasSize(2);
        assertThat(actors.read(Principal.OPERATOR, settings.topics().deadLetters(), 2)).hasSize(2);
        actors.replay();
        assertThat(actors.startAndWork(8)).isEmpty();
    }

    @Test
    void theSameAclsSufficeWhereTheBrokerAssignsThePartitions() throws Exception {
        StreamSettings assigned = Streams.settings("acls-" + UUID.randomUUID(), broker.saslServers(), Streams.STREAMS);
        Actors others = new Actors(broker, assigned);
        broker.allowAll(assigned);
        others.topics(Principal.TOPICS);

        others.feed();

        assertThat(others.startAndWork(3)).isEmpty();
        others.replay();
        assertThat(others.startAndWork(4)).as("after a restart").isEmpty();
    }

    @Test
    void noPrincipalMayDoAnythingElse() throws Exception {
        prepare();
        actors.work(0);
        List<String> topics = new ArrayList<>(settings.topics().names());
        topics.add(settings.changeLog());

        for (Principal principal : Principal.values()) {
            try (Admin admin = actors.admin(principal)) {
                for (String topic : topics) {
                    assertThat(allowed(admin, topic)).as("%s on %s", principal, topic)
                            .isEqualTo(granted(principal, topic));
                }
                assertThat(admin.describeCluster(new DescribeClusterOptions().includeAuthorizedOperations(true))
                        .authorizedOperations().get()).as("%s on the cluster", principal).isEmpty();
            }
        }
    }

    @Test
    void theClassifierReadsNoDoorAndDeletesNothingThePipelineReadsNothingAndAReaderWritesNothing() throws Exception {
        prepare();
        Topics topics = settings.topics();

        assertThatThrownBy(() -> actors.read(Principal.CLASSIFIER, topics.categories(), 1))
                .isInstanceOf(TopicAuthorizationException.class);
        assertThatThrownBy(() -> actors.read(Principal.PIPELINE, topics.uploads(), 1))
                .isInstanceOf(TopicAuthorizationException.class);
        try (Admin admin = actors.admin(Principal.CLASSIFIER)) {
            assertThatThrownBy(() -> admin.deleteTopics(List.of(topics.uploads())).all().get())
                    .hasCauseInstanceOf(TopicAuthorizationException.class);
        }
        try (KafkaProducer<byte[], byte[]> producer = actors.producer(Principal.CATALOGUE)) {
            assertThatThrownBy(
                    () -> producer.send(new ProducerRecord<>(topics.categories(), new byte[1], new byte[1])).get())
                    .hasCauseInstanceOf(AuthorizationException.class);
        }
    }

    @Test
    void withoutAnyOneOfItsAclsTheClassifierSaysSoAndLosesNothing() throws Exception {
        prepare();
        actors.feed();
        assertThat(actors.startAndWork(3)).isEmpty();
        List<AclBinding> all = bindings();
        List<AclBinding> needed = all.stream().filter(AclsIT::isClassifiers)
                .filter(one -> one.entry().operation() != AclOperation.CREATE).toList();

        for (AclBinding one : needed) {
            broker.allow(all.stream().filter(other -> !other.equals(one)).toList());
            actors.feed();
            assertThat(actors.startAndWork(Integer.MAX_VALUE)).as(one.toString()).hasValueSatisfying(
                    said -> assertThat(said).containsAnyOf("does not let us ", "cannot be checked: "));
        }

        broker.allow(all);
        int uploads = 3 + 3 * needed.size();
        assertThat(actors.startAndWork(uploads)).isEmpty();
        assertThat(actors.deliveries()).hasSize(uploads)
                .filteredOn(delivery -> delivery.door() == Door.DEAD_LETTERS).hasSize(uploads / 3);
    }

    @Test
    void withoutTheRightToCreateItsChangeLogTheClassifierSaysSo() throws Exception {
        prepare();
        broker.allow(bindings().stream()
                .filter(one -> !isClassifiers(one) || one.entry().operation() != AclOperation.CREATE).toList());

        assertThat(actors.startAndWork(Integer.MAX_VALUE)).hasValueSatisfying(
                said -> assertThat(said).contains("does not let us use "));
    }

    @Test
    void aDoorThatIsShutWhileTheClassifierRunsStopsItAndIsNoDeadLetter() throws Exception {
        prepare();
        ShelverStreams streams = Streams.start(actors.classifier(), new FakeClassifier());
        String categories = settings.topics().categories();

        broker.allow(bindings().stream().filter(one -> !isClassifiers(one) || !one.pattern().name().equals(categories))
                .toList());
        actors.feed();
        streams.awaitStopped();
        assertThat(streams.diagnosis()).hasValueSatisfying(said -> assertThat(said)
                .contains("does not let us use the topics [%s]".formatted(categories)));
        streams.close(Duration.ofSeconds(30));

        broker.allowAll(settings);
        assertThat(actors.startAndWork(3)).isEmpty();
        assertThat(actors.deliveries()).extracting(Delivery::door).containsExactlyInAnyOrder(Door.values());
    }

    private void prepare() throws Exception {
        broker.allowAll(settings);
        actors.topics(Principal.TOPICS);
    }

    private List<AclBinding> bindings() {
        return Acls.of(settings).stream().flatMap(grant -> grant.bindings().stream()).toList();
    }

    private static boolean isClassifiers(AclBinding binding) {
        return binding.entry().principal().equals("User:" + Principal.CLASSIFIER.key());
    }

    /** What the broker itself says the principal may do; nothing if it may not even see the topic. */
    private static Set<AclOperation> allowed(Admin admin, String topic) throws Exception {
        Throwable refused = catchThrowable(() -> admin.describeTopics(List.of(topic)).allTopicNames().get());
        if (refused != null) {
            assertThat(refused).hasCauseInstanceOf(TopicAuthorizationException.class);
            return Set.of();
        }
        return Objects.requireNonNull(
                admin.describeTopics(List.of(topic), new DescribeTopicsOptions().includeAuthorizedOperations(true))
                        .allTopicNames().get().get(topic))
                .authorizedOperations();
    }

    /** Reading, writing and altering include seeing. */
    private Set<AclOperation> granted(Principal principal, String topic) {
        Set<AclOperation> granted = EnumSet.noneOf(AclOperation.class);
        Acls.of(settings).stream()
                .filter(grant -> grant.principal() == principal && grant.resource().name().equals(topic))
                .flatMap(grant -> grant.operations().stream()).forEach(granted::add);
        if (Stream.of(AclOperation.READ, AclOperation.WRITE, AclOperation.ALTER).anyMatch(granted::contains)) {
            granted.add(AclOperation.DESCRIBE);
        }
        return granted;
    }
}
