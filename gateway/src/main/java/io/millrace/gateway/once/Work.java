package io.millrace.gateway.once;

import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/** What a request with a key asks for. One thread at a time; both may be called again after an attempt that came to nothing. */
public interface Work {
    /** The records to be written; a failure is the answer, and nothing is written. May wait for a registry. */
    List<ProducerRecord<byte[], byte[]>> records();

    /** The answer, from what the records became, in their order. */
    byte[] answer(List<RecordMetadata> written);
}
