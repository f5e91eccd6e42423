package io.millrace.broker.server.request;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** What this broker says to a change of its own configs: before the cluster is asked, and when it acts. Any thread. */
public interface BrokerReconfiguration {

    /**
     * Why this broker could not go on with these configs; empty when it could.
     *
     * @param values everything that would be set at run time, for this broker or for all of them
     */
    CompletableFuture<Optional<String>> complaint(Map<String, String> values);

    /** Completes when every change acts that the cluster has accepted so far. */
    CompletableFuture<Void> settled();
}
