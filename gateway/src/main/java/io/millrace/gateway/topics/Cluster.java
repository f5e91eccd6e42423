package io.millrace.gateway.topics;

import io.millrace.gateway.http.Exchange;
import io.millrace.gateway.http.HttpProblemException;
import io.millrace.gateway.kafka.Clients;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.Node;

/** The one cluster behind the gateway, which paths of v3 name by its id. Any thread. */
public final class Cluster {
    private final Clients clients;
    private volatile String id;

    public Cluster(Clients clients) {
        this.clients = clients;
    }

    /** The id, which never changes. */
    public CompletionStage<String> id() {
        String known = id;
        if (known != null) {
            return CompletableFuture.completedFuture(known);
        }
        return clients.admin().describeCluster().clusterId().toCompletionStage().thenApply(found -> {
            id = found;
            return found;
        });
    }

    /** The broker to which clients send what a controller does; empty while there is none. */
    public CompletionStage<Optional<Integer>> controller() {
        return clients.admin()
                .describeCluster()
                .controller()
                .toCompletionStage()
                .thenApply(found -> Optional.ofNullable(found)
                        .filter(node -> !node.isEmpty())
                        .map(Node::id));
    }

    /** The id, if it is the one that the path names; else fails with 404. */
    public CompletionStage<String> require(Exchange exchange) {
        String named = exchange.part("cluster");
        return id().thenApply(found -> {
            if (!found.equals(named)) {
                throw new HttpProblemException(
                        404, 404, "Cluster " + named + " cannot be found; this gateway serves " + found);
            }
            return found;
        });
    }
}
