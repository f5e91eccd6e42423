package io.millrace.connect.worker.agent;

import io.millrace.connect.plan.restart.Failure;
import io.millrace.connect.plan.restart.FailureHistory;
import io.millrace.connect.plan.restart.FailureKind;
import io.millrace.connect.plan.restart.Instance;
import io.millrace.connect.plan.restart.RestartDecision;
import io.millrace.connect.worker.cluster.FailureTable;
import io.millrace.connect.worker.cluster.StatusWriter;
import io.millrace.connect.worker.errors.FailureKinds;
import io.millrace.connect.worker.errors.LeftFailedException;
import io.millrace.connect.worker.errors.RestartKeys;
import io.millrace.connect.worker.log.CompactedLog;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts again what failed, as far as the policy of its connector goes. Control loop only. */
final class Restarts {

    private static final Logger LOGGER = LoggerFactory.getLogger(Restarts.class);
    private static final int ERROR_LENGTH_MAX = 1_000;

    private final ControlLoop loop;
    private final ScheduledExecutorService timer;
    private final FailureTable failures;
    private final CompactedLog log;
    private final StatusWriter statuses;
    private final Clock clock = Clock.systemUTC();

    Restarts(ControlLoop loop, ScheduledExecutorService timer, ClusterTables cluster) {
        this.loop = loop;
        this.timer = timer;
        this.failures = cluster.failures();
        this.log = cluster.log();
        this.statuses = cluster.statusWriter();
    }

    /**
     * Notes a failure and lets {@code restart} run on the control loop when it is time to, if at all. Returns the error
     * to show, which says why when nothing will happen.
     */
    Throwable failed(Instance instance, Map<String, String> connectorConfig, Throwable error, Runnable restart) {
        long nowMs = clock.millis();
        FailureKind kind = FailureKinds.of(error);
        FailureHistory history = failures.of(instance);
        RestartDecision decision = RestartKeys.parse(connectorConfig)
                .decide(history, kind, nowMs, ThreadLocalRandom.current().nextDouble());
        String said = cut(statuses.discreet(instance.connector(), describe(error)));
        failures.write(
                log, instance, history.with(new Failure(nowMs, kind, said, decision.restartAtMs(), decision.note())));
        if (decision.restartAtMs().isEmpty()) {
            LOGGER.warn("left failed instance={} kind={} note={}", instance, kind, decision.note());
            return new LeftFailedException(decision.note(), error);
        }
        long delayMs = decision.restartAtMs().getAsLong() - nowMs;
        LOGGER.info(
                "will be restarted instance={} kind={} delayMs={} note={}", instance, kind, delayMs, decision.note());
        var unused = timer.schedule(() -> loop.offer(restart), delayMs, TimeUnit.MILLISECONDS);
        return error;
    }

    /** Somebody restarts it by hand: what failed before does not count any more. */
    void forgive(Instance instance) {
        FailureHistory history = failures.of(instance);
        if (!history.failures().isEmpty()) {
            failures.write(log, instance, history.forgiven(clock.millis()));
        }
    }

    private static String describe(Throwable error) {
        String text = error.toString();
        Throwable root = error;
        for (int depth = 0; root.getCause() != null && root.getCause() != root && depth < 30; depth++) {
            root = root.getCause();
        }
        return root == error ? text : text + "; caused by " + root;
    }

    private static String cut(String whole) {
        return whole.length() > ERROR_LENGTH_MAX ? whole.substring(0, ERROR_LENGTH_MAX) : whole;
    }
}
