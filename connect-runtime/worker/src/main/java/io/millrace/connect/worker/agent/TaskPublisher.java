package io.millrace.connect.worker.agent;

import io.millrace.connect.plan.ConnectorView;
import io.millrace.connect.plan.TargetState;
import io.millrace.connect.worker.cluster.ConfigWriter;
import io.millrace.connect.worker.cluster.ViewTable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes the tasks that a connector wants, when they differ from those it has. */
final class TaskPublisher {

    private static final Logger LOGGER = LoggerFactory.getLogger(TaskPublisher.class);

    private final ViewTable views;
    private final ConfigWriter writer;
    private final CommandQueue queue;

    TaskPublisher(ViewTable views, ConfigWriter writer, CommandQueue queue) {
        this.views = views;
        this.writer = writer;
        this.queue = queue;
    }

    /**
     * {@code madeFrom} is the configuration of the instance; if it is not the newest, another instance will follow.
     *
     * @param onFailure told why they could not be written, on whatever thread
     */
    void publish(
            String name,
            Map<String, String> madeFrom,
            List<Map<String, String>> configs,
            Consumer<Throwable> onFailure) {
        queue.run(name, () -> {
                    Optional<ConnectorView> connector = views.view().connector(name);
                    boolean current = connector.isPresent()
                            && connector.get().config().equals(madeFrom)
                            && connector.get().target() == TargetState.STARTED;
                    if (!current || upToDate(connector.get(), configs)) {
                        return CompletableFuture.<Void>completedFuture(null);
                    }
                    LOGGER.info("tasks changed connector={} tasks={}", name, configs.size());
                    return writer.tasks(name, configs);
                })
                .exceptionally(failure -> {
                    LOGGER.error("tasks not written connector={}", name, failure);
                    onFailure.accept(Answers.cause(failure));
                    return null;
                });
    }

    private static boolean upToDate(ConnectorView connector, List<Map<String, String>> configs) {
        return !connector.tasksOutdated() && connector.tasks().configs().equals(configs);
    }
}
