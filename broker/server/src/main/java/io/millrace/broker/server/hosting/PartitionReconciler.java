package io.millrace.broker.server.hosting;

import io.millrace.broker.log.LogDirectories;
import io.millrace.broker.log.LogDirectory;
import io.millrace.broker.log.PartitionLog;
import io.millrace.broker.log.config.LogConfig;
import io.millrace.broker.log.fault.LogException;
import io.millrace.broker.metadata.image.ConfigTarget;
import io.millrace.broker.metadata.image.MetadataImage;
import io.millrace.broker.metadata.image.PartitionImage;
import io.millrace.broker.metadata.image.TopicImage;
import io.millrace.broker.network.NetworkLoop;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.protocol.Errors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the partitions of this broker equal to what one image of the cluster says: creates and deletes logs, changes
 * settings, begins terms. Runs on {@link ImageFollower}'s thread only.
 */
public final class PartitionReconciler {

    private static final Logger LOGGER = LoggerFactory.getLogger(PartitionReconciler.class);

    private final Site site;
    private final PartitionTable table;
    private final PartitionListener listener;
    private final UnusedSettings unused = new UnusedSettings();
    /** Partitions that have stopped for good while their logs could not be deleted yet. */
    private final Set<PartitionHost> stopped = new HashSet<>();

    private MetadataImage done = MetadataImage.EMPTY;

    /** Where partitions of this broker live, and by which clock. */
    public record Site(
            int brokerId, LogDirectories logs, List<NetworkLoop> loops, TopicDefaults defaults, SteadyClock clock) {}

    /** Begins with no partition at all. */
    public PartitionReconciler(Site site, PartitionTable table, PartitionListener listener) {
        this.site = site;
        this.table = table;
        this.listener = listener;
        unused.tell("the broker's properties", site.defaults().values());
    }

    /** Compares what was found on disk with the first image. */
    void takeStock(MetadataImage image) {
        setStraysAside(image);
        if (site.logs().isIncomplete()) {
            takeMissingOffline(image);
        }
    }

    /**
     * What this broker has had and does not find lies in the data directory that is not there; an empty log in another one
     * would take its place for good.
     */
    private void takeMissingOffline(MetadataImage image) {
        for (TopicImage topic : image.topics().byId().values()) {
            for (PartitionImage partition : topic.partitions()) {
                if (partition.replicas().contains(site.brokerId())
                        && site.logs()
                                .directoryOf(topic.id(), partition.partition())
                                .isEmpty()) {
                    LOGGER.error(
                            "A partition is offline with its data directory. topic={} partition={}",
                            topic.name(),
                            partition.partition());
                    table.takeOffline(topic.id(), partition.partition());
                }
            }
        }
    }

    /**
     * A data directory has failed: its partitions answer nobody any more, and their coordinators neither. Whatever one of
     * them has against it, the others are told.
     */
    void takeOffline(LogDirectory directory) {
        for (PartitionHost host : List.copyOf(table.all())) {
            if (directory.get(host.log().topicId(), host.log().partition()).isPresent()) {
                try {
                    takeOffline(host);
                } catch (RuntimeException failure) {
                    LOGGER.error(
                            "A partition did not go offline cleanly. topic={} partition={}",
                            host.log().topic(),
                            host.log().partition(),
                            failure);
                }
            }
        }
    }

    private void takeOffline(PartitionHost host) {
        table.takeOffline(host.log().topicId(), host.log().partition());
        if (!stopped.remove(host)) {
            stop(host, Errors.KAFKA_STORAGE_ERROR);
            listener.offline(host);
        }
    }

    /** Logs that no topic of the image owns are renamed and kept: a wrong image must not cost data. */
    private void setStraysAside(MetadataImage image) {
        for (PartitionLog log : site.logs().logs()) {
            if (partitionOf(image, log).isEmpty()) {
                LOGGER.warn(
                        "Setting a log aside that no topic owns. topic={} topicId={} partition={}",
                        log.topic(),
                        log.topicId(),
                        log.partition());
                site.logs().setAside(log.topicId(), log.partition());
            }
        }
    }

    /** Says whether everything is as the image wants it; what failed is tried again with the next call. */
    boolean reconcile(MetadataImage image) {
        boolean complete = true;
        table.keepOffline(
                (topicId, partition) -> partitionOf(image, topicId, partition).isPresent());
        for (PartitionHost host : List.copyOf(table.all())) {
            if (partitionOf(image, host.log()).isEmpty()) {
                complete &= attempt(host.log().topic(), () -> remove(host));
            }
        }
        unused.tellBroker(image.configs().of(ConfigTarget.allBrokers()));
        unused.tellBroker(image.configs().of(ConfigTarget.broker(site.brokerId())));
        List<Term> terms = new ArrayList<>();
        for (TopicImage topic : image.topics().byId().values()) {
            if (changed(topic, image)) {
                complete &= attempt(topic.name(), () -> reconcile(topic, image, terms));
            }
        }
        // Whoever leads must be announced, whatever became of the others: a second try finds no new term here.
        for (Term term : terms) {
            complete &= attempt(term.host().log().topic(), () -> await(term));
        }
        if (complete) {
            done = image;
        }
        return complete;
    }

    /** One topic that cannot be as the image wants it does not keep the others from it. */
    private static boolean attempt(String topic, BooleanSupplier step) {
        try {
            return step.getAsBoolean();
        } catch (LogException e) {
            LOGGER.error(
                    "A topic cannot follow the cluster; trying again soon. topic={} reason=\"{}\"",
                    topic,
                    e.getMessage());
        } catch (RuntimeException unexpected) {
            LOGGER.error("A topic cannot follow the cluster; trying again soon. topic={}", topic, unexpected);
        }
        return false;
    }

    /** A term that is on its way; {@code begun} says whether the partition leads in it. */
    private record Term(PartitionHost host, boolean isNew, CompletableFuture<Boolean> begun) {}

    private boolean await(Term term) {
        boolean begun = term.begun().join();
        if (begun && term.isNew()) {
            listener.leading(term.host());
        }
        return begun;
    }

    private static Optional<PartitionImage> partitionOf(MetadataImage image, PartitionLog log) {
        return partitionOf(image, log.topicId(), log.partition());
    }

    private static Optional<PartitionImage> partitionOf(MetadataImage image, Uuid topicId, int partition) {
        return image.topics().find(topicId).flatMap(topic -> topic.partition(partition));
    }

    @SuppressWarnings("ReferenceEquality") // Images share what did not change; comparing it in depth costs too much.
    private boolean changed(TopicImage topic, MetadataImage image) {
        ConfigTarget target = ConfigTarget.topic(topic.name());
        return done.topics().byId().get(topic.id()) != topic
                || done.configs().of(target) != image.configs().of(target)
                || brokerConfigsChanged(image);
    }

    @SuppressWarnings("ReferenceEquality") // As above.
    private boolean brokerConfigsChanged(MetadataImage image) {
        ConfigTarget own = ConfigTarget.broker(site.brokerId());
        return done.configs().of(ConfigTarget.allBrokers()) != image.configs().of(ConfigTarget.allBrokers())
                || done.configs().of(own) != image.configs().of(own);
    }

    private boolean reconcile(TopicImage topic, MetadataImage image, List<Term> terms) {
        SortedMap<String, String> overrides = image.configs().of(ConfigTarget.topic(topic.name()));
        unused.tell("the topic " + topic.name(), overrides);
        LogConfig config =
                site.defaults().with(image.configs(), site.brokerId()).logConfig(overrides);
        boolean complete = true;
        for (PartitionImage partition : topic.partitions()) {
            if (partition.replicas().contains(site.brokerId())) {
                complete &= attempt(topic.name(), () -> reconcile(topic, partition, config, terms));
            }
        }
        return complete;
    }

    private boolean reconcile(TopicImage topic, PartitionImage partition, LogConfig config, List<Term> terms) {
        if (isOffline(topic.id(), partition.partition())) {
            return true;
        }
        PartitionHost host = table.find(topic.id(), partition.partition())
                .orElseGet(() -> open(topic, partition.partition(), config));
        host.log().updateConfig(config);
        if (partition.leader() == site.brokerId()) {
            terms.add(begin(host, partition, config));
        }
        return true;
    }

    /** One that is offline gets neither a term nor a second log in another directory. */
    private boolean isOffline(Uuid topicId, int partition) {
        if (site.logs().isOffline(topicId, partition)
                && table.find(topicId, partition).isEmpty()) {
            table.takeOffline(topicId, partition);
        }
        return table.isOffline(topicId, partition);
    }

    private PartitionHost open(TopicImage topic, int partition, LogConfig config) {
        PartitionLog log = site.logs().create(topic.id(), topic.name(), partition, config);
        int loopIndex = Math.floorMod(
                31 * topic.id().hashCode() + partition, site.loops().size());
        var host = new PartitionHost(log, site.loops().get(loopIndex), site.clock());
        table.put(host);
        return host;
    }

    private static Term begin(PartitionHost host, PartitionImage partition, LogConfig config) {
        boolean isNew = partition.leaderEpoch() > host.leaderEpoch();
        var begun = new CompletableFuture<Boolean>();
        host.loop().execute(() -> {
            try {
                host.lead(partition.leaderEpoch(), partition.isr(), config.minInsyncReplicas());
                begun.complete(true);
            } catch (RuntimeException e) {
                LOGGER.error(
                        "A term cannot begin; trying again soon. topic={} partition={} leaderEpoch={}",
                        host.log().topic(),
                        partition.partition(),
                        partition.leaderEpoch(),
                        e);
                begun.complete(false);
            }
        });
        return new Term(host, isNew, begun);
    }

    /** The log goes before its host does: a log that cannot be deleted now is still in the table for the next try. */
    private boolean remove(PartitionHost host) {
        if (stopped.add(host)) {
            stop(host, Errors.UNKNOWN_TOPIC_OR_PARTITION);
            listener.gone(host);
        }
        site.logs().delete(host.log().topicId(), host.log().partition());
        table.remove(host);
        stopped.remove(host);
        return true;
    }

    /** Returns when everybody who waited for it is answered. */
    private static void stop(PartitionHost host, Errors reason) {
        var stopping = new CompletableFuture<Void>();
        host.loop().execute(() -> {
            try {
                host.stop(reason);
            } finally {
                stopping.complete(null);
            }
        });
        stopping.join();
    }
}
