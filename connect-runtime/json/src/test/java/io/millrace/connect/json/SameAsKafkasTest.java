package io.millrace.connect.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.json.JsonConverter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever it is given, Kafka's converter gives the same bytes, values and errors. */
class SameAsKafkasTest {

    private static final int ROUNDS = 3_000;
    private static final int DEPTH = 3;
    private static final String TOPIC = "rows";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "decimal.format=NUMERIC",
                "replace.null.with.default=false",
                "schemas.enable=false",
                "schemas.enable=false,decimal.format=NUMERIC,replace.null.with.default=false"
            })
    void writesAndReadsTheSame(String settings) throws Exception {
        JsonConverter kafkas = configured(new JsonConverter(), settings);
        FastJsonConverter ours = configured(new FastJsonConverter(), settings);
        RandomData random = new RandomData(settings.hashCode());
        for (int round = 0; round < ROUNDS; round++) {
            Schema schema = random.schema(DEPTH);
            Object value = random.below(50) == 0 ? null : random.value(schema);
            if (value == null) {
                requireSame(
                        () -> text(kafkas.fromConnectData(TOPIC, schema, null)),
                        () -> text(ours.fromConnectData(TOPIC, schema, null)),
                        "null");
                continue;
            }
            byte[] bytes = kafkas.fromConnectData(TOPIC, schema, value);
            assertThat(text(ours.fromConnectData(TOPIC, schema, value))).isEqualTo(text(bytes));
            assertThat(ours.bytesOfPlain(schema, value)).as("written at once").isNotNull();
            requireSame(() -> kafkas.toConnectData(TOPIC, bytes), () -> ours.toConnectData(TOPIC, bytes), text(bytes));
            // Now it knows the schema.
            requireSame(() -> kafkas.toConnectData(TOPIC, bytes), () -> ours.toConnectData(TOPIC, bytes), text(bytes));
            assertThat(ours.plainData(TOPIC, bytes)).as("read at once").isNotNull();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"schemas.enable=false", "schemas.enable=true"})
    void treatsDataWithoutSchemaTheSame(String settings) throws Exception {
        JsonConverter kafkas = configured(new JsonConverter(), settings);
        FastJsonConverter ours = configured(new FastJsonConverter(), settings);
        RandomData random = new RandomData(42);
        for (int round = 0; round < ROUNDS; round++) {
            Object value = random.untyped(DEPTH);
            requireSame(
                    () -> text(kafkas.fromConnectData(TOPIC, null, value)),
                    () -> text(ours.fromConnectData(TOPIC, null, value)),
                    String.valueOf(value));
            byte[] bytes = ours.fromConnectData(TOPIC, null, value);
            requireSame(() -> kafkas.toConnectData(TOPIC, bytes), () -> ours.toConnectData(TOPIC, bytes), text(bytes));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "replace.null.with.default=false", "schemas.enable=false"})
    void treatsDamagedMessagesTheSame(String settings) throws Exception {
        JsonConverter kafkas = configured(new JsonConverter(), settings);
        FastJsonConverter ours = configured(new FastJsonConverter(), settings);
        RandomData random = new RandomData(7);
        for (int round = 0; round < ROUNDS; round++) {
            Schema schema = random.schema(DEPTH);
            byte[] good = kafkas.fromConnectData(TOPIC, schema, random.value(schema));
            ours.toConnectData(TOPIC, good);
            for (int damage = 0; damage < 5; damage++) {
                byte[] bad = damaged(random, good);
                requireSame(() -> kafkas.toConnectData(TOPIC, bad), () -> ours.toConnectData(TOPIC, bad), text(bad));
            }
        }
    }

    private static byte[] damaged(RandomData random, byte[] good) {
        String message = text(good);
        int payload = Math.max(0, message.indexOf("\"payload\":"));
        int at = payload + random.below(message.length() - payload);
        String other =
                switch (random.below(6)) {
                    case 0 -> message.substring(0, at) + message.substring(at + 1);
                    case 1 -> message.substring(0, at) + "0" + message.substring(at);
                    case 2 -> message.substring(0, at) + message.substring(at).replaceFirst("\\d+", "null");
                    case 3 -> message.substring(0, at) + message.substring(at).replaceFirst("\"[^\"]*\"", "1.50");
                    case 4 ->
                        message.substring(0, at) + message.substring(at).replaceFirst("\\d+", "99999999999999999999");
                    default -> message.substring(0, at) + message.substring(at).replaceFirst("\\d+", "\"text\"");
                };
        return other.getBytes(StandardCharsets.UTF_8);
    }

    static <C extends JsonConverter> C configured(C converter, String settings) {
        Map<String, String> config = new HashMap<>();
        for (String setting : settings.split(",")) {
            if (!setting.isEmpty()) {
                config.put(setting.split("=")[0], setting.split("=")[1]);
            }
        }
        converter.configure(config, false);
        return converter;
    }

    private static String text(byte[] bytes) {
        return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
    }

    private static void requireSame(Callable<?> kafkas, Callable<?> ours, String what) {
        assertThat(outcome(ours)).as(what).isEqualTo(outcome(kafkas));
    }

    /** The result with everything in it spelled out, or the error. */
    private static String outcome(Callable<?> conversion) {
        try {
            Object result = conversion.call();
            return result instanceof SchemaAndValue read ? Spelled.of(read) : String.valueOf(result);
        } catch (Exception e) {
            return e.toString();
        }
    }
}
