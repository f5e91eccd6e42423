package io.millrace.connect.worker.topics;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.connect.errors.ConnectException;

/**
 * A topic that is created only where it is missing. Whoever may use a topic often may not create one, so that to look
 * comes before to create.
 *
 * @param purpose what the topic is, for the sentence of a failure, as in "dead letter topic"
 */
public record MissingTopic(NewTopic wanted, String purpose) {

    private static final long TIMEOUT_MS = 60_000;

    /** Makes sure that the topic is there; blocks. */
    public void ensure(Admin admin) {
        try {
            if (!present(admin)) {
                create(admin);
            }
        } catch (ExecutionException e) {
            throw failure(e.getCause());
        } catch (TimeoutException e) {
            throw failure(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure(e);
        }
    }

    private boolean present(Admin admin) throws ExecutionException, TimeoutException, InterruptedException {
        try {
            admin.describeTopics(List.of(wanted.name())).allTopicNames().get(TIMEOUT_MS, TimeUnit.MILLISECONDS);
            return true;
        } catch (ExecutionException e) {
            // Who may not even look may still create: the permissions are apart.
            boolean unseen = e.getCause() instanceof UnknownTopicOrPartitionException
                    || e.getCause() instanceof AuthorizationException;
            if (unseen) {
                return false;
            }
            throw e;
        }
    }

    private void create(Admin admin) throws ExecutionException, TimeoutException, InterruptedException {
        try {
            admin.createTopics(List.of(wanted)).all().get(TIMEOUT_MS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e;
            }
        }
    }

    private ConnectException failure(Throwable cause) {
        return new ConnectException("Cannot create the " + purpose + " \"" + wanted.name() + "\": " + cause, cause);
    }
}
