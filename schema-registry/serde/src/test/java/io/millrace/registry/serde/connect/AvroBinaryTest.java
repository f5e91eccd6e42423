package io.millrace.registry.serde.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.registry.serde.HostilePayloads;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.connect.errors.DataException;
import org.junit.jupiter.api.Test;

/** Byte for byte what Avro's own encoder and decoder do. */
class AvroBinaryTest {
    private static final byte[] HEADER = {9, 8};

    private static final List<String> TEXTS = List.of(
            "",
            "a",
            "plain text",
            "é€",
            "\uD83D\uDE00 wide",
            "alone \uD83D",
            "x".repeat(63),
            "x".repeat(64),
            "é".repeat(9_000));

    private final Random random = new Random(11);
    private final AvroOutput output = new AvroOutput();
    private final AvroInput input = new AvroInput();

    @Test
    void writesAndReadsNumbersAsAvroDoes() throws IOException {
        for (long value : numbers()) {
            // When
            output.restart(HEADER);
            output.writeLong(value);
            output.writeInt((int) value);
            output.writeDouble(Double.longBitsToDouble(value));
            output.writeFloat(Float.intBitsToFloat((int) value));
            output.writeBoolean(value > 0);
            byte[] written = output.toByteArray();

            // Then
            byte[] expected = avro(encoder -> {
                encoder.writeLong(value);
                encoder.writeInt((int) value);
                encoder.writeDouble(Double.longBitsToDouble(value));
                encoder.writeFloat(Float.intBitsToFloat((int) value));
                encoder.writeBoolean(value > 0);
            });
            assertThat(written).isEqualTo(expected);
            input.restart(written, HEADER.length);
            assertThat(input.readLong()).isEqualTo(value);
            assertThat(input.readInt()).isEqualTo((int) value);
            assertThat(Double.doubleToRawLongBits(input.readDouble()))
                    .isEqualTo(Double.doubleToRawLongBits(Double.longBitsToDouble(value)));
            assertThat(Float.floatToRawIntBits(input.readFloat()))
                    .isEqualTo(Float.floatToRawIntBits(Float.intBitsToFloat((int) value)));
            assertThat(input.readBoolean()).isEqualTo(value > 0);
        }
    }

    private List<Long> numbers() {
        List<Long> numbers = new ArrayList<>(List.of(0L, Long.MIN_VALUE, Long.MAX_VALUE));
        for (int bit = 0; bit < Long.SIZE; bit++) {
            numbers.addAll(List.of(1L << bit, (1L << bit) - 1, -(1L << bit), random.nextLong() >> bit));
        }
        return numbers;
    }

    @Test
    void writesAndReadsTextAndBytesAsAvroDoes() throws IOException {
        for (String text : TEXTS) {
            // Given
            byte[] bytes = new byte[text.length()];
            random.nextBytes(bytes);
            ByteBuffer part = ByteBuffer.wrap(bytes, bytes.length / 3, bytes.length - bytes.length / 3);

            // When
            output.restart(HEADER);
            output.writeString(text);
            output.writeBytes(bytes);
            output.writeBytes(part);
            output.writeFixed(bytes);
            byte[] written = output.toByteArray();

            // Then
            byte[] expected = avro(encoder -> {
                encoder.writeString(text);
                encoder.writeBytes(bytes);
                encoder.writeBytes(part.duplicate());
                encoder.writeFixed(bytes);
            });
            assertThat(written).isEqualTo(expected);
            input.restart(written, HEADER.length);
            BinaryDecoder decoder =
                    DecoderFactory.get().binaryDecoder(written, HEADER.length, written.length - HEADER.length, null);
            assertThat(input.readString()).isEqualTo(decoder.readString());
            assertThat(input.readBytes()).isEqualTo(ByteBuffer.wrap(bytes));
            assertThat(input.readBytes()).isEqualTo(part);
            assertThat(input.readFixed(bytes.length)).isEqualTo(ByteBuffer.wrap(bytes));
        }
    }

    @Test
    void readsItemsInBlocksThatTellTheirSize() throws IOException {
        // Given
        Schema schema = Schema.createArray(Schema.create(Schema.Type.LONG));
        List<Long> items = new ArrayList<>();
        random.longs(5_000).forEach(items::add);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BinaryEncoder blocks = new EncoderFactory().configureBlockSize(64).blockingBinaryEncoder(out, null);
        new GenericDatumWriter<List<Long>>(schema).write(items, blocks);
        blocks.flush();

        // When
        input.restart(out.toByteArray(), 0);

        // Then
        assertThat(Readers.array(AvroInput::readLong).read(input)).isEqualTo(items);
    }

    @Test
    void refusesWhatEndsTooSoonOrCannotBe() throws IOException {
        // Given
        byte[] whole = Arrays.copyOfRange(
                avro(encoder -> {
                    encoder.writeString("text");
                    encoder.writeDouble(1);
                    encoder.writeFloat(2);
                    encoder.writeLong(Long.MIN_VALUE);
                    encoder.writeBytes(new byte[] {1, 2, 3});
                }),
                HEADER.length,
                40);
        byte[] endless = new byte[11];
        Arrays.fill(endless, (byte) 0x80);
        byte[] huge = Arrays.copyOfRange(avro(encoder -> encoder.writeLong(2_000_000_000)), HEADER.length, 7);
        byte[] negative = Arrays.copyOfRange(avro(encoder -> encoder.writeLong(-2)), HEADER.length, 3);

        // Then
        readAll(whole);
        int length = 5 + 8 + 4 + 10 + 4;
        for (int shorter = 0; shorter < length; shorter++) {
            byte[] cut = Arrays.copyOf(whole, shorter);
            assertThatThrownBy(() -> readAll(cut))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("ends at byte " + cut.length);
        }
        assertThatThrownBy(() -> at(endless).readInt())
                .isInstanceOf(DataException.class)
                .hasMessageContaining("int");
        assertThatThrownBy(() -> at(endless).readLong())
                .isInstanceOf(DataException.class)
                .hasMessageContaining("long");
        assertThatThrownBy(() -> at(huge).readString()).isInstanceOf(DataException.class);
        assertThatThrownBy(() -> at(huge).readBytes()).isInstanceOf(DataException.class);
        assertThatThrownBy(() -> at(negative).readString()).hasMessageContaining("negative");
        assertThatThrownBy(() -> at(negative).readBytes()).hasMessageContaining("negative");
    }

    @Test
    void takesNoMemoryForWhatIsOnlyAnnounced() {
        AvroMapping mapping = new AvroMapping(MappingConfig.of(Map.of()));
        List<Schema> schemas = HostilePayloads.schemas();
        for (int i = 0; i < 2_000; i++) {
            Schema schema = schemas.get(i % schemas.size());
            ReadPlan plan = mapping.readPlan(schema);
            byte[] payload = HostilePayloads.payload(random);
            long allocated = HostilePayloads.allocatedBytes(() -> {
                try {
                    mapping.read(plan, schema, payload, 0);
                } catch (DataException e) {
                    assertThat(e).isNotNull();
                }
            });
            assertThat(allocated)
                    .as("%s of %s", Arrays.toString(payload), schema)
                    .isLessThan(64L << 20);
        }
    }

    @Test
    void holdsAllItemsOfAPayloadAgainstItsBytes() throws IOException {
        // Given
        byte[] some = avro(encoder -> {
            encoder.writeLong(1_000);
            encoder.writeLong(0);
        });
        byte[] many = avro(encoder -> {
            for (int i = 0; i < 2; i++) {
                encoder.writeLong(60_000);
                encoder.writeLong(0);
            }
        });
        ValueReader nothings = Readers.array(Readers.nothing());

        // Then
        input.restart(some, HEADER.length);
        assertThat((List<?>) nothings.read(input)).hasSize(1_000);
        input.restart(many, HEADER.length);
        assertThat((List<?>) nothings.read(input)).hasSize(60_000);
        assertThatThrownBy(() -> nothings.read(input))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("more than the payload can hold");
    }

    private void readAll(byte[] bytes) {
        AvroInput in = at(bytes);
        in.readString();
        in.readDouble();
        in.readFloat();
        in.readLong();
        in.readBytes();
    }

    private AvroInput at(byte[] bytes) {
        input.restart(bytes, 0);
        return input;
    }

    private interface Writing {
        void to(BinaryEncoder encoder) throws IOException;
    }

    private static byte[] avro(Writing writing) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(HEADER);
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
        writing.to(encoder);
        encoder.flush();
        return out.toByteArray();
    }
}
