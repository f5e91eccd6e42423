package io.millrace.registry.protobuf;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.millrace.registry.model.schema.CompatibilityPolicy;
import io.millrace.registry.model.schema.Incompatibility.Sides;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Schemas and data by chance: what is called compatible is read. */
class RandomSchemaTest {
    private static final int SEEDS = 300;

    @Test
    void everySchemaIsCompatibleWithItselfAndReadsAsItIsWritten() {
        for (long seed = 0; seed < SEEDS; seed++) {
            ParsedProtobuf schema = Schemas.read(RandomSchema.of(seed).text());
            ParsedProtobuf again = Schemas.read(schema.canonicalText());
            ParsedProtobuf described = Schemas.read(schema.serialized());

            assertThat(again.serialized()).as("seed %s", seed).isEqualTo(schema.serialized());
            assertThat(described.normalText()).as("seed %s", seed).isEqualTo(schema.normalText());
            for (CompatibilityPolicy policy : CompatibilityPolicy.values()) {
                assertThat(Schemas.KIND.incompatibilities(again, schema, policy, Sides.NEW_READS_OLD))
                        .as("seed %s", seed)
                        .isEmpty();
            }
        }
    }

    @Test
    void whatIsWrittenByACompatibleSchemaIsRead() {
        for (long seed = 0; seed < SEEDS; seed++) {
            // Given
            RandomSchema random = RandomSchema.of(seed);
            ParsedProtobuf writer = Schemas.read(random.text());
            ParsedProtobuf reader = Schemas.read(random.compatible().text());

            // Then
            assertThat(Schemas.KIND.incompatibilities(reader, writer, CompatibilityPolicy.STRICT, Sides.NEW_READS_OLD))
                    .as("seed %s", seed)
                    .isEmpty();
            assertThat(losses(reader, writer, seed)).as("seed %s", seed).isZero();
        }
    }

    @Test
    void whatIsLostIsAnIncompatibility() {
        int lossy = 0;
        for (long seed = 0; seed < SEEDS; seed++) {
            // Given
            RandomSchema random = RandomSchema.of(seed);
            ParsedProtobuf writer = Schemas.read(random.text());
            ParsedProtobuf reader = Schemas.read(random.changed().text());

            // When
            boolean loses = losses(reader, writer, seed) > 0;
            lossy += loses ? 1 : 0;

            // Then
            if (loses) {
                assertThat(Schemas.KIND.incompatibilities(
                                reader, writer, CompatibilityPolicy.STRICT, Sides.NEW_READS_OLD))
                        .as("seed %s", seed)
                        .isNotEmpty();
            }
        }
        assertThat(lossy).isGreaterThan(SEEDS / 10);
    }

    /** How many fields of data the reader knows by number and still cannot read. */
    private static int losses(ParsedProtobuf reader, ParsedProtobuf writer, long seed) {
        int lost = 0;
        for (Descriptor written : writer.descriptor().getMessageTypes()) {
            DynamicMessage message = message(written, new Random(seed), 3);
            Descriptor read = reader.descriptor().findMessageTypeByName(written.getName());
            try {
                lost += unread(DynamicMessage.parseFrom(read, message.toByteArray()));
            } catch (InvalidProtocolBufferException e) {
                lost++;
            }
        }
        return lost;
    }

    private static int unread(Message message) {
        int unread = (int) message.getUnknownFields().asMap().keySet().stream()
                .map(number -> message.getDescriptorForType().findFieldByNumber(number))
                .filter(field -> field != null && field.getType() != FieldDescriptor.Type.ENUM)
                .count();
        for (Map.Entry<FieldDescriptor, Object> field : message.getAllFields().entrySet()) {
            if (field.getKey().getJavaType() != FieldDescriptor.JavaType.MESSAGE) {
                continue;
            }
            if (field.getKey().isRepeated()) {
                for (int i = 0; i < message.getRepeatedFieldCount(field.getKey()); i++) {
                    unread += unread((Message) message.getRepeatedField(field.getKey(), i));
                }
            } else {
                unread += unread((Message) field.getValue());
            }
        }
        return unread;
    }

    private static DynamicMessage message(Descriptor type, Random random, int depth) {
        DynamicMessage.Builder message = DynamicMessage.newBuilder(type);
        for (FieldDescriptor field : type.getFields()) {
            if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE && depth == 0) {
                continue;
            }
            if (field.isRepeated()) {
                message.addRepeatedField(field, value(field, random, depth));
                message.addRepeatedField(field, value(field, random, depth));
            } else {
                message.setField(field, value(field, random, depth));
            }
        }
        return message.build();
    }

    private static Object value(FieldDescriptor field, Random random, int depth) {
        return switch (field.getJavaType()) {
            case INT -> random.nextInt();
            case LONG -> random.nextLong();
            case FLOAT -> random.nextFloat();
            case DOUBLE -> random.nextDouble();
            case BOOLEAN -> true;
            case STRING -> Integer.toString(random.nextInt(), 36);
            case BYTE_STRING -> ByteString.copyFromUtf8(Integer.toString(random.nextInt(), 36));
            case ENUM -> field.getEnumType().getValues().get(1);
            case MESSAGE -> message(field.getMessageType(), random, depth - 1);
        };
    }
}
