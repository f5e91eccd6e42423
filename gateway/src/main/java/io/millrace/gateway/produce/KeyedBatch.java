package io.millrace.gateway.produce;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.gateway.http.Endpoints;
import io.millrace.gateway.http.HttpProblemException;
import io.millrace.gateway.http.Json;
import io.millrace.gateway.once.Work;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/** The entries of v3's {@code records:batch}, those that can be written in one transaction. One thread at a time. */
final class KeyedBatch implements Work {
    private final String clusterId;
    private final String topic;
    private final Endpoints endpoints;
    private final Supplier<List<Entry>> reader;
    private List<Entry> entries = List.of();

    /**
     * One entry of a batch.
     *
     * @param record null where it failed
     * @param failure null where it did not
     */
    record Entry(String id, V3Entry record, RuntimeException failure) {
        /** The result of this entry, with its id first. */
        ObjectNode named(ObjectNode result) {
            ObjectNode named = Json.object().put("id", id);
            named.setAll(result);
            return named;
        }
    }

    KeyedBatch(String clusterId, String topic, Endpoints endpoints, Supplier<List<Entry>> reader) {
        this.clusterId = clusterId;
        this.topic = topic;
        this.endpoints = endpoints;
        this.reader = reader;
    }

    @Override
    public List<ProducerRecord<byte[], byte[]>> records() {
        entries = reader.get();
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (Entry each : entries) {
            if (each.failure() == null) {
                records.add(RecordSender.record(topic, each.record().draft()));
            } else {
                requireLasting(each.failure(), endpoints);
            }
        }
        return records;
    }

    /** What may be well in a moment is not to be answered for a day. */
    static void requireLasting(RuntimeException failure, Endpoints endpoints) {
        HttpProblemException problem = endpoints.problem(failure);
        if (problem.status() >= 500) {
            throw problem;
        }
    }

    @Override
    public byte[] answer(List<RecordMetadata> written) {
        Iterator<RecordMetadata> next = written.iterator();
        List<ObjectNode> results = new ArrayList<>();
        for (Entry each : entries) {
            results.add(each.named(
                    each.failure() == null
                            ? each.record().result(clusterId, topic, next.next())
                            : endpoints.failed(each.failure())));
        }
        return Json.write(V3ProduceHandlers.document(results));
    }
}
