package io.millrace.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.gateway.HttpCaller.Reply;
import io.millrace.registry.serde.AvroDeserializer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** REST Proxy v2: topics, partitions, brokers, produce. */
abstract class V2Suite extends GatewaySuite {
    private static final String V2 = "application/vnd.kafka.v2+json";
    private static final String BINARY = "application/vnd.kafka.binary.v2+json";
    private static final String JSON = "application/vnd.kafka.json.v2+json";
    private static final String AVRO = "application/vnd.kafka.avro.v2+json";
    /** Clients of Kafka try for half a minute. */
    private static final long CLIENT_PATIENCE_NANOS = 25_000_000_000L;

    V2Suite(BrokerKind kind) {
        super(kind);
    }

    @Test
    void listsTopicsAndBrokers() throws Exception {
        String topic = topic(1);

        Reply topics = http().get("/topics");
        Reply brokers = http().get("/brokers", "Accept", "application/vnd.kafka.v2+json, application/json;q=0.5");

        assertThat(topics.type()).isEqualTo(V2);
        assertThat(texts(topics.json())).contains(topic).isSorted();
        assertThat(brokers.json().path("brokers").get(0).asInt()).isEqualTo(1);
    }

    @Test
    void describesATopicItsPartitionsAndTheirOffsets() throws Exception {
        String topic = topic(2);
        http().post("/topics/" + topic + "/partitions/1", JSON, "{\"records\":[{\"value\":1},{\"value\":2}]}");

        JsonNode shown = http().get("/topics/" + topic).json();
        JsonNode partition = http().get("/topics/" + topic + "/partitions/1").json();
        JsonNode offsets =
                http().get("/topics/" + topic + "/partitions/1/offsets").json();

        assertThat(shown.path("name").asText()).isEqualTo(topic);
        assertThat(shown.path("configs").path("cleanup.policy").asText()).isEqualTo("delete");
        assertThat(shown.path("partitions")).hasSize(2);
        assertThat(http().get("/topics/" + topic + "/partitions").json()).isEqualTo(shown.path("partitions"));
        assertThat(partition).isEqualTo(shown.path("partitions").get(1));
        assertThat(partition.toString())
                .isEqualTo("{\"partition\":1,\"leader\":1,"
                        + "\"replicas\":[{\"broker\":1,\"leader\":true,\"in_sync\":true}]}");
        assertThat(offsets.toString()).isEqualTo("{\"beginning_offset\":0,\"end_offset\":2}");
    }

    @Test
    void writesBytesAndTombstones() throws Exception {
        String topic = topic(1);

        Reply reply = http().post("/topics/" + topic, BINARY, """
                {"records":[{"key":"AQI=","value":"/w=="},{"key":"AQI=","value":null},{"value":""}]}""");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.type()).isEqualTo(V2);
        assertThat(reply.text()).isEqualTo("""
                {"offsets":[{"partition":0,"offset":0,"error_code":null,"error":null},\
                {"partition":0,"offset":1,"error_code":null,"error":null},\
                {"partition":0,"offset":2,"error_code":null,"error":null}],\
                "key_schema_id":null,"value_schema_id":null}""");
        var records = records(topic, 0, 3);
        assertThat(records.get(0).key()).containsExactly(1, 2);
        assertThat(records.get(0).value()).containsExactly(0xff);
        assertThat(records.get(1).value()).isNull();
        assertThat(records.get(2).key()).isNull();
        assertThat(records.get(2).value()).isEmpty();
    }

    @Test
    void writesJsonWithTheDigitsThatWereSent() throws Exception {
        String topic = topic(3);

        JsonNode offsets = http().post("/topics/" + topic, JSON, """
                        {"records":[{"key":"k","value":{"n":12345678901234567890.10},"partition":2},
                        {"value":null,"partition":2}]}""").json().path("offsets");

        assertThat(offsets.get(0).path("partition").asInt()).isEqualTo(2);
        var records = records(topic, 2, 2);
        assertThat(text(records.get(0).key())).isEqualTo("\"k\"");
        assertThat(text(records.get(0).value())).isEqualTo("{\"n\":12345678901234567890.10}");
        assertThat(records.get(1).value()).isNull();
    }

    @Test
    void writesAvroThatAnyClientReadsAndTellsTheIdOfItsSchema() throws Exception {
        String topic = topic(1);
        String schema = "{\\\"type\\\":\\\"record\\\",\\\"name\\\":\\\"Order\\\",\\\"fields\\\":["
                + "{\\\"name\\\":\\\"id\\\",\\\"type\\\":\\\"long\\\"},"
                + "{\\\"name\\\":\\\"note\\\",\\\"type\\\":[\\\"null\\\",\\\"string\\\"]}]}";

        Reply first = http().post(
                        "/topics/" + topic,
                        AVRO,
                        "{\"value_schema\":\"" + schema
                                + "\",\"records\":[{\"value\":{\"id\":7,\"note\":{\"string\":\"x\"}}}]}");
        int id = first.json().path("value_schema_id").asInt();
        Reply second = http().post(
                        "/topics/" + topic,
                        AVRO,
                        "{\"value_schema_id\":" + id + ",\"records\":[{\"value\":{\"id\":8,\"note\":null}}]}");

        assertThat(first.json().path("key_schema_id").isNull()).isTrue();
        assertThat(id).isPositive();
        assertThat(second.json().path("value_schema_id").asInt()).isEqualTo(id);
        try (var deserializer = new AvroDeserializer()) {
            deserializer.configure(Map.of("schema.registry.url", kind().registryUrl()), false);
            var records = records(topic, 0, 2);
            GenericRecord order = (GenericRecord)
                    deserializer.deserialize(topic, records.get(0).value());
            GenericRecord other = (GenericRecord)
                    deserializer.deserialize(topic, records.get(1).value());
            assertThat(order.get("id")).isEqualTo(7L);
            assertThat(order.get("note").toString()).isEqualTo("x");
            assertThat(other.get("note")).isNull();
        }
    }

    @Test
    void tellsWhichRecordFailedAndWritesTheOthers() throws Exception {
        String topic = topic(1);
        String large = "x".repeat(1_100_000);

        Reply reply = http().post(
                        "/topics/" + topic,
                        JSON,
                        "{\"records\":[{\"value\":1},{\"value\":\"" + large + "\"},{\"value\":3}]}");

        assertThat(reply.status()).isEqualTo(200);
        JsonNode offsets = reply.json().path("offsets");
        assertThat(offsets.get(0).path("offset").asLong()).isZero();
        assertThat(offsets.get(1).path("error_code").asInt()).isEqualTo(1);
        assertThat(offsets.get(1).path("error").asText()).contains("max.request.size");
        assertThat(offsets.get(2).path("offset").asLong()).isEqualTo(1);
        assertThat(end(topic, 0)).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            GET  | /topics/none                      | 404 | 40401 | Topic not found: none
            GET  | /topics/b%20d                     | 404 | 40401 | Topic not found: b d
            GET  | /topics/none/partitions           | 404 | 40401 | Topic not found: none
            GET  | /topics/none/partitions/0/offsets | 404 | 40401 | Topic not found: none
            GET  | /topics/TOPIC/partitions/5        | 404 | 40402 | Partition not found
            GET  | /topics/TOPIC/partitions/5/offsets | 404 | 40402 | Partition not found
            GET  | /topics/TOPIC/partitions/x        | 404 | 404   | 'x' is not a partition
            GET  | /nothing                          | 404 | 404   | HTTP 404
            PUT  | /topics/TOPIC                     | 405 | 405   | HTTP 405
            """)
    void namesWhatIsNotThere(String method, String path, int status, int code, String message) throws Exception {
        String resolved = path.replace("TOPIC", topic(1));
        long began = System.nanoTime();

        Reply reply = http().call(method, resolved, null);

        assertThat(System.nanoTime() - began).as("it does not try again").isLessThan(CLIENT_PATIENCE_NANOS);
        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.json().path("error_code").asInt()).isEqualTo(code);
        assertThat(reply.json().path("message").asText()).contains(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            binary | {"records":[{"value":"*"}]}                     | 422 | 42206 | base64
            binary | {"records":[{"value":{}}]}                      | 422 | 42206 | not an object
            json   | {"records":[]}                                  | 422 | 422   | one record at least
            avro   | {"value_schema_id":"1","records":[{"value":1}]} | 422 | 422   | value_schema_id is a number
            avro   | {"key_schema":{"type":"int"},"records":[{"key":1}]} | 422 | 422 | key_schema is a string
            json   | {"records":[1]}                                 | 422 | 422   | a record is an object
            json   | {"records":[{"value":1}],"x":1}                 | 422 | 422   | Unrecognized field: x
            json   | {"records":[{"value":1,"offset":1}]}            | 422 | 422   | Unrecognized field: offset
            json   | {"records":[{"value":1,"partition":-1}]}        | 422 | 422   | partition of a record
            json   | {"records":[{"value":1,"partition":1}]}         | 404 | 40402 | Partition not found
            json   | {"records":[{"value":1}]                        | 400 | 400   | not valid JSON (line 1
            json   | {"records":[{"value":1,"value":2}]}             | 400 | 400   | not valid JSON
            json   | []                                              | 400 | 400   | not a JSON object
            avro   | {"records":[{"value":1}]}                        | 422 | 42202 | neither value_schema nor
            avro   | {"value_schema":"int","records":[{"value":1}]}  | 422 | 42205 | Invalid schema
            avro   | {"value_schema":"{","records":[{"value":1}]}    | 400 | 400   | The schema is not valid JSON
            avro   | {"value_schema":"\\"int\\"","records":[{"key":1,"value":1}]} | 422 | 42201 | neither key_schema
            avro   | {"value_schema":"\\"int\\"","records":[{"value":"x"}]} | 422 | 42203 | Conversion of JSON to Avro
            avro   | {"value_schema_id":999999,"records":[{"value":1}]} | 422 | 42205 | refused
            """)
    void refusesWhatIsWrongAndWritesNothing(String format, String body, int status, int code, String message)
            throws Exception {
        String topic = topic(1);

        Reply reply = http().post("/topics/" + topic, "application/vnd.kafka." + format + ".v2+json", body);

        assertThat(reply.json().path("message").asText()).contains(message);
        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.json().path("error_code").asInt()).isEqualTo(code);
        assertThat(reply.type()).isEqualTo(V2);
        assertThat(end(topic, 0)).isZero();
    }

    @Test
    void refusesTypesThatItDoesNotReadOrWrite() throws Exception {
        String topic = topic(1);

        assertThat(http().post("/topics/" + topic, "application/json", "{}").status())
                .isEqualTo(415);
        assertThat(http().get("/topics", "Accept", "text/html").status()).isEqualTo(406);
        assertThat(http().get("/topics", "Accept", "application/json").type()).isEqualTo("application/json");
        assertThat(http().post("/topics/none", BINARY, "{\"records\":[{\"value\":\"\"}]}")
                        .json()
                        .path("error_code")
                        .asInt())
                .isEqualTo(40401);
        assertThat(texts(http().get("/topics").json())).doesNotContain("none");
    }

    @Test
    void refusesPagesOfOthers() {
        assertThat(http().get("/topics", "Origin", "http://evil.example").status())
                .isEqualTo(403);
    }

    private static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
