package io.millrace.broker.server.node;

import io.millrace.broker.metadata.command.AlterScramCredentials;
import io.millrace.broker.metadata.command.CommandResponse;
import io.millrace.broker.metadata.command.ScramChange;
import io.millrace.broker.metadata.command.ScramCredentialsAltered;
import io.millrace.broker.server.hosting.ClusterMetadata;
import io.millrace.broker.server.sasl.InitialScram;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the first SCRAM users of a cluster, without whom nobody could log in to make others. */
final class FirstScramUsers {

    private static final Logger LOGGER = LoggerFactory.getLogger(FirstScramUsers.class);

    private FirstScramUsers() {}

    /** Only while the cluster has none: what was changed or deleted since stays as it is. */
    static void make(ClusterMetadata cluster, List<ScramChange> users) {
        if (users.isEmpty() || !cluster.image().scram().byUser().isEmpty()) {
            return;
        }
        CommandResponse response;
        try {
            response = cluster.submit(new AlterScramCredentials(users)).join();
        } catch (CompletionException e) {
            throw new BrokerStartException(
                    "The cluster does not answer: " + e.getCause().getMessage(), e);
        }
        if (!(response instanceof ScramCredentialsAltered altered)
                || !altered.users().stream().allMatch(user -> user.outcome().done())) {
            throw new BrokerStartException("The cluster refused " + InitialScram.PROPERTY + ": " + response, null);
        }
        LOGGER.info("The cluster has its first SCRAM users. count={}", users.size());
    }
}
