package io.millrace.bench.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;

/** Sends the same batch to the partitions in turn, several requests ahead of their answers; counts requests. */
public final class ProduceStep implements Load.Step {

    private final String topic;
    private final ByteBuffer[] frames;
    private final int window;
    private int next;
    private int inFlight;

    /** With {@code window} requests in flight at most. */
    public ProduceStep(String topic, int partitions, MemoryRecords batch, int window) {
        this.topic = topic;
        this.window = window;
        this.frames = new ByteBuffer[partitions];
        for (int partition = 0; partition < partitions; partition++) {
            frames[partition] = Frames.produce(topic, partition, batch, (short) -1);
        }
    }

    /** Begins with another partition, so that connections do not march in step. */
    public ProduceStep startingAt(int partition) {
        next = partition % frames.length;
        return this;
    }

    @Override
    public long run(RawConnection connection) throws IOException {
        ByteBuffer[] burst = new ByteBuffer[window - inFlight];
        for (int i = 0; i < burst.length; i++) {
            burst[i] = frames[next].duplicate();
            next = (next + 1) % frames.length;
        }
        connection.write(burst);
        inFlight = window;
        int answered = 0;
        do {
            Errors error = Frames.produceError(connection.read(), topic);
            if (error != Errors.NONE) {
                throw error.exception("producing to " + topic);
            }
            answered++;
        } while (connection.hasMore());
        inFlight -= answered;
        return answered;
    }
}
