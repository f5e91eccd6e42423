package io.millrace.connect.worker.task;

import io.millrace.connect.plan.TaskId;
import io.millrace.connect.plan.restart.Instance;
import io.millrace.connect.plugins.PluginHandle;
import io.millrace.connect.worker.secrets.Discretion;
import io.millrace.connect.worker.stuck.PluginCalls;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells a source task what has become of what it gave. As in Kafka Connect, the records are safe when it hears so, and a
 * complaint of the plugin about its receipts must not stop the task.
 */
record SourceReceipts(
        TaskId id, PluginHandle<SourceTask> task, TaskSwitch control, PluginCalls calls, Discretion discretion) {

    private static final Logger LOGGER = LoggerFactory.getLogger(SourceReceipts.class);

    /** With nobody who looks whether the plugin returns, and nothing to hide. */
    SourceReceipts(TaskId id, PluginHandle<SourceTask> task, TaskSwitch control) {
        this(id, task, control, new PluginCalls(Instance.of(id)), Discretion.NONE);
    }

    /** The record is in its topic, or done with in another way when {@code metadata} is null. */
    void commitRecord(SourceRecord record, RecordMetadata metadata) {
        if (control.abandoned()) {
            return;
        }
        try {
            calls.receipts()
                    .<InterruptedException>run(
                            "commitRecord", () -> task.run(plugin -> plugin.commitRecord(record, metadata)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Throwable e) {
            // Plugins throw anything, and here nobody but the log would hear of it.
            LOGGER.error("commitRecord failed task={}", id, discretion.failure(e));
        }
    }

    /** The offsets of all that was given so far are safe. */
    void commit() throws InterruptedException {
        try {
            calls.commits().<InterruptedException>run("commit", () -> task.run(SourceTask::commit));
        } catch (InterruptedException e) {
            throw e;
        } catch (Throwable e) {
            LOGGER.error("commit of the source task failed task={}", id, discretion.failure(e));
        }
    }
}
