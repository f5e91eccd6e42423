package io.millrace.broker.coordinator.record;

import java.nio.BufferUnderflowException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.apache.kafka.common.Uuid;

/** The values of consumer groups as bytes, in version 0, which is the only one of each so far. */
public final class ConsumerValueCodec {
    private static final short VERSION = 0;
    private static final int HASH_TAG = 0;
    private static final int TIMESTAMP_TAG = 0;
    private static final int EPOCHS_TAG = 0;

    private ConsumerValueCodec() {}

    public static byte[] encode(GroupEpochValue value) {
        KafkaFields fields = fields().int32(value.epoch());
        return value.metadataHash() == 0
                ? fields.noTags().toBytes()
                : fields.oneTag(HASH_TAG, int64(value.metadataHash())).toBytes();
    }

    public static GroupEpochValue decodeGroupEpoch(byte[] bytes) {
        return decode(
                "epoch of a group",
                bytes,
                fields -> new GroupEpochValue(
                        fields.int32(),
                        fields.tagsWith(HASH_TAG).map(KafkaFieldReader::int64).orElse(0L)));
    }

    /** @param timestampMs when the assignment was made, 0 for unknown */
    public static byte[] encodeTargetEpoch(int epoch, long timestampMs) {
        KafkaFields fields = fields().int32(epoch);
        return timestampMs == 0
                ? fields.noTags().toBytes()
                : fields.oneTag(TIMESTAMP_TAG, int64(timestampMs)).toBytes();
    }

    public static int decodeTargetEpoch(byte[] bytes) {
        return decode("epoch of a target", bytes, fields -> {
            int epoch = fields.int32();
            fields.skipTags();
            return epoch;
        });
    }

    public static byte[] encodeTarget(PartitionSet target) {
        KafkaFields fields = fields();
        writePartitions(fields, target);
        return fields.noTags().toBytes();
    }

    public static PartitionSet decodeTarget(byte[] bytes) {
        return decode("target of a member", bytes, fields -> {
            PartitionSet target = readPartitions(fields);
            fields.skipTags();
            return target;
        });
    }

    public static byte[] encode(PositionValue value) {
        KafkaFields fields = fields().int32(value.epoch())
                .int32(value.previousEpoch())
                .int8(value.state().code());
        writePartitions(fields, value.assigned(), value.epochs());
        writePartitions(fields, value.revoking(), value.epochs());
        return fields.noTags().toBytes();
    }

    public static PositionValue decodePosition(byte[] bytes) {
        return decode("assignment of a member", bytes, fields -> {
            int epoch = fields.int32();
            int previousEpoch = fields.int32();
            PositionValue.State state = PositionValue.State.of(fields.int8());
            AssignmentEpochs assigned = readEpochs(fields, epoch);
            AssignmentEpochs revoking = readEpochs(fields, epoch);
            fields.skipTags();
            return new PositionValue(
                    epoch, previousEpoch, state, assigned.partitions(), revoking.partitions(), assigned.plus(revoking));
        });
    }

    public static byte[] encode(RegexValue value) {
        KafkaFields fields = fields();
        writeNames(fields, value.topics());
        return fields.int64(value.metadataVersion())
                .int64(value.timestampMs())
                .noTags()
                .toBytes();
    }

    public static RegexValue decodeRegex(byte[] bytes) {
        return decode("regular expression", bytes, fields -> {
            RegexValue value = new RegexValue(readNames(fields), fields.int64(), fields.int64());
            fields.skipTags();
            return value;
        });
    }

    static KafkaFields fields() {
        return new KafkaFields(VERSION, true);
    }

    static void writeNames(KafkaFields fields, SortedSet<String> names) {
        fields.arrayLength(names.size());
        names.forEach(fields::string);
    }

    static SortedSet<String> readNames(KafkaFieldReader fields) {
        SortedSet<String> names = new TreeSet<>();
        int count = fields.arrayLength();
        for (int index = 0; index < count; index++) {
            names.add(fields.string());
        }
        return names;
    }

    static <T> T decode(String what, byte[] bytes, Function<KafkaFieldReader, T> read) {
        KafkaFieldReader fields = new KafkaFieldReader(bytes);
        try {
            short version = fields.int16();
            if (version != VERSION) {
                throw new RecordFormatException(
                        "The " + what + " has version " + version + ", this build knows version " + VERSION);
            }
            fields.flexible(true);
            return read.apply(fields);
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            throw new RecordFormatException("The " + what + " is damaged", e);
        }
    }

    private static byte[] int64(long value) {
        return KafkaFields.flexibleStructure().int64(value).toBytes();
    }

    private static void writePartitions(KafkaFields fields, PartitionSet partitions) {
        fields.arrayLength(partitions.byTopic().size());
        partitions.byTopic().forEach((topicId, indexes) -> {
            fields.uuid(topicId).arrayLength(indexes.size());
            indexes.forEach(fields::int32);
            fields.noTags();
        });
    }

    private static void writePartitions(KafkaFields fields, PartitionSet partitions, AssignmentEpochs epochs) {
        fields.arrayLength(partitions.byTopic().size());
        partitions.byTopic().forEach((topicId, indexes) -> {
            KafkaFields sinceWhen = KafkaFields.flexibleStructure().arrayLength(indexes.size());
            indexes.forEach(index -> sinceWhen.int32(epochs.of(topicId, index).orElseThrow()));
            fields.uuid(topicId).arrayLength(indexes.size());
            indexes.forEach(fields::int32);
            fields.oneTag(EPOCHS_TAG, sinceWhen.toBytes());
        });
    }

    /** Partitions whose epochs an older build did not write are the member's since its own epoch. */
    private static AssignmentEpochs readEpochs(KafkaFieldReader fields, int memberEpoch) {
        SortedMap<Uuid, SortedMap<Integer, Integer>> byTopic = new TreeMap<>();
        int topics = fields.arrayLength();
        for (int topic = 0; topic < topics; topic++) {
            Uuid topicId = fields.uuid();
            List<Integer> partitions = readInts(fields);
            List<Integer> epochs = fields.tagsWith(EPOCHS_TAG)
                    .map(ConsumerValueCodec::readInts)
                    .orElse(List.of());
            SortedMap<Integer, Integer> sinceWhen = byTopic.computeIfAbsent(topicId, id -> new TreeMap<>());
            for (int index = 0; index < partitions.size(); index++) {
                boolean told = epochs.size() == partitions.size();
                sinceWhen.put(partitions.get(index), told ? epochs.get(index) : Math.max(0, memberEpoch));
            }
        }
        byTopic.values().removeIf(Map::isEmpty);
        return new AssignmentEpochs(byTopic);
    }

    private static List<Integer> readInts(KafkaFieldReader fields) {
        int count = fields.arrayLength();
        List<Integer> values = new ArrayList<>();
        for (int index = 0; index < count; index++) {
            values.add(fields.int32());
        }
        return values;
    }

    private static PartitionSet readPartitions(KafkaFieldReader fields) {
        PartitionSet.Builder partitions = PartitionSet.builder();
        int topics = fields.arrayLength();
        for (int topic = 0; topic < topics; topic++) {
            Uuid topicId = fields.uuid();
            int count = fields.arrayLength();
            for (int index = 0; index < count; index++) {
                partitions.add(topicId, fields.int32());
            }
            fields.skipTags();
        }
        return partitions.build();
    }
}
