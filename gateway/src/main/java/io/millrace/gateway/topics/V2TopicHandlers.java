package io.millrace.gateway.topics;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.gateway.http.Exchange;
import io.millrace.gateway.http.Json;
import io.millrace.gateway.http.Reply;
import io.millrace.gateway.rights.Rights;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** REST Proxy v2: topics, partitions, brokers. */
public final class V2TopicHandlers {
    private final Topics topics;
    private final Rights rights;

    public V2TopicHandlers(Topics topics, Rights rights) {
        this.topics = topics;
        this.rights = rights;
    }

    /** {@code GET /topics}. */
    public CompletionStage<Reply> list(Exchange exchange) {
        return topics.names().thenApply(names -> {
            ArrayNode list = Json.object().arrayNode();
            rights.visible(exchange.context(), names).forEach(list::add);
            return Reply.ok(list);
        });
    }

    /** {@code GET /topics/{topic}}. */
    public CompletionStage<Reply> show(Exchange exchange) {
        String topic = exchange.part("topic");
        return topics.find(topic).thenCompose(found -> topics.config(topic).thenApply(config -> {
            ObjectNode document = Json.object().put("name", found.name());
            ObjectNode configs = document.putObject("configs");
            Topics.values(config).forEach(configs::put);
            document.set("partitions", partitions(found.partitions()));
            return Reply.ok(document);
        }));
    }

    /** {@code GET /topics/{topic}/partitions}. */
    public CompletionStage<Reply> partitions(Exchange exchange) {
        return topics.find(exchange.part("topic")).thenApply(found -> Reply.ok(partitions(found.partitions())));
    }

    /** {@code GET /topics/{topic}/partitions/{partition}}. */
    public CompletionStage<Reply> partition(Exchange exchange) {
        return topics.partition(exchange.part("topic"), exchange.partition("partition"))
                .thenApply(found -> Reply.ok(partition(found)));
    }

    /** {@code GET /topics/{topic}/partitions/{partition}/offsets}. */
    public CompletionStage<Reply> offsets(Exchange exchange) {
        return topics.offsets(exchange.part("topic"), exchange.partition("partition"))
                .thenApply(found -> Reply.ok(
                        Json.object().put("beginning_offset", found.beginning()).put("end_offset", found.end())));
    }

    /** {@code GET /brokers}. */
    public CompletionStage<Reply> brokers(Exchange exchange) {
        return topics.brokers().thenApply(ids -> {
            ObjectNode document = Json.object();
            ArrayNode list = document.putArray("brokers");
            ids.forEach(list::add);
            return Reply.ok(document);
        });
    }

    private static ArrayNode partitions(List<TopicPartitions.Partition> partitions) {
        ArrayNode list = Json.object().arrayNode();
        partitions.forEach(each -> list.add(partition(each)));
        return list;
    }

    private static ObjectNode partition(TopicPartitions.Partition partition) {
        // REST Proxy says -1 for a partition that nobody leads.
        int leader = partition.leader() == null ? -1 : partition.leader();
        ObjectNode document = Json.object().put("partition", partition.number()).put("leader", leader);
        ArrayNode replicas = document.putArray("replicas");
        for (int broker : partition.replicas()) {
            replicas.addObject()
                    .put("broker", broker)
                    .put("leader", broker == leader)
                    .put("in_sync", partition.inSync().contains(broker));
        }
        return document;
    }
}
