package io.millrace.connect.worker.connector;

import io.millrace.connect.plugins.Plugins;
import io.millrace.connect.worker.observe.Quarantine;
import io.millrace.connect.worker.offsets.SourceOffsets;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.metrics.Metrics;

/**
 * What the connector instances of a worker share.
 *
 * @param secrets resolves the placeholders of config providers; may block, so only on plugin threads
 */
public record ConnectorEnvironment(
        Plugins plugins,
        UnaryOperator<Map<String, String>> secrets,
        Function<String, SourceOffsets> offsets,
        Metrics metrics,
        Quarantine quarantine,
        ScheduledExecutorService timer,
        long callTimeoutMs,
        long stopTimeoutMs) {}
