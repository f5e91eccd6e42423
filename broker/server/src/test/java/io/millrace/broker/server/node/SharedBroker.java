package io.millrace.broker.server.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** One broker for all tests of a class, with an administrator's client to it. */
final class SharedBroker implements BeforeAllCallback, AfterAllCallback {

    private final Map<String, String> properties;
    private Path directory;
    private BrokerServer server;
    private Admin admin;

    /** With these properties besides those of every test. */
    SharedBroker(Map<String, String> properties) {
        this.properties = properties;
    }

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        directory = Files.createTempDirectory("broker");
        server = BrokerServer.start(TestBroker.properties(directory, properties));
        admin = TestBroker.admin(address());
    }

    BrokerServer server() {
        return server;
    }

    Admin admin() {
        return admin;
    }

    /** What clients use as bootstrap.servers. */
    String address() {
        return server.bootstrapServers();
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        if (admin != null) {
            admin.close();
        }
        if (server != null) {
            server.close();
        }
        List<Path> all;
        try (var found = Files.walk(directory)) {
            all = found.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : all) {
            Files.delete(path);
        }
    }
}
