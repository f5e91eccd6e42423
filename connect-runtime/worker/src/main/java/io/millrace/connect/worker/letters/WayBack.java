package io.millrace.connect.worker.letters;

import io.millrace.connect.worker.errors.DeadLetters;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.connect.runtime.errors.Stage;

/**
 * Says where a dead letter goes back to, by its headers: as the record that it was, plus a header that names the letter.
 *
 * @param onlyTopic the topic of letters that do not name theirs; empty where there is none or more than one
 */
record WayBack(Optional<String> onlyTopic) {

    /** Names the letter that a record was; readers to whom it must not count twice can tell by it. */
    static final String REDRIVEN = "__millrace.redriven.from";

    /** A record to write, or the reason why there is none. */
    record Answer(ProducerRecord<byte[], byte[]> record, String refusal) {
        private static Answer refused(String why) {
            return new Answer(null, why);
        }
    }

    Answer of(ConsumerRecord<byte[], byte[]> letter) {
        Optional<String> topic = text(letter, "topic").or(() -> onlyTopic);
        if (topic.isEmpty()) {
            return Answer.refused("its headers do not name its topic: they are written with"
                    + " errors.deadletterqueue.context.headers.enable=true");
        }
        if (text(letter, "value.omitted.bytes").isPresent()) {
            return Answer.refused("its value was too large for the dead letter topic and was left out");
        }
        Optional<String> stage = text(letter, "stage");
        boolean ofSource = text(letter, "source.offset").isPresent();
        if (ofSource && !stage.equals(Optional.of(Stage.KAFKA_PRODUCE.name()))) {
            return Answer.refused("the source record failed in " + stage.orElse("an unknown stage")
                    + ", before it had the bytes that belong in its topic");
        }
        Headers headers = new RecordHeaders();
        for (Header header : letter.headers()) {
            if (!header.key().startsWith(DeadLetters.PREFIX) && !header.key().equals(REDRIVEN)) {
                headers.add(header);
            }
        }
        headers.add(
                REDRIVEN,
                (letter.topic() + "-" + letter.partition() + "@" + letter.offset()).getBytes(StandardCharsets.UTF_8));
        return new Answer(
                new ProducerRecord<>(
                        topic.get(),
                        text(letter, "partition").map(Integer::parseInt).orElse(null),
                        text(letter, "timestamp").map(Long::parseLong).orElse(letter.timestamp()),
                        letter.key(),
                        letter.value(),
                        headers),
                "");
    }

    private static Optional<String> text(ConsumerRecord<byte[], byte[]> letter, String name) {
        Header header = letter.headers().lastHeader(DeadLetters.PREFIX + name);
        return header == null || header.value() == null
                ? Optional.empty()
                : Optional.of(new String(header.value(), StandardCharsets.UTF_8));
    }
}
