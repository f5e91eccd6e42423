package io.millrace.connect.worker.connector;

import io.millrace.connect.plugins.Plugins;
import io.millrace.connect.worker.observe.Quarantine;
import io.millrace.connect.worker.observe.WorkerMetrics;
import io.millrace.connect.worker.offsets.OffsetStores;
import io.millrace.connect.worker.secrets.Discretion;
import io.millrace.connect.worker.secrets.SecretsInUse;
import io.millrace.connect.worker.stuck.StuckCalls;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;

/**
 * What the connector instances of a worker share.
 *
 * @param secrets resolves the placeholders of config providers; may block, so only on plugin threads
 * @param discretion keeps the secrets of a connector, by its name, out of what is said about it
 */
public record ConnectorEnvironment(
        Plugins plugins,
        SecretsInUse secrets,
        Function<String, Discretion> discretion,
        OffsetStores offsets,
        WorkerMetrics metrics,
        Quarantine quarantine,
        StuckCalls calls,
        ScheduledExecutorService timer,
        long callTimeoutMs,
        long stopTimeoutMs) {}
