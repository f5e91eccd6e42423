package io.millrace.connect.worker.task;

import io.millrace.connect.plugins.Plugins;
import io.millrace.connect.worker.budget.WorkerBudget;
import io.millrace.connect.worker.config.ClientConfigs;
import io.millrace.connect.worker.config.WorkerConfig;
import io.millrace.connect.worker.exactlyonce.Generations;
import io.millrace.connect.worker.observe.Quarantine;
import io.millrace.connect.worker.observe.WorkerMetrics;
import io.millrace.connect.worker.offsets.OffsetStores;
import io.millrace.connect.worker.secrets.Discretion;
import io.millrace.connect.worker.secrets.SecretsInUse;
import io.millrace.connect.worker.stuck.StuckCalls;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * What the tasks of a worker share.
 *
 * @param secrets resolves the placeholders of config providers; may block, so only on plugin threads
 * @param discretion keeps the secrets of a connector, by its name, out of what is said about it
 * @param generations of tasks that write in transactions
 * @param mayCommit false while another worker may have been given this one's tasks
 * @param budget of the bytes that all tasks hold
 * @param timer one thread for all, so that nothing on it may wait
 */
public record TaskEnvironment(
        WorkerConfig config,
        ClientConfigs clients,
        Plugins plugins,
        SecretsInUse secrets,
        Function<String, Discretion> discretion,
        OffsetStores offsets,
        BooleanSupplier mayCommit,
        Generations generations,
        WorkerMetrics metrics,
        Quarantine quarantine,
        StuckCalls calls,
        WorkerBudget budget,
        ScheduledExecutorService timer) {}
