package io.millrace.connect.worker.agent;

import io.millrace.connect.plan.ConfigRecord;
import io.millrace.connect.worker.cluster.ConfigWriter;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;

/**
 * Levels of loggers for all workers (KIP-976). They come as records and hold until a worker ends: what was written before
 * it started does not count. Any thread may set one, at any worker; the listener is called on the log's reading thread.
 */
final class ClusterLoggers {

    private final ConfigWriter configs;
    private volatile BiConsumer<String, String> listener = (logger, level) -> {};

    ClusterLoggers(ConfigWriter configs) {
        this.configs = configs;
    }

    /** Who sets levels in this worker: the logger's name and its level. */
    void listen(BiConsumer<String, String> newListener) {
        listener = newListener;
    }

    CompletableFuture<Void> set(String logger, String level) {
        return configs.loggerLevel(logger, level);
    }

    void changed(ConfigRecord change) {
        if (change instanceof ConfigRecord.LoggerLevelSet set) {
            listener.accept(set.logger(), set.level());
        }
    }
}
