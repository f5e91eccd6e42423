package io.millrace.broker.metadata.image;

import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.Uuid;

/**
 * A registered broker. The broker epoch is the index of its registration in the metadata log, so a later registration
 * always has the higher one. A fenced broker hosts data but gets no new replicas and leads nothing.
 */
public record BrokerImage(
        int brokerId,
        long brokerEpoch,
        Uuid incarnationId,
        List<BrokerEndpoint> endpoints,
        Optional<String> rack,
        boolean fenced) {

    public BrokerImage {
        endpoints = List.copyOf(endpoints);
    }

    public Optional<BrokerEndpoint> endpoint(String listener) {
        return endpoints.stream()
                .filter(endpoint -> endpoint.listener().equals(listener))
                .findFirst();
    }
}
