package io.millrace.registry.server;

/** A registry in a JVM of its own, to be killed. */
final class RegistryProcess {
    private RegistryProcess() {}

    /** Arguments: the brokers and the topic. */
    public static void main(String[] arguments) throws InterruptedException {
        RegistryServer server = RegistryServer.start(KeysTopic.properties(arguments[0], arguments[1]));
        System.out.println("listening on " + server.url() + " ");
        Thread.currentThread().join();
    }
}
