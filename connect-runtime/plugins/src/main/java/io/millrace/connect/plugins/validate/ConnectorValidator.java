package io.millrace.connect.plugins.validate;

import io.millrace.connect.plugins.PluginDescriptor;
import io.millrace.connect.plugins.Plugins;
import io.millrace.connect.plugins.config.SecretResolver;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.config.ConfigException;

/**
 * Validates connector configurations. The call returns at once; plugin code runs on threads of the validator's own, and
 * the future fails with a {@link ValidationTimeoutException} when a plugin does not come back.
 */
public final class ConnectorValidator implements AutoCloseable {
    private final Plugins plugins;
    private final SecretResolver secrets;
    private final Map<String, String> workerConfig;
    private final PluginLanes lanes;

    /** The worker's configuration tells the override policy and whether exactly once sources are possible. */
    public ConnectorValidator(
            Plugins plugins, SecretResolver secrets, Map<String, String> workerConfig, Duration deadline) {
        this.plugins = plugins;
        this.secrets = secrets;
        this.workerConfig = Map.copyOf(workerConfig);
        this.lanes = new PluginLanes(deadline);
    }

    /**
     * The verdict on a configuration as its author wrote it. Fails with a {@link ConfigException} when
     * {@code connector.class} is missing or means nothing, since then there is nothing to judge by.
     */
    public CompletableFuture<ConfigInfos> validate(Map<String, String> config) {
        PluginDescriptor descriptor;
        try {
            descriptor = plugins.connectorOf(config);
        } catch (ConfigException e) {
            return CompletableFuture.failedFuture(e);
        }
        Validation validation = new Validation(plugins, secrets, workerConfig, descriptor);
        return lanes.run(
                descriptor.className(), "Validation of " + descriptor.className(), () -> validation.judge(config));
    }

    /** The keys that a plugin understands: its own, then those that the runtime reads for it. */
    public CompletableFuture<List<ConfigKeyInfo>> describe(PluginDescriptor descriptor) {
        return lanes.run(
                descriptor.className(), "Description of " + descriptor.className(), () -> new PluginDescription(plugins)
                        .keys(descriptor));
    }

    /** Stops waiting for validations; those under way fail at their deadline at the latest. */
    @Override
    public void close() {
        lanes.close();
    }
}
