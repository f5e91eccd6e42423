package io.millrace.broker.server.api.configs;

import io.millrace.broker.metadata.config.ClientMetricsConfigs;
import io.millrace.broker.metadata.config.ConfigKey;
import io.millrace.broker.metadata.config.ConfigType;
import io.millrace.broker.metadata.config.GroupConfigs;
import io.millrace.broker.metadata.config.TopicConfigs;
import io.millrace.broker.metadata.image.ConfigsImage;
import io.millrace.broker.server.request.ApiSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/** The effective settings of a topic, a group or this broker, and where each comes from. */
public final class ConfigDescription {

    static final byte DYNAMIC_TOPIC = 1;
    static final byte DYNAMIC_BROKER = 2;
    static final byte DYNAMIC_DEFAULT_BROKER = 3;
    static final byte STATIC_BROKER = 4;
    static final byte DEFAULT = 5;
    static final byte DYNAMIC_BROKER_LOGGER = 6;
    static final byte GROUP = 8;
    static final byte CLIENT_METRICS = 7;

    private final Map<String, String> topicDefaults;
    private final BrokerDescription broker;

    public ConfigDescription(ApiSettings settings, int nodeId) {
        this.topicDefaults = settings.topicDefaults();
        this.broker = new BrokerDescription(settings, nodeId);
    }

    /** One setting; {@code candidates} are all places that give it a value, the one that holds first. */
    public record Setting(
            String name,
            String value,
            byte source,
            boolean readOnly,
            byte type,
            boolean sensitive,
            String documentation,
            List<Candidate> candidates) {

        /** A setting that may be altered and is no secret; the first candidate holds. */
        private static Setting of(ConfigKey key, List<Candidate> candidates) {
            Candidate holds = candidates.get(0);
            return new Setting(
                    key.name(),
                    holds.value(),
                    holds.source(),
                    false,
                    key.type().code(),
                    false,
                    key.documentation(),
                    candidates);
        }
    }

    /** A place that gives a setting a value. */
    record Candidate(String name, String value, byte source) {}

    public List<Setting> topic(SortedMap<String, String> overrides, ConfigsImage configs) {
        List<Setting> settings = new ArrayList<>();
        for (ConfigKey key : TopicConfigs.TABLE.byName().values()) {
            List<Candidate> candidates = new ArrayList<>();
            String synonym = key.brokerSynonym().orElse(key.name());
            if (overrides.containsKey(key.name())) {
                candidates.add(new Candidate(key.name(), overrides.get(key.name()), DYNAMIC_TOPIC));
            }
            broker.candidates(synonym, configs).stream()
                    .filter(candidate ->
                            candidate.source() == DYNAMIC_BROKER || candidate.source() == DYNAMIC_DEFAULT_BROKER)
                    .forEach(candidates::add);
            if (topicDefaults.containsKey(key.name())) {
                candidates.add(new Candidate(synonym, topicDefaults.get(key.name()), STATIC_BROKER));
            }
            candidates.add(new Candidate(synonym, key.defaultValue(), DEFAULT));
            settings.add(Setting.of(key, candidates));
        }
        return settings;
    }

    public List<Setting> group(SortedMap<String, String> overrides) {
        List<Setting> settings = new ArrayList<>();
        for (ConfigKey key : GroupConfigs.KAFKAS.byName().values()) {
            List<Candidate> candidates = new ArrayList<>();
            String synonym = key.brokerSynonym().orElse(key.name());
            if (overrides.containsKey(key.name())) {
                candidates.add(new Candidate(key.name(), overrides.get(key.name()), GROUP));
            }
            broker.given(synonym).ifPresent(value -> candidates.add(new Candidate(synonym, value, STATIC_BROKER)));
            candidates.add(new Candidate(synonym, key.defaultValue(), DEFAULT));
            settings.add(Setting.of(key, candidates));
        }
        return settings;
    }

    /** Empty for a subscription that does not exist. */
    List<Setting> clientMetrics(SortedMap<String, String> overrides) {
        List<Setting> settings = new ArrayList<>();
        if (overrides.isEmpty()) {
            return settings;
        }
        for (ConfigKey key : ClientMetricsConfigs.TABLE.byName().values()) {
            List<Candidate> candidates = new ArrayList<>();
            if (overrides.containsKey(key.name())) {
                candidates.add(new Candidate(key.name(), overrides.get(key.name()), CLIENT_METRICS));
            }
            candidates.add(new Candidate(key.name(), key.defaultValue(), DEFAULT));
            settings.add(Setting.of(key, candidates));
        }
        return settings;
    }

    /** The loggers of this process, each with the level that it works by. */
    public static List<Setting> loggers(SortedMap<String, String> levels) {
        List<Setting> settings = new ArrayList<>();
        levels.forEach((logger, level) -> settings.add(new Setting(
                logger,
                level,
                DYNAMIC_BROKER_LOGGER,
                false,
                ConfigType.STRING.code(),
                false,
                "",
                List.of(new Candidate(logger, level, DYNAMIC_BROKER_LOGGER)))));
        return settings;
    }

    /** Everything that holds for this broker. */
    public List<Setting> broker(ConfigsImage configs) {
        return broker.own(configs);
    }

    /** What was set for all brokers while they run. */
    public List<Setting> allBrokers(ConfigsImage configs) {
        return broker.cluster(configs);
    }
}
