package io.millrace.connect.worker.task;

import io.millrace.connect.plugins.PluginHandle;
import io.millrace.connect.worker.budget.TaskBudget;
import io.millrace.connect.worker.errors.StageRunner;
import io.millrace.connect.worker.observe.PluginMetricGroup;
import io.millrace.connect.worker.offsets.SourceOffsets;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.connect.source.SourceTask;

/** What a source pipeline is put together from. */
record SourceParts(
        PluginHandle<SourceTask> task,
        Map<String, String> config,
        Converters converters,
        StageChain chain,
        StageRunner stages,
        Producer<byte[], byte[]> producer,
        SourceOffsets offsets,
        Optional<TopicCreator> topics,
        PluginMetricGroup metrics,
        TaskBudget budget,
        OpenParts open) {}
