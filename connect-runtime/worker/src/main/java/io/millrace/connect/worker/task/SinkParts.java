package io.millrace.connect.worker.task;

import io.millrace.connect.plugins.PluginHandle;
import io.millrace.connect.worker.budget.TaskBudget;
import io.millrace.connect.worker.errors.PutPolicy;
import io.millrace.connect.worker.errors.StageRunner;
import io.millrace.connect.worker.observe.PluginMetricGroup;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.connect.sink.SinkTask;

/** What a sink pipeline is put together from. */
record SinkParts(
        PluginHandle<SinkTask> task,
        Map<String, String> config,
        Converters converters,
        StageChain chain,
        StageRunner stages,
        KafkaConsumer<byte[], byte[]> consumer,
        SinkContext context,
        PollTimes polls,
        PutPolicy putPolicy,
        PluginMetricGroup metrics,
        TaskBudget budget,
        boolean holdUncommitted,
        OpenParts open) {}
