package io.millrace.integration.faults.connect;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.integration.Distribution;
import io.millrace.integration.faults.Patience;
import io.millrace.testing.ChildJvm;
import io.millrace.testing.FreePort;
import io.millrace.testing.TcpRelay;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** One broker and three workers, each a process. The broker has a listener for each worker, which only its relay knows. */
final class WorkerCluster implements AutoCloseable {

    private static final int WORKERS = 3;
    private static final String HOST = "127.0.0.1:";

    private final int brokerPort = FreePort.find();
    private final ChildJvm broker;
    private final List<FaultyWorker> workers = new ArrayList<>();

    private WorkerCluster(Path folder, int sessionTimeoutMs) {
        List<Integer> ports = new ArrayList<>();
        List<TcpRelay> relays = new ArrayList<>();
        for (int worker = 0; worker < WORKERS; worker++) {
            ports.add(FreePort.find());
            relays.add(TcpRelay.to(ports.get(worker)));
            workers.add(new FaultyWorker(
                    folder.resolve("worker-" + worker), relays.get(worker), settings(sessionTimeoutMs)));
        }
        List<String> bound = new ArrayList<>(List.of("PLAINTEXT://" + bootstrapServers()));
        List<String> advertised = new ArrayList<>(bound);
        List<String> protocols = new ArrayList<>(List.of("PLAINTEXT:PLAINTEXT"));
        for (int worker = 0; worker < WORKERS; worker++) {
            String listener = "WORKER" + worker;
            bound.add(listener + "://" + HOST + ports.get(worker));
            advertised.add(listener + "://" + HOST + relays.get(worker).port());
            protocols.add(listener + ":PLAINTEXT");
        }
        broker = Distribution.startHub(
                folder.resolve("broker"),
                "--roles",
                "broker",
                "--set",
                "listeners=" + String.join(",", bound),
                "--set",
                "advertised.listeners=" + String.join(",", advertised),
                "--set",
                "listener.security.protocol.map=" + String.join(",", protocols));
    }

    /** Starts the broker and then the workers. */
    static WorkerCluster start(Path folder, int sessionTimeoutMs) {
        WorkerCluster cluster = new WorkerCluster(folder, sessionTimeoutMs);
        try {
            cluster.workers.forEach(FaultyWorker::start);
            return cluster;
        } catch (RuntimeException | Error e) {
            cluster.close();
            throw e;
        }
    }

    private static Map<String, String> settings(int sessionTimeoutMs) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("group.id", "faults");
        settings.put("session.timeout.ms", Integer.toString(sessionTimeoutMs));
        settings.put("heartbeat.interval.ms", Integer.toString(sessionTimeoutMs / 5));
        settings.put("exactly.once.source.support", "enabled");
        for (String topic : List.of("config", "offset", "status")) {
            settings.put(topic + ".storage.replication.factor", "1");
        }
        return settings;
    }

    /** For clients of the test, by a way that is never cut. */
    String bootstrapServers() {
        return HOST + brokerPort;
    }

    List<FaultyWorker> workers() {
        return workers;
    }

    List<FaultyWorker> workersBut(FaultyWorker one) {
        return workers.stream().filter(worker -> worker != one).toList();
    }

    /** Waits until {@code tasks} tasks run, each on one of {@code wanted}, and each of these has some; asks these only. */
    void awaitTasksOn(Collection<FaultyWorker> wanted, int tasks) {
        FaultyWorker asked = wanted.iterator().next();
        Set<String> ids = wanted.stream().map(FaultyWorker::id).collect(Collectors.toCollection(TreeSet::new));
        Patience.await(
                () -> tasks + " running tasks on " + ids + ", but " + asked.statuses(),
                () -> areOn(ids, runningTasks(asked), tasks));
    }

    private static boolean areOn(Set<String> ids, Map<String, String> running, int tasks) {
        return running.size() == tasks && new TreeSet<>(running.values()).equals(ids);
    }

    private static Map<String, String> runningTasks(FaultyWorker asked) {
        Map<String, String> workerOfTask = new TreeMap<>();
        JsonNode statuses = asked.statuses();
        statuses.fieldNames().forEachRemaining(connector -> {
            for (JsonNode task : statuses.path(connector).path("status").path("tasks")) {
                if (task.path("state").asText().equals("RUNNING")) {
                    workerOfTask.put(
                            connector + "-" + task.path("id").asInt(),
                            task.path("worker_id").asText());
                }
            }
        });
        return workerOfTask;
    }

    @Override
    public void close() {
        workers.forEach(FaultyWorker::close);
        broker.close();
    }
}
