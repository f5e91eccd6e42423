package io.millrace.connect.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactory;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.json.JsonConverter;
import org.junit.jupiter.api.Test;

class FastJsonConverterTest {

    private static final String TOPIC = "rows";
    private static final Schema ROW = SchemaBuilder.struct()
            .field("id", Schema.INT32_SCHEMA)
            .field("name", Schema.OPTIONAL_STRING_SCHEMA)
            .build();

    private final FastJsonConverter converter = SameAsKafkasTest.configured(new FastJsonConverter(), "");

    @Test
    void knowsASchemaAgainThatItHasSeenInTheTopic() {
        byte[] first = converter.fromConnectData(TOPIC, ROW, row(1));
        assertThat(converter.plainData(TOPIC, first)).isNull();
        converter.toConnectData(TOPIC, first);

        byte[] second = converter.fromConnectData(TOPIC, ROW, row(2));
        assertThat(converter.plainData(TOPIC, second)).isEqualTo(new SchemaAndValue(ROW, row(2)));
        assertThat(converter.plainData("other", second)).isNull();
    }

    @Test
    void takesASchemaThatIsStillBeingBuiltAsItIsEachTime() {
        SchemaBuilder growing = SchemaBuilder.int32();
        assertThat(converter.bytesOfPlain(growing, 1)).as("written at once").isNull();
        assertThat(converter.bytesOfPlain(growing.build(), 1))
                .as("written at once")
                .isNotNull();
    }

    @Test
    void readsWithOneSchemaForAllMessages() {
        FastJsonConverter given = new FastJsonConverter();
        String content = "{\"type\":\"struct\",\"fields\":[{\"field\":\"id\",\"type\":\"int32\"},"
                + "{\"field\":\"name\",\"type\":\"string\",\"optional\":true}]}";
        given.configure(Map.of("schema.content", content, "schemas.enable", "true"), false);
        byte[] message = bytes("{\"name\":\"n7\",\"id\":7}");
        assertThat(given.plainData(TOPIC, message)).isEqualTo(new SchemaAndValue(ROW, row(7)));
        assertThat(given.toConnectData(TOPIC, message)).isEqualTo(new SchemaAndValue(ROW, row(7)));
    }

    @Test
    void namesTheSettingThatHoldsABrokenSchema() {
        for (String content : List.of("{", "{\"type\":\"none\"}", "{\"type\":\"" + "n".repeat(5_000) + "\"}")) {
            FastJsonConverter given = new FastJsonConverter();
            assertThatThrownBy(() -> given.configure(Map.of("schema.content", content), false))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("configuration schema.content: it is no schema")
                    .hasCauseInstanceOf(RuntimeException.class);
        }
        FastJsonConverter given = new FastJsonConverter();
        assertThatThrownBy(() -> given.configure(Map.of("schemas.enable", "perhaps"), false))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("configuration schemas.enable");
    }

    @Test
    void readsDecimalsInTheOneSchemaAsKafkaDoes() {
        Map<String, String> config = Map.of(
                "schemas.enable",
                "true",
                "schema.content",
                "{\"type\":\"bytes\",\"name\":\"org.apache.kafka.connect.data.Decimal\",\"version\":1,"
                        + "\"parameters\":{\"scale\":\"2\"},\"default\":1.10,\"optional\":true}");
        FastJsonConverter given = new FastJsonConverter();
        given.configure(config, false);
        JsonConverter kafkas = new JsonConverter();
        kafkas.configure(config, false);
        SchemaAndValue read = given.plainData(TOPIC, bytes("null"));
        assertThat(read).isEqualTo(kafkas.toConnectData(TOPIC, bytes("null")));
        assertThat(read.value()).isEqualTo(new BigDecimal("1.10"));
    }

    @Test
    void leavesFieldsThatNobodyKnowsToKafka() {
        byte[] good = converter.fromConnectData(TOPIC, ROW, row(7));
        converter.toConnectData(TOPIC, good);
        byte[] more = bytes(text(good).replace("\"id\":7", "\"id\":7,\"unknown\":[{}]"));
        assertThat(converter.plainData(TOPIC, more)).isNull();
        assertThat(converter.toConnectData(TOPIC, more)).isEqualTo(new SchemaAndValue(ROW, row(7)));
        byte[] unreadable = bytes(text(good).replace("\"id\":7", "\"id\":7,\"unknown\":1e99999999999"));
        assertThatThrownBy(() -> converter.toConnectData(TOPIC, unreadable)).isInstanceOf(DataException.class);
    }

    @Test
    void remembersNothingOfAMessageWithTwoSchemas() {
        byte[] good = converter.fromConnectData(TOPIC, ROW, row(1));
        String wider = text(good)
                .replaceFirst("\\{\"schema\":(.*),\"payload\".*", "$1")
                .replace("int32", "int64");
        converter.toConnectData(TOPIC, bytes(text(good).replaceFirst("}$", ",\"schema\":" + wider + "}")));
        assertThat(converter.toConnectData(TOPIC, good)).isEqualTo(new SchemaAndValue(ROW, row(1)));
    }

    @Test
    void leavesTheLastOfTwoSchemasInAMessageTheSayThatItHasWithKafka() {
        byte[] good = converter.fromConnectData(TOPIC, ROW, row(1));
        converter.toConnectData(TOPIC, good);
        String twice = text(good).replaceFirst("}$", ",\"schema\":{\"type\":\"struct\",\"fields\":[]}}");
        assertThat(converter.toConnectData(TOPIC, bytes(twice)).schema().fields())
                .isEmpty();
    }

    @Test
    void saysWhatIsWrongInKafkasWords() {
        byte[] good = converter.fromConnectData(TOPIC, ROW, row(1));
        converter.toConnectData(TOPIC, good);
        byte[] withoutId = bytes(text(good).replace("\"id\":1,", ""));
        assertThatThrownBy(() -> converter.toConnectData(TOPIC, withoutId))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("Invalid null value for required INT32 field");
    }

    @Test
    void convertsBeforeItIsConfiguredAsKafkasDoes() {
        assertThatThrownBy(() -> new FastJsonConverter().toConnectData(TOPIC, bytes("1")))
                .isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> new JsonConverter().toConnectData(TOPIC, bytes("1")))
                .isInstanceOf(NullPointerException.class);
    }

    @Test
    void remembersNoMoreThanItsBounds() {
        SeenEnvelopes seen = new SeenEnvelopes(new JsonFactory());
        for (int topic = 0; topic < 2 * SeenEnvelopes.MAX_TOPICS; topic++) {
            for (int schema = 0; schema < 2 * SeenEnvelopes.MAX_SCHEMAS_OF_TOPIC; schema++) {
                seen.remember("t" + topic, envelope("s" + schema), ROW);
            }
        }
        assertThat(seen.topics()).isEqualTo(SeenEnvelopes.MAX_TOPICS);
        assertThat(seen.bytesHeld())
                .isEqualTo(SeenEnvelopes.MAX_TOPICS
                        * SeenEnvelopes.MAX_SCHEMAS_OF_TOPIC
                        * (envelope("s0").length - "\"payload\":1}".length()));
        assertThat(seen.find("t0", envelope("s7"))).isNull();
        String last = "t" + (2 * SeenEnvelopes.MAX_TOPICS - 1);
        assertThat(seen.find(last, envelope("s7"))).isNotNull();
        assertThat(seen.find(last, envelope("s0"))).isNull();

        String wide = "x".repeat(SeenEnvelopes.MAX_HEAD_BYTES - 100);
        for (int topic = 0; topic < 2 * SeenEnvelopes.MAX_BYTES / SeenEnvelopes.MAX_HEAD_BYTES; topic++) {
            seen.remember("wide" + topic, envelope(wide), ROW);
        }
        assertThat(seen.bytesHeld()).isBetween(SeenEnvelopes.MAX_BYTES / 2, SeenEnvelopes.MAX_BYTES);
        seen.remember("too wide", envelope(wide + wide), ROW);
        assertThat(seen.find("too wide", envelope(wide + wide))).isNull();
    }

    private static byte[] envelope(String schema) {
        return bytes("{\"schema\":\"" + schema + "\",\"payload\":1}");
    }

    private static Struct row(int id) {
        return new Struct(ROW).put("id", id).put("name", "n" + id);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
