package io.millrace.registry.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.registry.serde.RegistryClient.Registered;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How long the latest version of a subject is taken for that. */
class LatestCacheIT {
    private static final int TTL_SEC = 30;
    private static final Schema FIRST = row("a");
    private static final Schema SECOND = row("a", "b");

    @RegisterExtension
    static final RegistryFixture registry = new RegistryFixture();

    private final String topic = "t-" + UUID.randomUUID();
    private final String subject = topic + "-value";
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1);

    private static Schema row(String... fields) {
        SchemaBuilder.FieldAssembler<Schema> row = SchemaBuilder.record("Row").fields();
        for (String field : fields) {
            row.optionalString(field);
        }
        return row.endRecord();
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private Map<String, Object> config(String ttlSec) {
        return registry.config(
                "auto.register.schemas", "false", "use.latest.version", "true", "latest.cache.ttl.sec", ttlSec);
    }

    private RegistryClient<Schema> client(Map<String, Object> config) {
        return new RegistryClient<>(RegistryClientConfig.of(config), AvroFormat.AVRO, nanos::get);
    }

    private void register(Schema schema) {
        registry.avroClient().register(subject, schema, false);
    }

    @Test
    void aNewerVersionIsSeenWhenTheTimeIsOver() {
        // Given
        Map<String, Object> config = config(Integer.toString(TTL_SEC));
        SubjectIds<Schema> ids = new SubjectIds<>(client(config), config, false);
        register(FIRST);
        Registered<Schema> first = ids.idFor(topic, FIRST);
        assertThat(first.schema()).isEqualTo(FIRST);
        register(SECOND);

        // Then
        pass(Duration.ofSeconds(TTL_SEC).minusNanos(1));
        assertThat(ids.idFor(topic, FIRST)).isEqualTo(first);
        pass(Duration.ofNanos(1));
        assertThat(ids.idFor(topic, FIRST).schema()).isEqualTo(SECOND);

        // And again, for as long.
        register(row("a", "b", "c"));
        pass(Duration.ofSeconds(TTL_SEC).minusNanos(1));
        assertThat(ids.idFor(topic, FIRST).schema()).isEqualTo(SECOND);
        pass(Duration.ofNanos(1));
        assertThat(ids.idFor(topic, FIRST).schema()).isEqualTo(row("a", "b", "c"));
    }

    @Test
    void itIsKeptForEverUnlessTheSettingsSayOtherwise() {
        // Given
        RegistryClient<Schema> always = client(registry.config());
        RegistryClient<Schema> never = client(config("0"));
        register(FIRST);
        assertThat(always.latest(subject).schema()).isEqualTo(FIRST);
        assertThat(never.latest(subject).schema()).isEqualTo(FIRST);

        // When
        register(SECOND);
        pass(Duration.ofDays(365));

        // Then
        assertThat(always.latest(subject).version()).isEqualTo(1);
        assertThat(never.latest(subject).version()).isEqualTo(2);
        register(row("a", "b", "c"));
        assertThat(never.latest(subject).version()).isEqualTo(3);
    }

    @Test
    void whatNeverChangesIsKept() throws Exception {
        // Given
        RegistryClient<Schema> client = client(config("0"));
        int id = registry.avroClient().register(subject, FIRST, false);
        assertThat(client.ofVersion(subject, 1).schema()).isEqualTo(FIRST);
        assertThat(client.lookUp(subject, FIRST, false)).isEqualTo(id);

        // When
        registry.delete("/subjects/" + subject);

        // Then
        assertThat(client.ofVersion(subject, 1).schema()).isEqualTo(FIRST);
        assertThat(client.lookUp(subject, FIRST, false)).isEqualTo(id);
        assertThatThrownBy(() -> client.latest(subject)).isInstanceOf(RegistryException.class);
    }

    @Test
    void aTimeThatIsNoneIsRefused() {
        assertThatThrownBy(() -> client(config("-2")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("latest.cache.ttl.sec")
                .hasMessageContaining("at least -1");
    }
}
