package io.millrace.registry.serde.protobuf;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.registry.serde.StoredSchema;
import io.millrace.registry.serde.WireFormat;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;

class ProtobufRecordsTest {
    @Test
    void aMessageThatLacksARequiredFieldIsNoneOfItsSchema() {
        // Given
        ProtobufSchema schema =
                ProtobufSchema.of(StoredSchema.of("syntax = \"proto2\"; message Row { required int32 number = 1; }"));
        byte[] payload = {0, 0, 0, 0, 1, 0};

        // Then
        assertThatThrownBy(() -> ProtobufRecords.message(schema, WireFormat.find(null, false, payload), payload))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("number");
    }
}
