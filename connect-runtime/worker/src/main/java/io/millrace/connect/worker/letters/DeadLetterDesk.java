package io.millrace.connect.worker.letters;

import io.millrace.connect.plan.ConnectorView;
import io.millrace.connect.worker.config.ClientConfigs;
import io.millrace.connect.worker.control.ControlException;
import io.millrace.connect.worker.control.ControlException.Reason;
import io.millrace.connect.worker.control.DeadLetterPartition;
import io.millrace.connect.worker.control.RedriveResult;
import io.millrace.connect.worker.control.StoredLetter;
import io.millrace.connect.worker.errors.ErrorPolicy;
import io.millrace.connect.worker.errors.ErrorPolicy.DeadLetterConfig;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Answers questions about the dead letters of connectors, one after the other. Calls return at once. */
public final class DeadLetterDesk implements AutoCloseable {

    private static final int WAITING_MAX = 16;
    private static final long THREAD_IDLE_S = 30;
    private static final String GROUP = "millrace-dead-letters-";

    private final ClientConfigs clients;
    private final UnaryOperator<Map<String, String>> secrets;
    private final ThreadPoolExecutor executor;

    /** {@code secrets} resolves the placeholders of config providers; it may block. */
    public DeadLetterDesk(ClientConfigs clients, UnaryOperator<Map<String, String>> secrets, String workerId) {
        this.clients = clients;
        this.secrets = secrets;
        this.executor = new ThreadPoolExecutor(
                1, 1, THREAD_IDLE_S, TimeUnit.SECONDS, new LinkedBlockingQueue<>(WAITING_MAX), task -> {
                    Thread thread = new Thread(task, "connect-dead-letters-" + workerId);
                    thread.setDaemon(true);
                    return thread;
                });
        executor.allowCoreThreadTimeOut(true);
    }

    /** The partitions of the connector's dead letter topic. */
    public CompletableFuture<List<DeadLetterPartition>> partitions(ConnectorView connector) {
        return later(() -> {
            Map<String, String> config = secrets.apply(connector.config());
            try (LetterReader reader = reader(connector, config)) {
                return reader.partitions();
            }
        });
    }

    /** Letters of one partition from an offset on. */
    public CompletableFuture<List<StoredLetter>> page(ConnectorView connector, int partition, long from, int max) {
        return later(() -> {
            Map<String, String> config = secrets.apply(connector.config());
            WayBack wayBack = wayBack(config);
            try (LetterReader reader = reader(connector, config)) {
                DeadLetterPartition one = reader.partitions().stream()
                        .filter(known -> known.partition() == partition)
                        .findFirst()
                        .orElseThrow(() -> new ControlException(
                                Reason.NOT_FOUND, "The dead letter topic has no partition " + partition));
                long first = Math.max(from, one.firstOffset());
                return reader.read(partition, first, one.endOffset(), max).stream()
                        .map(letter ->
                                new StoredLetter(letter, wayBack.of(letter).refusal()))
                        .toList();
            }
        });
    }

    /** Sends the letters that no earlier call has seen, {@code max} of them at most, back to their topics. */
    public CompletableFuture<RedriveResult> redrive(ConnectorView connector, int max) {
        return later(() -> {
            Map<String, String> config = secrets.apply(connector.config());
            try (LetterReader reader = reader(connector, config);
                    Redrive redrive = new Redrive(
                            reader,
                            wayBack(config),
                            clients.redriveProducer(connector.name(), config, GROUP + connector.name()))) {
                return redrive.run(max);
            }
        });
    }

    private LetterReader reader(ConnectorView connector, Map<String, String> config) {
        DeadLetterConfig letters = ErrorPolicy.parse(config)
                .deadLetters()
                .orElseThrow(() -> new ControlException(
                        Reason.NOT_FOUND,
                        "Connector " + connector.name() + " has no dead letter topic; it is named by"
                                + " errors.deadletterqueue.topic.name"));
        return new LetterReader(
                letters.topic(), clients.letterConsumer(connector.name(), config, GROUP + connector.name()));
    }

    private static WayBack wayBack(Map<String, String> config) {
        List<String> topics = Arrays.stream(config.getOrDefault("topics", "").split(","))
                .map(String::strip)
                .filter(topic -> !topic.isEmpty())
                .toList();
        return new WayBack(topics.size() == 1 ? Optional.of(topics.get(0)) : Optional.empty());
    }

    private <T> CompletableFuture<T> later(Supplier<T> action) {
        try {
            return CompletableFuture.supplyAsync(action, executor);
        } catch (RejectedExecutionException e) {
            throw new ControlException(
                    Reason.CONFLICT, "Too many questions about dead letters wait already; ask again in a while", e);
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
