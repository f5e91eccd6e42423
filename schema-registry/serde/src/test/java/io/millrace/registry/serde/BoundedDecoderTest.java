package io.millrace.registry.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.util.RandomData;
import org.junit.jupiter.api.Test;

class BoundedDecoderTest {
    /** Far more than a payload of some hundred bytes needs, and far less than what it announces. */
    private static final long BYTES_MAX = 64L << 20;

    private final BoundedDecoder decoder = new BoundedDecoder();

    private Object read(Schema schema, byte[] payload) throws IOException {
        return new GenericDatumReader<>(schema).read(null, decoder.restart(payload, 0));
    }

    private static byte[] written(Schema schema, Object value) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
        new GenericDatumWriter<>(schema).write(value, encoder);
        encoder.flush();
        return out.toByteArray();
    }

    @Test
    void readsWhatAvroWrites() throws IOException {
        // Given
        Random random = new Random(7);
        for (Schema schema : HostilePayloads.schemas()) {
            for (Object value : new RandomData(schema, 50, random.nextLong())) {
                byte[] payload = written(schema, value);

                // Then
                Object expected = new GenericDatumReader<>(schema)
                        .read(null, DecoderFactory.get().binaryDecoder(payload, null));
                assertThat(read(schema, payload)).isEqualTo(expected);
            }
        }
    }

    @Test
    void takesNoMemoryForWhatIsOnlyAnnounced() {
        Random random = new Random(11);
        List<Schema> schemas = HostilePayloads.schemas();
        for (int i = 0; i < 2_000; i++) {
            Schema schema = schemas.get(i % schemas.size());
            byte[] payload = HostilePayloads.payload(random);
            long allocated = HostilePayloads.allocatedBytes(() -> {
                try {
                    read(schema, payload);
                } catch (IOException | RuntimeException e) {
                    assertThat(e).isNotNull();
                }
            });
            assertThat(allocated)
                    .as("%s of %s", Arrays.toString(payload), schema)
                    .isLessThan(BYTES_MAX);
        }
    }

    @Test
    void holdsAllItemsOfAPayloadAgainstItsBytes() throws IOException {
        // Given
        Schema nulls = Schema.createArray(Schema.create(Schema.Type.NULL));
        Schema lists = Schema.createArray(nulls);
        List<Object> some = Collections.nCopies(1_000, null);
        ByteArrayOutputStream many = new ByteArrayOutputStream();
        HostilePayloads.writeLong(many, 1_000);
        for (int i = 0; i < 1_000; i++) {
            HostilePayloads.writeLong(many, BoundedDecoder.EMPTY_ITEMS_MAX);
            HostilePayloads.writeLong(many, 0);
        }
        HostilePayloads.writeLong(many, 0);

        // Then
        assertThat(read(nulls, written(nulls, some))).isEqualTo(some);
        assertThatThrownBy(() -> read(lists, many.toByteArray()))
                .isInstanceOf(AvroRuntimeException.class)
                .hasMessageContaining("cannot hold");
        assertThat(read(nulls, written(nulls, some)))
                .as("each payload has bounds of its own")
                .isEqualTo(some);
    }

    @Test
    void skipsNoMoreThanThereIs() {
        // Given
        Schema written = SchemaBuilder.record("R")
                .fields()
                .name("gone")
                .type(Schema.createArray(Schema.create(Schema.Type.NULL)))
                .noDefault()
                .endRecord();
        Schema wanted = SchemaBuilder.record("R").fields().endRecord();
        ByteArrayOutputStream payload = new ByteArrayOutputStream();
        HostilePayloads.writeLong(payload, Integer.MAX_VALUE);
        HostilePayloads.writeLong(payload, 0);

        // Then
        assertThatThrownBy(() ->
                        new GenericDatumReader<>(written, wanted).read(null, decoder.restart(payload.toByteArray(), 0)))
                .isInstanceOf(AvroRuntimeException.class)
                .hasMessageContaining("cannot hold");
    }
}
