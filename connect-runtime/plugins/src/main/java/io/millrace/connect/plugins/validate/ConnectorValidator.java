package io.millrace.connect.plugins.validate;

import io.millrace.connect.plugins.PluginDescriptor;
import io.millrace.connect.plugins.Plugins;
import io.millrace.connect.plugins.UnknownPluginException;
import io.millrace.connect.plugins.config.ConnectorKeys;
import io.millrace.connect.plugins.config.SecretResolver;
import io.millrace.connect.plugins.secrets.SecretKeys;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;

/**
 * Validates connector configurations, and answers what else only plugins can. Calls return at once; plugin code, that
 * which tells a plugin's version included, runs on threads of the validator's own, and the future fails with a
 * {@link ValidationTimeoutException} when a plugin does not come back.
 */
public final class ConnectorValidator implements AutoCloseable {
    private static final String NO_PLUGIN = "plugins";

    private final Plugins plugins;
    private final SecretResolver secrets;
    private final Map<String, String> workerConfig;
    private final AllowedPlugins allowed;
    private final Duration deadline;
    private final PluginLanes lanes;
    private final SecretKeyCache secretKeys;

    /** The worker's configuration tells the override policy and whether exactly once sources are possible. */
    public ConnectorValidator(
            Plugins plugins, SecretResolver secrets, Map<String, String> workerConfig, Duration deadline) {
        this(plugins, secrets, workerConfig, deadline, LateThreads.UNHEARD);
    }

    /** The same; {@code late} hears of threads that plugins do not give back. */
    public ConnectorValidator(
            Plugins plugins,
            SecretResolver secrets,
            Map<String, String> workerConfig,
            Duration deadline,
            LateThreads late) {
        this.plugins = plugins;
        this.secrets = secrets;
        this.workerConfig = Map.copyOf(workerConfig);
        this.allowed = AllowedPlugins.of(workerConfig);
        this.deadline = deadline;
        this.lanes = new PluginLanes(deadline, late);
        this.secretKeys = new SecretKeyCache(this::askForSecretKeys, this::untoldSecretKeys, plugins::edition);
    }

    /**
     * The verdict on a configuration as its author wrote it. Fails with a {@link ConfigException} when
     * {@code connector.class} is missing or means nothing, since then there is nothing to judge by.
     */
    public CompletableFuture<ConfigInfos> validate(Map<String, String> config) {
        String name =
                Objects.requireNonNullElse(config.get("connector.class"), "").trim();
        return run(lane(plugins.knownConnector(name)), "Validation of " + name, () -> {
            allowed.require(plugins, config);
            return new Validation(plugins, secrets, workerConfig, plugins.connectorOf(config), lanes).judge(config);
        });
    }

    /**
     * The keys that a plugin understands: its own, then those that the runtime reads for it. Fails with an
     * {@link UnknownPluginException} when nothing of that name, or not in that version, is there.
     */
    public CompletableFuture<List<ConfigKeyInfo>> describe(String classOrAlias, Optional<String> version) {
        return run(lane(plugins.known(classOrAlias)), "Description of " + classOrAlias, () -> new PluginDescription(
                        plugins)
                .keys(plugins.any(classOrAlias, version)));
    }

    /**
     * Which keys of this configuration are secret. Never fails and comes within seconds: without an answer of the plugins,
     * whatever the runtime does not define itself counts as secret.
     */
    public CompletableFuture<SecretKeys> secretKeys(Map<String, String> config) {
        return secretKeys.of(config);
    }

    private CompletableFuture<SecretKeys> askForSecretKeys(Map<String, String> config) {
        String name =
                Objects.requireNonNullElse(config.get("connector.class"), "").trim();
        return run(lane(plugins.knownConnector(name)), "The definition of the keys of " + name, () -> {
            allowed.require(plugins, config);
            return new SecretKeyFinder(plugins).find(config);
        });
    }

    private SecretKeys untoldSecretKeys() {
        List<ConfigDef.ConfigKey> runtime =
                new ArrayList<>(ConnectorKeys.source(plugins).configKeys().values());
        runtime.addAll(ConnectorKeys.sink(plugins).configKeys().values());
        return SecretKeys.untold(runtime);
    }

    /** Every plugin there is. */
    public CompletableFuture<List<PluginDescriptor>> descriptors() {
        return run(NO_PLUGIN, "The list of plugins", plugins::descriptors);
    }

    /** The version that a plugin says it has. */
    public CompletableFuture<Optional<String>> version(PluginDescriptor descriptor) {
        return run(
                "versions of " + descriptor.location(),
                "The version of " + descriptor.className(),
                () -> plugins.version(descriptor));
    }

    /** How long a plugin may take. */
    public Duration deadline() {
        return deadline;
    }

    /** What a plugin was asked for is answered by the same plugin, though it be replaced meanwhile. */
    private <T> CompletableFuture<T> run(String lane, String what, Callable<T> call) {
        return lanes.run(lane, what, () -> plugins.whileLoaded(call::call));
    }

    /** Each class has a lane, and what is no class that anybody knows has one together. */
    private static String lane(Optional<PluginDescriptor> known) {
        return known.map(PluginDescriptor::className).orElse(NO_PLUGIN);
    }

    /** Stops waiting for validations; those under way fail at their deadline at the latest. */
    @Override
    public void close() {
        lanes.close();
    }
}
