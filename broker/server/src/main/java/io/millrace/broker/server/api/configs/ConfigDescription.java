package io.millrace.broker.server.api.configs;

import io.millrace.broker.metadata.config.ConfigKey;
import io.millrace.broker.metadata.config.ConfigType;
import io.millrace.broker.metadata.config.GroupConfigs;
import io.millrace.broker.metadata.config.TopicConfigs;
import io.millrace.broker.server.request.ApiSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The effective settings of a topic, a group or this broker, and where each comes from. */
public final class ConfigDescription {

    static final byte DYNAMIC_TOPIC = 1;
    static final byte STATIC_BROKER = 4;
    static final byte DEFAULT = 5;
    static final byte GROUP = 8;

    private final Map<String, String> topicDefaults;
    private final SortedMap<String, String> brokerProperties;

    public ConfigDescription(ApiSettings settings) {
        this.topicDefaults = settings.topicDefaults();
        this.brokerProperties = new TreeMap<>(settings.brokerProperties());
    }

    /** One setting; {@code candidates} are all places that give it a value, the one that holds first. */
    public record Setting(
            String name,
            String value,
            byte source,
            boolean readOnly,
            byte type,
            String documentation,
            List<Candidate> candidates) {}

    /** A place that gives a setting a value. */
    record Candidate(String name, String value, byte source) {}

    public List<Setting> topic(SortedMap<String, String> overrides) {
        List<Setting> settings = new ArrayList<>();
        for (ConfigKey key : TopicConfigs.TABLE.byName().values()) {
            List<Candidate> candidates = new ArrayList<>();
            String synonym = key.brokerSynonym().orElse(key.name());
            if (overrides.containsKey(key.name())) {
                candidates.add(new Candidate(key.name(), overrides.get(key.name()), DYNAMIC_TOPIC));
            }
            if (topicDefaults.containsKey(key.name())) {
                candidates.add(new Candidate(synonym, topicDefaults.get(key.name()), STATIC_BROKER));
            }
            candidates.add(new Candidate(synonym, key.defaultValue(), DEFAULT));
            Candidate holds = candidates.get(0);
            settings.add(new Setting(
                    key.name(),
                    holds.value(),
                    holds.source(),
                    false,
                    key.type().code(),
                    key.documentation(),
                    candidates));
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
            if (brokerProperties.containsKey(synonym)) {
                candidates.add(new Candidate(synonym, brokerProperties.get(synonym), STATIC_BROKER));
            }
            candidates.add(new Candidate(synonym, key.defaultValue(), DEFAULT));
            Candidate holds = candidates.get(0);
            settings.add(new Setting(
                    key.name(),
                    holds.value(),
                    holds.source(),
                    false,
                    key.type().code(),
                    key.documentation(),
                    candidates));
        }
        return settings;
    }

    public List<Setting> broker() {
        List<Setting> settings = new ArrayList<>();
        brokerProperties.forEach((name, value) -> settings.add(new Setting(
                name,
                value,
                STATIC_BROKER,
                true,
                ConfigType.STRING.code(),
                "",
                List.of(new Candidate(name, value, STATIC_BROKER)))));
        return settings;
    }
}
