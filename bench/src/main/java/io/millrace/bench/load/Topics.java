package io.millrace.bench.load;

import io.millrace.bench.peer.ServerProcess;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;

/** Makes topics with the ordinary client, and finds out by writing when a topic is usable. */
public final class Topics implements AutoCloseable {

    /** Of topics with the broker's defaults. */
    public static final Map<String, String> NO_CONFIGS = Map.of();

    private static final long RETRY_MS = 2;
    private static final long TIMEOUT_S = 600;
    private static final int BURST = 50;
    /** That no converter of JSON stumbles over. */
    private static final MemoryRecords ONE_RECORD = Batches.of(1, "{}".getBytes(StandardCharsets.UTF_8));

    private final ServerProcess broker;
    private final Map<String, String> configs;
    private final Admin admin;

    /** Waits until the broker answers. */
    public Topics(ServerProcess broker, Map<String, String> configs) throws IOException, InterruptedException {
        this.broker = broker;
        this.configs = configs;
        awaitListener(broker);
        this.admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
        done(admin.describeCluster().clusterId());
    }

    /** Makes a topic and waits until each of its partitions has taken one record. */
    public void create(String name, int partitions) throws IOException, InterruptedException {
        create(name, partitions, ONE_RECORD);
    }

    /** Makes a topic and waits until each of its partitions has taken {@code first}. */
    public void create(String name, int partitions, MemoryRecords first) throws IOException, InterruptedException {
        var topic = new NewTopic(name, Optional.of(partitions), Optional.empty()).configs(configs);
        done(admin.createTopics(List.of(topic)).all());
        awaitUsable(broker, name, partitions, first);
    }

    public void delete(String name) throws IOException, InterruptedException {
        done(admin.deleteTopics(List.of(name)).all());
    }

    /** Of a topic with one partition. */
    public long endOffset(String name) throws IOException, InterruptedException {
        var partition = new TopicPartition(name, 0);
        return done(admin.listOffsets(Map.of(partition, OffsetSpec.latest())).partitionResult(partition))
                .offset();
    }

    @Override
    public void close() {
        admin.close();
    }

    private static <T> T done(KafkaFuture<T> request) throws IOException, InterruptedException {
        try {
            return request.get();
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        }
    }

    private static void awaitListener(ServerProcess broker) throws IOException, InterruptedException {
        while (true) {
            requirePatience(broker);
            try {
                RawConnection.open(broker.port()).close();
                return;
            } catch (IOException notYet) {
                Thread.sleep(RETRY_MS);
            }
        }
    }

    private static void requirePatience(ServerProcess broker) throws IOException {
        broker.requireAlive();
        if (broker.secondsAlive() > TIMEOUT_S) {
            throw new IOException("the broker does not serve within " + TIMEOUT_S + " s");
        }
    }

    /** Writes a record to each partition, again and again until the broker takes it; waits for a broker that starts. */
    public static void awaitUsable(ServerProcess broker, String name, int partitions)
            throws IOException, InterruptedException {
        awaitUsable(broker, name, partitions, ONE_RECORD);
    }

    private static void awaitUsable(ServerProcess broker, String name, int partitions, MemoryRecords first)
            throws IOException, InterruptedException {
        Queue<Integer> waiting = new ArrayDeque<>();
        for (int partition = 0; partition < partitions; partition++) {
            waiting.add(partition);
        }
        while (!waiting.isEmpty()) {
            requirePatience(broker);
            try (RawConnection connection = RawConnection.open(broker.port())) {
                while (!waiting.isEmpty()) {
                    if (!write(connection, name, waiting, first)) {
                        requirePatience(broker);
                        Thread.sleep(RETRY_MS);
                    }
                }
            } catch (IOException notYet) {
                Thread.sleep(RETRY_MS);
            }
        }
    }

    /** One burst; says whether the broker took all of it. */
    private static boolean write(RawConnection connection, String name, Queue<Integer> waiting, MemoryRecords first)
            throws IOException {
        int count = Math.min(BURST, waiting.size());
        Integer[] partitions = new Integer[count];
        ByteBuffer[] frames = new ByteBuffer[count];
        for (int i = 0; i < count; i++) {
            partitions[i] = waiting.remove();
            waiting.add(partitions[i]);
            frames[i] = Frames.produce(name, partitions[i], first, (short) -1);
        }
        connection.write(frames);
        boolean all = true;
        for (int i = 0; i < count; i++) {
            if (Frames.produceError(connection.read(), name) == Errors.NONE) {
                waiting.remove(partitions[i]);
            } else {
                all = false;
            }
        }
        return all;
    }
}
