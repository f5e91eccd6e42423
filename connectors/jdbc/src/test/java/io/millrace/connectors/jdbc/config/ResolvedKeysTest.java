package io.millrace.connectors.jdbc.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ResolvedKeysTest {
    private static final Map<String, String> LEAST = Map.of("connection.url", "jdbc:postgresql://h/d");

    @Test
    void fillsEveryDefault() {
        // When
        ResolvedKeys keys = ResolvedKeys.of(LEAST);

        // Then
        assertThat(keys.problems()).isEmpty();
        assertThat(keys.values())
                .containsEntry("insert.mode", "insert")
                .containsEntry("pk.mode", "none")
                .containsEntry("delivery", "exactly_once")
                .containsEntry("table.name.format", "${topic}")
                .containsEntry("max.retries", "-1")
                .containsEntry("batch.size", "3000");
    }

    @Test
    void readsTheConfigurationOfADebeziumSink() {
        // When
        ResolvedKeys keys = ResolvedKeys.of(with(
                "connection.username", "u",
                "primary.key.mode", "record_key",
                "primary.key.fields", "id",
                "insert.mode", "upsert",
                "collection.name.format", "${source.table}",
                "schema.evolution", "basic",
                "quote.identifiers", "false",
                "use.time.zone", "Europe/Paris",
                "flush.max.retries", "3",
                "use.reduction.buffer", "true",
                "connection.pool.max_size", "5"));
        SinkRules.check(keys);

        // Then
        assertThat(keys.problems()).isEmpty();
        assertThat(keys.ignored()).containsExactly("connection.pool.max_size", "use.reduction.buffer");
        assertThat(keys.values())
                .containsEntry("connection.user", "u")
                .containsEntry("pk.mode", "record_key")
                .containsEntry("table.name.format", "${source.table}")
                .containsEntry("auto.create", "true")
                .containsEntry("auto.evolve", "true")
                .containsEntry("quote.sql.identifiers", "never")
                .containsEntry("max.retries", "3");
    }

    @Test
    void refusesTwoNamesOfOneKeyThatDisagree() {
        assertThat(ResolvedKeys.of(with("pk.mode", "record_key", "primary.key.mode", "kafka"))
                        .problems())
                .containsOnlyKeys("primary.key.mode");
        assertThat(ResolvedKeys.of(with("pk.mode", "kafka", "primary.key.mode", "kafka"))
                        .problems())
                .isEmpty();
        assertThat(ResolvedKeys.of(with("auto.create", "true", "schema.evolution", "none"))
                        .problems())
                .containsOnlyKeys("schema.evolution");
    }

    @Test
    void namesTheNearestKeyOfAnUnknownOne() {
        // When
        Map<String, List<String>> problems = ResolvedKeys.of(
                        with("primry.key.mode", "none", "utterly.different.thing", "1"))
                .problems();

        // Then
        assertThat(problems.get("primry.key.mode").get(0)).contains("did you mean primary.key.mode?");
        assertThat(problems.get("utterly.different.thing").get(0)).doesNotContain("did you mean");
    }

    @Test
    void refusesPromisesOfOtherSinksThatItCannotKeep() {
        assertThat(ResolvedKeys.of(with("dialect.name", "MySqlDatabaseDialect")).problems())
                .containsOnlyKeys("dialect.name");
        assertThat(ResolvedKeys.of(with("dialect.name", "PostgreSqlDatabaseDialect"))
                        .problems())
                .isEmpty();
    }

    @Test
    void leavesTheKeysOfTheRuntimeAlone() {
        assertThat(ResolvedKeys.of(with(
                                "name", "n",
                                "topics", "t",
                                "transforms", "x",
                                "transforms.x.type", "T",
                                "errors.tolerance", "all",
                                "value.converter.schemas.enable", "true",
                                "consumer.override.max.poll.records", "5000"))
                        .problems())
                .isEmpty();
    }

    @Test
    void checksWhatMustHoldBetweenKeys() {
        assertThat(checked("insert.mode", "upsert")).containsOnlyKeys("insert.mode");
        assertThat(checked("delete.enabled", "true")).containsOnlyKeys("delete.enabled");
        assertThat(checked("delete.enabled", "true", "pk.mode", "kafka")).containsOnlyKeys("delete.enabled");
        assertThat(checked("pk.mode", "kafka", "pk.fields", "a,b")).containsOnlyKeys("pk.fields");
        assertThat(checked("db.timezone", "Mars/Olympus")).containsOnlyKeys("db.timezone");
        assertThat(checked("topics.to.tables.mapping", "nothing")).containsOnlyKeys("topics.to.tables.mapping");
        assertThat(checked("batch.size", "0")).containsOnlyKeys("batch.size");
        assertThat(checked("insert.mode", "merge")).containsOnlyKeys("insert.mode");
        assertThat(checked("connection.url", "jdbc:h2:mem:x")).containsOnlyKeys("connection.url");
    }

    private static Map<String, List<String>> checked(String... keysAndValues) {
        ResolvedKeys keys = ResolvedKeys.of(with(keysAndValues));
        SinkRules.check(keys);
        return keys.problems();
    }

    private static Map<String, String> with(String... keysAndValues) {
        Map<String, String> config = new HashMap<>(LEAST);
        for (int i = 0; i < keysAndValues.length; i += 2) {
            config.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return config;
    }
}
