package io.millrace.connect.worker.stuck;

import io.millrace.connect.plan.restart.Instance;
import io.millrace.connect.worker.config.StuckConfig;
import io.millrace.connect.worker.control.StuckCall;
import io.millrace.connect.worker.control.ThreadStack;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks from time to time at the calls into all plugins of a worker, and tells of those that do not return. */
public final class StuckCalls {

    private static final Logger LOGGER = LoggerFactory.getLogger(StuckCalls.class);

    private final StuckConfig config;
    /** One entry for each connector instance and task that runs here. */
    private final Map<Instance, Watched> watched = new ConcurrentHashMap<>();

    private record Watched(PluginCalls calls, Runnable changed) {}

    public StuckCalls(StuckConfig config) {
        this.config = config;
    }

    /** Begins to look, on the worker's timer. */
    public void start(ScheduledExecutorService timer) {
        var unused =
                timer.scheduleWithFixedDelay(this::lookSafely, config.lookMs(), config.lookMs(), TimeUnit.MILLISECONDS);
    }

    /**
     * Looks at these calls too, until they are closed. {@code changed} hears, on the timer, when a call comes to count as
     * stuck and when it has returned; it must be quick.
     */
    public void watch(PluginCalls calls, Runnable changed) {
        Watched mine = new Watched(calls, changed);
        calls.onClose(() -> watched.remove(calls.instance(), mine));
        watched.put(calls.instance(), mine);
    }

    private void lookSafely() {
        try {
            look(System.currentTimeMillis());
        } catch (RuntimeException | OutOfMemoryError e) {
            // Thrown, it would be the last look of this worker; a plugin that fills the heap is one to be looked at.
            LOGGER.error("calls into plugins not looked at", e);
        }
    }

    void look(long nowMs) {
        watched.forEach((instance, each) -> {
            if (each.calls.look(config, nowMs)) {
                each.calls
                        .stuck()
                        .ifPresentOrElse(
                                call -> LOGGER.warn(
                                        "plugin does not return instance={} call={} thread={}\n\tat {}",
                                        instance,
                                        call.call(),
                                        call.thread(),
                                        String.join("\n\tat ", call.stack())),
                                () -> LOGGER.info("plugin has returned after all instance={}", instance));
                each.changed.run();
            }
        });
    }

    /** The calls that are stuck at present, by the name of their instance. */
    public SortedMap<String, StuckCall> stuck() {
        SortedMap<String, StuckCall> stuck = new TreeMap<>();
        watched.forEach((instance, each) -> each.calls.stuck().ifPresent(call -> stuck.put(instance.toString(), call)));
        return stuck;
    }

    /** What the threads of an instance do at this moment; empty when it does not run here. */
    public Optional<List<ThreadStack>> stacks(Instance instance) {
        return Optional.ofNullable(watched.get(instance)).map(each -> each.calls.stacks());
    }
}
