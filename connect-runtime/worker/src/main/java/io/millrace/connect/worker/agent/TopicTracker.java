package io.millrace.connect.worker.agent;

import io.millrace.connect.plan.TaskId;
import io.millrace.connect.worker.cluster.StatusTable;
import io.millrace.connect.worker.cluster.StatusWriter;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Remembers in the status topic which topics a connector uses. Any thread. */
final class TopicTracker {

    private static final Logger LOGGER = LoggerFactory.getLogger(TopicTracker.class);

    private final StatusTable table;
    private final StatusWriter writer;
    private final boolean enabled;

    TopicTracker(StatusTable table, StatusWriter writer, boolean enabled) {
        this.table = table;
        this.writer = writer;
        this.enabled = enabled;
    }

    void used(TaskId task, String topic) {
        if (enabled && table.announce(task.connector(), topic)) {
            writer.topicUsed(task, topic, System.currentTimeMillis());
        }
    }

    /** For a connector that is deleted. */
    void forget(String connector) {
        reset(connector).exceptionally(failure -> {
            LOGGER.warn("topics of a deleted connector not forgotten connector={}", connector, failure);
            return null;
        });
    }

    CompletableFuture<Void> reset(String connector) {
        CompletableFuture<?>[] deletes = table.topics(connector).stream()
                .map(topic -> writer.forgetTopic(connector, topic))
                .toArray(CompletableFuture<?>[]::new);
        return CompletableFuture.allOf(deletes);
    }
}
