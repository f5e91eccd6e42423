package io.millrace.registry.server;

import java.util.Map;

/** A registry in a JVM of its own, to be killed. */
final class RegistryProcess {
    private RegistryProcess() {}

    /** Arguments: the brokers and the topic. */
    public static void main(String[] arguments) throws InterruptedException {
        RegistryServer server = RegistryServer.start(Map.of(
                "listeners",
                "http://127.0.0.1:0",
                "bootstrap.servers",
                arguments[0],
                "kafkastore.topic",
                arguments[1],
                "dek.registry.topic",
                KeysTopic.of(arguments[1])));
        System.out.println("listening on " + server.url() + " ");
        Thread.currentThread().join();
    }
}
