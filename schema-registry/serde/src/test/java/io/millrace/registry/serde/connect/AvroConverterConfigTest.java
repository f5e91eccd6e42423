package io.millrace.registry.serde.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong with the converter's settings is said of the setting, by its definition and when it is configured. */
class AvroConverterConfigTest {
    private static final String URL = "schema.registry.url";

    @ParameterizedTest
    @CsvSource({
        "value.subject.name.strategy, NoStrategy",
        "auto.register.schemas, perhaps",
        "use.latest.version, perhaps",
        "http.connect.timeout.ms, 0",
        "http.read.timeout.ms, soon",
        "max.retries, -1",
        "retries.wait.ms, -1",
        "max.schemas.per.subject, 0",
        "schemas.cache.config, none",
        "scrub.invalid.names, perhaps",
        "logical.type.names, iceberg",
    })
    void aBrokenSettingIsRefusedByName(String key, String value) {
        Map<String, String> config = new HashMap<>(Map.of(URL, "http://127.0.0.1:1", key, value));
        assertThat(errors(config)).containsOnlyKeys(key);
        assertThatThrownBy(() -> new AvroConverter().configure(config, false))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("configuration " + key);
    }

    @Test
    void addressesAreNeededThatAreAddresses() {
        assertThat(errors(Map.of())).containsOnlyKeys(URL);
        for (String url : List.of("127.0.0.1:8081", "ftp://h", "http://a b", "http://", "http://h,none")) {
            assertThatThrownBy(() -> new AvroConverter().configure(Map.of(URL, url), false))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("configuration " + URL);
        }
        new AvroConverter().configure(Map.of(URL, "http://one:8081/, https://other"), false);
    }

    @Test
    void theCredentialsOfTheRegistryAreASecret() {
        assertThat(new AvroConverter().config().configKeys().get("basic.auth.user.info").type)
                .isEqualTo(ConfigDef.Type.PASSWORD);
    }

    @Test
    void closingEndsTheThreadOfTheHttpClient() {
        // Given
        AvroConverter converter = new AvroConverter();
        converter.close();
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        converter.configure(Map.of(URL, "http://127.0.0.1:1"), false);
        Set<Thread> started = new HashSet<>(Thread.getAllStackTraces().keySet());
        started.removeAll(before);
        started.removeIf(thread -> !thread.getName().startsWith("HttpClient"));
        assertThat(started).isNotEmpty();

        // When
        converter.close();

        // Then
        long patienceEndsNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (started.stream().anyMatch(Thread::isAlive) && System.nanoTime() - patienceEndsNanos < 0) {
            System.gc();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
        assertThat(started).noneMatch(Thread::isAlive);
        // It was held until now, and to be closed twice does no harm.
        converter.close();
    }

    private static Map<String, List<String>> errors(Map<String, String> config) {
        Map<String, List<String>> errors = new HashMap<>();
        for (ConfigValue verdict : new AvroConverter().config().validate(config)) {
            if (!verdict.errorMessages().isEmpty()) {
                errors.put(verdict.name(), verdict.errorMessages());
            }
        }
        return errors;
    }
}
