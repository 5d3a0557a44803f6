// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream;

import io.shelver.stream.kafka.ClientProperties;
import io.shelver.stream.kafka.StreamSettings;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.admin.StreamsGroupMemberDescription;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.KafkaFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Aborts the transactions of instances that died. Kafka does so itself only when they time out. Until then readers of committed
 * records see nothing new, and the next owner of a partition cannot start.
 *
 * <p>
 * Kafka Streams names a transaction after the process, and a member of the group tells its process. A transaction whose process is no
 * member of the group belongs to an instance that died or was expelled. To abort it loses nothing: its uploads are classified again.
 */
final class OrphanedTransactions implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OrphanedTransactions.class);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);
    /** Every so many looks one happens although no rebalance is under way. */
    private static final int LOOKS_WHEN_CALM = 60;
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final String UUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";

    private final StreamSettings settings;
    private final BooleanSupplier rebalancing;
    private final Pattern transactionalId;
    private final Pattern clientId;
    private final ScheduledExecutorService looks = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().name("orphaned-transactions").daemon().factory());
    private int calm;

    /**
     * @param rebalancing
     *            whether partitions are changing their owners just now
     */
    OrphanedTransactions(StreamSettings settings, BooleanSupplier rebalancing) {
        this.settings = settings;
        this.rebalancing = rebalancing;
        String application = Pattern.quote(settings.applicationId());
        this.transactionalId = Pattern.compile(application + "-(" + UUID + ")-\\d+");
        this.clientId = Pattern.compile(".*-(" + UUID + ")-StreamThread-\\d+-consumer");
    }

    void start() {
        looks.scheduleWithFixedDelay(this::look, 0, BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void look() {
        calm++;
        if (!rebalancing.getAsBoolean() && calm < LOOKS_WHEN_CALM) {
            return;
        }
        calm = 0;
        try (Admin admin = Admin.create(ClientProperties.ofAdmin(settings, "transactions"))) {
            abortOrphans(admin);
        } catch (ExecutionException | TimeoutException | RuntimeException e) {
            LOG.debug("the transactions of dead instances were not looked for; the brokers abort them later", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void abortOrphans(Admin admin) throws ExecutionException, TimeoutException, InterruptedException {
        List<String> open = openTransactions(admin);
        if (open.isEmpty()) {
            return;
        }
        Set<String> alive = processes(admin);
        List<String> orphans = open.stream().filter(id -> !alive.contains(process(transactionalId, id))).toList();
        // A process that joined between the two answers has a member now.
        if (!orphans.isEmpty() && !alive.isEmpty()) {
            answer(admin.fenceProducers(orphans).all());
            LOG.info("aborted the open transactions of instances that are gone: {}", orphans);
        }
    }

    /** The ids of the open transactions of all instances. */
    private List<String> openTransactions(Admin admin)
            throws ExecutionException, TimeoutException, InterruptedException {
        return answer(admin.listTransactions(new ListTransactionsOptions()
                .filterStates(Set.of(TransactionState.ONGOING))).all()).stream()
                .map(TransactionListing::transactionalId).filter(id -> transactionalId.matcher(id).matches()).toList();
    }

    /** The processes that have a member in the group. Empty if a member does not tell its process. */
    private Set<String> processes(Admin admin) throws ExecutionException, TimeoutException, InterruptedException {
        String group = settings.applicationId();
        Stream<String> members = settings.brokerAssigns()
                ? answer(admin.describeStreamsGroups(List.of(group)).all()).values().stream()
                        .flatMap(described -> described.members().stream())
                        .map(StreamsGroupMemberDescription::processId)
                : answer(admin.describeConsumerGroups(List.of(group)).all()).values().stream()
                        .flatMap(described -> described.members().stream())
                        .map(MemberDescription::clientId).map(id -> process(clientId, id));
        Set<String> processes = new HashSet<>(members.toList());
        return processes.contains("") ? Set.of() : processes;
    }

    private static String process(Pattern pattern, String id) {
        Matcher found = pattern.matcher(id);
        return found.matches() ? found.group(1) : "";
    }

    private static <T> T answer(KafkaFuture<T> future)
            throws ExecutionException, TimeoutException, InterruptedException {
        return future.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        looks.shutdownNow();
    }
}
