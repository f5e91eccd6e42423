package io.millrace.broker.server.node;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.config.ConfigException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs one broker until it is told to stop: {@code BrokerMain [FILE.properties] [name=value]...}. */
public final class BrokerMain {

    private static final Logger LOGGER = LoggerFactory.getLogger(BrokerMain.class);

    private BrokerMain() {}

    /** Ends with status 1 when the broker cannot start or cannot go on. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        try {
            BrokerServer broker = BrokerServer.start(properties(arguments));
            Runtime.getRuntime().addShutdownHook(new Thread(broker::close, "broker-shutdown"));
            LOGGER.info("Serving. bootstrapServers={} clusterId={}", broker.bootstrapServers(), broker.clusterId());
            System.out.println("READY " + broker.bootstrapServers());
            Throwable reason = broker.failure().toCompletableFuture().get();
            LOGGER.error("The broker cannot go on.", reason);
        } catch (ConfigException | BrokerStartException e) {
            System.err.println("The broker cannot start: " + e.getMessage());
        } catch (ExecutionException e) {
            LOGGER.error("The broker ended.", e);
        }
        System.exit(1);
    }

    private static Map<String, String> properties(String[] arguments) throws IOException {
        var properties = new Properties();
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            if (equals > 0) {
                properties.setProperty(argument.substring(0, equals), argument.substring(equals + 1));
            } else {
                try (Reader reader = Files.newBufferedReader(Path.of(argument), StandardCharsets.UTF_8)) {
                    properties.load(reader);
                }
            }
        }
        Map<String, String> values = new TreeMap<>();
        properties.stringPropertyNames().forEach(name -> values.put(name, properties.getProperty(name)));
        return values;
    }
}
