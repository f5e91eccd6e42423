package io.millrace.connect.worker;

import io.millrace.connect.worker.control.Lifecycle;
import io.millrace.testing.ChildJvm;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A worker in a JVM of its own, to be paused and killed, with one connector that it creates. */
final class WorkerProcess {

    /** Of all workers of its group: they miss it some time after it was killed. */
    static final Map<String, String> SETTINGS = Map.of("session.timeout.ms", "4000");

    private WorkerProcess() {}

    static ChildJvm start(String bootstrapServers, String group, Map<String, String> connector) {
        List<String> arguments = Stream.concat(
                        Stream.of(bootstrapServers, group),
                        connector.entrySet().stream().map(setting -> setting.getKey() + "=" + setting.getValue()))
                .toList();
        ChildJvm process = ChildJvm.start(List.of("-Xmx256m"), WorkerProcess.class.getName(), arguments);
        process.awaitOutput("connector runs", Duration.ofSeconds(90));
        return process;
    }

    /** Arguments: bootstrap servers, group, and the connector's settings as {@code key=value}. */
    public static void main(String[] arguments) throws InterruptedException {
        Map<String, String> connector = new LinkedHashMap<>();
        for (String setting : List.of(arguments).subList(2, arguments.length)) {
            int equals = setting.indexOf('=');
            connector.put(setting.substring(0, equals), setting.substring(equals + 1));
        }
        TestingWorker worker = new TestingWorker(arguments[0], arguments[1], SETTINGS);
        worker.create(connector.get("name"), connector);
        // A worker that joined before the task is placed would get it.
        worker.awaitTask(connector.get("name"), 0, Lifecycle.RUNNING);
        System.out.println("connector runs");
        Thread.currentThread().join();
    }
}
