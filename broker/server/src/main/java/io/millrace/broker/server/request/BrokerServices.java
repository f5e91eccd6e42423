package io.millrace.broker.server.request;

import io.millrace.broker.server.hosting.BrokerIdentity;
import io.millrace.broker.server.hosting.ClusterMetadata;
import io.millrace.broker.server.hosting.PartitionTable;
import io.millrace.broker.server.hosting.ProducerIds;
import io.millrace.broker.server.hosting.QuorumStatus;
import io.millrace.broker.server.quota.ClientQuotas;
import io.millrace.broker.server.telemetry.ClientTelemetry;
import java.time.InstantSource;
import java.util.concurrent.Executor;

/**
 * What handlers work with.
 *
 * @param identity which broker this is
 * @param cluster the image and the way to change it
 * @param partitions the partitions on this broker
 * @param producerIds fresh ids
 * @param access who may do what
 * @param settings what an operator may set about requests
 * @param blocking runs what reads much from disk, off the loops
 * @param clock the wall clock
 * @param administration quotas, the quorum and the metrics of clients
 */
public record BrokerServices(
        BrokerIdentity identity,
        ClusterMetadata cluster,
        PartitionTable partitions,
        ProducerIds producerIds,
        Access access,
        ApiSettings settings,
        Executor blocking,
        InstantSource clock,
        Administration administration) {

    /** What clients may use, and what they have used. */
    public ClientQuotas quotas() {
        return administration.quotas();
    }

    /** How the quorum of the metadata stands. */
    public QuorumStatus quorum() {
        return administration.quorum();
    }

    /** The metrics that clients push. */
    public ClientTelemetry telemetry() {
        return administration.telemetry();
    }
}
