package io.millrace.bench.peer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Millrace's broker as its distribution starts it, in one of its flush modes.
 *
 * @param home the distribution
 * @param flush {@code ack}: acknowledged records are on disk; {@code async}: in the page cache, as with Kafka
 */
public record MillracePeer(Path home, String flush) implements Peer {

    @Override
    public String key() {
        return flush;
    }

    @Override
    public boolean onlyForFlush() {
        return flush.equals("async");
    }

    @Override
    public String name() {
        return "Millrace " + flush;
    }

    @Override
    public Map<String, String> topicConfigs() {
        return Map.of("flush", flush);
    }

    @Override
    public void format(Path folder) {
        // A broker that finds nothing founds its cluster itself.
    }

    @Override
    public BrokerProcess start(Path folder) throws IOException {
        return BrokerProcess.start(
                List.of(
                        home.resolve("bin/millrace").toString(),
                        "start",
                        "--roles",
                        "broker",
                        "--data",
                        folder.resolve("data").toString(),
                        "--set",
                        "listeners=PLAINTEXT://127.0.0.1:" + BrokerProcess.port(folder)),
                folder);
    }
}
