package io.millrace.connectors.cdc;

import io.debezium.config.Configuration;
import io.debezium.connector.postgresql.PostgresConnector;
import io.millrace.connectors.cdc.doctor.DoctorReport;
import io.millrace.connectors.cdc.doctor.Finding;
import io.millrace.connectors.cdc.doctor.PostgresDoctor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.connector.Task;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Debezium's PostgreSQL connector with the settings of {@link CdcPreset}, snapshots that may be killed
 * ({@link PostgresCdcSourceTask}), and a validation that examines the source.
 *
 * <p>Debezium's own class stays usable from the same plugin directory, with its own defaults.
 */
public final class PostgresCdcSourceConnector extends PostgresConnector {

    private static final Logger LOGGER = LoggerFactory.getLogger(PostgresCdcSourceConnector.class);

    private final KnownSettings knownSettings = new KnownSettings();

    @Override
    public void start(Map<String, String> settings) {
        Map<String, String> filled = CdcPreset.fill(settings);
        // Debezium picks the parts of a task by the exact class named here, and knows only its own.
        filled.put("connector.class", PostgresConnector.class.getName());
        super.start(filled);
    }

    @Override
    public Class<? extends Task> taskClass() {
        return PostgresCdcSourceTask.class;
    }

    @Override
    public ConfigDef config() {
        return OwnSettings.addedTo(super.config());
    }

    @Override
    public Config validate(Map<String, String> settings) {
        Map<String, String> filled = CdcPreset.fill(settings);
        List<ConfigValue> values = new ArrayList<>(super.validate(filled).configValues());
        values.addAll(OwnSettings.validate(settings));
        for (String key : settings.keySet()) {
            if (!knownSettings.contains(key, settings)) {
                values.add(unknown(key, settings.get(key)));
            }
        }
        return new Config(values);
    }

    /** What an operator should know about the source before, or while, changes are captured from it. */
    public DoctorReport doctor(Map<String, String> settings) {
        return PostgresDoctor.examine(CdcPreset.fill(settings), ownerOfSlot(settings));
    }

    @Override
    protected void validateConnection(Map<String, ConfigValue> values, Configuration configuration) {
        Map<String, String> settings = configuration.asMap();
        DoctorReport report = PostgresDoctor.examine(settings, ownerOfSlot(settings));
        for (Finding warning : report.warnings()) {
            LOGGER.warn(
                    "the source database needs attention connector={} key={} finding={} remedy={}",
                    settings.get("name"),
                    warning.key(),
                    warning.message(),
                    warning.remedy());
        }
        for (Finding error : report.errors()) {
            values.computeIfAbsent(error.key(), ConfigValue::new).addErrorMessage(error.sentence());
        }
        if (report.errors().isEmpty()) {
            super.validateConnection(values, configuration);
        }
    }

    /** The name that our own sessions carry, by which a slot in use is known to be in use by this connector. */
    private static String ownerOfSlot(Map<String, String> settings) {
        return DerivedNames.of(settings).session();
    }

    private ConfigValue unknown(String key, String value) {
        String hint = knownSettings
                .nearest(key)
                .map(name -> "; did you mean '" + name + "'?")
                .orElse("; see the settings of the connector under /connector-plugins");
        ConfigValue unknown = new ConfigValue(key);
        unknown.value(value);
        unknown.addErrorMessage("unknown setting '" + key + "'" + hint);
        return unknown;
    }
}
