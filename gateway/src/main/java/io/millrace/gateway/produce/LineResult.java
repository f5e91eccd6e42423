package io.millrace.gateway.produce;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.gateway.http.Pending;
import io.millrace.gateway.http.ResultBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
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

    private final Function<Throwable, ObjectNode> failures;
    private final Runnable wake;
    private int partition;
    private long offset;
    private long timestampMs;
    private Exception failure;

    /** Written after the others and read before them. */
    private volatile boolean done;

    /** {@code failures} says what a failure is to the client. */
    LineResult(Function<Throwable, ObjectNode> failures, Runnable wake) {
        this.failures = failures;
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
            out.json(failures.apply(failure));
            return;
        }
        out.raw(PARTITION).number(partition).raw(OFFSET).number(offset);
        if (timestampMs >= 0) {
            out.raw(TIMESTAMP).time(timestampMs);
        }
        out.raw(END);
    }
}
