package io.millrace.connect.worker.exactlyonce;

import io.millrace.connect.plan.TaskId;
import io.millrace.connect.worker.config.ClientConfigs;
import io.millrace.connect.worker.config.WorkerConfig;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdNotFoundException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.connect.errors.ConnectException;

/**
 * The transactional ids of a connector's tasks, asked for and fenced on the cluster that its records go to. Blocks.
 *
 * @param adminConfig of the connector, with its overrides
 */
public record TransactionalIds(String groupId, String connector, Map<String, Object> adminConfig) {

    private static final long TIMEOUT_MS = 30_000;

    /** Those of a connector with this configuration, its secrets resolved. */
    public static TransactionalIds of(
            WorkerConfig worker, ClientConfigs clients, String connector, Map<String, String> config) {
        return new TransactionalIds(
                worker.group().groupId(),
                connector,
                clients.connectorAdmin("connector-fencing-adminclient-" + connector, config));
    }

    /** As Kafka Connect names it, so that either fences the other's zombies. */
    public static String of(String groupId, TaskId task) {
        return groupId + "-" + task.connector() + "-" + task.task();
    }

    /** Fences the producers of the first {@code taskCount} tasks: their open transactions are aborted. */
    public void fence(int taskCount) throws InterruptedException {
        List<String> ids = IntStream.range(0, taskCount).mapToObj(this::id).toList();
        try (Closing admin = open()) {
            admin.client().fenceProducers(ids).all().get(TIMEOUT_MS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw failure(ids, e.getCause());
        } catch (TimeoutException e) {
            throw failure(ids, e);
        }
    }

    private ConnectException failure(List<String> ids, Throwable cause) {
        return new ConnectException(
                "The producers of the former tasks of connector " + connector + " cannot be fenced, so that its tasks"
                        + " do not begin. They need the operations WRITE and DESCRIBE on the transactional ids " + ids
                        + ": " + cause,
                cause);
    }

    /**
     * Why a task cannot have transactions; empty when it can, as far as this can be told without taking the id.
     *
     * @throws ConnectException when the brokers have no answer now
     */
    public Optional<String> obstacle(int task) throws InterruptedException {
        try (Closing admin = open()) {
            admin.client().describeTransactions(List.of(id(task))).all().get(TIMEOUT_MS, TimeUnit.MILLISECONDS);
            return Optional.empty();
        } catch (ExecutionException e) {
            return obstacle(e.getCause());
        } catch (TimeoutException e) {
            throw unknown(e);
        }
    }

    /** Only what does not pass by itself: a task that ran without transactions for a hiccup would do so for its life. */
    Optional<String> obstacle(Throwable answer) {
        if (answer instanceof TransactionalIdNotFoundException) {
            return Optional.empty();
        }
        if (answer instanceof AuthorizationException || answer instanceof UnsupportedVersionException) {
            return Optional.of(answer.toString());
        }
        throw unknown(answer);
    }

    private ConnectException unknown(Throwable cause) {
        return new ConnectException(
                "It cannot be told whether connector " + connector + " may write in transactions, so that its task does"
                        + " not begin. Look whether the brokers answer and have a transaction coordinator: " + cause,
                cause);
    }

    private String id(int task) {
        return of(groupId, new TaskId(connector, task));
    }

    private Closing open() {
        return new Closing(Admin.create(adminConfig));
    }

    /** Does not wait for what was given up. */
    private record Closing(Admin client) implements AutoCloseable {
        @Override
        public void close() {
            client.close(Duration.ZERO);
        }
    }
}
