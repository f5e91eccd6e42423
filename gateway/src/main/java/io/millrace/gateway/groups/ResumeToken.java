package io.millrace.gateway.groups;

import io.millrace.gateway.http.HttpProblemException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/**
 * What a client sends back to acknowledge the records that came with it, and to get the next ones: who its member is, and what
 * was handed out. It has a checksum over itself and the name of the group, against accidents. Who makes one up gets no more
 * than the topics and the group that he may read: both are judged with every request, whatever the token says.
 *
 * @param topicIds those of the topics of the membership, in their order: another topic of such a name is not what was read;
 *     none as long as nobody has looked
 */
record ResumeToken(Membership membership, List<Uuid> topicIds, Map<TopicPartition, Range> handedOut) {
    /** So many partitions one answer reaches into. */
    static final int PARTITIONS_MAX = 1_000;

    static final int TOPICS_MAX = 100;

    /** More than the largest token takes. */
    private static final int CHARS_MAX = 100_000;

    private static final byte VERSION = 2;
    private static final int CHECKSUM_BYTES = 4;
    private static final int EARLIEST = 1;
    private static final int UNCOMMITTED = 2;

    ResumeToken {
        topicIds = List.copyOf(topicIds);
        handedOut = Map.copyOf(handedOut);
    }

    /** That of a member who has yet to begin. */
    static ResumeToken first(Membership membership) {
        return new ResumeToken(membership, List.of(), Map.of());
    }

    /** The same of what was handed out after it. */
    ResumeToken after(Map<TopicPartition, Range> later) {
        return new ResumeToken(membership, topicIds, later);
    }

    /** The same of topics that have these ids; of a topic that has another one now, nothing was handed out. */
    ResumeToken of(List<Uuid> found) {
        Map<TopicPartition, Range> same = new LinkedHashMap<>(handedOut);
        List<String> others = others(found);
        same.keySet().removeIf(each -> others.contains(each.topic()));
        return new ResumeToken(membership, found, same);
    }

    /** The topics that have another id now than when the member began. */
    List<String> others(List<Uuid> found) {
        return IntStream.range(0, topicIds.size())
                .filter(i -> !topicIds.get(i).equals(found.get(i)))
                .mapToObj(membership.topics()::get)
                .toList();
    }

    /** As text of the letters of base64 for URLs. */
    String text() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            out.writeLong(membership.member().getMostSignificantBits());
            out.writeLong(membership.member().getLeastSignificantBits());
            out.writeByte((membership.fromEarliest() ? EARLIEST : 0)
                    | (membership.isolation() == IsolationLevel.READ_UNCOMMITTED ? UNCOMMITTED : 0));
            out.writeByte(membership.topics().size());
            for (int i = 0; i < membership.topics().size(); i++) {
                out.writeUTF(membership.topics().get(i));
                out.writeLong(topicIds.get(i).getMostSignificantBits());
                out.writeLong(topicIds.get(i).getLeastSignificantBits());
            }
            out.writeShort(handedOut.size());
            for (Map.Entry<TopicPartition, Range> each : handedOut.entrySet()) {
                out.writeByte(membership.topics().indexOf(each.getKey().topic()));
                out.writeInt(each.getKey().partition());
                out.writeLong(each.getValue().from());
                out.writeLong(each.getValue().next());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot be written", e);
        }
        byte[] content = bytes.toByteArray();
        ByteBuffer whole = ByteBuffer.allocate(content.length + CHECKSUM_BYTES);
        whole.put(content).putInt(checksum(membership.group(), content));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(whole.array());
    }

    /** That of a client of this group; 400 if no gateway gave it to one. */
    static ResumeToken of(String text, String group) {
        if (text.length() > CHARS_MAX) {
            throw notOurs("is longer than " + CHARS_MAX + " characters");
        }
        byte[] whole;
        try {
            whole = Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw notOurs("is not base64");
        }
        int end = whole.length - CHECKSUM_BYTES;
        byte[] content = Arrays.copyOf(whole, Math.max(end, 0));
        if (end < 0 || checksum(group, content) != ByteBuffer.wrap(whole).getInt(end)) {
            throw notOurs("is cut or changed, or of another group");
        }
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(content))) {
            return read(in, group);
        } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException e) {
            throw notOurs("is made up");
        }
    }

    private static ResumeToken read(DataInputStream in, String group) throws IOException {
        if (in.readByte() != VERSION) {
            throw notOurs("is of another version of the gateway");
        }
        UUID member = new UUID(in.readLong(), in.readLong());
        int flags = in.readByte();
        List<String> topics = new ArrayList<>();
        List<Uuid> ids = new ArrayList<>();
        for (int left = in.readUnsignedByte(); left > 0; left--) {
            topics.add(in.readUTF());
            ids.add(new Uuid(in.readLong(), in.readLong()));
        }
        Map<TopicPartition, Range> handedOut = new LinkedHashMap<>();
        for (int left = in.readUnsignedShort(); left > 0; left--) {
            TopicPartition partition = new TopicPartition(topics.get(in.readUnsignedByte()), in.readInt());
            Range range = new Range(in.readLong(), in.readLong());
            if (partition.partition() < 0 || range.from() < 0 || range.next() < range.from()) {
                throw notOurs("is made up");
            }
            handedOut.put(partition, range);
        }
        if (topics.isEmpty() || topics.size() > TOPICS_MAX || handedOut.size() > PARTITIONS_MAX || in.read() >= 0) {
            throw notOurs("is made up");
        }
        IsolationLevel isolation =
                (flags & UNCOMMITTED) == 0 ? IsolationLevel.READ_COMMITTED : IsolationLevel.READ_UNCOMMITTED;
        return new ResumeToken(
                new Membership(group, member, topics, (flags & EARLIEST) != 0, isolation), ids, handedOut);
    }

    private static int checksum(String group, byte[] content) {
        CRC32C checksum = new CRC32C();
        checksum.update(group.getBytes(StandardCharsets.UTF_8));
        checksum.update(content);
        return (int) checksum.getValue();
    }

    private static HttpProblemException notOurs(String why) {
        return new HttpProblemException(
                400,
                "resume is not a token that a gateway gave for this group: it " + why
                        + ". Send topics instead to begin anew, as a new member; what was not acknowledged comes again");
    }
}
