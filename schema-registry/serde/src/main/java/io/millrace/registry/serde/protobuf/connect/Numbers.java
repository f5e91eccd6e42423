package io.millrace.registry.serde.protobuf.connect;

import java.util.HashSet;
import java.util.Set;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;

/** The numbers of a message's fields: those that they came with, and the free ones from 1 for the others. */
final class Numbers {
    private final Set<Integer> taken = new HashSet<>();
    private int last;

    Numbers(Schema struct) {
        for (Field field : struct.fields()) {
            take(field.schema());
            if (ProtobufNames.isUnion(field.schema())) {
                field.schema().fields().forEach(member -> take(member.schema()));
            }
        }
    }

    private void take(Schema schema) {
        String tag = ProtobufNames.parameter(schema, ProtobufNames.TAG);
        if (tag != null) {
            taken.add(FieldTypes.number(ProtobufNames.TAG, tag));
        }
    }

    int of(Schema schema) {
        String tag = ProtobufNames.parameter(schema, ProtobufNames.TAG);
        if (tag != null) {
            return FieldTypes.number(ProtobufNames.TAG, tag);
        }
        do {
            last++;
        } while (taken.contains(last));
        return last;
    }
}
