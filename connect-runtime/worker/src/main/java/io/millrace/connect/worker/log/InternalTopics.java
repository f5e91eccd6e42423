package io.millrace.connect.worker.log;

import io.millrace.connect.worker.config.InternalTopicConfig;
import io.millrace.connect.worker.topics.MissingTopic;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.connect.errors.ConnectException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Creates the internal topics where they are missing, and refuses ones in which state would be lost. */
public final class InternalTopics {

    private static final Logger LOGGER = LoggerFactory.getLogger(InternalTopics.class);
    private static final long TIMEOUT_MS = 60_000;
    private static final long RETRY_PAUSE_MS = 50;

    private final Admin admin;

    public InternalTopics(Admin admin) {
        this.admin = admin;
    }

    /** Makes sure that the topics are there and compacted; blocks. */
    public void ensure(InternalTopicConfig configTopic, InternalTopicConfig... others) {
        create(configTopic);
        List.of(others).forEach(this::create);
        check(configTopic);
        List.of(others).forEach(this::check);
        TopicDescription description = await(
                        () -> admin.describeTopics(List.of(configTopic.name())).allTopicNames(), configTopic.name())
                .get(configTopic.name());
        if (description.partitions().size() != 1) {
            throw new ConfigException("The topic \"" + configTopic.name()
                    + "\" of config.storage.topic must have one partition, since the order of its records is the order"
                    + " of all changes, but it has " + description.partitions().size() + ".");
        }
    }

    /** Makes sure that one topic is there and compacted; blocks. */
    public void ensureCompacted(InternalTopicConfig topic) {
        create(topic);
        check(topic);
    }

    private void create(InternalTopicConfig topic) {
        Map<String, String> config = new HashMap<>(topic.extra());
        config.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);
        NewTopic wanted = new NewTopic(topic.name(), topic.partitions(), topic.replicationFactor()).configs(config);
        new MissingTopic(wanted, "internal topic").ensure(admin);
    }

    private void check(InternalTopicConfig topic) {
        Optional<Config> described = describe(topic);
        if (described.isEmpty()) {
            return;
        }
        Config config = described.get();
        String policy = config.get(TopicConfig.CLEANUP_POLICY_CONFIG) == null
                ? ""
                : config.get(TopicConfig.CLEANUP_POLICY_CONFIG).value();
        if (!TopicConfig.CLEANUP_POLICY_COMPACT.equals(policy)) {
            throw new ConfigException("The internal topic \"" + topic.name() + "\" has cleanup.policy=" + policy
                    + ", by which configurations or offsets would be lost one day. Set cleanup.policy=compact on it.");
        }
    }

    /** Empty for a worker that may use the topic, but may not look at its configuration. */
    private Optional<Config> describe(InternalTopicConfig topic) {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic.name());
        try {
            return Optional.of(
                    await(() -> admin.describeConfigs(List.of(resource)).all(), topic.name())
                            .get(resource));
        } catch (ConnectException e) {
            if (e.getCause() instanceof AuthorizationException) {
                LOGGER.warn("cannot see whether the internal topic is compacted topic={}", topic.name(), e);
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Asks again for a while: what was just created is not known everywhere at once. */
    private static <T> T await(Supplier<KafkaFuture<T>> question, String topic) {
        long deadlineNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(TIMEOUT_MS);
        while (true) {
            try {
                return question.get().get(TIMEOUT_MS, TimeUnit.MILLISECONDS);
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof RetriableException) || System.nanoTime() > deadlineNanos) {
                    throw failure(topic, e.getCause());
                }
                pause();
            } catch (TimeoutException e) {
                throw failure(topic, e);
            } catch (InterruptedException e) {
                throw interrupted(e);
            }
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(RETRY_PAUSE_MS);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static ConnectException failure(String topic, Throwable cause) {
        return new ConnectException("Cannot prepare the internal topic \"" + topic + "\": " + cause, cause);
    }

    private static ConnectException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new ConnectException("interrupted while the internal topics were prepared", e);
    }
}
