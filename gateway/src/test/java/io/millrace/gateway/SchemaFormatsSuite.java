package io.millrace.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.gateway.HttpCaller.Reply;
import io.millrace.registry.serde.json.JsonDocument;
import io.millrace.registry.serde.json.JsonSchema;
import io.millrace.registry.serde.json.JsonSchemaDeserializer;
import io.millrace.registry.serde.json.JsonSchemaSerializer;
import io.millrace.registry.serde.protobuf.ProtobufDeserializer;
import io.millrace.registry.serde.protobuf.ProtobufSerializer;
import io.millrace.testing.Pause;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Records by JSON schemas and Protobuf schemas, in and out, against the serializers that other clients use. */
abstract class SchemaFormatsSuite extends GatewaySuite {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String JSON_SCHEMA = "application/vnd.kafka.jsonschema.v2+json";
    private static final String PROTOBUF = "application/vnd.kafka.protobuf.v2+json";
    private static final String AVRO = "application/vnd.kafka.avro.v2+json";
    private static final String NDJSON = "application/x-ndjson";
    private static final long PATIENCE_NANOS = 120_000_000_000L;

    private static final String ROW =
            "{\"title\":\"Row\",\"type\":\"object\",\"properties\":{\"id\":{\"type\":\"integer\"},"
                    + "\"tags\":{\"type\":\"array\",\"items\":{\"type\":\"string\"}}},\"required\":[\"id\"]}";
    private static final String ORDER =
            "syntax = \"proto3\"; package shop; message Order { int64 order_id = 1; repeated Line lines = 2;"
                    + " message Line { int32 count = 1; } } message Other { string name = 1; }";
    private static final String LONG =
            "{\"type\":\"record\",\"name\":\"n.Long\",\"fields\":[{\"name\":\"id\",\"type\":\"long\"}]}";

    private String cluster;

    SchemaFormatsSuite(BrokerKind kind) {
        super(kind);
    }

    @BeforeAll
    void findCluster() {
        cluster = "/v3/clusters/"
                + http().get("/v3/clusters").json().at("/data/0/cluster_id").asText();
    }

    private static String quoted(String text) {
        return JSON.getNodeFactory().textNode(text).toString();
    }

    private Map<String, String> registry() {
        return Map.of("schema.registry.url", kind().registryUrl());
    }

    private Reply v2(String topic, String type, String schema, String records) {
        return http().post(
                        "/topics/" + topic,
                        type,
                        "{\"value_schema\":" + quoted(schema) + ",\"records\":[" + records + "]}");
    }

    private Reply v3(String topic, String value) {
        return http().post(cluster + "/topics/" + topic + "/records", "application/json", "{\"value\":" + value + "}");
    }

    private <T> List<T> values(Deserializer<T> deserializer, String topic, int count) {
        deserializer.configure(registry(), false);
        List<T> values = new ArrayList<>();
        records(topic, 0, count).forEach(each -> values.add(deserializer.deserialize(topic, each.value())));
        return values;
    }

    private List<String> messages(String topic, int count) {
        try (var deserializer = new ProtobufDeserializer<>()) {
            return values(deserializer, topic, count).stream()
                    .map(each -> each == null
                            ? null
                            : each.toString().replaceAll("\\s+", " ").trim())
                    .toList();
        }
    }

    private List<Object> documents(String topic, int count) {
        try (var deserializer = new JsonSchemaDeserializer<>()) {
            return values(deserializer, topic, count);
        }
    }

    @Test
    void writesJsonByItsSchemaThatAnyClientReads() throws Exception {
        String topic = topic(1);

        Reply first = v2(topic, JSON_SCHEMA, ROW, "{\"value\":{\"id\":7,\"tags\":[\"a\"]}},{\"value\":null}");
        int id = first.json().path("value_schema_id").asInt();
        Reply second = http().post(
                        "/topics/" + topic + "/partitions/0",
                        JSON_SCHEMA,
                        "{\"value_schema_id\":" + id + ",\"records\":[{\"value\":{\"id\":8}}]}");

        assertThat(first.status()).as(first.text()).isEqualTo(200);
        assertThat(second.json().path("value_schema_id").asInt()).isEqualTo(id);
        List<Object> found = documents(topic, 3);
        assertThat(found.get(0)).isEqualTo(Map.of("id", 7, "tags", List.of("a")));
        assertThat(found.get(1)).isNull();
        assertThat(found.get(2)).isEqualTo(Map.of("id", 8));
        byte[] bytes = records(topic, 0, 1).get(0).value();
        assertThat(new String(bytes, 5, bytes.length - 5, StandardCharsets.UTF_8))
                .isEqualTo("{\"id\":7,\"tags\":[\"a\"]}");
    }

    @Test
    void writesMessagesThatAnyClientReads() throws Exception {
        String topic = topic(1);

        Reply first = v2(
                topic,
                PROTOBUF,
                ORDER,
                "{\"value\":{\"orderId\":\"300\",\"lines\":[{\"count\":1},{}]}},{\"value\":null}");
        int id = first.json().path("value_schema_id").asInt();
        Reply second = http().post(
                        "/topics/" + topic,
                        PROTOBUF,
                        "{\"value_schema_id\":" + id + ",\"records\":[{\"value\":{\"order_id\":5}}]}");

        assertThat(first.status()).as(first.text()).isEqualTo(200);
        assertThat(second.status()).as(second.text()).isEqualTo(200);
        assertThat(messages(topic, 3))
                .containsExactly("order_id: 300 lines { count: 1 } lines { }", null, "order_id: 5");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            jsonschema | {"id":1,"tags":["a",2]} | value of record 1: Conversion of JSON to JSON Schema failed | /tags/1
            jsonschema | {"tags":[]}             | required property 'id'                                      | value of record 1
            protobuf   | {"lines":[{"count":"x"}]} | Conversion of JSON to Protobuf failed                     | /lines/0/count: Not an int32
            protobuf   | 17                      | value of record 1                                           | Expect message object
            avro       | {"id":"x"}              | value of record 1: Conversion of JSON to Avro failed        | Expected long
            """)
    void saysWhichRecordDoesNotFitWhereAndWhyAndWritesNothing(String format, String wrong, String message, String why)
            throws Exception {
        String topic = topic(1);
        Map<String, String> schemas = Map.of("jsonschema", ROW, "protobuf", ORDER, "avro", LONG);
        String right = format.equals("protobuf") ? "{}" : "{\"id\":1}";

        Reply reply = v2(
                topic,
                "application/vnd.kafka." + format + ".v2+json",
                schemas.get(format),
                "{\"value\":" + right + "},{\"value\":" + wrong + "}");

        assertThat(reply.json().path("message").asText()).contains(message).contains(why);
        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.json().path("error_code").asInt()).isEqualTo(42203);
        assertThat(end(topic, 0)).isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            jsonschema | {"records":[{"value":1}]}                                | 42202 | neither value_schema nor
            jsonschema | {"value_schema":"{\\"type\\":7}","records":[{"value":1}]} | 42205 | must be the name of a type
            protobuf   | {"value_schema":"message {","records":[{"value":1}]}     | 42205 | Invalid schema
            protobuf   | {"value_schema_id":ID,"records":[{"value":{}}]}          | 42205 | is of type JSON, not PROTOBUF
            avro       | {"value_schema_id":ID,"records":[{"value":{}}]}          | 42205 | is of type JSON, not AVRO
            """)
    void refusesSchemasThatAreNoneOrOfAnotherType(String format, String body, int code, String message)
            throws Exception {
        String topic = topic(1);
        int id = v2(topic, JSON_SCHEMA, ROW, "{\"value\":{\"id\":7}}")
                .json()
                .path("value_schema_id")
                .asInt();

        Reply reply = http().post(
                        "/topics/" + topic,
                        "application/vnd.kafka." + format + ".v2+json",
                        body.replace("ID", Integer.toString(id)));

        assertThat(reply.text()).contains(message);
        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.json().path("error_code").asInt()).isEqualTo(code);
    }

    @Test
    void readsWhatOtherClientsWrote() throws Exception {
        // Given
        String json = topic(1);
        String protobuf = topic(1);
        v2(protobuf, PROTOBUF, ORDER, "{\"value\":{\"orderId\":\"1\"}}");
        try (var documents = new JsonSchemaSerializer<JsonDocument>();
                var messages = new ProtobufSerializer<>();
                var reader = new ProtobufDeserializer<>();
                var producer = producer(Map.of())) {
            documents.configure(registry(), false);
            messages.configure(registry(), false);
            reader.configure(registry(), false);
            byte[] row = documents.serialize(
                    json, new JsonDocument(JsonSchema.parse(ROW), JSON.readTree("{\"id\":9,\"tags\":[\"x\"]}")));
            var message =
                    reader.deserialize(protobuf, records(protobuf, 0, 1).get(0).value());
            byte[] order = messages.serialize(protobuf, message);
            producer.send(new ProducerRecord<>(json, 0, null, row)).get();
            producer.send(new ProducerRecord<>(json, 0, null, order)).get();
            producer.send(new ProducerRecord<>(protobuf, 0, null, order)).get();
        }

        // When
        JsonNode rows = read(json, "jsonschema");
        JsonNode orders = read(protobuf, "protobuf");

        // Then
        assertThat(rows.at("/records/0/value").toString()).isEqualTo("{\"id\":9,\"tags\":[\"x\"]}");
        assertThat(rows.at("/records/1/value_error").asText()).contains("is of type PROTOBUF, not JSON");
        assertThat(orders.at("/records/1/value").toString()).isEqualTo("{\"orderId\":\"1\",\"lines\":[]}");
        assertThat(orders.at("/records/1/value")).isEqualTo(orders.at("/records/0/value"));
        try (EventReader events =
                new EventReader(url() + "/topics/" + protobuf + "/records?offset=earliest&value_format=protobuf")) {
            assertThat(events.records(1).get(0).path("value").toString()).isEqualTo("{\"orderId\":\"1\",\"lines\":[]}");
        }
        assertThat(instance(json, "jsonschema", JSON_SCHEMA)).isEqualTo("{\"id\":9,\"tags\":[\"x\"]}");
        assertThat(instance(protobuf, "protobuf", PROTOBUF)).isEqualTo("{\"orderId\":\"1\",\"lines\":[]}");
    }

    private JsonNode read(String topic, String format) {
        return http().get("/topics/" + topic + "/partitions/0/records?value_format=" + format)
                .json();
    }

    /** The value of the first record, as a consumer instance gives it. */
    private String instance(String topic, String format, String type) {
        String group = "/consumers/g-" + System.nanoTime();
        Reply made = http().post(
                        group,
                        "application/vnd.kafka.v2+json",
                        "{\"format\":\"" + format + "\",\"auto.offset.reset\":\"earliest\"}");
        String path = group + "/instances/" + made.json().path("instance_id").asText();
        http().post(
                        path + "/assignments",
                        "application/vnd.kafka.v2+json",
                        "{\"partitions\":[{\"topic\":\"" + topic + "\",\"partition\":0}]}");
        http().post(
                        path + "/positions",
                        "application/vnd.kafka.v2+json",
                        "{\"offsets\":[{\"topic\":\"" + topic + "\",\"partition\":0,\"offset\":0}]}");
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        Reply read = http().get(path + "/records?max_bytes=1", "Accept", type);
        while (read.json().isEmpty()) {
            assertThat(System.nanoTime()).as(read.text()).isLessThan(deadline);
            read = http().get(path + "/records?max_bytes=1", "Accept", type);
            Pause.betweenLooks();
        }
        assertThat(read.status()).as(read.text()).isEqualTo(200);
        assertThat(read.type()).isEqualTo(type);
        return read.json().at("/0/value").toString();
    }

    @Test
    void takesLinesByTheirSchemas() throws Exception {
        String topic = topic(1);
        int id = v2(topic, PROTOBUF, ORDER, "{\"value\":{}}")
                .json()
                .path("value_schema_id")
                .asInt();
        String lines =
                "{\"value\":{\"order_id\":2}}\n{\"value\":{\"lines\":[{},{\"x\":1}]}}\n{\"value\":{\"order_id\":3}}\n";

        Reply latest = http().post("/topics/" + topic + "/records?value_format=protobuf", NDJSON, lines);
        Reply byId =
                http().post("/topics/" + topic + "/records?value_format=protobuf&value_schema_id=" + id, NDJSON, lines);
        Reply other = http().post("/topics/" + topic + "/records?value_format=jsonschema", NDJSON, lines);

        JsonNode wrong = JSON.readTree(latest.text().split("\n")[1]);
        assertThat(wrong.path("error_code").asInt()).isEqualTo(42203);
        assertThat(wrong.path("message").asText()).contains("/lines/1/x: Cannot find field: x");
        assertThat(byId.text().split("\n")).hasSize(3);
        assertThat(other.status()).isEqualTo(422);
        assertThat(other.text()).contains("is of type PROTOBUF, not JSON");
        assertThat(messages(topic, 5)).containsExactly("", "order_id: 2", "order_id: 3", "order_id: 2", "order_id: 3");
    }

    /** As to encrypt a field, which would be written in clear. */
    @Test
    void writesNothingPastARuleThatItDoesNotRun() throws Exception {
        // Given
        String topic = topic(1);
        String rule = "{\"name\":\"hide\",\"type\":\"ENCRYPT\",\"mode\":\"WRITEREAD\"}";
        HttpRequest registering = HttpRequest.newBuilder(
                        URI.create(kind().registryUrl() + "/subjects/" + topic + "-value/versions"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"schema\":" + quoted(LONG) + ",\"ruleSet\":{\"domainRules\":[" + rule + "]}}"))
                .build();
        int id = JSON.readTree(HttpClient.newHttpClient()
                        .send(registering, HttpResponse.BodyHandlers.ofString())
                        .body())
                .path("id")
                .asInt();

        // When
        Reply byText = v2(topic, AVRO, LONG, "{\"value\":{\"id\":1}}");
        Reply byId = http().post(
                        "/topics/" + topic,
                        AVRO,
                        "{\"value_schema_id\":" + id + ",\"records\":[{\"value\":{\"id\":1}}]}");

        // Then
        for (Reply reply : List.of(byText, byId)) {
            assertThat(reply.status()).as(reply.text()).isEqualTo(422);
            assertThat(reply.text()).contains("the rule 'hide' of type ENCRYPT");
        }
    }

    @Test
    void theThirdVersionTakesSchemasOfEachType() throws Exception {
        String json = topic(1);
        String protobuf = topic(1);

        Reply row = v3(json, "{\"type\":\"JSONSCHEMA\",\"schema\":" + quoted(ROW) + ",\"data\":{\"id\":1}}");
        Reply order = v3(protobuf, "{\"type\":\"PROTOBUF\",\"schema\":" + quoted(ORDER) + ",\"data\":{\"orderId\":1}}");
        int id = order.json().at("/value/schema_id").asInt();
        Reply byId = v3(protobuf, "{\"schema_id\":" + id + ",\"data\":{\"orderId\":2}}");
        Reply latest = v3(protobuf, "{\"data\":{\"orderId\":3}}");
        Reply unfit = v3(json, "{\"data\":{\"id\":\"x\"}}");

        assertThat(row.json().at("/value/type").asText()).isEqualTo("JSONSCHEMA");
        assertThat(row.json().at("/value/subject").asText()).isEqualTo(json + "-value");
        assertThat(byId.json().at("/value/type").asText()).isEqualTo("PROTOBUF");
        assertThat(latest.json().at("/value/schema_id").asInt()).isEqualTo(id);
        assertThat(latest.json().at("/value/schema_version").asInt()).isEqualTo(1);
        assertThat(unfit.json().path("error_code").asInt()).isEqualTo(42203);
        assertThat(unfit.json().path("message").asText()).contains("/id").contains("integer expected");
        assertThat(messages(protobuf, 3)).containsExactly("order_id: 1", "order_id: 2", "order_id: 3");
        assertThat(documents(json, 1)).containsExactly(Map.of("id", 1));
    }

    @Test
    void theThirdVersionTakesSubjectsVersionsAndStrategies() throws Exception {
        // Given
        String topic = topic(1);
        String first = "{\"type\":\"AVRO\",\"schema\":\"\\\"int\\\"\",\"subject\":\"s-" + topic + "\",\"data\":1}";
        int id = v3(topic, first).json().at("/value/schema_id").asInt();
        String named = "\"subject\":\"s-" + topic + "\"";
        String second = "{\"type\":\"AVRO\",\"schema\":\"\\\"long\\\"\"," + named + ",\"data\":1}";
        int newer = v3(topic, second).json().at("/value/schema_id").asInt();

        // When
        Reply old = v3(topic, "{\"schema_version\":1," + named + ",\"data\":2}");
        Reply latest = v3(topic, "{" + named + ",\"data\":3000000000}");
        Reply tooMuch = v3(topic, "{\"schema_version\":1," + named + ",\"data\":3000000000}");
        Reply record = v3(
                topic,
                "{\"type\":\"AVRO\",\"subject_name_strategy\":\"TOPIC_RECORD_NAME\",\"schema\":" + quoted(LONG)
                        + ",\"data\":{\"id\":4}}");
        int recordId = record.json().at("/value/schema_id").asInt();
        Reply checked = v3(
                topic,
                "{\"subject_name_strategy\":\"TOPIC_RECORD_NAME\",\"schema_id\":" + recordId + ",\"data\":{\"id\":5}}");

        // Then
        assertThat(old.json().at("/value").toString())
                .isEqualTo("{\"type\":\"AVRO\",\"schema_id\":" + id + ",\"subject\":\"s-" + topic
                        + "\",\"schema_version\":1,\"size\":6}");
        assertThat(latest.json().at("/value/schema_id").asInt()).isEqualTo(newer);
        assertThat(latest.json().at("/value/schema_version").asInt()).isEqualTo(2);
        assertThat(tooMuch.json().path("error_code").asInt()).isEqualTo(42203);
        assertThat(record.json().at("/value/subject").asText()).isEqualTo(topic + "-n.Long");
        assertThat(checked.json().path("error_code").asInt()).as(checked.text()).isEqualTo(200);
        assertThat(end(topic, 0)).isEqualTo(6);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"schema_id":1,"schema_version":1}                  | 400   | schema_id and schema_version do not go together
            {"type":"AVRO","schema":"\\"int\\"","schema_id":1}  | 400   | schema_id and schema do not go together
            {"subject":"a","subject_name_strategy":"TOPIC_NAME"} | 400  | subject and subject_name_strategy do not
            {"subject_name_strategy":"RECORD_NAME"}             | 400   | RECORD_NAME goes with schema_id or schema
            {"subject_name_strategy":"MINE"}                    | 400   | TOPIC_NAME, ASSOCIATED_NAME, RECORD_NAME
            {"schema_version":0}                                | 400   | schema_version is a number from 1
            {"schema_id":"1"}                                   | 400   | schema_id is a number from 0
            {"schema":{"type":"int"}}                           | 400   | schema is a string
            {"type":"JSON","schema_id":1,"data":1}              | 400   | of the type JSON have no schema
            {"subject":"none-such","schema_version":1}          | 42205 | refused
            {"subject":"none-such","schema_id":ID}              | 42205 | refused
            {"type":"PROTOBUF","schema_id":ID,"data":{}}        | 42205 | is of type AVRO, not PROTOBUF
            """)
    void theThirdVersionSaysWhatIsWrongWithASchema(String value, int code, String message) throws Exception {
        String topic = topic(1);
        String known = topic(1);
        int id = v2(known, AVRO, LONG, "{\"value\":{\"id\":1}}")
                .json()
                .path("value_schema_id")
                .asInt();

        Reply reply = v3(topic, value.replace("ID", Integer.toString(id)));

        assertThat(reply.json().path("message").asText()).contains(message);
        assertThat(reply.json().path("error_code").asInt()).isEqualTo(code);
        assertThat(end(topic, 0)).isZero();
    }
}
