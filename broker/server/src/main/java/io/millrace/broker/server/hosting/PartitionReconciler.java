package io.millrace.broker.server.hosting;

import io.millrace.broker.log.LogDirectory;
import io.millrace.broker.log.PartitionLog;
import io.millrace.broker.log.config.LogConfig;
import io.millrace.broker.log.fault.LogException;
import io.millrace.broker.metadata.image.ConfigTarget;
import io.millrace.broker.metadata.image.MetadataImage;
import io.millrace.broker.metadata.image.PartitionImage;
import io.millrace.broker.metadata.image.TopicImage;
import io.millrace.broker.network.NetworkLoop;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
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
    private MetadataImage done = MetadataImage.EMPTY;

    /** Where partitions of this broker live, and by which clock. */
    public record Site(
            int brokerId, LogDirectory logs, List<NetworkLoop> loops, TopicDefaults defaults, InstantSource clock) {}

    /** Begins with no partition at all. */
    public PartitionReconciler(Site site, PartitionTable table, PartitionListener listener) {
        this.site = site;
        this.table = table;
        this.listener = listener;
    }

    /** Logs that no topic of the image owns are renamed and kept: a wrong image must not cost data. */
    void setStraysAside(MetadataImage image) {
        for (PartitionLog log : List.copyOf(site.logs().logs())) {
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
        for (PartitionHost host : List.copyOf(table.all())) {
            if (partitionOf(image, host.log()).isEmpty()) {
                remove(host);
            }
        }
        boolean complete = true;
        List<CompletableFuture<PartitionHost>> begun = new ArrayList<>();
        for (TopicImage topic : image.topics().byId().values()) {
            if (changed(topic, image)) {
                complete &= reconcile(topic, image, begun);
            }
        }
        begun.forEach(future -> listener.leading(future.join()));
        if (complete) {
            done = image;
        }
        return complete;
    }

    private static Optional<PartitionImage> partitionOf(MetadataImage image, PartitionLog log) {
        return image.topics().find(log.topicId()).flatMap(topic -> topic.partition(log.partition()));
    }

    @SuppressWarnings("ReferenceEquality") // Images share what did not change; comparing it in depth costs too much.
    private boolean changed(TopicImage topic, MetadataImage image) {
        ConfigTarget target = ConfigTarget.topic(topic.name());
        return done.topics().byId().get(topic.id()) != topic
                || done.configs().of(target) != image.configs().of(target);
    }

    private boolean reconcile(TopicImage topic, MetadataImage image, List<CompletableFuture<PartitionHost>> begun) {
        LogConfig config = site.defaults().logConfig(image.configs().of(ConfigTarget.topic(topic.name())));
        boolean complete = true;
        for (PartitionImage partition : topic.partitions()) {
            if (partition.replicas().contains(site.brokerId())) {
                complete &= reconcile(topic, partition, config, begun);
            }
        }
        return complete;
    }

    private boolean reconcile(
            TopicImage topic,
            PartitionImage partition,
            LogConfig config,
            List<CompletableFuture<PartitionHost>> begun) {
        try {
            PartitionHost host = table.find(topic.id(), partition.partition())
                    .orElseGet(() -> open(topic, partition.partition(), config));
            host.log().updateConfig(config);
            if (partition.leader() == site.brokerId()) {
                begin(host, partition, config, begun);
            }
            return true;
        } catch (LogException e) {
            LOGGER.error(
                    "A partition cannot be opened; trying again soon. topic={} partition={} reason=\"{}\"",
                    topic.name(),
                    partition.partition(),
                    e.getMessage());
            return false;
        }
    }

    private PartitionHost open(TopicImage topic, int partition, LogConfig config) {
        PartitionLog log = site.logs().create(topic.id(), topic.name(), partition, config);
        int loopIndex = Math.floorMod(
                31 * topic.id().hashCode() + partition, site.loops().size());
        var host = new PartitionHost(log, site.loops().get(loopIndex), site.clock());
        table.put(host);
        return host;
    }

    private static void begin(
            PartitionHost host,
            PartitionImage partition,
            LogConfig config,
            List<CompletableFuture<PartitionHost>> begun) {
        boolean newTerm = partition.leaderEpoch() > host.leaderEpoch();
        var led = new CompletableFuture<PartitionHost>();
        host.loop().execute(() -> {
            try {
                host.lead(partition.leaderEpoch(), partition.isr(), config.minInsyncReplicas());
            } catch (LogException e) {
                LOGGER.error(
                        "A term cannot begin. topic={} reason=\"{}\"",
                        host.log().topic(),
                        e.getMessage());
            } finally {
                led.complete(host);
            }
        });
        if (newTerm) {
            begun.add(led);
        } else {
            led.join();
        }
    }

    private void remove(PartitionHost host) {
        table.remove(host);
        var stopped = new CompletableFuture<Void>();
        host.loop().execute(() -> {
            host.stop(Errors.UNKNOWN_TOPIC_OR_PARTITION);
            stopped.complete(null);
        });
        stopped.join();
        listener.gone(host);
        site.logs().delete(host.log().topicId(), host.log().partition());
    }
}
