package io.millrace.broker.server.node;

import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What stands in the properties file that comes with Kafka and means nothing here: accepted, so that such a file starts
 * a broker, and the operator is told once why it changes nothing.
 */
final class StockProperties {

    private static final Logger LOGGER = LoggerFactory.getLogger(StockProperties.class);
    private static final String LOOPS = "num.network.threads is the number of threads that serve requests";
    private static final String SOCKETS = "the system sizes the buffers of sockets";
    private static final String CONTROLLER = "the controller is in this process";
    private static final String SHARE = "there are no share groups";

    private static final Map<String, String> REASONS = new TreeMap<>(Map.of(
            "num.io.threads", LOOPS,
            "socket.send.buffer.bytes", SOCKETS,
            "socket.receive.buffer.bytes", SOCKETS,
            "num.recovery.threads.per.data.dir", "recovery reads only what was not synced, with threads of its own",
            "controller.quorum.bootstrap.servers", CONTROLLER,
            "controller.quorum.voters", CONTROLLER,
            "share.coordinator.state.topic.replication.factor", SHARE,
            "share.coordinator.state.topic.min.isr", SHARE));

    private StockProperties() {}

    static void accept(PropertyReader properties) {
        REASONS.forEach((name, reason) -> properties
                .find(name)
                .ifPresent(value -> LOGGER.warn("A property changes nothing. name={} reason=\"{}\"", name, reason)));
    }
}
