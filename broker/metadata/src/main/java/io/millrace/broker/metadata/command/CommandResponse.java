package io.millrace.broker.metadata.command;

import io.millrace.broker.metadata.wire.FieldWriter;

/** The answer to a command. A refusal is an answer too: it is decided, logged and equal on all nodes. */
public sealed interface CommandResponse
        permits CommandRefused,
                ClusterFounded,
                BrokerRegistered,
                TopicsCreated,
                TopicsDeleted,
                PartitionsCreated,
                ConfigsAltered,
                ProducerIdsAllocated,
                AclsCreated,
                AclsDeleted,
                ScramCredentialsAltered,
                FeaturesUpdated,
                QuotasAltered {

    ResponseType type();

    /** Writes the fields, without the type. */
    void write(FieldWriter writer);
}
