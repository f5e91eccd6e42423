package io.millrace.connect.plugins.validate;

import io.millrace.connect.plugins.PluginHandle;
import io.millrace.connect.plugins.Plugins;
import io.millrace.connect.plugins.index.PluginKind;
import java.io.Closeable;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.components.ConnectPlugin;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.storage.Converter;
import org.apache.kafka.connect.storage.HeaderConverter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Judges the keys of the converters that a connector brings itself: by their own definitions and, when these find nothing,
 * by what the converter says when it is given its settings as a task would give them.
 */
final class ConverterChecks {
    private static final Logger LOGGER = LoggerFactory.getLogger(ConverterChecks.class);

    private static final Pattern NAMED = Pattern.compile("(?:for|required) configuration \"?([\\w-]+(?:\\.[\\w-]+)*)");

    private final Plugins plugins;

    /** Gives a converter its settings. */
    private interface Configuring<T> {
        void configure(T converter, Map<String, String> own);
    }

    ConverterChecks(Plugins plugins) {
        this.plugins = plugins;
    }

    void check(Map<String, String> config, KeyedErrors errors) {
        Configuring<Converter> ofKeys = (converter, own) -> converter.configure(own, true);
        Configuring<Converter> ofValues = (converter, own) -> converter.configure(own, false);
        check("key.converter", PluginKind.CONVERTER, Converter.class, ofKeys, config, errors);
        check("value.converter", PluginKind.CONVERTER, Converter.class, ofValues, config, errors);
        check(
                "header.converter",
                PluginKind.HEADER_CONVERTER,
                HeaderConverter.class,
                (converter, own) -> converter.configure(own),
                config,
                errors);
    }

    private <T extends ConnectPlugin & Closeable> void check(
            String key,
            PluginKind kind,
            Class<T> type,
            Configuring<T> configuring,
            Map<String, String> config,
            KeyedErrors errors) {
        String className = config.get(key);
        if (className == null || className.isBlank()) {
            return;
        }
        Optional<String> version =
                Optional.ofNullable(config.get(key + ".plugin.version")).filter(pinned -> !pinned.isBlank());
        try (PluginHandle<T> converter = plugins.newInstance(plugins.find(kind, className.trim(), version), type)) {
            try {
                Map<String, String> own = own(key, config);
                if (asDefined(converter.call(ConnectPlugin::config), key, own, errors)) {
                    tryOut(converter, configuring, key, own, errors);
                }
            } finally {
                converter.<IOException>run(Closeable::close);
            }
        } catch (ConfigException | IOException e) {
            errors.error(key, className, e.getMessage());
        }
    }

    private static Map<String, String> own(String key, Map<String, String> config) {
        Map<String, String> own = new LinkedHashMap<>();
        config.forEach((name, value) -> {
            if (name.startsWith(key + ".")) {
                own.put(name.substring(key.length() + 1), value);
            }
        });
        own.put("converter.type", key.substring(0, key.indexOf('.')));
        return own;
    }

    /** Whether its definitions find nothing. */
    private static boolean asDefined(ConfigDef definition, String key, Map<String, String> own, KeyedErrors errors) {
        boolean clean = true;
        if (definition != null) {
            for (ConfigValue verdict : definition.validate(own)) {
                for (String message : verdict.errorMessages()) {
                    errors.error(key + "." + verdict.name(), verdict.value(), message);
                    clean = false;
                }
            }
        }
        return clean;
    }

    /**
     * Only what says that settings are wrong counts: another failure may be that of a service which is away at the moment,
     * and no reason to refuse a connector.
     */
    private static <T> void tryOut(
            PluginHandle<T> converter,
            Configuring<T> configuring,
            String key,
            Map<String, String> own,
            KeyedErrors errors) {
        try {
            converter.run(instance -> configuring.configure(instance, own));
        } catch (ConfigException | DataException e) {
            Optional<String> blamed = blamed(e);
            errors.error(
                    blamed.map(name -> key + "." + name).orElse(key),
                    blamed.isPresent() ? own.get(blamed.get()) : converter.className(),
                    String.valueOf(e.getMessage()));
        } catch (RuntimeException | LinkageError e) {
            LOGGER.debug("a converter cannot be tried out class={}", converter.className(), e);
        }
    }

    /** The setting that a message of Kafka's own making names, be it one that is missing. */
    private static Optional<String> blamed(RuntimeException refusal) {
        Matcher named = NAMED.matcher(String.valueOf(refusal.getMessage()));
        return refusal instanceof ConfigException && named.find() ? Optional.of(named.group(1)) : Optional.empty();
    }
}
