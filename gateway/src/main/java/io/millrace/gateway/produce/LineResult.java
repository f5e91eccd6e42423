package io.millrace.gateway.produce;

import io.millrace.gateway.http.Endpoints;
import io.millrace.gateway.http.Pending;
import io.millrace.gateway.http.ResultBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * What became of one record: {@code {"partition":0,"offset":7,"timestamp":"2026-01-31T12:00:00Z"}}, or an error. Completed
 * on the producer's thread, read on another one.
 */
final class LineResult implements Pending, Callback {
    private static final byte[] PARTITION = ascii("{\"partition\":");
    private static final byte[] OFFSET = ascii(",\"offset\":");
    private static final byte[] TIMESTAMP = ascii(",\"timestamp\":");
    private static final byte[] END = ascii("}");

    private final Endpoints endpoints;
    private final Runnable wake;
    private int partition;
    private long offset;
    private long timestampMs;
    private Exception failure;

    /** Written after the others and read before them. */
    private volatile boolean done;

    LineResult(Endpoints endpoints, Runnable wake) {
        this.endpoints = endpoints;
        this.wake = wake;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void onCompletion(RecordMetadata metadata, Exception problem) {
        if (problem == null) {
            partition = metadata.partition();
            offset = metadata.offset();
            timestampMs = metadata.hasTimestamp() ? metadata.timestamp() : -1;
        }
        failure = problem;
        done = true;
        wake.run();
    }

    @Override
    public boolean done() {
        return done;
    }

    @Override
    public void write(ResultBuffer out) {
        if (failure != null) {
            out.json(endpoints.failed(failure));
            return;
        }
        out.raw(PARTITION).number(partition).raw(OFFSET).number(offset);
        if (timestampMs >= 0) {
            out.raw(TIMESTAMP).time(timestampMs);
        }
        out.raw(END);
    }
}
