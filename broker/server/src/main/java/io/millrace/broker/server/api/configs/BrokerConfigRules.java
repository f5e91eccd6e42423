package io.millrace.broker.server.api.configs;

import io.millrace.broker.metadata.command.ConfigChange;
import io.millrace.broker.metadata.command.ConfigOperation;
import io.millrace.broker.metadata.config.BrokerConfigs;
import io.millrace.broker.metadata.config.ListenerConfigs;
import io.millrace.broker.metadata.image.ConfigTarget;
import io.millrace.broker.metadata.image.ConfigsImage;
import io.millrace.broker.server.properties.KafkaConfigs;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Which broker configs may be altered at run time, and for whom (KIP-226). */
final class BrokerConfigRules {

    private BrokerConfigRules() {}

    /** Empty when the cluster may be asked. */
    static Optional<String> complaint(ConfigTarget target, List<ConfigOperation> operations) {
        return first(
                        operations,
                        ListenerConfigs.STORES::contains,
                        "These security configs can be updated dynamically for one listener only, as"
                                + " listener.name.NAME.CONFIG",
                        "")
                .or(() -> first(
                        operations,
                        BrokerConfigRules::isFixed,
                        "Cannot update these configs dynamically",
                        "; they are read when the broker starts: change them in its properties file and restart it"))
                .or(() -> target.name().isEmpty()
                        ? first(
                                operations,
                                BrokerConfigRules::isOfOneBroker,
                                "Cannot update these configs for all brokers, a broker id must be specified",
                                "")
                        : Optional.empty());
    }

    /** What Kafka knows and cannot be altered here; a name that nobody knows is judged by the cluster. */
    private static boolean isFixed(String name) {
        String config = ListenerConfigs.parse(name)
                .map(ListenerConfigs.Name::config)
                .map(BrokerConfigRules::withoutMechanism)
                .orElse(name);
        return KafkaConfigs.find(config).isPresent()
                && BrokerConfigs.TABLE.find(name).isEmpty();
    }

    /** SASL settings of a listener may begin with a mechanism. */
    private static String withoutMechanism(String config) {
        int dot = config.indexOf('.');
        return KafkaConfigs.find(config).isEmpty() && dot >= 0 ? config.substring(dot + 1) : config;
    }

    private static boolean isOfOneBroker(String name) {
        return ListenerConfigs.parse(name)
                .filter(parts -> !ListenerConfigs.CLUSTER_WIDE.contains(parts.config()))
                .isPresent();
    }

    private static Optional<String> first(
            List<ConfigOperation> operations, Predicate<String> rule, String complaint, String advice) {
        var names = new TreeSet<String>();
        operations.stream().map(ConfigOperation::key).filter(rule).forEach(names::add);
        return names.isEmpty() ? Optional.empty() : Optional.of(complaint + ": " + names + advice);
    }

    /** Whether listeners of this broker may have to change. */
    static boolean concernsListeners(ConfigChange change, int nodeId, boolean replaceAll) {
        boolean ofThis = change.target().equals(ConfigTarget.broker(nodeId));
        return (ofThis || change.target().equals(ConfigTarget.allBrokers()))
                && (replaceAll
                        || change.operations().stream().anyMatch(operation -> ListenerConfigs.parse(operation.key())
                                .isPresent()));
    }

    /** What would be set for this broker or for all; lists are left out, for none concerns a listener. */
    static Map<String, String> after(ConfigChange change, int nodeId, ConfigsImage configs, boolean replaceAll) {
        Map<String, String> values = new TreeMap<>();
        for (ConfigTarget target : List.of(ConfigTarget.allBrokers(), ConfigTarget.broker(nodeId))) {
            if (!replaceAll || !target.equals(change.target())) {
                values.putAll(configs.of(target));
            }
            if (target.equals(change.target())) {
                change.operations().forEach(operation -> take(operation, values));
            }
        }
        return values;
    }

    private static void take(ConfigOperation operation, Map<String, String> values) {
        if (operation.kind() == ConfigOperation.Kind.DELETE) {
            values.remove(operation.key());
        } else if (operation.kind() == ConfigOperation.Kind.SET) {
            operation.value().ifPresent(value -> values.put(operation.key(), value));
        }
    }
}
