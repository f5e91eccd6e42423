package io.millrace.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.gateway.consume.ReadLimits;
import io.millrace.gateway.events.StreamLimits;
import io.millrace.gateway.groups.GroupLimits;
import io.millrace.gateway.http.SocketEndpoint;
import io.millrace.gateway.instances.Instances;
import io.millrace.gateway.once.OnceConfig;
import io.millrace.http.ConfigException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GatewayConfigTest {
    @Test
    void needsOnlyTheBrokers() {
        GatewayConfig config = GatewayConfig.of(Map.of("bootstrap.servers", "PLAINTEXT://b:9092, c:9092"));

        assertThat(config.address().host()).isEqualTo("127.0.0.1");
        assertThat(config.address().port()).isEqualTo(8082);
        assertThat(config.requestBytes()).isEqualTo(4 << 20);
        assertThat(config.bodiesBytes()).isEqualTo(32 << 20);
        assertThat(config.connections()).isEqualTo(2_000);
        assertThat(config.clients().bootstrapServers()).isEqualTo("b:9092,c:9092");
        assertThat(config.registry()).isEmpty();
        assertThat(config.reads()).isEqualTo(new ReadLimits(200, 4, 4 << 20, 32 << 20));
        assertThat(config.instances()).isEqualTo(new Instances.Limits(100, 300_000, 1_000, 4 << 20));
        assertThat(config.groups()).isEqualTo(new GroupLimits(100, 60_000, 4 << 20));
        assertThat(config.streams()).isEqualTo(new StreamLimits(100, 15_000, 60_000, 3_600_000, 60_000));
        assertThat(config.sockets()).isEqualTo(new SocketEndpoint.Limits(200, 15_000, 60_000, 3_600_000));
        assertThat(config.once())
                .isEqualTo(new OnceConfig("_gateway_results", 8, Optional.empty(), 86_400_000, 1_000_000));
    }

    @Test
    void readsEveryKey() {
        GatewayConfig config = GatewayConfig.of(Map.of(
                "bootstrap.servers", "b:9092",
                "listeners", "http://localhost:1",
                "host.name", "here",
                "max.connections", "7",
                "request.threads", "3",
                "max.request.bytes", "2048",
                "request.buffer.bytes", "4096",
                "schema.registry.url", "http://r:8081",
                "schema.registry.basic.auth.user.info", "a:b",
                "producer.compression.type", "lz4"));

        assertThat(config.address().advertisedHost()).isEqualTo("here");
        assertThat(config.connections()).isEqualTo(7);
        assertThat(config.requestThreads()).isEqualTo(3);
        assertThat(config.requestBytes()).isEqualTo(2048);
        assertThat(config.bodiesBytes()).isEqualTo(4096);
        assertThat(config.clients().properties()).containsOnlyKeys("producer.compression.type");
        assertThat(config.registry().orElseThrow())
                .containsEntry("schema.registry.url", "http://r:8081")
                .containsEntry("basic.auth.user.info", "a:b");
    }

    @Test
    void readsTheKeysOfReading() {
        GatewayConfig config = GatewayConfig.of(Map.of(
                "bootstrap.servers", "b:9092",
                "max.consumers", "1",
                "consumer.threads", "2",
                "consumer.request.max.bytes", "3000",
                "response.buffer.bytes", "4000",
                "max.consumer.instances", "5",
                "consumer.instance.timeout.ms", "6000",
                "consumer.request.timeout.ms", "7",
                "consumer.fetch.max.bytes", "8"));

        assertThat(config.reads()).isEqualTo(new ReadLimits(1, 2, 3000, 4000));
        assertThat(config.instances()).isEqualTo(new Instances.Limits(5, 6000, 7, 3000));
        // Those of the gateway's own are not Kafka's.
        assertThat(config.clients().properties()).containsOnlyKeys("consumer.fetch.max.bytes");
    }

    @Test
    void readsTheKeysOfStreams() {
        GatewayConfig config = GatewayConfig.of(Map.of(
                "bootstrap.servers", "b:9092",
                "max.event.streams", "1",
                "max.write.sockets", "2",
                "event.stream.heartbeat.ms", "200",
                "event.stream.read.timeout.ms", "3000",
                "event.stream.life.ms", "4000",
                "event.stream.cluster.timeout.ms", "50000"));

        assertThat(config.streams()).isEqualTo(new StreamLimits(1, 200, 3_000, 4_000, 50_000));
        assertThat(config.sockets()).isEqualTo(new SocketEndpoint.Limits(2, 200, 3_000, 4_000));
    }

    @Test
    void readsWhereAnswersToKeysAreKept() {
        GatewayConfig config = GatewayConfig.of(Map.of(
                "bootstrap.servers", "b:9092",
                "idempotency.topic", "answers",
                "idempotency.topic.partitions", "3",
                "idempotency.topic.replication.factor", "2",
                "idempotency.retention.ms", "60000",
                "idempotency.keys.max", "10"));

        assertThat(config.once()).isEqualTo(new OnceConfig("answers", 3, Optional.of((short) 2), 60_000, 10));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            listner               | x                  | did you mean listeners?
            producer.acks         | 0                  | the gateway decides acks itself
            client.acks           | 0                  | the gateway decides acks itself
            producer.group.id     | g                  | cannot be set
            producer.no.such.key  | g                  | unknown property
            listeners             | http://0.0.0.0:1   | reachable from other machines, which could read and write
            listeners             | ftp://127.0.0.1:1 | is not an address such as http://127.0.0.1:8082
            listeners             | https://127.0.0.1:1 | ssl.keystore.location
            listeners             | http://127.0.0.1:1,http://127.0.0.1:2 | only one listener
            max.request.bytes     | x                  | is not a number
            request.buffer.bytes  | 2048               | is less than max.request.bytes
            response.buffer.bytes | 2048               | is less than consumer.request.max.bytes
            max.event.streams     | 0                  | is not between 1 and
            max.write.sockets     | 0                  | is not between 1 and
            max.consumers         | 0                  | is not between 1 and
            consumer.instance.timeout.ms | 1            | is not between 1000 and
            """)
    void namesWhatIsWrong(String key, String value, String message) {
        Map<String, String> properties = new LinkedHashMap<>(Map.of("bootstrap.servers", "b:9092"));
        properties.put(key, value);

        assertThatThrownBy(() -> GatewayConfig.of(properties))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(message);
    }

    @Test
    void asksForTheBrokers() {
        assertThatThrownBy(() -> GatewayConfig.of(Map.of())).hasMessageContaining("bootstrap.servers is missing");
    }
}
