package io.millrace.connect.rest.trouble;

import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.source.SourceConnector;

/** A source whose only task gets the whole configuration. */
public abstract class OneTaskSource extends SourceConnector {

    private Map<String, String> config;

    /** What the connector was started with. */
    Map<String, String> started() {
        return config;
    }

    @Override
    public String version() {
        return "1";
    }

    @Override
    public void start(Map<String, String> props) {
        config = props;
    }

    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        return List.of(config);
    }

    @Override
    public void stop() {
        // Holds nothing.
    }
}
