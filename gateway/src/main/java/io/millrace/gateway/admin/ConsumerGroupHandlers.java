package io.millrace.gateway.admin;

import io.millrace.gateway.http.Exchange;
import io.millrace.gateway.http.HttpProblemException;
import io.millrace.gateway.http.Reply;
import io.millrace.gateway.kafka.Clients;
import io.millrace.gateway.rights.Rights;
import io.millrace.gateway.topics.Cluster;
import io.millrace.gateway.topics.V3Documents;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.common.TopicPartition;

/** REST Proxy v3: consumer groups, who is in them, and how far they are behind. */
public final class ConsumerGroupHandlers {
    private static final int NOT_FOUND = 404;

    private final Cluster cluster;
    private final Rights rights;
    private final Groups groups;
    private final GroupLags lags;

    public ConsumerGroupHandlers(Clients clients, Cluster cluster, Rights rights) {
        this.cluster = cluster;
        this.rights = rights;
        this.groups = new Groups(clients);
        this.lags = new GroupLags(clients);
    }

    /** {@code GET .../consumer-groups}: those that the caller may see. */
    public CompletionStage<Reply> list(Exchange exchange) {
        return documents(exchange)
                .thenCombine(
                        groups.names().thenCompose(all -> groups.find(rights.visibleGroups(exchange.context(), all))),
                        (documents, found) -> Reply.ok(
                                documents.list("KafkaConsumerGroupList", "/consumer-groups", found, documents::group)));
    }

    /** {@code GET .../consumer-groups/{group}}. */
    public CompletionStage<Reply> show(Exchange exchange) {
        return of(exchange, (documents, group) -> Reply.ok(documents.group(group)));
    }

    /** {@code GET .../consumer-groups/{group}/consumers}. */
    public CompletionStage<Reply> consumers(Exchange exchange) {
        return of(
                exchange,
                (documents, group) -> Reply.ok(documents.list(
                        "KafkaConsumerList",
                        GroupDocuments.consumers(group.groupId()),
                        group.members().stream()
                                .sorted(Comparator.comparing(MemberDescription::consumerId))
                                .toList(),
                        each -> documents.consumer(group.groupId(), each))));
    }

    /** {@code GET .../consumers/{consumer}}. */
    public CompletionStage<Reply> consumer(Exchange exchange) {
        return of(
                exchange, (documents, group) -> Reply.ok(documents.consumer(group.groupId(), member(exchange, group))));
    }

    /** {@code GET .../consumers/{consumer}/assignments}: partitions of topics that the caller may see. */
    public CompletionStage<Reply> assignments(Exchange exchange) {
        return of(exchange, (documents, group) -> {
            MemberDescription member = member(exchange, group);
            Set<TopicPartition> all = member.assignment().topicPartitions();
            List<String> visible = visible(
                    exchange, all.stream().map(TopicPartition::topic).distinct().toList());
            return Reply.ok(documents.list(
                    "KafkaConsumerAssignmentList",
                    GroupDocuments.assignments(group.groupId(), member.consumerId()),
                    all.stream()
                            .filter(each -> visible.contains(each.topic()))
                            .sorted(Comparator.comparing(TopicPartition::topic)
                                    .thenComparing(TopicPartition::partition))
                            .toList(),
                    each -> documents.assignment(group.groupId(), member.consumerId(), each)));
        });
    }

    /** {@code GET .../assignments/{topic}/partitions/{partition}}. */
    public CompletionStage<Reply> assignment(Exchange exchange) {
        TopicPartition wanted = new TopicPartition(exchange.part("topic"), exchange.partition("partition"));
        return of(exchange, (documents, group) -> {
            MemberDescription member = member(exchange, group);
            if (!member.assignment().topicPartitions().contains(wanted)) {
                throw missing("Consumer " + member.consumerId() + " does not read " + wanted);
            }
            return Reply.ok(documents.assignment(group.groupId(), member.consumerId(), wanted));
        });
    }

    private static MemberDescription member(Exchange exchange, ConsumerGroupDescription group) {
        String wanted = exchange.part("consumer");
        return group.members().stream()
                .filter(each -> each.consumerId().equals(wanted))
                .findFirst()
                .orElseThrow(() -> missing("Consumer " + wanted + " is not in the group"));
    }

    /** {@code GET .../consumer-groups/{group}/lags}: of partitions of topics that the caller may see. */
    public CompletionStage<Reply> lags(Exchange exchange) {
        String group = exchange.part("group");
        return lagsOf(
                exchange,
                (documents, found) -> Reply.ok(documents.list(
                        "KafkaConsumerLagList",
                        GroupDocuments.lags(group),
                        found,
                        each -> documents.lag(group, each))));
    }

    /** {@code GET .../lags/{topic}/partitions/{partition}}. */
    public CompletionStage<Reply> lag(Exchange exchange) {
        TopicPartition wanted = new TopicPartition(exchange.part("topic"), exchange.partition("partition"));
        return lagsOf(exchange, (documents, found) -> found.stream()
                .filter(each -> each.partition().equals(wanted))
                .findFirst()
                .map(each -> Reply.ok(documents.lag(exchange.part("group"), each)))
                .orElseThrow(() -> missing("The group has no offset of " + wanted)));
    }

    /** {@code GET .../consumer-groups/{group}/lag-summary}: over topics that the caller may see. */
    public CompletionStage<Reply> lagSummary(Exchange exchange) {
        return lagsOf(exchange, (documents, found) -> found.stream()
                .max(Comparator.comparingLong(GroupLags.Lag::lag))
                .map(most -> Reply.ok(documents.summary(exchange.part("group"), found, most)))
                .orElseThrow(() -> missing("The group has no offsets")));
    }

    private CompletionStage<Reply> lagsOf(
            Exchange exchange, BiFunction<GroupDocuments, List<GroupLags.Lag>, Reply> answer) {
        return documents(exchange)
                .thenCombine(
                        groups.find(exchange.part("group"))
                                .thenCompose(found -> lags.of(found, topics -> visible(exchange, topics))),
                        answer);
    }

    private CompletionStage<Reply> of(
            Exchange exchange, BiFunction<GroupDocuments, ConsumerGroupDescription, Reply> answer) {
        return documents(exchange).thenCombine(groups.find(exchange.part("group")), answer);
    }

    private List<String> visible(Exchange exchange, Collection<String> topics) {
        return rights.visible(exchange.context(), topics);
    }

    private CompletionStage<GroupDocuments> documents(Exchange exchange) {
        return cluster.require(exchange).thenApply(id -> new GroupDocuments(new V3Documents(exchange, id)));
    }

    private static HttpProblemException missing(String message) {
        return new HttpProblemException(NOT_FOUND, NOT_FOUND, message);
    }
}
