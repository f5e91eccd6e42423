package io.millrace.broker.coordinator.transaction;

import java.util.OptionalLong;

/** Ids that nobody has used, handed in with a request that may need one. */
@FunctionalInterface
public interface FreshProducerIds {

    /** Empty when none is at hand; the client tries again. */
    OptionalLong next();
}
