package io.millrace.connect.plugins.validate;

import io.millrace.connect.plugins.PluginDescriptor;
import io.millrace.connect.plugins.PluginHandle;
import io.millrace.connect.plugins.Plugins;
import io.millrace.connect.plugins.index.PluginKind;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.common.errors.InterruptException;
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

    /** A converter that has said nothing by then, nor by a fraction of the whole validation's time, has no objection. */
    static final Duration TRIAL_DEADLINE = Duration.ofSeconds(5);

    /** Three converters may be silent, and the rest of the validation needs its time too. */
    private static final int TRIALS_OF_A_DEADLINE = 4;

    private final Plugins plugins;
    private final PluginLanes lanes;

    /** Gives a converter its settings. */
    private interface Configuring<T> {
        void configure(T converter, Map<String, String> own);
    }

    /** Trials run on the lanes, each converter class in one of its own. */
    ConverterChecks(Plugins plugins, PluginLanes lanes) {
        this.plugins = plugins;
        this.lanes = lanes;
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
        try {
            PluginDescriptor found = plugins.find(kind, className.trim(), version);
            Map<String, String> own = own(key, config);
            if (asDefined(found, type, key, own, errors)) {
                silenceOrRefusal(found, () -> tryOut(found, type, converter -> configuring.configure(converter, own)))
                        .ifPresent(refusal -> refused(refusal, found, key, own, errors));
            }
        } catch (ConfigException e) {
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
    private <T extends ConnectPlugin & Closeable> boolean asDefined(
            PluginDescriptor found, Class<T> type, String key, Map<String, String> own, KeyedErrors errors) {
        ConfigDef definition;
        try (PluginHandle<T> converter = plugins.newInstance(found, type)) {
            try {
                definition = converter.call(ConnectPlugin::config);
            } finally {
                end(converter);
            }
        }
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

    /** Waits for a converter as long as one that asks its service may need, and not for a service in a black hole. */
    private Optional<KafkaException> silenceOrRefusal(
            PluginDescriptor found, Callable<Optional<KafkaException>> trial) {
        Duration fraction = lanes.deadline().dividedBy(TRIALS_OF_A_DEADLINE);
        Duration deadline = fraction.compareTo(TRIAL_DEADLINE) < 0 ? fraction : TRIAL_DEADLINE;
        String name = found.className();
        try {
            return lanes.run("trial of " + name, "The trial of " + name, deadline, trial)
                    .get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            LOGGER.debug("a converter cannot be tried out class={}", name, e.getCause());
            return Optional.empty();
        } catch (InterruptedException e) {
            // The deadline of the validation, or the worker ends.
            throw new InterruptException(e);
        }
    }

    /**
     * Only what says that settings are wrong counts: another failure may be that of a service which is away at the moment,
     * and no reason to refuse a connector. An instance of its own, which belongs to the thread that may be left behind.
     */
    private <T extends ConnectPlugin & Closeable> Optional<KafkaException> tryOut(
            PluginDescriptor found, Class<T> type, PluginHandle.Action<T, RuntimeException> configure) {
        try (PluginHandle<T> converter = plugins.newInstance(found, type)) {
            try {
                converter.run(configure);
                return Optional.empty();
            } catch (ConfigException | DataException e) {
                return Optional.of(e);
            } catch (RuntimeException | LinkageError e) {
                LOGGER.debug("a converter cannot be tried out class={}", found.className(), e);
                return Optional.empty();
            } finally {
                end(converter);
            }
        }
    }

    /** One that was not, or only half, configured may well fail at that, which says nothing about its settings. */
    private static <T extends Closeable> void end(PluginHandle<T> converter) {
        try {
            converter.<IOException>run(Closeable::close);
        } catch (IOException | RuntimeException | LinkageError e) {
            LOGGER.debug("a converter that was looked at does not close class={}", converter.className(), e);
        }
    }

    private static void refused(
            KafkaException refusal, PluginDescriptor found, String key, Map<String, String> own, KeyedErrors errors) {
        Optional<String> blamed = blamed(refusal);
        errors.error(
                blamed.map(name -> key + "." + name).orElse(key),
                blamed.isPresent() ? own.get(blamed.get()) : found.className(),
                String.valueOf(refusal.getMessage()));
    }

    /** The setting that a message of Kafka's own making names, be it one that is missing. */
    private static Optional<String> blamed(KafkaException refusal) {
        Matcher named = NAMED.matcher(String.valueOf(refusal.getMessage()));
        return refusal instanceof ConfigException && named.find() ? Optional.of(named.group(1)) : Optional.empty();
    }
}
