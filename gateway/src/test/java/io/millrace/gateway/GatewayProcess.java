package io.millrace.gateway;

import io.millrace.testing.ChildJvm;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** A gateway in a JVM of its own, that can be killed. */
final class GatewayProcess implements AutoCloseable {
    private static final Pattern URL = Pattern.compile("listens at (http://\\S+)");
    private static final long PATIENCE_NANOS = 120_000_000_000L;

    private final ChildJvm process;
    private final String url;

    GatewayProcess(Map<String, String> properties) {
        List<String> written = new ArrayList<>();
        properties.forEach((key, value) -> written.add(key + "=" + value));
        process = ChildJvm.start(GatewayProcess.class, written.toArray(String[]::new));
        url = awaitUrl();
    }

    /** Runs one with the properties that are given, each as {@code key=value}, until it is killed. */
    public static void main(String[] written) throws InterruptedException {
        Map<String, String> properties = new java.util.LinkedHashMap<>();
        for (String each : written) {
            int equals = each.indexOf('=');
            properties.put(each.substring(0, equals), each.substring(equals + 1));
        }
        GatewayServer server = GatewayServer.start(properties);
        System.out.println("listens at " + server.url());
        Thread.currentThread().join();
    }

    private String awaitUrl() {
        long began = System.nanoTime();
        while (true) {
            var found = URL.matcher(process.output());
            if (found.find()) {
                return found.group(1);
            }
            if (!process.isAlive() || System.nanoTime() - began > PATIENCE_NANOS) {
                process.close();
                throw new AssertionError("it does not listen:\n" + process.output());
            }
            Thread.onSpinWait();
        }
    }

    String url() {
        return url;
    }

    void kill() {
        process.kill();
    }

    @Override
    public void close() {
        process.close();
    }
}
