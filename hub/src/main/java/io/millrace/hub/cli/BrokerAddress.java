package io.millrace.hub.cli;

import io.millrace.hub.client.CommandException;
import io.millrace.hub.client.Messages;
import java.io.IOException;
import java.io.Reader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.ClientUtils;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import picocli.CommandLine.Option;

/** Which brokers a command talks to, and how it waits for them. */
final class BrokerAddress {

    private static final int TIMEOUT_MS = 15_000;
    private static final int CONNECT_TIMEOUT_MS = 3_000;

    @Option(
            names = {"-b", "--bootstrap-server"},
            paramLabel = "HOST:PORT",
            defaultValue = "127.0.0.1:9092",
            description = "Where the broker listens (default: ${DEFAULT-VALUE}).")
    private String bootstrapServers;

    @Option(
            names = "--command-config",
            paramLabel = "FILE",
            description = "Properties of Kafka's clients, for a broker that asks for credentials.")
    private Path commandConfig;

    /** Client properties with the address and timeouts that fit a person who waits. */
    Map<String, Object> clientProperties() {
        Map<String, Object> properties = new HashMap<>();
        properties.put("bootstrap.servers", bootstrapServers);
        properties.put("client.id", "millrace-cli");
        properties.put("request.timeout.ms", TIMEOUT_MS);
        properties.put("default.api.timeout.ms", TIMEOUT_MS);
        fromFile().forEach((key, value) -> properties.put(String.valueOf(key), String.valueOf(value)));
        return properties;
    }

    private Properties fromFile() {
        Properties file = new Properties();
        if (commandConfig != null) {
            try (Reader reader = Files.newBufferedReader(commandConfig)) {
                file.load(reader);
            } catch (IOException e) {
                throw new CommandException("cannot read " + commandConfig + "; give a properties file that exists", e);
            }
        }
        return file;
    }

    Admin admin() {
        requireListener();
        return Admin.create(clientProperties());
    }

    /** Says at once what a Kafka client would take its whole timeout to say: that nobody listens there. */
    void requireListener() {
        IOException last = null;
        for (InetSocketAddress address : addresses()) {
            try (Socket socket = new Socket()) {
                socket.connect(address, CONNECT_TIMEOUT_MS);
                return;
            } catch (IOException e) {
                last = e;
            }
        }
        throw new CommandException(
                "no broker answers at " + bootstrapServers
                        + "; is it started (millrace start), and is the address right (--bootstrap-server)?",
                last);
    }

    private List<InetSocketAddress> addresses() {
        try {
            return ClientUtils.parseAndValidateAddresses(List.of(bootstrapServers.split(",")), "use_all_dns_ips");
        } catch (ConfigException e) {
            throw new CommandException("--bootstrap-server: " + e.getMessage(), e);
        }
    }

    /** The result, or a failure whose message names the broker when it is the broker that does not answer. */
    <T> T await(KafkaFuture<T> future) {
        try {
            return future.get(TIMEOUT_MS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof org.apache.kafka.common.errors.TimeoutException) {
                throw noAnswer(e);
            }
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                throw new CommandException("there is no such topic; millrace topic list shows those that exist", e);
            }
            throw new CommandException(Messages.of(e), e);
        } catch (TimeoutException e) {
            throw noAnswer(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException("interrupted", e);
        }
    }

    CommandException noAnswer(Exception cause) {
        return new CommandException(
                "no broker answers at " + bootstrapServers + " within " + TIMEOUT_MS / 1000
                        + " s; is it started (millrace start), and is the address right (--bootstrap-server)?",
                cause);
    }
}
