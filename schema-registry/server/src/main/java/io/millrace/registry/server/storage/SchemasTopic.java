package io.millrace.registry.server.storage;

import io.millrace.registry.model.RegistryErrorCode;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes sure that the topic exists and can hold a registry: one partition, compacted and never shortened by time. */
final class SchemasTopic {
    private static final Logger LOGGER = LoggerFactory.getLogger(SchemasTopic.class);

    private static final long PAUSE_MS = 100;

    private final Admin admin;
    private final StoreConfig config;

    SchemasTopic(Admin admin, StoreConfig config) {
        this.admin = admin;
        this.config = config;
    }

    /** Whether it is there. */
    boolean exists() {
        try {
            return describe() != null;
        } catch (ExecutionException e) {
            throw failure(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure(e);
        }
    }

    void ensure() {
        try {
            TopicDescription found = describe();
            if (found == null) {
                create();
            } else {
                verify(found);
            }
        } catch (ExecutionException e) {
            throw failure(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure(e);
        }
    }

    String clusterId() {
        return get(admin.describeCluster().clusterId());
    }

    /** Waits for brokers that have not heard yet of a topic which was just created. */
    long endOffset() {
        TopicPartition partition = new TopicPartition(config.topic(), 0);
        long deadlineNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(config.initTimeoutMs());
        try {
            while (true) {
                try {
                    return admin.listOffsets(Map.of(partition, OffsetSpec.latest()))
                            .partitionResult(partition)
                            .get()
                            .offset();
                } catch (ExecutionException e) {
                    boolean unheardOf = e.getCause() instanceof UnknownTopicOrPartitionException;
                    if (!unheardOf || System.nanoTime() - deadlineNanos > 0) {
                        throw failure(e.getCause());
                    }
                }
                Thread.sleep(PAUSE_MS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure(e);
        }
    }

    private <T> T get(KafkaFuture<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw failure(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure(e);
        }
    }

    private TopicDescription describe() throws ExecutionException, InterruptedException {
        try {
            return admin.describeTopics(List.of(config.topic()))
                    .topicNameValues()
                    .get(config.topic())
                    .get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return null;
            }
            throw e;
        }
    }

    private void create() throws ExecutionException, InterruptedException {
        int live = admin.describeCluster().nodes().get().size();
        short replicationFactor = (short) Math.max(1, Math.min(config.replicationFactor(), live));
        if (replicationFactor < config.replicationFactor()) {
            LOGGER.atWarn()
                    .addKeyValue("wanted", config.replicationFactor())
                    .addKeyValue("got", replicationFactor)
                    .addKeyValue("topicName", config.topic())
                    .log("fewer brokers than replicas wanted for a topic of the registry");
        }
        NewTopic topic = new NewTopic(config.topic(), 1, replicationFactor)
                .configs(Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT));
        KafkaFuture<Void> created = admin.createTopics(List.of(topic)).all();
        try {
            created.get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e;
            }
            LOGGER.atInfo()
                    .addKeyValue("topicName", config.topic())
                    .log("another instance created the topic at the same time");
        }
    }

    private void verify(TopicDescription found) throws ExecutionException, InterruptedException {
        if (found.partitions().size() != 1) {
            throw new IllegalStateException("topic " + config.topic() + " has "
                    + found.partitions().size() + " partitions, but a registry needs exactly 1");
        }
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, config.topic());
        String policy = admin.describeConfigs(List.of(resource))
                .all()
                .get()
                .get(resource)
                .get(TopicConfig.CLEANUP_POLICY_CONFIG)
                .value();
        if (!TopicConfig.CLEANUP_POLICY_COMPACT.equals(policy)) {
            throw new IllegalStateException("topic " + config.topic() + " has cleanup.policy=" + policy
                    + ", which would lose what it holds; set cleanup.policy=compact and start again");
        }
    }

    private StoreException failure(Throwable cause) {
        return new StoreException(
                RegistryErrorCode.STORE_ERROR,
                "cannot reach topic " + config.topic() + " at " + config.bootstrapServers() + ": " + cause.getMessage(),
                cause);
    }
}
