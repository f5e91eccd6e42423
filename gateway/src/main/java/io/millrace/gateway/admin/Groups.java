package io.millrace.gateway.admin;

import io.millrace.gateway.http.HttpProblemException;
import io.millrace.gateway.kafka.Clients;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListGroupsOptions;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Asks the cluster about consumer groups. Any thread. */
final class Groups {
    /** REST Proxy's code for a group that does not exist. */
    static final int NOT_FOUND = 40405;

    private final Clients clients;

    Groups(Clients clients) {
        this.clients = clients;
    }

    /** The names of all consumer groups. */
    CompletionStage<List<String>> names() {
        return clients.admin()
                .listGroups(ListGroupsOptions.forConsumerGroups())
                .all()
                .toCompletionStage()
                .thenApply(found ->
                        found.stream().map(GroupListing::groupId).sorted().toList());
    }

    /** One group; fails with 404 where there is none. */
    CompletionStage<ConsumerGroupDescription> find(String group) {
        return find(List.of(group)).thenApply(found -> {
            if (found.isEmpty()) {
                throw new HttpProblemException(404, NOT_FOUND, "Consumer group " + group + " cannot be found");
            }
            return found.get(0);
        });
    }

    /** Those of these that are there, in the order of their names. */
    CompletionStage<List<ConsumerGroupDescription>> find(Collection<String> groups) {
        List<CompletableFuture<ConsumerGroupDescription>> asked =
                clients.admin().describeConsumerGroups(groups).describedGroups().values().stream()
                        .map(each ->
                                each.toCompletionStage().toCompletableFuture().handle(Groups::orNothing))
                        .toList();
        return CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new)).thenApply(done -> asked.stream()
                .map(CompletableFuture::join)
                .filter(Objects::nonNull)
                .sorted(Comparator.comparing(ConsumerGroupDescription::groupId))
                .toList());
    }

    private static ConsumerGroupDescription orNothing(ConsumerGroupDescription found, Throwable failure) {
        if (failure == null) {
            // What older brokers say of a group that is not there.
            return found.groupState() == GroupState.DEAD ? null : found;
        }
        if (isGone(failure)) {
            return null;
        }
        throw failure instanceof RuntimeException known ? known : new IllegalStateException(failure);
    }

    /** Whether a failure says that what was asked about is not there. */
    static boolean isGone(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof GroupIdNotFoundException || cause instanceof UnknownTopicOrPartitionException;
    }
}
