package io.millrace.hub.node;

import io.millrace.broker.server.node.BrokerServer;
import io.millrace.connect.rest.ConnectServer;
import io.millrace.gateway.GatewayServer;
import io.millrace.registry.server.RegistryServer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * The servers of one process. They start from the log upwards and stop in the opposite order, so that none outlives
 * what it stands on. {@code start} and {@code close} are called by one thread.
 */
public final class Hub implements AutoCloseable {

    private final Deque<AutoCloseable> running = new ArrayDeque<>();
    private final Map<Role, String> addresses = new LinkedHashMap<>();
    private final CompletableFuture<Throwable> failure = new CompletableFuture<>();

    private Hub() {}

    /** Starts the roles of {@code properties}; see {@link HubConfig} for the keys. */
    public static Hub start(Map<String, String> properties) {
        return start(HubConfig.from(properties));
    }

    /** Starts the roles of {@code config}. When one cannot start, those that did are closed again. */
    public static Hub start(HubConfig config) {
        Hub hub = new Hub();
        try {
            hub.startRoles(config);
            return hub;
        } catch (RuntimeException | Error e) {
            hub.closeAfter(e);
            throw e;
        }
    }

    /** Where each server of this hub listens: {@code host:port} of the broker, URLs of the others. */
    public Map<Role, String> addresses() {
        return Map.copyOf(addresses);
    }

    /** Where {@code role} listens; the role must be one of this hub's. */
    public String address(Role role) {
        String address = addresses.get(role);
        if (address == null) {
            throw new IllegalArgumentException("this hub does not run the role " + role.key());
        }
        return address;
    }

    /** Completes with the reason when a server cannot go on, such as a failed disk; the process should stop then. */
    public CompletionStage<Throwable> failure() {
        return failure.minimalCompletionStage();
    }

    @Override
    public void close() {
        RuntimeException failed = null;
        while (!running.isEmpty()) {
            try {
                running.pop().close();
            } catch (Exception e) {
                if (failed == null) {
                    failed = new IllegalStateException("a server did not stop cleanly", e);
                } else {
                    failed.addSuppressed(e);
                }
            }
        }
        if (failed != null) {
            throw failed;
        }
    }

    private void startRoles(HubConfig config) {
        if (config.roles().contains(Role.BROKER)) {
            BrokerServer broker = started(Role.BROKER, config, () -> BrokerServer.start(Defaults.broker(config)));
            broker.failure().thenAccept(failure::complete);
            BrokerCredentials.require(config, broker.securityProtocol());
            addresses.put(Role.BROKER, broker.bootstrapServers());
        }
        String bootstrapServers = addresses.getOrDefault(Role.BROKER, config.bootstrapServers());
        if (config.roles().contains(Role.REGISTRY)) {
            RegistryServer registry = started(
                    Role.REGISTRY, config, () -> RegistryServer.start(Defaults.registry(config, bootstrapServers)));
            addresses.put(Role.REGISTRY, registry.url());
        }
        String registryUrl = addresses.getOrDefault(Role.REGISTRY, config.registryUrl());
        if (config.roles().contains(Role.GATEWAY)) {
            GatewayServer gateway = started(
                    Role.GATEWAY,
                    config,
                    () -> GatewayServer.start(Defaults.gateway(config, bootstrapServers, registryUrl)));
            addresses.put(Role.GATEWAY, gateway.url());
        }
        if (config.roles().contains(Role.CONNECT)) {
            ConnectServer connect = started(
                    Role.CONNECT,
                    config,
                    () -> ConnectServer.start(Defaults.connect(config, bootstrapServers, registryUrl)));
            addresses.put(Role.CONNECT, connect.url());
        }
    }

    private <T extends AutoCloseable> T started(Role role, HubConfig config, Supplier<T> start) {
        T server = config.keysOf(role).start(start);
        running.push(server);
        return server;
    }

    private void closeAfter(Throwable cause) {
        try {
            close();
        } catch (RuntimeException e) {
            cause.addSuppressed(e);
        }
    }
}
