package io.millrace.broker.log;

import io.millrace.broker.log.upkeep.RecoveryCheckpoint;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.Uuid;

/** Which partition a log belongs to. The topic id counts, the name is only for people and for directory names. */
record PartitionIdentity(Uuid topicId, String topic, int partition) {
    private static final Pattern DIRECTORY = Pattern.compile("([a-zA-Z0-9._-]{1,249})-(\\d{1,10})");

    String directoryName() {
        return topic + "-" + partition;
    }

    RecoveryCheckpoint.Key key() {
        return new RecoveryCheckpoint.Key(topicId, partition);
    }

    ByteBuffer topicBytes() {
        return ByteBuffer.wrap(topic.getBytes(StandardCharsets.UTF_8));
    }

    /** Kafka's name for a directory that is on its way out; the random part keeps two lives of a topic apart. */
    String retiredName(String suffix) {
        String stem = topic.length() > 200 ? topic.substring(0, 200) : topic;
        return stem + "-" + partition + "." + Uuid.randomUuid().toString().replace("-", "_") + suffix;
    }

    /** Empty when the name cannot be that of a partition directory. */
    static Optional<PartitionIdentity> ofDirectory(Uuid topicId, String name) {
        Matcher matcher = DIRECTORY.matcher(name);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long partition = Long.parseLong(matcher.group(2));
        return partition > Integer.MAX_VALUE
                ? Optional.empty()
                : Optional.of(new PartitionIdentity(topicId, matcher.group(1), (int) partition));
    }

    @Override
    public String toString() {
        return directoryName() + "(" + topicId + ")";
    }
}
