package io.millrace.gateway.once;

import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/** Work of which it is known how many records it wrote. One thread at a time. */
final class CountedWork implements Work {
    private final Work work;
    private int count;

    CountedWork(Work work) {
        this.work = work;
    }

    @Override
    public List<ProducerRecord<byte[], byte[]>> records() {
        return work.records();
    }

    @Override
    public byte[] answer(List<RecordMetadata> written) {
        count = written.size();
        return work.answer(written);
    }

    /** How many records the last attempt wrote. */
    int count() {
        return count;
    }
}
