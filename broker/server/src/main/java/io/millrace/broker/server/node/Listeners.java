package io.millrace.broker.server.node;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.security.auth.SecurityProtocol;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All listeners that serve clients, from Kafka's properties. Listeners of controllers are read and not opened: the
 * controller is in this process.
 *
 * @param all in the order of {@code listeners}
 */
record Listeners(List<ListenerSettings> all) {

    private static final Logger LOGGER = LoggerFactory.getLogger(Listeners.class);
    private static final String LISTENERS = "listeners";
    private static final String ADVERTISED = "advertised.listeners";
    private static final String PROTOCOLS = "listener.security.protocol.map";
    private static final String INTER_BROKER = "inter.broker.listener.name";
    private static final String CONTROLLERS = "controller.listener.names";
    private static final String INSECURE = "insecure.listeners";

    static Listeners from(PropertyReader properties) {
        TlsProperties.know(properties);
        SaslProperties.know(properties);
        Map<String, ListenerAddress> bound =
                ListenerAddress.parse(LISTENERS, properties.text(LISTENERS, "PLAINTEXT://127.0.0.1:9092"));
        Set<String> controllers = names(properties.text(CONTROLLERS, ""));
        Map<String, ListenerAddress> advertised = properties
                .find(ADVERTISED)
                .filter(value -> !value.isEmpty())
                .map(value -> ListenerAddress.parse(ADVERTISED, value))
                .orElse(Map.of());
        for (String name : advertised.keySet()) {
            if (!bound.containsKey(name) && !controllers.contains(name)) {
                throw new ConfigException(ADVERTISED, name, "names a listener that " + LISTENERS + " does not");
            }
        }
        Map<String, SecurityProtocol> protocols = protocols(properties.text(PROTOCOLS, ""));
        Set<String> insecure = names(properties.text(INSECURE, ""));
        List<ListenerSettings> all = new ArrayList<>();
        Set<Integer> ports = new HashSet<>();
        for (ListenerAddress address : bound.values()) {
            if (controllers.contains(address.name())) {
                LOGGER.info("The controller is in this process and needs no listener. ignored={}", address.name());
                continue;
            }
            if (address.port() != 0 && !ports.add(address.port())) {
                throw new ConfigException(LISTENERS, address.port(), "Each listener must have a different port");
            }
            var reader = new ListenerReader(properties, insecure.contains(address.name()));
            all.add(reader.read(address, protocolOf(address.name(), protocols), advertised.get(address.name())));
        }
        if (all.isEmpty()) {
            throw new ConfigException(
                    LISTENERS, bound.keySet(), "has no listener for clients besides those of " + CONTROLLERS);
        }
        requireInterBroker(properties, all);
        return new Listeners(List.copyOf(all));
    }

    /** One that needs no credentials, if there is one: for what runs in this process. */
    ListenerSettings easiest() {
        return all.stream()
                .filter(listener -> listener.protocol() == SecurityProtocol.PLAINTEXT)
                .findFirst()
                .orElse(all.get(0));
    }

    private static Map<String, SecurityProtocol> protocols(String map) {
        Map<String, SecurityProtocol> protocols = new LinkedHashMap<>();
        for (SecurityProtocol protocol : SecurityProtocol.values()) {
            protocols.put(protocol.name, protocol);
        }
        for (String entry : map.isEmpty() ? new String[0] : map.split(",")) {
            String[] pair = entry.trim().split(":");
            if (pair.length != 2) {
                throw new ConfigException(PROTOCOLS, entry, "must look like INTERNAL:PLAINTEXT,EXTERNAL:SASL_SSL");
            }
            protocols.put(pair[0].trim().toUpperCase(Locale.ROOT), protocol(pair[1].trim()));
        }
        return protocols;
    }

    private static SecurityProtocol protocol(String name) {
        try {
            return SecurityProtocol.forName(name);
        } catch (IllegalArgumentException e) {
            throw new ConfigException(PROTOCOLS, name, "must be one of PLAINTEXT, SSL, SASL_PLAINTEXT, SASL_SSL");
        }
    }

    private static SecurityProtocol protocolOf(String listener, Map<String, SecurityProtocol> protocols) {
        SecurityProtocol protocol = protocols.get(listener);
        if (protocol == null) {
            throw new ConfigException(
                    LISTENERS,
                    listener,
                    "has no protocol; add " + listener + ":PLAINTEXT or another one to " + PROTOCOLS);
        }
        return protocol;
    }

    private static void requireInterBroker(PropertyReader properties, List<ListenerSettings> all) {
        Map<String, String> given = new HashMap<>();
        for (String name : List.of(INTER_BROKER, "security.inter.broker.protocol")) {
            properties.find(name).filter(value -> !value.isEmpty()).ifPresent(value -> given.put(name, value));
        }
        if (given.size() > 1) {
            throw new ConfigException("Only one of " + INTER_BROKER + " and security.inter.broker.protocol may be set");
        }
        given.forEach((name, value) -> {
            boolean known = all.stream()
                    .anyMatch(listener -> name.equals(INTER_BROKER)
                            ? listener.name().equals(value.toUpperCase(Locale.ROOT))
                            : listener.protocol().name.equals(value));
            if (!known) {
                throw new ConfigException(name, value, "is none of the " + LISTENERS);
            }
        });
    }

    private static Set<String> names(String list) {
        return java.util.Arrays.stream(list.split(","))
                .map(name -> name.trim().toUpperCase(Locale.ROOT))
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toSet());
    }
}
