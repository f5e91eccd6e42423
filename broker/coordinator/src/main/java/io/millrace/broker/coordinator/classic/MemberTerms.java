package io.millrace.broker.coordinator.classic;

import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.utils.Bytes;

/** What a member said when it joined: its timeouts and its protocols, most wanted first. */
public record MemberTerms(int rebalanceTimeoutMs, int sessionTimeoutMs, List<MemberProtocol> protocols) {

    public MemberTerms {
        protocols = List.copyOf(protocols);
    }

    public boolean supports(String protocol) {
        return protocols.stream().anyMatch(offered -> offered.name().equals(protocol));
    }

    public Optional<Bytes> metadata(String protocol) {
        return protocols.stream()
                .filter(offered -> offered.name().equals(protocol))
                .map(MemberProtocol::metadata)
                .findFirst();
    }
}
