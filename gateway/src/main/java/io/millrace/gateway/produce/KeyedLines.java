package io.millrace.gateway.produce;

import io.millrace.gateway.http.Endpoints;
import io.millrace.gateway.http.HttpProblemException;
import io.millrace.gateway.http.LineAnswer;
import io.millrace.gateway.http.LineEndpoint;
import io.millrace.gateway.http.Pending;
import io.millrace.gateway.once.Work;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/** Lines that are written in one transaction; a line that is wrong has its error in its place. One thread at a time. */
final class KeyedLines implements Work {
    /** So that the answer fits into a record. */
    private static final int LINES_MAX = 10_000;

    private final String topic;
    private final byte[] body;
    private final Supplier<LineReader> opener;
    private final Endpoints endpoints;
    private List<Pending> results = List.of();
    private List<LineResult> written = List.of();

    /** {@code opener} may wait for a registry. */
    KeyedLines(String topic, byte[] body, Supplier<LineReader> opener, Endpoints endpoints) {
        this.topic = topic;
        this.body = body;
        this.opener = opener;
        this.endpoints = endpoints;
    }

    @Override
    public List<ProducerRecord<byte[], byte[]>> records() {
        LineReader reader = opener.get();
        results = new ArrayList<>();
        written = new ArrayList<>();
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        LineEndpoint.cut(body, (bytes, from, length) -> {
            if (results.size() == LINES_MAX) {
                throw new HttpProblemException(
                        413, "A request with a key holds at most " + LINES_MAX + " lines; send it as several");
            }
            try {
                records.add(RecordSender.record(topic, reader.read(bytes, from, length)));
                LineResult result = new LineResult(endpoints::failed, () -> {});
                written.add(result);
                results.add(result);
            } catch (HttpProblemException e) {
                KeyedBatch.requireLasting(e, endpoints);
                results.add(Pending.of(endpoints.failed(e)));
            }
        });
        return records;
    }

    @Override
    public byte[] answer(List<RecordMetadata> metadata) {
        Iterator<RecordMetadata> next = metadata.iterator();
        written.forEach(each -> each.onCompletion(next.next(), null));
        return LineAnswer.lines(results);
    }
}
