package io.millrace.connectors.cdc;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigValue;

/** The settings that this connector has beyond Debezium's. */
final class OwnSettings {

    /**
     * Whether a snapshot that is taken again is followed by what the replication slot holds since the one before.
     *
     * <p>Without that, rows that an earlier snapshot told of and that were deleted since stay with the consumers.
     */
    static final String SNAPSHOT_RESUMES_FROM_SLOT = "millrace.snapshot.resumes.from.slot";

    static final boolean SNAPSHOT_RESUMES_FROM_SLOT_DEFAULT = true;

    private static final String GROUP = "Millrace";

    private OwnSettings() {}

    static Set<String> names() {
        return definition().names();
    }

    /** All settings that {@code stock} has, and ours. */
    static ConfigDef addedTo(ConfigDef stock) {
        ConfigDef all = new ConfigDef(stock);
        definition().configKeys().values().forEach(all::define);
        return all;
    }

    static List<ConfigValue> validate(Map<String, String> settings) {
        return definition().validate(settings);
    }

    private static ConfigDef definition() {
        return new ConfigDef()
                .define(
                        SNAPSHOT_RESUMES_FROM_SLOT,
                        ConfigDef.Type.BOOLEAN,
                        SNAPSHOT_RESUMES_FROM_SLOT_DEFAULT,
                        ConfigDef.Importance.MEDIUM,
                        "Whether a snapshot that is taken again, after a crash in its middle or with"
                                + " snapshot.mode=always, is followed by all changes that the replication slot holds"
                                + " since the one before. If not, streaming starts at the new snapshot, and consumers"
                                + " keep rows that were deleted between the two. A slot that was made by hand must be"
                                + " younger than its publication.",
                        GROUP,
                        1,
                        ConfigDef.Width.SHORT,
                        "Repeated snapshot resumes from slot");
    }
}
