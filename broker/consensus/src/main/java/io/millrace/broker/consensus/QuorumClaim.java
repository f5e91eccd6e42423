package io.millrace.broker.consensus;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A quorum directory that belongs to this node, before its quorum runs: the cluster's id is known, so that what needs no
 * more of the quorum can be opened while it starts.
 */
public final class QuorumClaim {
    private final QuorumConfig config;
    private final QuorumIdentity identity;

    private QuorumClaim(QuorumConfig config, QuorumIdentity identity) {
        this.config = config;
        this.identity = identity;
    }

    /**
     * Reads whose directory it is; a new one gets an identity.
     *
     * @throws QuorumStorageException when it belongs to another node or cluster, or has lost its log
     */
    public static QuorumClaim of(QuorumConfig config) {
        try {
            QuorumIdentity identity = QuorumIdentity.claim(config);
            RatisNode.requireStorage(config, identity);
            return new QuorumClaim(config, identity);
        } catch (IOException e) {
            throw new QuorumStorageException(
                    "The metadata in " + config.directory() + " can not be opened: " + RootCause.sentence(e), e);
        }
    }

    /** Whether a folder has an identity already. Changes nothing. */
    public static boolean isClaimed(Path directory) {
        return QuorumIdentity.isStored(directory);
    }

    public String clusterId() {
        return identity.clusterId();
    }

    /** Returns when the cluster is founded and everything from before is in {@link MetadataQuorum#image()}. */
    public MetadataQuorum start() {
        return MetadataQuorum.start(config, identity);
    }
}
