package io.millrace.connect.rest.api;

import io.millrace.connect.worker.control.DeadLetterPartition;
import io.millrace.connect.worker.control.RedriveResult;
import io.millrace.connect.worker.control.StoredLetter;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** Dead letters as JSON. Bytes that are text are shown as text, others as {@code {"base64": ...}}; long ones are cut. */
final class LetterDocuments {
    private static final int SHOWN_BYTES_MAX = 16_384;

    private LetterDocuments() {}

    static List<Map<String, Object>> partitions(List<DeadLetterPartition> partitions) {
        return partitions.stream().map(LetterDocuments::partition).toList();
    }

    private static Map<String, Object> partition(DeadLetterPartition partition) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("topic", partition.topic());
        document.put("partition", partition.partition());
        document.put("first_offset", partition.firstOffset());
        document.put("end_offset", partition.endOffset());
        document.put("redrive_offset", partition.redriveOffset());
        return document;
    }

    static Map<String, Object> letter(StoredLetter stored) {
        ConsumerRecord<byte[], byte[]> letter = stored.letter();
        Map<String, Object> document = place(letter);
        document.put("timestamp", Instant.ofEpochMilli(letter.timestamp()).toString());
        List<Map<String, Object>> headers = new ArrayList<>();
        for (Header header : letter.headers()) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("key", header.key());
            one.put("value", shown(header.value()));
            headers.add(one);
        }
        document.put("headers", headers);
        document.put("key", shown(letter.key()));
        document.put("value", shown(letter.value()));
        if (!stored.refusal().isEmpty()) {
            document.put("not_redrivable", stored.refusal());
        }
        return document;
    }

    static Map<String, Object> redriven(RedriveResult result) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("redriven", result.redriven());
        document.put("remaining", result.remaining());
        document.put(
                "passed_over",
                result.passedOver().stream()
                        .map(stored -> {
                            Map<String, Object> one = place(stored.letter());
                            one.put("reason", stored.refusal());
                            return one;
                        })
                        .toList());
        return document;
    }

    private static Map<String, Object> place(ConsumerRecord<byte[], byte[]> letter) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("partition", letter.partition());
        document.put("offset", letter.offset());
        return document;
    }

    private static Object shown(byte[] bytes) {
        if (bytes == null) {
            return null;
        }
        if (bytes.length <= SHOWN_BYTES_MAX) {
            try {
                return StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(bytes))
                        .toString();
            } catch (CharacterCodingException notText) {
                return Map.of("base64", Base64.getEncoder().encodeToString(bytes));
            }
        }
        Map<String, Object> cut = new LinkedHashMap<>();
        cut.put("base64", Base64.getEncoder().encodeToString(Arrays.copyOf(bytes, SHOWN_BYTES_MAX)));
        cut.put("bytes", bytes.length);
        return cut;
    }
}
