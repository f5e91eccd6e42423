package io.millrace.connect.worker.task;

import io.millrace.connect.plugins.Plugins;
import io.millrace.connect.worker.config.ClientConfigs;
import io.millrace.connect.worker.config.WorkerConfig;
import io.millrace.connect.worker.observe.Quarantine;
import io.millrace.connect.worker.offsets.SourceOffsets;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.metrics.Metrics;

/**
 * What the tasks of a worker share.
 *
 * @param secrets resolves the placeholders of config providers; may block, so only on plugin threads
 * @param offsets the source offsets of a connector
 * @param mayCommit false while another worker may have been given this one's tasks
 */
public record TaskEnvironment(
        WorkerConfig config,
        ClientConfigs clients,
        Plugins plugins,
        UnaryOperator<Map<String, String>> secrets,
        Function<String, SourceOffsets> offsets,
        BooleanSupplier mayCommit,
        Metrics metrics,
        Quarantine quarantine) {}
