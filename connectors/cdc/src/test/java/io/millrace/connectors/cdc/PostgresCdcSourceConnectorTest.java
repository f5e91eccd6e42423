package io.millrace.connectors.cdc;

import static org.assertj.core.api.Assertions.assertThat;

import io.debezium.connector.postgresql.PostgresConnector;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.source.ExactlyOnceSupport;
import org.apache.kafka.connect.source.SourceConnector;
import org.junit.jupiter.api.Test;

class PostgresCdcSourceConnectorTest {

    private final PostgresCdcSourceConnector connector = new PostgresCdcSourceConnector();

    @Test
    void isFoundByTheServiceLoaderBesideDebeziumsOwnClass() {
        assertThat(ServiceLoader.load(SourceConnector.class).stream().map(ServiceLoader.Provider::type))
                .contains(PostgresCdcSourceConnector.class)
                .contains(PostgresConnector.class);
    }

    @Test
    void handsTheFilledSettingsToItsOnlyTask() {
        // When
        connector.start(Map.of("name", "shop", "topic.prefix", "shop"));
        List<Map<String, String>> tasks = connector.taskConfigs(8);

        // Then
        assertThat(tasks).hasSize(1);
        assertThat(tasks.get(0)).containsEntry("slot.name", "millrace_shop").containsEntry("plugin.name", "pgoutput");
        assertThat(connector.exactlyOnceSupport(Map.of())).isEqualTo(ExactlyOnceSupport.SUPPORTED);
    }

    @Test
    void namesTheNearestKeyWhenOneIsMisspelt() {
        // Given: no host, so that nothing is dialled
        Map<String, String> settings = new HashMap<>(Map.of("name", "shop", "topic.prefix", "shop"));
        settings.put("slot.nam", "x");
        settings.put("database.hostnam", "db");
        settings.put("driver.anything", "x");
        settings.put("database.loginTimeout", "5");
        settings.put("converters", "geo");
        settings.put("geo.type", "x");
        settings.put("value.converter.schema.registry.url", "x");
        settings.put("errors.tolerance", "all");
        settings.put("read.only", "false");
        settings.put("topic.delimiter", "-");
        settings.put("millrace.snapshot.resumes.from.slots", "true");

        // When
        List<ConfigValue> values = connector.validate(settings).configValues();

        // Then
        assertThat(errors(values, "slot.nam")).singleElement().asString().contains("did you mean 'slot.name'?");
        assertThat(errors(values, "database.hostnam"))
                .singleElement()
                .asString()
                .contains("'database.hostname'");
        assertThat(errors(values, "millrace.snapshot.resumes.from.slots"))
                .singleElement()
                .asString()
                .contains("'millrace.snapshot.resumes.from.slot'");
        assertThat(values.stream()
                        .filter(value -> value.errorMessages().toString().contains("unknown setting"))
                        .map(ConfigValue::name))
                .containsExactlyInAnyOrder("slot.nam", "database.hostnam", "millrace.snapshot.resumes.from.slots");
    }

    @Test
    void knowsASettingOfItsOwnBesideDebeziums() {
        // Given
        String own = OwnSettings.SNAPSHOT_RESUMES_FROM_SLOT;
        Map<String, String> settings = new HashMap<>(Map.of("name", "shop", "topic.prefix", "shop"));

        // When
        settings.put(own, "false");
        List<String> good = errors(connector.validate(settings).configValues(), own);
        settings.put(own, "perhaps");
        List<String> bad = errors(connector.validate(settings).configValues(), own);

        // Then
        assertThat(connector.config().names()).contains(own, "slot.name");
        assertThat(good).isEmpty();
        assertThat(bad).singleElement().asString().contains("true or false");
    }

    @Test
    void runsATaskOfItsOwn() {
        assertThat(connector.taskClass()).isEqualTo(PostgresCdcSourceTask.class);
    }

    private static List<String> errors(List<ConfigValue> values, String key) {
        return values.stream()
                .filter(value -> value.name().equals(key))
                .flatMap(value -> value.errorMessages().stream())
                .toList();
    }
}
