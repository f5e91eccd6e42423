package io.millrace.connect.plugins.validate;

import io.millrace.connect.plugins.PluginDescriptor;
import io.millrace.connect.plugins.PluginHandle;
import io.millrace.connect.plugins.Plugins;
import io.millrace.connect.plugins.config.ConnectorDefinition;
import io.millrace.connect.plugins.config.SecretResolver;
import io.millrace.connect.plugins.index.PluginKind;
import io.millrace.connect.plugins.secrets.Redaction;
import io.millrace.connect.plugins.secrets.References;
import io.millrace.connect.plugins.secrets.SecretKeys;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.connector.Connector;

/** One validation of one configuration: the runtime's keys, the connector's, then the rules between them. */
final class Validation {
    private final Plugins plugins;
    private final SecretResolver secrets;
    private final Map<String, String> workerConfig;
    private final PluginDescriptor descriptor;
    private final PluginLanes lanes;

    Validation(
            Plugins plugins,
            SecretResolver secrets,
            Map<String, String> workerConfig,
            PluginDescriptor descriptor,
            PluginLanes lanes) {
        this.plugins = plugins;
        this.secrets = secrets;
        this.workerConfig = workerConfig;
        this.descriptor = descriptor;
        this.lanes = lanes;
    }

    ConfigInfos judge(Map<String, String> written) {
        try (PluginHandle<Connector> connector = plugins.newConnector(descriptor)) {
            return judge(connector, written, secrets.resolve(written));
        }
    }

    private ConfigInfos judge(
            PluginHandle<Connector> connector, Map<String, String> written, Map<String, String> resolved) {
        ConfigDef runtime = ConnectorDefinition.enriched(plugins, descriptor.kind(), resolved);
        Map<String, ConfigDef.ConfigKey> keys = new LinkedHashMap<>(runtime.configKeys());
        KeyedErrors errors = new KeyedErrors();
        runtime.validate(withoutUndefined(runtime, resolved)).forEach(errors::add);
        ConfigDef own = connectorsVerdict(connector, resolved, errors);
        if (own != null) {
            own.configKeys().forEach(keys::putIfAbsent);
        }
        if (descriptor.kind() == PluginKind.SOURCE) {
            ExactlyOnceChecks.check(resolved, connector, workerConfig.get("exactly.once.source.support"), errors);
        } else {
            CrossChecks.sink(resolved, errors);
        }
        new ConverterChecks(plugins, lanes).check(resolved, errors);
        try (ClientOverrides overrides = new ClientOverrides(plugins, workerConfig)) {
            overrides.check(
                    written.get("name"), descriptor, connector.instance().getClass(), resolved, errors);
        }
        RefusedOverrides refused = RefusedOverrides.of(workerConfig);
        JdbcAddresses addresses = JdbcAddresses.of(workerConfig);
        resolved.forEach((key, value) -> {
            refused.reasonAnywhere(key, value).ifPresent(reason -> errors.error(key, value, reason));
            addresses.reason(key, value).ifPresent(reason -> errors.error(key, value, reason));
        });
        return verdict(groups(runtime, own), keys, errors, written, resolved);
    }

    /** Judges defined keys only: ConfigDef would make verdicts on no others, yet copies what it is given. */
    private static Map<String, String> withoutUndefined(ConfigDef definition, Map<String, String> config) {
        Map<String, String> defined = new LinkedHashMap<>();
        config.forEach((key, value) -> {
            if (definition.configKeys().containsKey(key)) {
                defined.put(key, value);
            }
        });
        return defined;
    }

    private ConfigDef connectorsVerdict(
            PluginHandle<Connector> connector, Map<String, String> resolved, KeyedErrors errors) {
        ConfigDef own = connector.call(Connector::config);
        if (own == null) {
            throw new ConfigException(descriptor.className() + " has no configuration definition: config() gave null");
        }
        try {
            Config verdict = connector.call(instance -> instance.validate(new LinkedHashMap<>(resolved)));
            if (verdict == null) {
                throw new ConfigException(descriptor.className() + " has no verdict: validate() gave null");
            }
            for (ConfigValue value : verdict.configValues()) {
                boolean known = errors.has(value.name()) || own.configKeys().containsKey(value.name());
                // A connector that says more about an unknown key, as ours do, is not talked over.
                if (!known && value.errorMessages().isEmpty()) {
                    value.addErrorMessage("Configuration is not defined: " + value.name());
                }
                errors.add(value);
            }
        } catch (RuntimeException e) {
            // A connector that throws instead of answering still leaves the runtime's verdict worth showing.
            errors.error("connector.class", descriptor.className(), "The connector's own validation failed: " + e);
        }
        return own;
    }

    private static List<String> groups(ConfigDef runtime, ConfigDef own) {
        Set<String> groups = new LinkedHashSet<>(runtime.groups());
        if (own != null) {
            groups.addAll(own.groups());
        }
        return List.copyOf(groups);
    }

    private ConfigInfos verdict(
            List<String> groups,
            Map<String, ConfigDef.ConfigKey> keys,
            KeyedErrors errors,
            Map<String, String> written,
            Map<String, String> resolved) {
        SecretKeys secretKeys = SecretKeys.defined(keys);
        Redaction redaction = Redaction.of(secretKeys, written, resolved, secrets::resolve);
        List<ConfigInfo> configs = new ArrayList<>();
        Map<String, ConfigValue> values = new LinkedHashMap<>();
        errors.values().forEach(value -> values.put(value.name(), value));
        keys.forEach((name, key) -> {
            ConfigValue value = values.remove(name);
            configs.add(info(key, value == null ? new ConfigValue(name) : value, secretKeys, redaction, written));
        });
        values.values().forEach(value -> configs.add(info(null, value, secretKeys, redaction, written)));
        int errorCount = configs.stream()
                .mapToInt(config -> config.value().errors().size())
                .sum();
        return new ConfigInfos(
                descriptor.className(), errorCount, groups, configs, UnreadKeys.warnings(written, keys.keySet()));
    }

    private static ConfigInfo info(
            ConfigDef.ConfigKey key,
            ConfigValue value,
            SecretKeys secretKeys,
            Redaction redaction,
            Map<String, String> written) {
        ConfigDef.Type type = key == null ? null : key.type;
        List<String> recommended = value.recommendedValues().stream()
                .map(recommendation -> ConfigDef.convertToString(recommendation, type))
                .toList();
        List<String> messages =
                value.errorMessages().stream().map(redaction::apply).toList();
        return new ConfigInfo(
                key == null ? null : ConfigKeyInfo.of(key),
                new ConfigValueInfo(
                        value.name(),
                        shown(type, value, secretKeys, redaction, written),
                        recommended,
                        messages,
                        value.visible()));
    }

    private static String shown(
            ConfigDef.Type type,
            ConfigValue value,
            SecretKeys secretKeys,
            Redaction redaction,
            Map<String, String> written) {
        String author = written.get(value.name());
        if (secretKeys.contains(value.name())) {
            boolean reference = author != null && References.only(author);
            return value.value() == null ? null : reference ? author : SecretKeys.HIDDEN;
        }
        if (author != null && author.contains("${")) {
            return redaction.apply(author);
        }
        String text = ConfigDef.convertToString(value.value(), type);
        return text == null ? null : redaction.apply(text);
    }
}
