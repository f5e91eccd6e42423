package io.millrace.hub.node;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.config.ConfigException;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The servers are real ones, which refuse their keys before they reach for anything. */
class KeysAsWrittenTest {

    @TempDir
    private Path folder;

    @Test
    void eachServerNamesAnUnknownKeyAndTheNearestOneBehindThePrefix() {
        refused("gateway", "gateway.listners", "http://127.0.0.1:0")
                .hasMessage("unknown property gateway.listners; did you mean gateway.listeners?");
        refused("registry", "registry.kafkastore.topik", "t")
                .hasMessage("unknown property registry.kafkastore.topik; did you mean registry.kafkastore.topic?");
        refused("connect", "connect.gruop.id", "g")
                .hasMessageContaining("\"connect.gruop.id\"; did you mean connect.group.id");
        refused("broker", "broker.num.partition", "3")
                .hasMessage("Unknown broker property broker.num.partition; did you mean broker.num.partitions?");
    }

    @Test
    void aWrongValueIsToldWithItsWholeKey() {
        refused("gateway", "gateway.request.threads", "many")
                .hasMessage("gateway.request.threads=many is not a number");
        refused("connect", "connect.offset.flush.interval.ms", "soon")
                .hasMessageContaining("connect.offset.flush.interval.ms");
        refused("broker", "broker.num.partitions", "none").hasMessageContaining("broker.num.partitions");
    }

    @Test
    void keysOfAStockFileStayAsTheyAre() {
        refused("gateway", "listners", "http://127.0.0.1:0")
                .hasMessage("unknown property listners; did you mean listeners?");
    }

    @Test
    void aKeyThatIsPartOfAnotherNameIsLeftAlone() {
        KeysAsWritten keys = new KeysAsWritten("connect.", Set.of("topic", "config.storage.topic"));

        assertThatThrownBy(() -> keys.start(() -> {
                    throw new ConfigException("config.storage.topic and topics, topic.x or a-topic: a topic.");
                }))
                .hasMessage("connect.config.storage.topic and topics, topic.x or a-topic: a connect.topic.");
    }

    private AbstractThrowableAssert<?, ? extends Throwable> refused(String role, String key, String value) {
        Map<String, String> properties = new HashMap<>(Map.of("roles", role, key, value));
        properties.put("data.dir", folder.resolve(role).toString());
        if (!role.equals("broker")) {
            properties.put("bootstrap.servers", "127.0.0.1:9");
        }
        return assertThatThrownBy(() -> Hub.start(properties));
    }
}
