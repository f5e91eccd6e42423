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
 * @param host where the quorum port is bound
 * @param port 0 picks a free one, which only a lone voter can do: others must find the port again
 * @param voters all voters, this node among them; empty means that this node is the only one
 */
public record QuorumConfig(
        Path directory,
        int nodeId,
        Optional<String> clusterId,
        String host,
        int port,
        List<QuorumPeer> voters,
        ConfigSchema schema,
        QuorumTimings timings) {
    /** The quorum trusts its peers, so it is not reachable from elsewhere unless somebody says so. */
    public static final String DEFAULT_HOST = "127.0.0.1";

    public QuorumConfig {
        voters = List.copyOf(voters);
        if (nodeId < 0) {
            throw new IllegalArgumentException("The node id " + nodeId + " is negative");
        }
        if (voters.size() > 1 && port == 0) {
            throw new IllegalArgumentException("A quorum of several voters needs a fixed port, not 0");
        }
        if (!voters.isEmpty() && voters.stream().noneMatch(voter -> voter.nodeId() == nodeId)) {
            throw new IllegalArgumentException("Node " + nodeId + " is not among the voters " + voters);
        }
    }

    /** One node that is the whole quorum, on a free loopback port. */
    public static QuorumConfig loneVoter(Path directory, int nodeId, ConfigSchema schema) {
        return new QuorumConfig(
                directory, nodeId, Optional.empty(), DEFAULT_HOST, 0, List.of(), schema, QuorumTimings.DEFAULTS);
    }

    public QuorumConfig withClusterId(String newClusterId) {
        return new QuorumConfig(directory, nodeId, Optional.of(newClusterId), host, port, voters, schema, timings);
    }

    boolean isLoneVoter() {
        return voters.size() <= 1;
    }
}
