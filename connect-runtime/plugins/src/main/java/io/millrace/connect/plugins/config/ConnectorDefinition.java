package io.millrace.connect.plugins.config;

import io.millrace.connect.plugins.Plugins;
import io.millrace.connect.plugins.index.PluginKind;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;

/** The runtime's keys for one particular configuration: the fixed ones and those that other values call for. */
public final class ConnectorDefinition {
    private ConnectorDefinition() {}

    /** Makes an instance of every transformation and predicate, so it belongs on a plugin thread. */
    public static ConfigDef enriched(Plugins plugins, PluginKind kind, Map<String, String> config) {
        ConfigDef definition = kind == PluginKind.SOURCE ? ConnectorKeys.source(plugins) : ConnectorKeys.sink(plugins);
        new TransformationKeys(plugins, config).addTo(definition);
        if (kind == PluginKind.SOURCE) {
            TopicCreationKeys.addTo(definition, config);
        }
        return definition;
    }
}
