package io.millrace.gateway.produce;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.gateway.http.Exchange;
import io.millrace.gateway.http.Json;
import io.millrace.gateway.http.Reply;
import io.millrace.gateway.kafka.KafkaProblems;
import io.millrace.gateway.once.IdempotencyKey;
import io.millrace.gateway.once.KeyedRequests;
import io.millrace.gateway.once.Work;
import io.millrace.gateway.topics.KnownTopics;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/** REST Proxy v2: {@code POST /topics/{topic}} and {@code POST /topics/{topic}/partitions/{partition}}. */
public final class V2ProduceHandlers {
    private final KnownTopics topics;
    private final Schemas schemas;
    private final RecordSender sender;
    private final KeyedRequests keyed;

    public V2ProduceHandlers(KnownTopics topics, Schemas schemas, RecordSender sender, KeyedRequests keyed) {
        this.topics = topics;
        this.schemas = schemas;
        this.sender = sender;
        this.keyed = keyed;
    }

    /** Each record goes where its partition, its key or the producer says. */
    public CompletionStage<Reply> toTopic(Exchange exchange) {
        return produce(exchange, null);
    }

    /** All records go to one partition. */
    public CompletionStage<Reply> toPartition(Exchange exchange) {
        return produce(exchange, exchange.partition("partition"));
    }

    private CompletionStage<Reply> produce(Exchange exchange, Integer partition) {
        String topic = exchange.part("topic");
        V2Format format = V2Format.of(exchange);
        Optional<String> key = IdempotencyKey.of(exchange.headers());
        return topics.partitions(topic)
                .thenComposeAsync(
                        partitions -> {
                            Schemas own = schemas.by(exchange.context());
                            Read read = new Read(topic, format, partition, partitions, own, exchange.body());
                            return key.isPresent() ? once(exchange, key.get(), read) : sent(exchange, read);
                        },
                        exchange.context().blockingTaskExecutor());
    }

    /** A body that is read when it is needed. */
    @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
    private record Read(
            String topic, V2Format format, Integer partition, int partitions, Schemas schemas, byte[] body) {
        Contents contents() {
            V2ProduceBody read = new V2ProduceBody(topic, format, body, schemas);
            Schemas.Known keys = read.schema(true);
            Schemas.Known values = read.schema(false);
            List<Draft> drafts = read.drafts(partition, keys, values);
            drafts.forEach(each -> require(each.partition(), partitions));
            return new Contents(keys, values, drafts);
        }
    }

    private record Contents(Schemas.Known keys, Schemas.Known values, List<Draft> drafts) {
        ObjectNode document(ArrayNode offsets) {
            return V2ProduceHandlers.document(offsets, keys, values);
        }
    }

    /** All records in one transaction, once for the key. */
    private CompletionStage<Reply> once(Exchange exchange, String key, Read read) {
        Work work = new Work() {
            private Contents contents;

            @Override
            public List<ProducerRecord<byte[], byte[]>> records() {
                contents = read.contents();
                return contents.drafts().stream()
                        .map(each -> RecordSender.record(read.topic(), each))
                        .toList();
            }

            @Override
            public byte[] answer(List<RecordMetadata> written) {
                ArrayNode offsets = Json.object().arrayNode();
                written.forEach(each -> offsets.add(result(each, null)));
                return Json.write(contents.document(offsets));
            }
        };
        return keyed.answer(exchange, key, exchange.body(), work).thenApply(KeyedReplies::of);
    }

    private CompletionStage<Reply> sent(Exchange exchange, Read read) {
        Contents contents = read.contents();
        return sent(exchange, read.topic(), contents.drafts())
                .thenApply(offsets -> Reply.ok(contents.document(offsets)));
    }

    private static void require(Integer partition, int partitions) {
        if (partition != null) {
            KnownTopics.require(partition, partitions);
        }
    }

    private CompletionStage<ArrayNode> sent(Exchange exchange, String topic, List<Draft> drafts) {
        RecordSender.Way way = sender.within(Room.ofRequest());
        List<CompletableFuture<ObjectNode>> results = drafts.stream()
                .map(draft -> way.send(topic, draft).handle(V2ProduceHandlers::result))
                .toList();
        return CompletableFuture.allOf(results.toArray(CompletableFuture[]::new))
                // Away from the producer's thread, which others need.
                .thenApplyAsync(
                        done -> {
                            ArrayNode offsets = Json.object().arrayNode();
                            results.forEach(result -> offsets.add(result.join()));
                            return offsets;
                        },
                        exchange.context().blockingTaskExecutor());
    }

    private static ObjectNode result(RecordMetadata metadata, Throwable failure) {
        ObjectNode result = Json.object();
        if (failure == null) {
            result.put("partition", metadata.partition());
            result.put("offset", metadata.offset());
            result.putNull("error_code");
            result.putNull("error");
        } else {
            result.putNull("partition");
            result.putNull("offset");
            result.put("error_code", KafkaProblems.codeOfRecord(failure));
            result.put("error", failure.getMessage());
        }
        return result;
    }

    private static ObjectNode document(ArrayNode offsets, Schemas.Known keys, Schemas.Known values) {
        ObjectNode document = Json.object();
        document.set("offsets", offsets);
        document.put("key_schema_id", keys == null ? null : keys.id());
        document.put("value_schema_id", values == null ? null : values.id());
        return document;
    }
}
