package io.millrace.registry.serde.converter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.storage.Converter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is wrong with a converter's settings is said of the setting, by its definition and when it is configured; and a
 * converter leaves nothing behind.
 */
class RegistryConverterTest {
    private static final String URL = "schema.registry.url";
    private static final String FORMATS = "io.millrace.registry.serde.converter.Formats#names";

    /** Settings that all converters have, and values that they cannot have. */
    private static final Map<String, String> BROKEN = Map.of(
            "value.subject.name.strategy", "NoStrategy",
            "auto.register.schemas", "perhaps",
            "use.latest.version", "perhaps",
            "http.connect.timeout.ms", "0",
            "http.read.timeout.ms", "soon",
            "max.retries", "-1",
            "retries.wait.ms", "-1",
            "max.schemas.per.subject", "0",
            "schemas.cache.config", "none",
            "ignore.default.for.nullables", "perhaps");

    @ParameterizedTest
    @MethodSource(FORMATS)
    void aBrokenSettingIsRefusedByName(String format) {
        BROKEN.forEach((key, value) -> refused(format, key, value));
    }

    @ParameterizedTest
    @CsvSource({
        "Avro, scrub.invalid.names, perhaps",
        "Avro, logical.type.names, iceberg",
        "JSON, decimal.format, ROMAN",
        "JSON, json.fail.invalid.schema, perhaps",
        "Protobuf, int.for.enums, perhaps",
        "Protobuf, schemas.cache.config, 0",
    })
    void aBrokenSettingOfAFormatsOwnIsRefusedByName(String format, String key, String value) {
        refused(format, key, value);
    }

    private static void refused(String format, String key, String value) {
        Map<String, String> config = new HashMap<>(Map.of(URL, "http://127.0.0.1:1", key, value));
        assertThat(errors(format, config)).containsOnlyKeys(key);
        assertThatThrownBy(() -> Formats.converter(format).configure(config, false))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("configuration " + key);
    }

    @ParameterizedTest
    @MethodSource(FORMATS)
    void addressesAreNeededThatAreAddresses(String format) {
        assertThat(errors(format, Map.of())).containsOnlyKeys(URL);
        for (String url : List.of("127.0.0.1:8081", "ftp://h", "http://a b", "http://", "http://h,none")) {
            assertThatThrownBy(() -> Formats.converter(format).configure(Map.of(URL, url), false))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("configuration " + URL);
        }
        Formats.converter(format).configure(Map.of(URL, "http://one:8081/, https://other"), false);
    }

    @ParameterizedTest
    @MethodSource(FORMATS)
    void theCredentialsOfTheRegistryAreASecret(String format) {
        assertThat(Formats.converter(format).config().configKeys().get("basic.auth.user.info").type)
                .isEqualTo(ConfigDef.Type.PASSWORD);
    }

    @Test
    void allAreFoundAsConverters() {
        assertThat(ServiceLoader.load(Converter.class).stream()
                        .map(provider -> provider.type().getName()))
                .contains(
                        "io.confluent.connect.avro.AvroConverter",
                        "io.confluent.connect.json.JsonSchemaConverter",
                        "io.confluent.connect.protobuf.ProtobufConverter",
                        "io.millrace.registry.serde.connect.AvroConverter",
                        "io.millrace.registry.serde.json.connect.JsonSchemaConverter",
                        "io.millrace.registry.serde.protobuf.connect.ProtobufConverter");
    }

    @ParameterizedTest
    @MethodSource(FORMATS)
    void closingEndsTheThreadOfTheHttpClient(String format) {
        // Given
        RegistryConverter converter = Formats.converter(format);
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

    private static Map<String, List<String>> errors(String format, Map<String, String> config) {
        Map<String, List<String>> errors = new HashMap<>();
        for (ConfigValue verdict : Formats.converter(format).config().validate(config)) {
            if (!verdict.errorMessages().isEmpty()) {
                errors.put(verdict.name(), verdict.errorMessages());
            }
        }
        return errors;
    }
}
