package io.millrace.connectors.hdfs.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.connectors.hdfs.config.HdfsSinkConfig;
import io.millrace.connectors.hdfs.read.CommittedFile;
import io.millrace.connectors.hdfs.read.CommittedFiles;
import io.millrace.connectors.hdfs.store.HadoopStore;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.generic.GenericRecord;
import org.apache.hadoop.fs.Path;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormatsTest {

    @TempDir
    java.nio.file.Path folder;

    @ParameterizedTest
    @CsvSource({
        "avro, null", "avro, deflate", "avro, snappy", "avro, bzip2", "avro, zstandard",
        "parquet, none", "parquet, snappy", "parquet, gzip", "parquet, zstd", "parquet, lz4_raw"
    })
    void keepsEveryValueOfAnEnvelope(String format, String codec) throws IOException {
        // Given
        Struct row = AwkwardValues.full(AwkwardValues.ROW);
        Struct insert = AwkwardValues.envelope(null, row);
        Struct update = AwkwardValues.envelope(row, row);

        // When
        List<Object> read = roundTrip(Formats.of(format, codec, codec), AwkwardValues.ENVELOPE, insert, update);

        // Then
        assertThat(read).hasSize(2);
        assertThat(((GenericRecord) read.get(0)).get("before")).isNull();
        assertThat(((GenericRecord) read.get(1)).get("op")).hasToString("u");
        GenericRecord after = (GenericRecord) ((GenericRecord) read.get(1)).get("after");
        assertThat(after.get("id")).isEqualTo(Long.MAX_VALUE);
        assertThat(after.get("tiny")).isEqualTo(-7);
        assertThat(decimal((ByteBuffer) after.get("price"))).isEqualTo(new BigDecimal("12345678901234567890.1234"));
        assertThat(after.get("exact")).hasToString("12345678901234567890.123456789");
        assertThat(after.get("day")).isEqualTo(20_455);
        assertThat(after.get("hour")).isEqualTo(3_600_001);
        assertThat(after.get("at")).isEqualTo(-1L);
        assertThat(after.get("micros")).isEqualTo(Long.MAX_VALUE);
        assertThat(after.get("tags")).hasToString("[a, null, b c]");
        assertThat(after.get("grid")).hasToString("[[1, 2], []]");
        assertThat(after.get("labels")).hasToString("{k=null}");
        assertThat(after.get("byNumber")).hasToString("[{\"key\": 7, \"value\": \"seven\"}]");
        assertThat(after.get("raw")).isEqualTo(ByteBuffer.wrap(new byte[] {0, -1}));
        assertThat(after.get("real")).isEqualTo(Double.NaN);
        assertThat(after.get("yes")).as("null stays null beside a default").isNull();
    }

    @Test
    void usesOneAvroTypeForTheRowBeforeAndAfter() {
        // When
        org.apache.avro.Schema avro = AvroSchemas.translate(AwkwardValues.ENVELOPE);

        // Then
        org.apache.avro.Schema before =
                avro.getField("before").schema().getTypes().get(1);
        assertThat(avro.getFullName()).isEqualTo("shop.public.order_items.Envelope");
        assertThat(avro.getProp("connect.name")).isEqualTo("shop.public.order-items.Envelope");
        assertThat(avro.getField("after").schema().getTypes().get(1)).isSameAs(before);
        assertThat(before.getField("micros").schema().getTypes().get(1).getProp("connect.name"))
                .isEqualTo("io.debezium.time.MicroTimestamp");
        assertThat(new org.apache.avro.Schema.Parser().parse(avro.toString())).isEqualTo(avro);
    }

    @Test
    void keepsDifferentStructsOfOneNameApart() {
        // Given
        Schema first =
                SchemaBuilder.struct().name("T").field("a", Schema.INT32_SCHEMA).build();
        Schema second =
                SchemaBuilder.struct().name("T").field("b", Schema.INT32_SCHEMA).build();
        Schema both =
                SchemaBuilder.struct().field("x", first).field("y", second).build();

        // When
        org.apache.avro.Schema avro = AvroSchemas.translate(both);

        // Then
        assertThat(avro.getField("x").schema().getFullName()).isEqualTo("T");
        assertThat(avro.getField("y").schema().getFullName()).isEqualTo("T_2");
        assertThat(new org.apache.avro.Schema.Parser().parse(avro.toString())).isEqualTo(avro);
    }

    @Test
    void writesJsonWithAndWithoutASchema() throws IOException {
        // When
        FileFormat json = Formats.of("json", "null", "none");
        List<Object> withSchema = roundTrip(json, AwkwardValues.ROW, AwkwardValues.full(AwkwardValues.ROW));
        List<Object> without = roundTrip(json, null, Map.of("a", List.of(1, "x")));

        // Then
        JsonNode row = (JsonNode) withSchema.get(0);
        assertThat(row.get("price").asText()).isEqualTo("12345678901234567890.1234");
        assertThat(row.get("day").asText()).isEqualTo("2026-01-02");
        assertThat(row.get("at").asText()).isEqualTo("1969-12-31T23:59:59.999Z");
        assertThat(row.get("raw").asText()).isEqualTo("AP8=");
        assertThat(row.get("real").asText()).isEqualTo("NaN");
        assertThat(without.get(0)).hasToString("{\"a\":[1,\"x\"]}");
    }

    @Test
    void writesBareValuesIntoAvro() throws IOException {
        assertThat(roundTrip(Formats.of("avro", "null", "none"), Schema.STRING_SCHEMA, "one", "two"))
                .hasToString("[one, two]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"avro", "parquet"})
    void refusesWhatItCannotKeepAndGoesOn(String format) throws IOException {
        // Given
        Schema schema = SchemaBuilder.struct()
                .field(
                        "n",
                        Decimal.builder(0)
                                .parameter("connect.decimal.precision", "3")
                                .build())
                .build();
        FileFormat files = Formats.of(format, "null", "none");
        Path path = new Path(folder.toUri() + "/" + name(files));
        try (HadoopStore store = store()) {
            FileWriter writer = files.start(store.create(path), schema);

            // When
            writer.write(schema, new Struct(schema).put("n", new BigDecimal("123")));
            assertThatThrownBy(() -> writer.write(schema, new Struct(schema).put("n", new BigDecimal("1234"))))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("field n: a decimal of 4 digits");
            writer.write(schema, new Struct(schema).put("n", new BigDecimal("999")));
            writer.finish();
        }

        // Then
        assertThat(read(path)).hasSize(2);
    }

    @Test
    void saysThatFilesOfTypesNeedASchema() throws IOException {
        try (HadoopStore store = store()) {
            for (String format : List.of("avro", "parquet")) {
                Path path = new Path(folder.toUri() + "/" + format);
                assertThatThrownBy(() -> Formats.of(format, "null", "none").start(store.create(path), null))
                        .isInstanceOf(DataException.class)
                        .hasMessageContaining("schema");
            }
        }
    }

    private List<Object> roundTrip(FileFormat format, Schema schema, Object... values) throws IOException {
        Path path = new Path(folder.toUri() + "/" + name(format));
        try (HadoopStore store = store()) {
            FileWriter writer = format.start(store.create(path), schema);
            for (Object value : values) {
                writer.write(schema, value);
            }
            writer.finish();
        }
        return read(path);
    }

    private List<Object> read(Path path) throws IOException {
        List<Object> read = new ArrayList<>();
        try (CommittedFiles files = CommittedFiles.of(settings())) {
            files.forEach(new CommittedFile(path, "", 0, 0, 0), read::add);
        }
        return read;
    }

    private static String name(FileFormat format) {
        return java.util.UUID.randomUUID() + format.extension();
    }

    private HadoopStore store() throws IOException {
        HdfsSinkConfig config = new HdfsSinkConfig(settings());
        return HadoopStore.open(config.storeUri(), config.hadoop());
    }

    private Map<String, String> settings() {
        return Map.of("store.url", folder.toUri().toString());
    }

    private static BigDecimal decimal(ByteBuffer octets) {
        byte[] unscaled = new byte[octets.remaining()];
        octets.duplicate().get(unscaled);
        return new BigDecimal(new BigInteger(unscaled), 4);
    }
}
