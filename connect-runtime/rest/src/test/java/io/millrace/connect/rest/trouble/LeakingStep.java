package io.millrace.connect.rest.trouble;

import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.transforms.Transformation;

/** Changes nothing, and does not close. */
public final class LeakingStep<R extends ConnectRecord<R>> implements Transformation<R> {

    private Map<String, ?> config;

    @Override
    public ConfigDef config() {
        return Leak.keys();
    }

    @Override
    public void configure(Map<String, ?> configs) {
        config = configs;
    }

    @Override
    public R apply(R record) {
        return record;
    }

    @Override
    public void close() {
        // Whoever only asks for the keys of a step closes it too.
        if (config != null) {
            throw Leak.failure(config);
        }
    }
}
