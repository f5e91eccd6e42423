package io.millrace.broker.consensus;

import io.millrace.broker.metadata.config.ConfigSchema;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How this node takes part in the quorum.
 *
 * @param directory holds everything the quorum stores; never a temporary folder
 * @param nodeId the id of this node, the same at every start
 * @param clusterId empty: the stored one, or a fresh one for a new directory
 * @param voters all voters, this node among them; empty means that this node is the only one
 */
public record QuorumConfig(
        Path directory,
        int nodeId,
        Optional<String> clusterId,
        QuorumAddress address,
        List<QuorumPeer> voters,
        ConfigSchema schema,
        QuorumTuning tuning) {

    public QuorumConfig {
        voters = List.copyOf(voters);
        if (nodeId < 0) {
            throw new IllegalArgumentException("The node id " + nodeId + " is negative");
        }
        if (voters.size() > 1 && address.port() == QuorumAddress.NO_PORT) {
            throw new IllegalArgumentException("A quorum of several voters needs a fixed port, not 0");
        }
        if (voters.size() > 1 && clusterId.isEmpty()) {
            throw new IllegalArgumentException("A quorum of several voters needs a cluster id that all of them share");
        }
        if (!voters.isEmpty() && voters.stream().noneMatch(voter -> voter.nodeId() == nodeId)) {
            throw new IllegalArgumentException("Node " + nodeId + " is not among the voters " + voters);
        }
    }

    /** One node that is the whole quorum; it opens no port. */
    public static QuorumConfig loneVoter(Path directory, int nodeId, ConfigSchema schema) {
        return new QuorumConfig(
                directory, nodeId, Optional.empty(), QuorumAddress.LOOPBACK, List.of(), schema, QuorumTuning.DEFAULTS);
    }

    public QuorumConfig withClusterId(String newClusterId) {
        return new QuorumConfig(directory, nodeId, Optional.of(newClusterId), address, voters, schema, tuning);
    }

    public QuorumConfig withAddress(QuorumAddress newAddress) {
        return new QuorumConfig(directory, nodeId, clusterId, newAddress, voters, schema, tuning);
    }

    public QuorumConfig withTuning(QuorumTuning newTuning) {
        return new QuorumConfig(directory, nodeId, clusterId, address, voters, schema, newTuning);
    }

    QuorumTimings timings() {
        return tuning.timings();
    }

    boolean isLoneVoter() {
        return voters.size() <= 1;
    }

    /** A lone voter whose port nobody has fixed has nobody to listen to. */
    boolean hasTransport() {
        return !isLoneVoter() || address.port() != QuorumAddress.NO_PORT;
    }
}
