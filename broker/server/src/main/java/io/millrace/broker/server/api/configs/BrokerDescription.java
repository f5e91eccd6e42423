package io.millrace.broker.server.api.configs;

import io.millrace.broker.metadata.config.BrokerConfigs;
import io.millrace.broker.metadata.config.ConfigKey;
import io.millrace.broker.metadata.config.ListenerConfigs;
import io.millrace.broker.metadata.image.ConfigTarget;
import io.millrace.broker.metadata.image.ConfigsImage;
import io.millrace.broker.server.api.configs.ConfigDescription.Candidate;
import io.millrace.broker.server.api.configs.ConfigDescription.Setting;
import io.millrace.broker.server.properties.KafkaConfigs;
import io.millrace.broker.server.properties.SecretNames;
import io.millrace.broker.server.request.ApiSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** The settings of this broker, and where each comes from: set while it runs, from its properties file, or by default. */
final class BrokerDescription {

    /** Coarser names for the same thing, which hold where the finest one is not given. */
    private static final Map<String, List<String>> COARSER = Map.of(
            "log.retention.ms", List.of("log.retention.minutes", "log.retention.hours"),
            "log.roll.ms", List.of("log.roll.hours"),
            "log.roll.jitter.ms", List.of("log.roll.jitter.hours"));

    private final int nodeId;
    private final SortedMap<String, String> given;
    private final SortedMap<String, String> defaults;

    BrokerDescription(ApiSettings settings, int nodeId) {
        this.nodeId = nodeId;
        this.given = new TreeMap<>(settings.brokerProperties());
        this.defaults = new TreeMap<>(settings.brokerDefaults());
    }

    /** Everything that holds for this broker. */
    List<Setting> own(ConfigsImage configs) {
        var names = new TreeSet<>(defaults.keySet());
        names.addAll(given.keySet());
        names.addAll(BrokerConfigs.TABLE.byName().keySet());
        names.addAll(configs.of(ConfigTarget.broker(nodeId)).keySet());
        names.addAll(configs.of(ConfigTarget.allBrokers()).keySet());
        List<Setting> settings = new ArrayList<>();
        for (String name : names) {
            settings.add(setting(name, candidates(name, configs)));
        }
        return settings;
    }

    /** What the properties file says. */
    Optional<String> given(String name) {
        return Optional.ofNullable(given.get(name));
    }

    /** Only what was set for all brokers while they run. */
    List<Setting> cluster(ConfigsImage configs) {
        List<Setting> settings = new ArrayList<>();
        configs.of(ConfigTarget.allBrokers())
                .forEach((name, value) -> settings.add(
                        setting(name, List.of(new Candidate(name, value, ConfigDescription.DYNAMIC_DEFAULT_BROKER)))));
        return settings;
    }

    /** All places that give this broker config a value, the one that holds first. */
    List<Candidate> candidates(String name, ConfigsImage configs) {
        List<String> names = new ArrayList<>(List.of(name));
        names.addAll(COARSER.getOrDefault(name, List.of()));
        ListenerConfigs.parse(name).ifPresent(parts -> names.add(parts.config()));
        Map<String, String> ofThis = configs.of(ConfigTarget.broker(nodeId));
        Map<String, String> ofAll = configs.of(ConfigTarget.allBrokers());
        List<Candidate> candidates = new ArrayList<>();
        names.forEach(each -> add(candidates, each, ofThis.get(each), ConfigDescription.DYNAMIC_BROKER));
        names.forEach(each -> add(candidates, each, ofAll.get(each), ConfigDescription.DYNAMIC_DEFAULT_BROKER));
        names.forEach(each -> add(candidates, each, given.get(each), ConfigDescription.STATIC_BROKER));
        names.forEach(each -> add(candidates, each, defaultOf(each), ConfigDescription.DEFAULT));
        return candidates;
    }

    private static void add(List<Candidate> candidates, String name, String value, byte source) {
        if (value != null) {
            candidates.add(new Candidate(name, SecretNames.isSecret(name) ? null : value, source));
        }
    }

    private String defaultOf(String name) {
        return Optional.ofNullable(defaults.get(name))
                .or(() -> KafkaConfigs.find(name).map(KafkaConfigs.Entry::defaultValue))
                .filter(value -> !value.isEmpty())
                .orElse(null);
    }

    private static Setting setting(String name, List<Candidate> candidates) {
        Optional<Candidate> holds = candidates.stream()
                .filter(candidate -> candidate.name().equals(name))
                .findFirst();
        return new Setting(
                name,
                holds.map(Candidate::value).orElse(null),
                holds.map(Candidate::source).orElse(ConfigDescription.DEFAULT),
                BrokerConfigs.TABLE.find(name).isEmpty(),
                KafkaConfigs.find(ListenerConfigs.parse(name)
                                .map(ListenerConfigs.Name::config)
                                .orElse(name))
                        .map(KafkaConfigs.Entry::type)
                        .orElse(KafkaConfigs.Type.STRING)
                        .code(),
                SecretNames.isSecret(name),
                BrokerConfigs.TABLE.find(name).map(ConfigKey::documentation).orElse(""),
                candidates);
    }
}
